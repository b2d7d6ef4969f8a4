"""The pathway of alerts as its file says it: levels, days, actions and rules in words."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def pathway() -> dict[str, Any]:
    """Return what the clinic asks for at each level of an alert."""
    text = files("therapist_app.workflows").joinpath("pathway.toml").read_text("utf-8")
    return tomllib.loads(text)

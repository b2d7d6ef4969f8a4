"""What tokens.toml says, as values.

The unlock window reads its copy in JSON, which `python -m therapist_app.theme.tokens` writes: what
reads TOML takes twenty times as long to load and to read it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

SOURCE = Path(__file__).with_name("tokens.toml")
COPY = SOURCE.with_suffix(".json")
SCHEMES = ("light", "dark", "contrast-high")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every size, space and colour of the product, by name.

    Attributes:
        family: The one font family.
        text: Text sizes in pixels at 100 %.
        space: Gaps and margins in pixels at 100 %.
        size: Controls, widths, corners and edges in pixels at 100 %.
        motion: Durations in milliseconds.
        colors: Scheme, then the purpose of a colour, then #RRGGBB.

    """

    family: str
    text: Mapping[str, int]
    space: Mapping[str, int]
    size: Mapping[str, int]
    motion: Mapping[str, int]
    colors: Mapping[str, Mapping[str, str]]


@cache
def tokens() -> Tokens:
    """Return what tokens.toml says."""
    raw = json.loads(COPY.read_text("utf-8"))
    return Tokens(
        family=raw["type"]["family"],
        text=_numbers(raw["type"]),
        space=_numbers(raw["space"]),
        size=_numbers(raw["size"]),
        motion=_numbers(raw["motion"]),
        colors=MappingProxyType({name: MappingProxyType(raw[name]) for name in SCHEMES}),
    )


def copied() -> str:
    """Return what stands in the copy of tokens.toml."""
    import tomllib

    return json.dumps(tomllib.loads(SOURCE.read_text("utf-8")), indent=1) + "\n"


def _numbers(group: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType({key: value for key, value in group.items() if isinstance(value, int)})


if __name__ == "__main__":
    COPY.write_text(copied(), "utf-8")

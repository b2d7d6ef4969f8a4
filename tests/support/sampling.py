"""Cases of which every run tries a sample, and `./dev test --all` each one."""

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int) -> list[Any]:
    """Return the cases as parameters, all but one in `every` marked as exhaustive."""
    return [
        each if number % every == 0 else pytest.param(each, marks=pytest.mark.exhaustive)
        for number, each in enumerate(cases)
    ]

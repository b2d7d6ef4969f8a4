"""Cases of which every run tries a sample, and `./dev test --all` each one."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int, first: int = 0) -> list[Any]:
    """Return the cases as parameters, all but one in `every`, from the `first`, as exhaustive.

    A tuple holds the values of several parameters.
    """
    return [
        each
        if number % every == first
        else _exhaustive(*(each if type(each) is tuple else (each,)))
        for number, each in enumerate(cases)
    ]


def chosen(cases: Iterable[Any], is_chosen: Callable[[Any], bool]) -> list[Any]:
    """Return the cases as parameters, all but those that are chosen as exhaustive."""
    return [each if is_chosen(each) else _exhaustive(each) for each in cases]


def _exhaustive(*values: Any) -> Any:
    return pytest.param(*values, marks=pytest.mark.exhaustive)


def beyond(*_samples: Callable[..., None] | str) -> pytest.MarkDecorator:
    """Mark a test that tries whole what `_samples`, tests of every run, try in part.

    A sample that stands in another module is given by its name: no test imports another.
    """
    return pytest.mark.exhaustive

"""A display, and the product on it over an empty folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.display.application import Application, the_product
from tests.support.display.displays import Display, a_display


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    with a_display(tmp_path) as display:
        yield display


@pytest.fixture
def laptop(
    display: Display, tmp_path: Path, derives_in_full: None
) -> Iterator[Callable[..., Application]]:
    """Return what starts the product on another laptop: over a folder of its own.

    It is handed the laptop's name, by how much its clock is ahead, and what it speaks.
    """
    del derives_in_full  # what the test opens itself opens there as well
    with ExitStack() as stack:

        def start(name: str, ahead: timedelta = timedelta(), language: str = "en") -> Application:
            there = the_product(display, tmp_path / name, ahead=ahead, language=language)
            return stack.enter_context(there)

        yield start


@pytest.fixture(autouse=True)
def _picture(
    display: Display, laptop: object, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Keep what was on the screen when a test failed, as `failed.png` in its folder."""
    del laptop  # it ends after this
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        display.picture(tmp_path / "failed.png")

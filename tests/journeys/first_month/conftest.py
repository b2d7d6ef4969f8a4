"""A display, and the product on it over an empty folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.display.application import Application, the_product
from tests.support.display.displays import Display, a_display


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    with a_display(tmp_path) as display:
        yield display


@pytest.fixture
def laptop(display: Display, tmp_path: Path) -> Iterator[Callable[[str], Application]]:
    """Return what starts the product on another laptop: over an empty folder of its own."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(the_product(display, tmp_path / name))


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

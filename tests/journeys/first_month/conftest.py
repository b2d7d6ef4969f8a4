"""A display, and the product on it over an empty folder; with `--under-wine` as Windows runs it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.display import application, person
from tests.support.display.application import Application, the_product
from tests.support.display.displays import Display, a_display
from tests.support.display.under_wine import WAITS_UNDER_WINE, the_product_under_wine


@pytest.fixture
def display(derives_in_full: None, tmp_path: Path) -> Iterator[Display]:
    """What is started there derives keys in full, as does what the test opens itself."""
    del derives_in_full
    with a_display(tmp_path) as display:
        yield display


@pytest.fixture
def laptop(
    display: Display,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Application]]:
    """Return what starts the product on another laptop: over a folder of its own.

    It is handed the laptop's name, by how much its clock is ahead, and what it speaks.
    """
    is_under_wine, set_up = map(request.config.getoption, ("--under-wine", "--set-up"))
    if is_under_wine:
        for each in (application, person):
            monkeypatch.setattr(each, "LONGEST_WAIT", WAITS_UNDER_WINE)
    with ExitStack() as stack:

        def start(name: str, ahead: timedelta = timedelta(), language: str = "en") -> Application:
            home = tmp_path / name
            if is_under_wine:
                there = the_product_under_wine(display, home, ahead, language, set_up)
            else:
                there = the_product(display, home, ahead=ahead, language=language)
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

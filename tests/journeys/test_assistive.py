"""The product as another program meets it: through names, roles and actions alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.assistive.assistant import Assistant, assisted
from tests.support.display.application import Application, the_product, wait_until
from tests.support.display.displays import Display, a_display


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Display, Callable[[], Assistant]]]:
    with a_display(tmp_path) as display, assisted(display) as desk:
        yield desk


@pytest.fixture
def application(
    desk: tuple[Display, Callable[[], Assistant]], tmp_path: Path
) -> Iterator[Application]:
    with the_product(desk[0], tmp_path / "laptop") as application:
        yield application


def test_another_program_finds_presses_and_writes_by_names_alone(
    desk: tuple[Display, Callable[[], Assistant]], application: Application
) -> None:
    assistant = desk[1]()
    assistant.listen()

    assistant.act(assistant.find("button", "Set up for real work"))
    assistant.act(assistant.find("button", "Continue"))
    field = assistant.find("text", "Your name")
    assistant.write(field, "Ana Keeper")

    assert assistant.look(field).text == "Ana Keeper"
    words: list[str] = []

    def is_heard() -> bool:  # the bus of a busy machine hands it on when it comes to it
        words.extend(each.words for each in assistant.heard())
        return "Ana Keeper" in words

    wait_until(is_heard, "what was written to be heard")
    assert application.trouble == []

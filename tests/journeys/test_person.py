"""Who uses the product by keys comes to the line that is meant, however late a key is heard."""

import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.display import person as persons
from tests.support.display.application import Application, NotThere, started, wait_until
from tests.support.display.displays import Display
from tests.support.display.notes import Notes
from tests.support.display.person import Person, says

LINES = ("none", "by phone", "in the room")
STEP = {"Down": 1, "Up": -1}


class SlowList:
    """A list with the keyboard that hears a key some looks after it was pressed."""

    def __init__(self, at: int, looks: int) -> None:
        self.at = at
        self.display = SimpleNamespace(do=self._press)
        self._looks, self._left, self._pressed = looks, 0, list[str]()

    def ask(self, verb: str, **named: Any) -> Any:
        self._look()
        if verb == "focus":
            return {"kind": "list"}
        if verb == "windows":
            return [{"active": True}]
        lines = [{"words": each, "focused": at == self.at} for at, each in enumerate(LINES)]
        wanted = named["wanted"].get("message")
        return [each for each in lines if wanted in {None, each["words"]}]

    def _press(self, *words: str) -> None:
        self._pressed.append(words[-1])
        self._left = self._looks

    def _look(self) -> None:
        self._left -= 1
        if self._left < 0:
            while self._pressed:
                step = STEP[self._pressed.pop(0)]
                self.at = min(max(self.at + step, 0), len(LINES) - 1)


@pytest.fixture(autouse=True)
def _time_passes_by_waiting_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    clock = SimpleNamespace(sleep=waited.append, monotonic=lambda: sum(waited))
    monkeypatch.setattr(persons, "time", clock)


@pytest.mark.parametrize("looks", [0, 1, 2, 3])
@pytest.mark.parametrize("at", range(len(LINES)))
@pytest.mark.parametrize("goal", range(len(LINES)))
def test_every_line_is_reached_from_every_other(at: int, goal: int, looks: int) -> None:
    application = SlowList(at, looks)

    Person(application, "keyboard")._arrow_to(says(LINES[goal]))

    assert application.at == goal


def test_a_line_that_the_keys_do_not_reach_is_told() -> None:
    class Still(SlowList):
        def _press(self, *words: str) -> None:
            del words

    with pytest.raises(NotThere):
        Person(Still(0, 0), "keyboard")._arrow_to(says(LINES[2]))


def test_what_is_waited_for_in_vain_tells_where_the_product_stands(tmp_path: Path) -> None:
    class Here(Application):
        def start(self) -> None:
            self.pid = os.getpid()
            (self.place / "told").touch()
            self.notes = Notes(self.place / str(self.pid))
            self.notes.tell_stacks_when_asked()

        def end(self) -> None:
            self.notes.close()

    desk = Here(Display(tmp_path, {}, (0, 0)), tmp_path, tmp_path / "watched", ())

    with pytest.raises(NotThere) as told, started(desk, timedelta(), "en"):
        wait_until(lambda: False, "what never comes", longest=0.01)

    [said] = told.value.__notes__
    assert "running: True" in said
    assert "most recent call first" in said
    assert __name__.rpartition(".")[2] in said

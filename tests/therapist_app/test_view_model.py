"""What every view-model is made of."""

import ast
import re
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from therapist_app.commands import Back
from therapist_app.messages.errors import UserFacingError
from therapist_app.record.errors import NotAllowed
from therapist_app.view_model import ViewModel, WorkingViewModel, WorkState, attempt

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Counted(WorkState):
    count: int


class Counter(WorkingViewModel[Counted]):
    def __init__(self) -> None:
        super().__init__()
        self._state = Counted(0)

    def add(self, work) -> None:
        self._work(work, self._on_added)

    def _on_added(self, count: int) -> None:
        self._release(replace(self._state, is_busy=False, count=count))


class Doubling(ViewModel[int]):
    number = 1

    @property
    def state(self) -> int:
        return 2 * self.number


@pytest.fixture
def counter(qapp):
    assert qapp is not None
    return Counter()


def test_the_first_state_is_told_when_asked_for(counter, qtbot):
    with qtbot.waitSignal(counter.state_changed) as told:
        counter.begin()

    assert told.args == [Counted(0)]


def test_of_work_that_takes_long_it_is_said_that_it_goes_on(counter, qtbot):
    counter._takes_long.setInterval(20)
    go_on = threading.Event()

    with qtbot.waitSignal(counter.act_done) as told:
        counter.add(lambda: go_on.wait(60) and 1)
    with qtbot.waitSignal(counter.record_released), qtbot.assertNotEmitted(counter.act_done):
        go_on.set()

    assert told.args == ["This takes a moment …"]


def test_of_work_that_is_done_at_once_nothing_more_is_said(counter, qtbot):
    counter._takes_long.setInterval(20)

    with qtbot.waitSignal(counter.record_released):
        counter.add(lambda: 1)

    with qtbot.assertNotEmitted(counter.act_done, wait=60):
        pass


def test_a_state_that_is_worked_out_is_told_as_it_is_then(qapp, qtbot):
    doubling = Doubling(qapp)
    doubling.number = 21

    with qtbot.waitSignal(doubling.state_changed) as told:
        doubling.begin()

    assert told.args == [42]


def test_the_way_back_is_asked_of_the_shell(counter, qtbot):
    with qtbot.waitSignal(counter.leave_requested) as left:
        counter.go_back()

    assert left.args == [Back()]


def test_only_one_thing_is_under_way_at_a_time(counter, qtbot):
    may_end = threading.Event()

    def work() -> int:
        may_end.wait()
        return 1

    counter.add(work)
    assert counter.state == Counted(0, is_busy=True)
    counter.add(lambda: 2)
    with qtbot.waitSignal(counter.record_released):
        may_end.set()

    assert counter.state == Counted(1)


def test_what_is_known_to_go_wrong_is_told_in_words(counter, qtbot):
    def work() -> int:
        raise NotAllowed("lead")

    with qtbot.waitSignal(counter.record_released):
        counter.add(work)

    assert isinstance(counter.state.problem, UserFacingError)
    assert not counter.state.is_busy


def test_what_is_not_known_is_raised_once_nothing_is_under_way(counter, qtbot):
    def work() -> int:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(counter.record_released):
        counter.add(work)

    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]
    assert counter.state == Counted(0)


def test_an_attempt_returns_what_it_comes_to_or_what_went_wrong():
    def refused() -> int:
        raise NotAllowed("lead")

    assert attempt(lambda: 3) == 3
    assert isinstance(attempt(refused), UserFacingError)
    with pytest.raises(ZeroDivisionError):
        attempt(lambda: 1 // 0)


def test_whatever_a_view_model_can_do_is_asked_of_it_by_somebody() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "therapist_app").rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r"\.([a-z]\w*)\b", text)}
    acts = {
        f"{kind.name}.{act.name}"
        for text in sources
        if "(ViewModel[" in text
        for kind in ast.walk(ast.parse(text))
        if isinstance(kind, ast.ClassDef)
        and any(ast.unparse(base).startswith("ViewModel[") for base in kind.bases)
        for act in kind.body
        if isinstance(act, ast.FunctionDef) and not act.name.startswith("_")
    }

    unasked = [each for each in sorted(acts) if each.partition(".")[2] not in asked]
    assert len(acts) > 300
    assert unasked == [], "no button, key or field of a page leads to it"

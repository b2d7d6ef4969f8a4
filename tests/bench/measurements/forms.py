"""Long forms on the screen, and a key press in one."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.filling.filling import start
from session_forms.form.definition import FormDefinition
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.painted import PaintCount, settle, until_painted
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.long_forms import (
    MIXED_40,
    RATINGS_60,
    RATINGS_200,
    RULES_200,
    BareButtons,
)
from tests.bench.workplace.place import Place, Workplace
from therapist_app.commands import FormPage
from therapist_app.screens.form.view import FormView

SHOWN: tuple[tuple[str, FormDefinition, float], ...] = (
    ("form of 40 mixed questions", MIXED_40, 100),
    ("form of 60 ratings", RATINGS_60, 100),
    ("form of 200 ratings", RATINGS_200, 250),
)
ROUNDS = 9
PRESSES = 60


def form_lines(place: Place) -> Iterator[Line]:
    """Open long forms; the floor is as many questions of bare radio buttons."""
    at = place.workplace
    bare = BareButtons()
    bare.resize(at.window.size())
    bare.show()
    count = PaintCount(bare)
    settle(count)
    for name, form, limit in SHOWN:
        yield _shown(at, Line(name, Budget(limit), [], []), form, (bare, count))
    bare.close()
    bare.deleteLater()


def key_lines(place: Place) -> Iterator[Line]:
    """Press keys in a form of 200 with rules; the floor is evaluating the form afresh."""
    at = place.workplace
    at.open(FormPage(at.crowd.copies[0], RULES_200.id))
    page = at.page(FormView)
    settle(at.count)
    at.window.activateWindow()
    settle(at.count)
    assert page.panel is not None
    page.panel.go_to("q3")
    yield _pressed(at, "digit that shows a question", "10")
    QTest.keyClick(_focused(), Qt.Key.Key_1)
    settle(at.count)
    page.panel.go_to("q4")
    yield _pressed(at, "letter in a line of text", "ab")
    place.workplace.clear()


def _shown(
    at: Workplace, line: Line, form: FormDefinition, bare: tuple[BareButtons, PaintCount]
) -> Line:
    window, count = bare
    settled: list[Span] = []

    def floor(_number: int) -> Span:
        settle(count)
        return until_painted(count, lambda: window.build(len(form.questions)))[0]

    def ours(number: int) -> Span:
        painted, all_of_it = at.open(FormPage(at.crowd.copies[number], form.id))
        settled.append(all_of_it)
        return painted

    floors, taken = alternate(floor, ours, ROUNDS)
    return Line(line.name, line.budget, floors, taken, settled)


def _pressed(at: Workplace, name: str, keys: str) -> Line:
    page = at.page(FormView)
    settled: list[Span] = []
    settle(at.count)

    def press(number: int) -> Span:
        settle(at.count)
        key = keys[number % len(keys)]
        target = _focused()
        painted, all_of_it = until_painted(at.count, lambda: QTest.keyClick(target, key))
        settled.append(all_of_it)
        return painted

    def evaluate(_number: int) -> Span:
        state = page._viewmodel.state
        return timed(lambda: start(state.form, state.context, state.answers).question_states())

    floors, taken = alternate(evaluate, press, PRESSES)
    return Line(f"key: {name}", Budget(8), floors, taken, settled)


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused

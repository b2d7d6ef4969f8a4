"""What was taken away can be brought back: once, on the page alone, never by a client."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from tests.support.sampling import sampled
from tests.support.session_forms.forms import make_form
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.open_forms import filling_of
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.question.question_widget import TakenLine
from therapist_app.form_widgets.render_context import FillMode

FORM = """
[[questions]]
id = "calm"
kind = "yes_no"
prompt = "Was it calm?"

[[questions]]
id = "people"
kind = "list"
prompt = "Who helps?"
max_entries = 4

[[questions]]
id = "steps"
kind = "table"
prompt = "Which steps?"
max_rows = 3
columns = [{ id = "what", label = "What", kind = "short_text" }]
"""
CONTROL = Qt.KeyboardModifier.ControlModifier


class Opened:
    """A form with an answer to each of its questions."""

    def __init__(self, qtbot, mode: FillMode) -> None:
        self.qtbot = qtbot
        state = start(make_form(FORM), Context(today=date(2026, 3, 2)))
        self.filling = filling_of(state)
        for question_id, value in (
            ("calm", True),
            ("people", ("aunt", "friend")),
            ("steps", ({"what": "walk"}, {"what": "call"})),
        ):
            self.filling.answer(question_id, value)
        self.panel = FormPanel(self.filling, mode=mode)
        qtbot.addWidget(self.panel)
        self.panel.resize(700, 700)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def take_away(self, question_id: str) -> None:
        """As a person does: Delete in a choice, the button beside the last line or row."""
        widget = self.panel.question(question_id)
        self.panel.go_to(question_id)
        if question_id == "calm":
            self.press(Qt.Key.Key_Delete)
        else:
            line = (widget.lines if question_id == "people" else widget.rows)[-1]
            line.take_away.click()

    @property
    def answers(self):
        return dict(self.filling.state.answers)

    @property
    def offers(self) -> list[TakenLine]:
        return [each for each in self.panel.findChildren(TakenLine) if each.isVisible()]


@pytest.fixture
def show(qtbot, wear):
    wear()
    opened = []

    def open_it(**mode) -> Opened:
        opened.append(Opened(qtbot, FillMode(**mode)))
        return opened[-1]

    yield open_it
    for each in opened:
        each.filling.flush()


@pytest.mark.parametrize("question_id", ["calm", "people", "steps"])
def test_what_was_taken_away_comes_back_with_a_key_or_with_its_button(
    show, monkeypatch, question_id
):
    opened = show()
    before = opened.answers
    hearing = Hearing(monkeypatch)

    for by_key in (True, False):
        opened.take_away(question_id)
        assert opened.answers != before
        [offer] = opened.offers
        assert opened.panel.question(question_id).isAncestorOf(offer)
        if by_key:
            opened.press(Qt.Key.Key_Z, CONTROL)
        else:
            offer.undo.click()
        assert opened.answers == before
        assert opened.offers == []

    assert "Removed. Ctrl+Z brings it back." in hearing.words
    assert "Brought back" in hearing.words


def test_only_the_last_one_can_be_brought_back_and_only_once(show):
    opened = show()
    opened.take_away("calm")
    opened.take_away("people")

    assert len(opened.offers) == 1
    opened.press(Qt.Key.Key_Z, CONTROL)
    opened.press(Qt.Key.Key_Z, CONTROL)

    assert "calm" not in opened.answers
    assert opened.answers["people"] == ("aunt", "friend")


def test_another_answer_to_the_question_ends_the_offer(show):
    opened = show()
    opened.take_away("calm")

    opened.filling.answer("calm", False)
    opened.filling.bring_back()

    assert opened.offers == []
    assert opened.answers["calm"] is False


def test_a_client_is_offered_nothing_and_no_key_brings_anything_back(show):
    opened = show(client=True)

    for question_id in ("calm", "people", "steps"):
        opened.take_away(question_id)
        after = opened.answers
        opened.press(Qt.Key.Key_Z, CONTROL)
        opened.filling.bring_back()
        assert opened.answers == after

    assert opened.panel.findChildren(TakenLine) == []


def test_it_is_gone_with_the_page(show):
    """A page that is left takes its form with it; another one knows nothing of it."""
    opened = show()
    opened.take_away("calm")

    other = FormPanel(filling_of(opened.filling.state))
    opened.qtbot.addWidget(other)
    opened.qtbot.keyClick(other, Qt.Key.Key_Z, CONTROL)

    assert other.findChildren(TakenLine) == []


def test_a_finished_form_brings_nothing_back(show):
    opened = show()
    opened.take_away("calm")

    opened.filling.finish_as_it_is()
    opened.filling.bring_back()

    assert "calm" not in opened.answers


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_the_offer_is_not_cut(show, wear, scale):
    wear("light", scale)
    opened = show()

    opened.take_away("calm")
    settle()

    assert clipped(opened.panel) == []

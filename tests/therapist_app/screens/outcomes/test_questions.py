"""The page of questions, driven as a lead would drive it, and what Outcomes shows of them."""

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exports.errors import NotForExport
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import People, ReportQuestions
from therapist_app.record.service import question_answers, releases
from therapist_app.record.service_model import Release
from therapist_app.screens.outcomes import questions as page
from therapist_app.screens.outcomes.questions import QuestionsViewModel
from therapist_app.screens.outcomes.questions_view import QuestionsView
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.workflows.exporting.report_questions import Answer, answer_question

pytestmark = pytest.mark.usefixtures("wear")


def words_of(view: QWidget) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


class Screen:
    """The page over a report that asked two questions."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.qtbot, self.work = qtbot, work
        self.come_back()

    def come_back(self) -> None:
        self.viewmodel = QuestionsViewModel(self.work.workspace)
        self.view = QuestionsView(self.viewmodel)
        self.qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.activateWindow()
        self.view.focus_first()
        settle()

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def says(self, words: str) -> QPushButton:
        return next(each for each in self.view.buttons if each.text() == words)

    @property
    def words(self) -> str:
        return words_of(self.view)

    @property
    def kept(self):
        return question_answers.answers(self.work.workspace.service)


@pytest.fixture
def asked(work: Workplace) -> Workplace:
    """A lead's service, one report of which asked two questions."""
    work.have_roles("therapist", "lead")
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    questions = [["stopped_early", 51], ["attended", 74]]
    noted = {"quarter": "2026-Q1", "caseloads": [], "questions": questions}
    releases.add(
        work.workspace.service,
        Release(
            id="R-1",
            profile="internal-review",
            recipient="Clinical lead",
            purpose="supervision",
            made_at=work.workspace.now(),
            approved_by="Ana",
            manifest="{}",
            unprotected=json.dumps(noted),
        ),
    )
    return work


@pytest.fixture
def screen(qtbot: QtBot, asked: Workplace) -> Screen:
    return Screen(qtbot, asked)


def test_a_question_is_answered_by_keyboard_and_the_next_one_has_the_keyboard(
    screen: Screen,
) -> None:
    first = screen.view.buttons[0]
    assert screen.view.focusWidget() is first
    screen.qtbot.keyClick(first, Qt.Key.Key_Space)
    settle()
    fields = screen.view.fields
    assert fields is not None
    assert fields.what.hasFocus()

    screen.qtbot.keyClicks(fields.what, "Two meetings for session 2")
    assert not fields.who_field.isVisible()
    fields.person.setFocus()
    screen.qtbot.keyClick(fields.person, Qt.Key.Key_End)
    screen.qtbot.keyClicks(fields.who, "T. Olsen")
    screen.qtbot.keyClicks(fields.by_when, "15.7.2026")
    screen.qtbot.keyClick(fields.save, Qt.Key.Key_Space)
    settle()

    [kept] = screen.kept
    assert (kept.figure, kept.standing, kept.who) == ("stopped_early", "under_way", "T. Olsen")
    assert "The answer is saved." in screen.words
    assert "Two meetings for session 2" in screen.words
    assert "T. Olsen, by 15 July 2026" in screen.words
    assert "attended" in screen.viewmodel.state.lines[0].id
    assert screen.view.focusWidget() is screen.view.buttons[0]
    assert screen.viewmodel.state.open_now == 1


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    fields = screen.view.fields
    assert fields is not None

    screen.press(fields.save)

    assert screen.kept == ()
    assert fields.what_field.problem.text() == "Write it in a sentence."
    assert fields.person_field.problem.text() == "Choose who does it."
    assert fields.by_field.problem.text()
    assert fields.what.hasFocus()


def test_an_answer_that_is_not_saved_is_said_once_before_it_is_left(screen: Screen) -> None:
    assert not screen.view.guards
    assert not screen.view.hold_back()
    screen.press(screen.view.buttons[0])
    fields = screen.view.fields
    assert fields is not None
    assert not screen.view.guards, "nothing is written yet"
    assert not screen.view.hold_back()

    screen.qtbot.keyClicks(fields.what, "Two meetings")

    assert screen.view.guards
    assert screen.view.hold_back()
    assert "The answer is not saved" in screen.words
    assert fields.what.hasFocus()
    assert clipped(screen.view) == []
    assert not screen.view.hold_back(), "said once"
    screen.qtbot.keyClicks(fields.what, " a week")
    assert screen.view.hold_back(), "more was written since"
    screen.press(fields.cancel)
    assert not screen.view.guards


def test_a_day_without_its_year_is_the_next_one(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    fields = screen.view.fields
    assert fields is not None
    screen.qtbot.keyClicks(fields.what, "Two meetings")
    fields.person.setCurrentIndex(1)
    fields.person.picked.emit(1)
    screen.qtbot.keyClicks(fields.by_when, "15 1")

    screen.press(fields.save)

    assert [f"{each.by_when}" for each in screen.kept] == ["2027-01-15"]


def test_a_colleague_is_chosen_and_only_somebody_else_is_written(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    fields = screen.view.fields
    assert fields is not None
    name = screen.work.workspace.vault.person.name
    screen.qtbot.keyClicks(fields.what, "Two meetings")
    screen.qtbot.keyClicks(fields.by_when, "15.7.2026")
    fields.person.setCurrentIndex(fields.person.findData("somebody_else"))
    fields.person.picked.emit(fields.person.currentIndex())
    screen.press(fields.save)
    assert fields.who_field.problem.text() == "Write who it is."
    assert screen.kept == ()

    fields.person.setCurrentIndex(fields.person.findData(name))
    fields.person.picked.emit(fields.person.currentIndex())
    assert not fields.who_field.isVisible()
    screen.press(fields.save)

    assert [each.who for each in screen.kept] == [name]
    screen.press(screen.says("Change"))
    assert screen.view.fields is not None
    assert screen.view.fields.person.chosen_id == name
    assert screen.view.fields.who.text() == ""


def test_an_answer_past_its_day_says_so_until_it_is_done(screen: Screen) -> None:
    day = datetime(2026, 4, 3, tzinfo=UTC).date()
    answer = Answer("Text the day before", "M. Weber", day)
    answer_question(screen.work.workspace, "2026-Q1/attended", answer)
    screen.come_back()
    assert "The day has passed." not in screen.words

    screen.work.clock.move_to(datetime(2026, 4, 4, 9, tzinfo=UTC))
    screen.come_back()

    assert "The day has passed." in screen.words
    screen.press(screen.says("Mark as done"))
    assert "The day has passed." not in screen.words


def test_with_nothing_changed_a_reason_is_enough(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    fields = screen.view.fields
    assert fields is not None
    screen.qtbot.mouseClick(fields.no_change, Qt.MouseButton.LeftButton)
    assert not fields.person_field.isVisible()
    screen.qtbot.keyClicks(fields.what, "The hours are those of the bus")

    screen.press(fields.save)

    assert [each.standing for each in screen.kept] == ["no_change"]
    assert "answered: no change" in screen.words


def test_an_answer_is_changed_beginning_with_its_words_and_ended(screen: Screen) -> None:
    answer_question(
        screen.work.workspace,
        "2026-Q1/attended",
        Answer("Text the day before", "M. Weber", datetime(2026, 5, 1, tzinfo=UTC).date()),
    )
    screen.come_back()
    screen.press(screen.says("Change"))
    fields = screen.view.fields
    assert fields is not None
    assert (fields.what.toPlainText(), fields.who.text()) == ("Text the day before", "M. Weber")
    assert fields.person.chosen_id == "somebody_else"
    screen.press(fields.cancel)
    assert screen.view.fields is None
    assert screen.view.buttons[0].hasFocus()

    screen.press(screen.says("Mark as done"))

    assert [each.standing for each in screen.kept] == ["done"]
    assert "Saved as done." in screen.words
    assert "Mark as done" not in [each.text() for each in screen.view.buttons]


def test_a_therapist_reads_the_questions_and_finds_nothing_to_press(screen: Screen) -> None:
    screen.work.have_roles("therapist")
    screen.come_back()

    assert "About 51 per cent of the people" in screen.words
    assert screen.view.buttons == []
    assert screen.view.back.hasFocus()
    assert "Nobody here is a clinical lead yet." in screen.words


def test_who_may_not_answer_hears_who_does(screen: Screen) -> None:
    screen.work.have_roles("therapist")
    screen.work.have_colleague("Lena Sommer", "lead")
    screen.come_back()

    assert "A clinical lead answers: Lena Sommer." in screen.words


def test_an_administrator_is_led_to_where_a_lead_is_chosen(screen: Screen) -> None:
    screen.work.have_roles("therapist", "keeper")
    screen.come_back()

    with screen.qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.says("Go to people and roles"))

    assert left.args == [People()]
    assert "to themselves as well" in screen.words


def test_a_lead_is_told_nothing_of_who_answers(screen: Screen) -> None:
    assert "clinical lead" not in screen.words


def test_whoever_does_it_says_that_it_is_done_and_changes_nothing_else(screen: Screen) -> None:
    me, day = screen.work.workspace.vault.person.name, datetime(2026, 5, 1, tzinfo=UTC).date()
    answer_question(screen.work.workspace, "2026-Q1/attended", Answer("Text them", me, day))
    screen.work.have_roles("therapist")
    screen.come_back()
    assert [each.text() for each in screen.view.buttons] == ["Mark as done"]

    screen.press(screen.says("Mark as done"))

    assert [(each.standing, each.what) for each in screen.kept] == [("done", "Text them")]


def test_what_the_workflow_refuses_is_said(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_all: object) -> None:
        raise NotForExport("No report has asked this question.")

    monkeypatch.setattr(page, "answer_question", refuse)
    monkeypatch.setattr(page, "end_question", refuse)
    for act in (lambda: screen.viewmodel.answer(Answer("x")), lambda: screen.viewmodel.end("x")):
        act()
        settle()
        assert "The answer was not saved" in screen.words
        assert "No report has asked" in screen.words


def test_without_a_report_nothing_is_asked(qtbot: QtBot, work: Workplace) -> None:
    screen = Screen(qtbot, work)

    assert "No report asks anything" in screen.words


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    screen.press(screen.view.buttons[0])

    golden("screens/report-questions.txt", outline(screen.view))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    screen.come_back()
    screen.press(screen.view.buttons[0])

    assert clipped(screen.view) == []


def test_outcomes_shows_every_question_with_its_answer_and_the_way_there(
    qtbot: QtBot, asked: Workplace
) -> None:
    answer = Answer("Text the day before", "M. Weber", datetime(2026, 5, 1, tzinfo=UTC).date())
    answer_question(asked.workspace, "2026-Q1/attended", answer)
    viewmodel = OutcomesViewModel(asked.workspace)
    view = OutcomesView(viewmodel)
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    settle()

    words = words_of(view)
    assert "1 question of a report is not answered yet." in words
    assert "About 51 per cent of the people" in words
    assert "Text the day before" in words
    with qtbot.waitSignal(viewmodel.leave_requested) as left:
        view.asked.show_all.click()
    assert left.args == [ReportQuestions()]

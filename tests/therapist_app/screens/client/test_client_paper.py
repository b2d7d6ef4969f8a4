"""Entering a form from paper, driven as a person would drive it."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.outline import outline
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import FilledFormPage
from therapist_app.record.clients import filled_forms
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.settings import TEXT_SCALES
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page that takes down what stands on the paper."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        super().__init__(qtbot)
        self.work = work
        self.client = work.add_client()
        work.clock.advance(timedelta(days=10).total_seconds())

    def hold(self, plan_id: str) -> str:
        appointment = self.work.start(self.client, plan_id)
        self.work.clock.advance(50 * 60)
        end_session(self.work.workspace, appointment, "finished")
        return appointment

    def open(self, marked: str = "") -> None:
        self.show_page(
            ClientView(ClientViewModel(self.work.workspace, self.client.id)), (1302, 768)
        )
        actions = self.view.head.record.menu().actions()
        next(each for each in actions if each.text() == "Forms").trigger()
        if marked:
            table = self.view.page.to_fill
            titles = [
                table.table_model.row_at(table.table_model.index(at, 0)).title
                for at in range(table.table_model.rowCount())
            ]
            table.setCurrentIndex(table.table_model.index(titles.index(marked), 0))
        self.press(self.view.page.paper)
        self.page = self.view.page

    def choose_form(self, title: str) -> None:
        self.page.form.setCurrentIndex(self.page.form.findText(title))

    def write_day(self, day: str) -> None:
        self.page.day.clear()
        QTest.keyClicks(self.page.day, day)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


PHQ = "Patient Health Questionnaire (PHQ-9)"


def test_outline_of_the_page(screen: Screen, golden) -> None:
    screen.hold("S01")
    screen.open()
    screen.choose_form(PHQ)

    golden("screens/client_paper.txt", outline(screen.page))


def test_it_opens_with_the_form_that_is_marked_in_the_list(screen: Screen) -> None:
    screen.open(marked=PHQ)

    assert screen.page.form.currentText() == PHQ
    assert screen.page.slot.count() > 0


def test_a_paper_form_is_taken_down_and_its_answers_are_asked_for(screen: Screen) -> None:
    appointment = screen.hold("S01")
    screen.open()

    screen.choose_form(PHQ)
    screen.write_day("12 03 2026")
    screen.press(screen.page.rater.button(2))
    screen.press(screen.page.enter)

    [kept] = filled_forms.for_client(screen.work.workspace.caseload, screen.client.id)
    assert screen.left == [FilledFormPage(kept.id)]
    assert (kept.form_id, kept.filled_on, kept.rater) == ("phq-9", date(2026, 3, 12), "interpreter")
    assert (kept.slot, kept.appointment_id) == ("phq-9@S01", appointment)
    viewmodel = FormViewModel.kept(screen.work.workspace, kept.id)
    assert viewmodel.is_from_paper
    assert not viewmodel.head.read_only


def test_the_day_chooses_the_session_it_is_near_and_lets_go_of_one_it_is_not(
    screen: Screen,
) -> None:
    screen.hold("S01")
    screen.open()
    screen.choose_form(PHQ)

    screen.write_day("11 03 2026")
    near = screen.page.slot.currentText()
    screen.write_day("04 03 2026")

    assert near == "Session 1, 12 March 2026"
    assert screen.page.slot.currentText() == "No session"


def test_a_form_that_is_no_measure_belongs_to_no_session(screen: Screen) -> None:
    screen.hold("S01")
    screen.open()
    screen.write_day("12 03 2026")

    screen.choose_form("My boundaries")

    assert screen.page.slot.count() == 1
    assert screen.page.form.findText("Session note") == -1


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Write the day as 28 02 2026."),
        ("13 03 2026", "That day is still to come."),
        (
            "01 03 2025",
            "More than a year before the course began: 2 March 2025 at the earliest.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_said_and_nothing_is_kept(
    screen: Screen, day: str, said: str
) -> None:
    screen.open()
    screen.write_day(day)

    screen.press(screen.page.enter)

    assert screen.page.day_field.problem.text() == said
    assert screen.page.day.hasFocus()
    assert screen.left == []
    assert filled_forms.for_client(screen.work.workspace.caseload, screen.client.id) == ()


def test_it_is_done_by_keyboard_alone(screen: Screen) -> None:
    screen.open()
    screen.page.focus_first()
    started = screen.page.form.hasFocus()
    QTest.keyClicks(screen.page.form, "Patient")
    QTest.keyClick(screen.page.form, Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "10 03 2026")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(screen.page.day, Qt.Key.Key_Return)

    [kept] = filled_forms.for_client(screen.work.workspace.caseload, screen.client.id)
    assert started
    assert (kept.form_id, kept.filled_on, kept.rater) == (
        "phq-9",
        date(2026, 3, 10),
        "read_aloud",
    )


def test_the_list_of_forms_shows_the_day_on_the_paper_and_says_that_it_came_late(
    screen: Screen,
) -> None:
    screen.open()
    screen.choose_form(PHQ)
    screen.write_day("10 03 2026")
    screen.press(screen.page.enter)
    assert screen.page.rater.problem.text() == "Choose who filled it in."
    screen.press(screen.page.rater.button(0))
    for day in ("10 03 2026", "12 03 2026"):
        screen.write_day(day)
        screen.press(screen.page.enter)

    screen.press(screen.page.back)

    table = screen.view.page.done.table_model
    shown = [[table.index(row, at).data() for at in (1, 3)] for row in range(2)]
    assert shown == [
        ["12 03 2026", "draft, paper, extra"],
        ["10 03 2026", "draft, paper, late, extra"],
    ]


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    screen.hold("S01")

    screen.open()
    screen.choose_form(PHQ)

    assert clipped(screen.page) == []
    assert outside(screen.page) == []

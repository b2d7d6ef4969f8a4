"""The calendar, over a real record, by mouse and by keys."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from session_forms.words.day_words import clock_time, moment_in_words
from tests.support.record.effort import effort
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing, Said, told_as_found
from tests.support.windows.reflow import misfits
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import PLANS
from therapist_app import commands
from therapist_app.record.clients import appointments, promises
from therapist_app.record.database import audit
from therapist_app.record.errors import RecordBug
from therapist_app.screens.calendar import view as calendar_view
from therapist_app.screens.calendar.entry_view import PAD
from therapist_app.screens.calendar.note_view import width_beside_words
from therapist_app.screens.calendar.view import CalendarView
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.screens.calendar.week_view import lanes, shared_out
from therapist_app.theme.look import look
from therapist_app.widgets.layout.reflow import natural_width
from therapist_app.workflows.course.consenting import (
    WORKING_AGREEMENT,
    PaperConsent,
    write_down,
)
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import (
    USUAL,
    Arrangement,
    move_appointment,
    plan_appointment,
    record_missed,
)
from therapist_app.workflows.overviews import seeing_calendar
from therapist_app.workflows.overviews.plan_choices import plan_choices, session_words
from therapist_app.workflows.overviews.seeing_calendar import (
    calendar_page_data,
    due_sessions,
    monday_of,
)
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.usefixtures("wear")
ALT, PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


class Screen(ShownPage):
    """The calendar, and where it led."""

    def __init__(self, qtbot, work, appointment_id="", asking="", size=(1170, 768)) -> None:
        super().__init__(qtbot)
        self.work = work
        self.viewmodel = CalendarViewModel(work.workspace, "", appointment_id, asking)
        self.show_page(CalendarView(self.viewmodel), size, active=True)
        self.view.focus_first()
        settle()

    def key(self, key, modifiers=PLAIN) -> None:
        QTest.keyClick(self.view.focusWidget(), key, modifiers)
        settle()

    def move(self, days) -> None:
        """Move the chosen one by days, with the keys of its act."""
        self.key(Qt.Key.Key_M)
        for _day in range(abs(days)):
            self.key(Qt.Key.Key_PageUp if days > 0 else Qt.Key.Key_PageDown)
        self.key(Qt.Key.Key_Return)

    def button(self, appointment_id):
        return self.view.week.buttons[appointment_id]

    @property
    def words(self):
        return " ".join(each.text() for each in self.view.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def monday(work):
    """Monday of this week at nine, local."""
    day = monday_of(work.workspace.today())
    return datetime(day.year, day.month, day.day, 9).astimezone()


@pytest.fixture
def show(qtbot, work):
    return lambda *ids, **more: Screen(qtbot, work, *ids, **more)


def planned_for(work, appointment_id):
    return appointments.load(work.workspace.caseload, appointment_id).planned_for


def later(moment, *, days=0, minutes=0):
    """Return the same hour of the wall clock some days later."""
    naive = moment.replace(tzinfo=None) + timedelta(days=days, minutes=minutes)
    return naive.astimezone()


def test_the_calendar_alone_says_on_which_day_a_week_begins():
    product = (path for top in ("therapist_app", "exports") for path in (ROOT / top).rglob("*.py"))
    counting = {path.name for path in product if ".weekday()" in path.read_text("utf-8")}

    invented = "worked_cases.py"
    assert counting == {"seeing_calendar.py", invented}, "another week than that of `monday_of`"


def test_an_empty_week_says_so_and_offers_to_add(show):
    screen = show()

    assert "Nothing planned" in screen.words
    assert screen.view.focusWidget() is screen.view.add


def test_an_appointment_is_told_by_code_session_day_hours_and_state(show, work, monday):
    client = work.add_client()
    at = later(monday, days=3, minutes=60)
    appointment = work.plan(client, "S01", at)
    screen = show()

    told = QAccessible.queryAccessibleInterface(screen.button(appointment))

    assert told.text(QAccessible.Text.Name) == (
        f"{client.code}, session 1, {at:%A} {at.day} {at:%B}, 10:00 to 11:00, planned"
    )
    assert "Press" in told.actionInterface().actionNames()


def test_arrow_keys_go_from_one_to_the_next_and_choose(show, work, monday, monkeypatch):
    ids = [
        work.plan(work.add_client(), "S01", later(monday, days=day, minutes=minutes))
        for day, minutes in ((0, 0), (0, 120), (2, 0), (2, 180))
    ]
    screen = show()
    assert screen.viewmodel.state.chosen_id == ids[0]

    chosen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        screen.key(key)
        chosen.append(ids.index(screen.viewmodel.state.chosen_id))

    assert chosen == [1, 3, 2, 0]
    hearing = Hearing(monkeypatch)
    screen.key(Qt.Key.Key_Left)
    assert hearing.words == ["There is no other appointment that way."]


def test_what_asks_for_something_leads_there_again_while_it_is_asked(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", later(monday, days=3))
    screen = show(appointment, "move")
    view, sheet = screen.view, screen.view.panel.sheet
    first = view.focusWidget()
    assert sheet.isAncestorOf(first)

    view.panel.acts["move"].setFocus()
    view.panel.acts["move"].click()
    assert (view.focusWidget(), view.panel.sheet) == (first, sheet)

    screen.button(appointment).setFocus()
    screen.key(Qt.Key.Key_M)
    assert (view.focusWidget(), view.panel.sheet) == (first, sheet)

    view.add.click()
    first = view.focusWidget()
    view.add.setFocus()
    view.add.click()
    assert view.focusWidget() is first is not view.add


def test_an_appointment_that_is_pressed_while_it_is_chosen_says_what_opens_it(
    show, work, monday, monkeypatch
):
    one, other = (
        work.plan(work.add_client(), "S01", later(monday, minutes=minutes)) for minutes in (0, 120)
    )
    screen = show()
    hearing = Hearing(monkeypatch)

    screen.key(Qt.Key.Key_Space)
    assert screen.viewmodel.state.chosen_id == one
    assert hearing.take() == [Said("It is chosen. Enter opens it.", "Polite")]

    screen.button(other).click()
    assert screen.viewmodel.state.chosen_id == other
    assert hearing.take() == []


@pytest.mark.parametrize("arrow", ["Left", "Right", "Up", "Down"])
def test_alt_with_an_arrow_which_goes_back_elsewhere_moves_nothing(show, work, monday, arrow):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()

    screen.key(Qt.Key[f"Key_{arrow}"], ALT)

    assert planned_for(work, appointment) == monday
    assert not screen.view.undo.isVisible()


def test_alt_and_left_are_left_to_who_goes_back(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    gone = []
    back = QShortcut(QKeySequence("Alt+Left"), screen.view)
    back.activated.connect(lambda: gone.append("back"))

    screen.key(Qt.Key.Key_Left, ALT)

    assert gone == ["back"]


def test_in_the_fields_of_a_move_page_keys_go_by_a_day_and_by_a_quarter_of_an_hour(
    show, work, monday
):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()

    for key in (Qt.Key.Key_M, Qt.Key.Key_PageUp, Qt.Key.Key_Tab):
        screen.key(key)
    for key in (*[Qt.Key.Key_PageUp] * 3, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        screen.key(key)

    assert planned_for(work, appointment) == later(monday, days=1, minutes=30)
    assert screen.view.focusWidget() is screen.button(appointment)
    assert "Moved: " in screen.words


def test_page_keys_write_no_time_that_is_none_and_stay_within_its_day(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.key(Qt.Key.Key_M)
    time = screen.view.panel.sheet.when.time
    time.setFocus()

    for words, key in (
        ("soon", Qt.Key.Key_PageUp),
        ("23:50", Qt.Key.Key_PageUp),
        ("0:10", Qt.Key.Key_PageDown),
    ):
        time.setText(words)
        screen.key(key)
        assert time.text() == words


def test_from_right_to_left_the_arrows_go_as_the_days_stand(show, work, monday):
    first = work.plan(work.add_client(), "S01", monday)
    second = work.plan(work.add_client(), "S01", later(monday, days=1))
    screen = show(first)
    screen.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    screen.key(Qt.Key.Key_Left)

    assert screen.viewmodel.state.chosen_id == second


def test_the_last_move_is_taken_back_with_ctrl_z_once(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.move(days=1)
    screen.move(days=1)

    screen.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert planned_for(work, appointment) == later(monday, days=1)
    assert not screen.view.undo.isVisible()


def test_what_was_moved_and_then_cancelled_is_not_moved_back(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.move(days=1)

    for key in (Qt.Key.Key_C, Qt.Key.Key_2, Qt.Key.Key_Return):
        screen.key(key)
    screen.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert planned_for(work, appointment) == later(monday, days=1)
    assert not screen.view.undo.isVisible()


def test_nothing_is_left_to_be_taken_back_on_another_page(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    show().move(days=1)

    again = show(appointment)
    again.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert planned_for(work, appointment) == later(monday, days=1)


def test_m_opens_a_field_and_enter_moves(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    wanted = later(monday, days=8, minutes=90)

    screen.key(Qt.Key.Key_M)
    sheet = screen.view.panel.sheet
    assert screen.view.focusWidget() is sheet.when.day
    QTest.keyClicks(screen.view.focusWidget(), f"{wanted:%d %m %Y}")
    sheet.when.time.setText("10:30")
    screen.key(Qt.Key.Key_Return)

    assert planned_for(work, appointment) == wanted
    assert screen.button(appointment).isVisible()
    assert screen.view.focusWidget() is screen.button(appointment)


def test_a_move_to_where_it_stands_already_says_that_nothing_was_moved(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    said = []
    screen.viewmodel.act_done.connect(said.append)

    screen.key(Qt.Key.Key_M)
    screen.key(Qt.Key.Key_Return)

    assert said == ["Nothing was moved: it was planned for then already."]
    assert screen.view.panel.sheet is None
    assert planned_for(work, appointment) == monday


def test_a_move_is_written_as_one_says_it_and_what_was_wrong_goes_once_it_is_right(
    show, work, monday
):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    wanted = later(monday, days=8)
    screen.key(Qt.Key.Key_M)
    when = screen.view.panel.sheet.when

    when.day.setText("soon")
    when.day.edited.emit("soon")
    assert when.moment is None
    assert "Write the day" in when.day_field.problem.text()
    when.day.setText(f"{wanted.day}.{wanted.month}.")
    when.day.edited.emit(when.day.text())
    assert when.day_field.problem.text() == ""
    when.time.setText(f"{wanted:%H}")
    screen.key(Qt.Key.Key_Return)

    assert planned_for(work, appointment) == wanted.replace(minute=0)


def test_of_a_day_to_come_it_is_said_that_it_will_not_take_place(show, work, monday):
    client = work.add_client()
    work.plan(client, "S01", later(monday, days=1))
    screen = show()

    screen.key(Qt.Key.Key_C)

    heads = [each.text() for each in screen.view.panel.sheet.findChildren(QLabel)]
    assert f"It will not take place: {client.code}" in heads


def test_d_says_already_that_somebody_did_not_come(show, work, monday):
    client = work.add_client()
    appointment = work.plan(client, "S01", monday)
    screen = show()

    screen.key(Qt.Key.Key_D)
    assert screen.view.panel.sheet.keep.isEnabled()
    heads = [each.text() for each in screen.view.panel.sheet.findChildren(QLabel)]
    assert f"It did not take place: {client.code}" in heads
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Return)  # the hour has not come: said once

    kept = appointments.load(work.workspace.caseload, appointment)
    assert (kept.state, kept.attendance) == ("missed", "did_not_attend")


def test_c_does_not_say_who_cancelled(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()

    screen.key(Qt.Key.Key_C)

    assert not screen.view.panel.sheet.keep.isEnabled()


def test_while_one_is_planned_nothing_is_offered_about_another(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    assert screen.view.panel.about_it.isVisible()

    screen.viewmodel.ask("plan")

    assert not screen.view.panel.about_it.isVisible()


def test_keys_that_turn_the_days_take_away_nothing_that_is_asked(show, work, monday):
    screen = show(work.plan(work.add_client(), "S01", monday))
    screen.key(Qt.Key.Key_M)
    screen.view.panel.sheet.when.time.setFocus()
    screen.key(Qt.Key.Key_PageDown)
    assert screen.view.panel.sheet is not None

    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_D)
    screen.key(Qt.Key.Key_T)

    assert screen.view.panel.sheet is not None


def test_the_days_that_come_are_said_with_how_much_is_in_them(show, work, monday, monkeypatch):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    hearing = Hearing(monkeypatch)

    screen.press(screen.view.later)
    screen.press(screen.view.earlier)
    screen.press(screen.view.turn)

    title, beneath = screen.view._title, screen.view._beneath
    assert len(hearing.words) == 3
    assert "Nothing planned" in hearing.words[0]
    assert "1 appointment" in hearing.words[1]
    assert hearing.words[2] == f"{title.text()}. {beneath.text()}"


def test_what_is_no_day_and_no_time_is_said_when_it_is_left(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.key(Qt.Key.Key_M)
    when = screen.view.panel.sheet.when
    for line in (when.day, when.time):
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, "9:60")
        screen.key(Qt.Key.Key_Tab)

    assert "Write the day as" in when.day_field.problem.text()
    assert when.time_field.problem.text() == "Write the time as 14:30."

    for line in (when.day, when.time):
        line.setFocus()
        line.clear()
        line.edited.emit("")
        screen.key(Qt.Key.Key_Tab)
    assert screen.viewmodel.state.asking


def test_escape_on_a_client_that_was_found_says_that_nothing_was_changed(show, work, monkeypatch):
    client = work.add_client()
    screen = show()
    screen.view.add.click()
    sheet = screen.view.panel.sheet
    QTest.keyClicks(sheet.client, client.code)
    sheet.found[0].setFocus()
    hearing = Hearing(monkeypatch)

    screen.key(Qt.Key.Key_Escape)

    assert hearing.words == ["Nothing was changed."]
    assert screen.view.focusWidget() is screen.view.add


def test_escape_asks_no_more_and_moves_nothing(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.key(Qt.Key.Key_M)

    screen.key(Qt.Key.Key_Escape)

    assert screen.view.panel.sheet is None
    assert screen.view.focusWidget() is screen.button(appointment)
    assert planned_for(work, appointment) == monday


def test_did_not_come_takes_three_keys_and_cancelled_too(show, work, monday):
    work.clock.advance(7 * 24 * 3600)
    came_not = work.plan(work.add_client(), "S01", monday)
    called_off = work.plan(work.add_client(), "S01", later(monday, days=1))
    screen = show(came_not)
    screen.viewmodel.show_earlier()
    screen.view.focus_first()

    for key in (Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_Return):
        screen.key(key)
    screen.key(Qt.Key.Key_Right)
    for key in (Qt.Key.Key_C, Qt.Key.Key_2, Qt.Key.Key_Return):
        screen.key(key)

    caseload = work.workspace.caseload
    kept = [appointments.load(caseload, each).attendance for each in (came_not, called_off)]
    assert kept == ["did_not_attend", "cancelled_client"]
    assert "did not come" in screen.button(came_not).accessibleName()
    assert "cancelled" in screen.button(called_off).accessibleName()


@pytest.mark.parametrize(
    ("letter", "attendance"),
    [
        (Qt.Key.Key_D, "did_not_attend"),
        (Qt.Key.Key_C, "cancelled_client"),
        (Qt.Key.Key_M, ""),
    ],
)
def test_ctrl_enter_in_what_is_asked_never_throws_it_away(show, work, monday, letter, attendance):
    work.clock.advance(7 * 24 * 3600)
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show(appointment)
    screen.viewmodel.show_earlier()
    screen.view.focus_first()
    screen.key(letter)
    sheet = screen.view.panel.sheet

    screen.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    if letter == Qt.Key.Key_C:
        assert screen.view.panel.sheet is sheet  # it waits for a reason
        screen.key(Qt.Key.Key_2)
        screen.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert screen.view.panel.sheet is None
    kept = appointments.load(work.workspace.caseload, appointment).attendance
    assert kept == attendance


def test_before_its_hour_nobody_is_said_not_to_have_come_without_being_asked(show, work):
    appointment = work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=1))
    screen = show(appointment)

    for key in (Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_Return):
        screen.key(key)

    assert appointments.load(work.workspace.caseload, appointment).state == "planned"
    assert "This session is still in the future" in screen.words
    sheet = screen.view.panel.sheet  # above the reasons: under them a small window shows nothing
    told, first = sheet.warning, sheet.reasons.button(0)
    assert told.mapTo(sheet, QPoint()).y() < first.mapTo(sheet, QPoint()).y()


@pytest.mark.parametrize(
    ("key", "asked"),
    [(Qt.Key.Key_M, "move"), (Qt.Key.Key_D, "missed"), (Qt.Key.Key_C, "cancelled")],
)
def test_a_letter_asks_on_the_buttons_that_name_it_as_on_the_appointment(show, work, key, asked):
    screen = show(work.plan(work.add_client(), "S01", work.clock()))
    screen.view.panel.acts["open"].setFocus()

    screen.key(key)

    assert screen.viewmodel.state.asking == asked


def test_before_its_day_nobody_failed_to_come_and_it_is_said_why(show, work):
    appointment = work.plan(work.add_client(), "S01", work.clock() + timedelta(days=1))
    screen = show(appointment)
    said = []
    screen.viewmodel.act_done.connect(said.append)
    assert not screen.view.panel.acts["missed"].isVisible()
    assert screen.view.panel.acts["cancelled"].isVisible()
    code = screen.view.panel.code.text()
    assert screen.view.panel.acts["cancelled"].accessibleName() == f"Cancel it, {code}"

    screen.viewmodel.ask("missed")

    assert said == ["The day of this session has not come yet. Move it, or say who cancelled."]
    assert screen.view.panel.sheet is None
    screen.viewmodel.ask("cancelled")
    words = [each.text() for each in screen.view.panel.sheet.reasons.buttons()]
    assert words == [
        "Cancelled by the client",
        "Cancelled by us",
        "It was planned by mistake: remove it",
    ]


def test_what_did_not_take_place_is_undone_where_it_was_said(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show(appointment)
    assert not screen.view.panel.acts["undo"].isVisible()
    screen.viewmodel.record_missed("cancelled_client")
    assert screen.view.panel.acts["undo"].isVisible()

    screen.view.panel.acts["undo"].click()

    assert appointments.load(work.workspace.caseload, appointment).state == "planned"
    assert not screen.view.panel.acts["undo"].isVisible()


def test_one_that_was_planned_by_mistake_is_gone_from_the_calendar(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show(appointment)

    screen.viewmodel.record_missed("by_mistake")

    assert screen.viewmodel.state.page.entries == ()
    assert screen.viewmodel.state.chosen is None


def test_letters_do_nothing_to_what_is_over(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    record_missed(work.workspace, appointment, "cancelled_client")
    screen = show(appointment)
    said = []
    screen.viewmodel.act_done.connect(said.append)

    screen.key(Qt.Key.Key_D)
    screen.key(Qt.Key.Key_M)

    assert screen.view.panel.sheet is None
    assert said == 2 * ["Only what is still planned can be moved, or recorded as not held."]
    assert planned_for(work, appointment) == monday
    with pytest.raises(RecordBug):
        move_appointment(work.workspace, appointment, later(monday, days=1))


def test_enter_opens_the_client_and_comes_back_to_the_same_place(show, work, monday):
    client = work.add_client()
    appointment = work.plan(client, "S01", monday)
    screen = show()

    screen.key(Qt.Key.Key_Return)

    assert screen.left == [commands.ClientPage(client.id)]
    day = work.workspace.today().isoformat()
    assert screen.view.comes_back_to == commands.Calendar(day, appointment)


def test_an_hour_that_has_passed_asks_what_became_of_it(show, work):
    appointment = work.plan(work.add_client(), "S01", work.clock() - timedelta(hours=3))

    screen = show()

    assert screen.button(appointment).accessibleName().endswith("held, or did not come?")


def test_two_at_the_same_time_stand_narrower_beside_each_other(show, work, monday):
    first = work.plan(work.add_client(), "S01", later(monday, days=4))
    second = work.plan(work.add_client(), "S01", later(monday, days=4, minutes=30))
    alone = work.plan(work.add_client(), "S01", later(monday, days=3))
    screen = show()

    one, two, whole = (screen.button(each) for each in (first, second, alone))
    assert one.width() < 0.6 * whole.width()
    assert not one.geometry().intersects(two.geometry())
    assert one.accessibleName().endswith("overlaps")
    assert not whole.accessibleName().endswith("overlaps")


@pytest.mark.parametrize("many", [1, 2, 3])
def test_however_many_stand_beside_each_other_each_code_is_read_whole(show, work, monday, many):
    at = later(monday, days=4)
    made = [work.plan(work.add_client(), "S01", at) for _each in range(many)]
    screen = show()
    line = QFontMetrics(look().font("small", strong=True))

    for button in (screen.button(each) for each in made):
        lines = button.code_lines
        assert "".join(lines) == button.entry.code
        assert max(line.horizontalAdvance(each) for each in lines) <= button._room.width()
        assert len(lines) * line.lineSpacing() <= button.height()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_in_a_small_window_the_week_shows_each_code_and_each_day_whole(
    show, work, wear, monday, scale
):
    wear("light", scale)
    days = ((0, 0), (0, 120), (1, 0), (1, 30), (1, 45), (2, 60), (3, 0), (4, 0), (4, 30))
    plan = [later(monday, days=each, minutes=minutes) for each, minutes in days]
    made = [work.plan(work.add_client(), "S01", at) for at in plan]
    screen = show(size=(828, 700))
    screen.viewmodel.show_span("week")
    settle()
    line = QFontMetrics(look().font("small", strong=True))

    for button in (screen.button(each) for each in made):
        assert "".join(button.code_lines) == button.entry.code
        widest = max(line.horizontalAdvance(each) for each in button.code_lines)
        assert widest <= button._room.width(), button.entry.code
    for label in screen.view.names.labels:
        assert natural_width(label) <= label.width(), label.text()


@pytest.mark.parametrize("height", [24, 40, 56])
def test_of_a_session_a_word_is_read_whole_or_not_at_all(show, work, monday, height):
    made = work.plan(work.add_client(), "S12", monday)
    screen = show()
    button = screen.button(made)
    line = QFontMetrics(look().font("small"))

    for width in range(60, 220, 4):
        button.resize(width, height)
        room = button._room.width()
        beside = room - button._code_width - PAD - 2
        left = room if button.is_session_beneath else max(0, beside)
        words = button._session
        read = line.elidedText(words, Qt.TextElideMode.ElideRight, left)
        assert words in {read, "S12"}, (width, read)


def test_one_that_begins_off_the_hour_says_when(show, work, monday):
    early = work.plan(work.add_client(), "S01", monday)
    late = work.plan(work.add_client(), "S01", later(monday, days=1, minutes=30))
    screen = show()

    assert clock_time(screen.button(late).entry.at) in screen.button(late)._session
    assert screen.button(early)._session == "Session 1"


def test_a_crowded_day_has_its_width_from_the_others():
    assert shared_out(400, [40, 250, 40]) == [75, 250, 75]
    assert shared_out(300, [40, 100, 40]) == [100, 100, 100]


def test_a_calendar_and_today_call_a_session_by_the_same_title(show, work):
    client = work.add_client()
    at = work.clock() + timedelta(hours=1)
    appointment = work.plan(client, "S04", at)
    screen = show(appointment)

    [line] = today_page_data(work.workspace).appointments
    assert line.plan_title == "My map and my goals"
    assert session_words(line.plan_id, line.plan_title) in screen.words
    choices = {each.plan_id: each.label for each in plan_choices(work.workspace, client.id)}
    assert choices["S04"] == "Session 4 · My map and my goals"


def test_what_follows_a_group_has_its_whole_width_again(work, monday):
    ids = [
        work.plan(work.add_client(), "S01", later(monday, minutes=minutes))
        for minutes in (0, 30, 60, 180)
    ]
    page = calendar_page_data(work.workspace, monday.date(), 1)

    found = lanes(page.entries)

    assert [(found[each].place, found[each].of) for each in ids] == [
        (0, 2),
        (1, 2),
        (0, 2),
        (0, 1),
    ]


def test_dragged_by_the_mouse_it_is_moved_to_where_it_is_let_go(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    button, week = screen.button(appointment), screen.view.week
    columns = week.columns()
    by = QPoint(columns[2].x() - columns[0].x(), week.hour_height)
    at = button.rect().center()

    QTest.mousePress(button, Qt.MouseButton.LeftButton, PLAIN, at)
    QTest.mouseMove(button, at + QPoint(20, 20))
    settle()
    QTest.mouseMove(button, at + by - QPoint(20, 20))
    settle()
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, PLAIN, at)
    settle()

    assert planned_for(work, appointment) == later(monday, days=2, minutes=60)


def test_while_the_mouse_carries_it_the_time_of_letting_go_is_shown(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    button, week = screen.button(appointment), screen.view.week
    at = button.rect().center()

    QTest.mousePress(button, Qt.MouseButton.LeftButton, PLAIN, at)
    QTest.mouseMove(button, at + QPoint(20, 20))
    settle()
    QTest.mouseMove(button, at + QPoint(0, week.hour_height - 20))
    settle()
    shown = button.on_its_way
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, PLAIN, at)
    settle()

    assert shown == clock_time(planned_for(work, appointment))
    assert screen.button(appointment).on_its_way == ""


def test_an_appointment_is_added_by_code_and_stands_in_its_week(show, work, monday):
    client = work.add_client()
    screen = show()
    wanted = later(monday, days=9, minutes=30)

    screen.press(screen.view.add)
    sheet = screen.view.panel.sheet
    assert screen.view.focusWidget() is sheet.client
    QTest.keyClicks(sheet.client, client.code[:4].lower())
    screen.key(Qt.Key.Key_Return)
    planning = sheet.planning
    planning.day.setText(f"{wanted:%d %m %Y}")
    planning.time.setText(f"{wanted:%H:%M}")
    planning.arrangement.modes.button(0).click()
    screen.press(planning.keep)

    [kept] = appointments.for_client(work.workspace.caseload, client.id)
    assert (kept.planned_for, kept.plan_id) == (wanted, "S01")
    assert screen.view.focusWidget() is screen.button(kept.id)


def test_where_an_appointment_is_held_is_seen_heard_mended_and_the_mending_undone(
    show, work, monday
):
    in_room_2 = Arrangement(place="Room 2")
    client = work.add_client()
    planned = plan_appointment(work.workspace, client.id, "S01", monday, in_room_2)
    screen = show(planned.id)
    assert "Room 2" in screen.view.panel.when.text()
    assert "Room 2" in screen.button(planned.id).accessibleName()

    screen.key(Qt.Key.Key_M)
    sheet = screen.view.panel.sheet
    sheet.place.line.setText(" Room 5 ")
    screen.press(sheet.keep)

    kept = appointments.load(work.workspace.caseload, planned.id)
    assert (kept.planned_for, kept.first_planned_for, kept.place) == (monday, None, "Room 5")
    assert "Room 5" in screen.view.panel.when.text()
    screen.viewmodel.undo()
    assert appointments.load(work.workspace.caseload, planned.id).place == "Room 2"


def test_a_move_leaves_the_place_as_it_is(show, work, monday):
    client = work.add_client()
    in_room_2 = Arrangement(place="Room 2")
    planned = plan_appointment(work.workspace, client.id, "S01", monday, in_room_2)
    screen = show(planned.id)

    screen.move(days=1)

    kept = appointments.load(work.workspace.caseload, planned.id)
    assert (kept.planned_for, kept.place) == (later(monday, days=1), "Room 2")


def point_at(screen, column: int, hours: int) -> None:
    """Press an empty place twice, so many hours below the first of the day."""
    x = screen.view.week.columns()[column].center().x()
    place = QPoint(x, hours * screen.view.week.hour_height)
    QTest.mouseDClick(screen.view.week, Qt.MouseButton.LeftButton, PLAIN, place)
    QTest.mouseRelease(screen.view.week, Qt.MouseButton.LeftButton, PLAIN, place)
    settle()


def test_an_empty_place_pressed_twice_is_where_a_new_one_begins(show, monday):
    screen = show()

    point_at(screen, column=1, hours=2)

    assert screen.viewmodel.state.asking == "plan"
    at = later(monday, days=1, minutes=60)
    assert screen.viewmodel.state.planned_at == at
    assert screen.view.panel.sheet.moment.text() == moment_in_words(at)


def test_an_empty_place_pressed_twice_while_one_is_planned_is_when_it_is_planned(
    show, work, monday
):
    work.add_client()
    screen = show()
    [offer] = screen.view.panel.offers
    offer.click()
    settle()
    planning = screen.view.panel.sheet.planning

    point_at(screen, column=1, hours=2)

    assert screen.view.panel.sheet.planning is planning
    assert planning.when.moment == later(monday, days=1, minutes=60)
    assert not screen.view.panel.sheet.moment.isVisible()


def draw(offer, to: QPoint) -> None:
    """Draw what is offered to a place on the screen."""
    end = offer.mapFromGlobal(to)
    QTest.mousePress(offer, Qt.MouseButton.LeftButton, PLAIN, offer.rect().center())
    QTest.mouseMove(offer, end)
    QTest.mouseRelease(offer, Qt.MouseButton.LeftButton, PLAIN, end)
    settle()


def test_what_is_offered_and_drawn_to_an_hour_is_planned_from_there(show, work, monday):
    client = work.add_client()
    screen = show()
    [offer] = screen.view.panel.offers
    column = screen.view.week.columns()[1]
    place = QPoint(column.center().x(), 2 * screen.view.week.hour_height)

    draw(offer, screen.view.week.mapToGlobal(place))

    planning = screen.view.panel.sheet.planning
    assert planning.when.moment == later(monday, days=1, minutes=60)
    assert screen.view.panel.sheet.client.text() == client.code
    assert not appointments.for_client(work.workspace.caseload, client.id)


def test_what_is_offered_and_drawn_beside_the_week_is_not_planned(show, work):
    work.add_client()
    screen = show()
    [offer] = screen.view.panel.offers

    draw(offer, offer.mapToGlobal(QPoint(offer.width() // 2, 4 * offer.height())))

    assert screen.viewmodel.state.asking == ""


def test_an_empty_place_pressed_twice_while_one_is_moved_is_where_it_moves(show, work, monday):
    client = work.add_client()
    planned = plan_appointment(work.workspace, client.id, "S01", monday)
    screen = show(planned.id)
    screen.key(Qt.Key.Key_M)

    point_at(screen, column=1, hours=2)

    assert screen.view.panel.sheet.when.moment == later(monday, days=1, minutes=60)
    assert appointments.load(work.workspace.caseload, planned.id).planned_for == monday


def test_a_client_is_found_by_name_and_shown_and_said_by_code(show, work, monkeypatch):
    new = NewClient(anonymity="named", name="Nora Quist", age_band="25-34")
    client = add_client(work.workspace, new)
    screen = show()
    screen.press(screen.view.add)

    QTest.keyClicks(screen.view.panel.sheet.client, "quis")

    assert [each.text() for each in screen.view.panel.sheet.found] == [client.code]
    assert "Quist" not in screen.words
    assert told_as_found(screen.view.panel.sheet, monkeypatch) == [f"1 found: {client.code}."]


def test_that_names_were_searched_is_noted_once_for_one_new_appointment(show, work):
    def noted():
        found = audit.entries(work.workspace.caseload)
        return [each.action for each in found].count("names_searched")

    screen = show()
    for times in (1, 2):
        screen.press(screen.view.add)
        QTest.keyClicks(screen.view.panel.sheet.client, "quis")
        screen.viewmodel.ask("")
        assert noted() == times


def test_while_a_session_runs_no_name_finds(show, work):
    new = NewClient(anonymity="named", name="Nora Quist", age_band="25-34")
    client = add_client(work.workspace, new)
    work.start(client, "S01")
    screen = show()
    screen.press(screen.view.add)

    QTest.keyClicks(screen.view.panel.sheet.client, "quis")

    assert screen.view.panel.sheet.found == []


@pytest.mark.parametrize("size", [(1170, 768), (780, 700)])
def test_come_from_today_to_move_one_the_field_is_open(show, work, monday, size):
    appointment = work.plan(work.add_client(), "S01", monday)

    screen = show(appointment, "move", size=size)

    assert screen.view.focusWidget() is screen.view.panel.sheet.when.day


def test_a_code_that_nobody_has_is_said(show):
    screen = show()
    screen.press(screen.view.add)

    QTest.keyClicks(screen.view.panel.sheet.client, "ZZ")

    assert "No client with this code or name." in screen.words


def test_weeks_and_days_are_turned_over(show, work):
    screen = show()
    today = work.workspace.today()

    screen.press(screen.view.later)
    assert screen.viewmodel.state.page.days[0] == monday_of(today) + timedelta(days=7)
    screen.press(screen.view.turn)
    assert screen.viewmodel.state.page.days == (today + timedelta(days=7),)
    screen.press(screen.view.earlier)
    assert screen.viewmodel.state.page.days == (today + timedelta(days=6),)
    screen.key(Qt.Key.Key_T)
    assert screen.viewmodel.state.page.days == (today,)


def test_the_hours_fill_a_high_window_and_scroll_in_a_low_one(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show(appointment, size=(2400, 1900))
    week, area = screen.view.week, screen.view.area

    end = week.mapTo(area.viewport(), week.rect().bottomLeft()).y()
    assert 0 < area.viewport().height() - end < 30
    assert area.verticalScrollBar().maximum() == 0
    assert screen.button(appointment).height() > 0.9 * week.hour_height
    screen.view.resize(1170, 600)
    settle()

    assert (week.hour_height, week.height()) == (55, 551)


def test_the_names_of_the_days_stay_over_them_when_days_and_hours_change_at_once(show, work):
    today = work.workspace.today()
    other = next(day for day in (monday_of(today), today + timedelta(days=1)) if day != today)
    plan = {**PLANS["safety-plan"], "review_date": (other + timedelta(days=7)).isoformat()}
    work.fill(work.add_client(), "safety-plan", plan, None)
    screen = show(size=(2400, 1900))
    screen.viewmodel.show_later()
    settle()
    height = screen.view.week.hour_height

    screen.viewmodel.show_span("day")
    settle()

    [column] = screen.view.week.columns()
    [label] = [each for each in screen.view.names.labels if each.isVisible()]
    assert screen.view.week.hour_height > height
    place = screen.view.week.mapTo(screen.view, QPoint(column.x(), 0)).x()
    assert (label.mapTo(screen.view, QPoint()).x(), label.width()) == (place, column.width())


def test_in_a_narrow_window_it_opens_as_a_day(show, work, monday):
    work.plan(work.add_client(), "S01", monday)

    screen = show(size=(780, 700))

    assert screen.viewmodel.state.span == "day"
    assert clipped(screen.view) == []


def test_what_is_asked_stays_while_the_window_becomes_narrow(show, work, monday):
    screen = show(work.plan(work.add_client(), "S01", monday))
    screen.key(Qt.Key.Key_M)
    screen.view.panel.sheet.when.time.setText("10:30")

    screen.view.resize(780, 700)
    settle()

    assert screen.viewmodel.state.span == "day"
    assert screen.view.panel.sheet.when.time.text() == "10:30"


def test_the_end_of_a_week_is_there_only_when_something_stands_in_it(show, work, monday):
    without = show()
    assert len(without.view.week.columns()) == 5
    work.plan(work.add_client(), "S01", later(monday, days=5))

    with_it = show()
    assert len(with_it.view.week.columns()) == 6


def test_forty_appointments_ask_no_more_of_the_record_than_four(work, monday):
    def asked(count):
        for each in range(count):
            work.plan(work.add_client(), "S01", later(monday, days=each % 5))
        with effort(work.workspace.caseload) as spent:
            page = calendar_page_data(work.workspace, monday.date(), 7)
        return len(page.entries), spent.queries

    (few, first), (many, second) = asked(4), asked(36)

    assert (few, many) == (4, 40)
    assert first == second


def test_who_is_restricted_stands_in_no_calendar(work, monday):
    client = work.add_client()
    work.plan(client, "S01", monday)
    restrict(work.workspace, client.id, "objection")

    assert calendar_page_data(work.workspace, monday.date(), 7).entries == ()


def test_what_has_a_day_and_no_hour_stands_over_it_and_leads_to_where_it_is_done(
    show, work, monday
):
    client = work.add_client()
    day = later(monday, days=3).date()
    plan = {**PLANS["safety-plan"], "review_date": day.isoformat()}
    work.fill(client, "safety-plan", plan, None)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    [promise] = promises.still_open(work.workspace.caseload)
    screen = show()

    [note] = screen.view.notes.notes[day]
    [call] = screen.view.notes.notes[promise.due_on]
    screen.press(note)
    screen.press(call)

    assert note.accessibleName().startswith(f"{client.code}: Safety plan, ")
    assert screen.left == [
        commands.FormPage(client.id, "safety-plan"),
        commands.PromisePage(promise.id),
    ]


def test_over_a_narrow_day_whose_a_note_is_stands_whole(show, work, monday):
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    [promise] = promises.still_open(work.workspace.caseload)
    for days in range(7):
        work.plan(work.add_client(), "S01", later(monday, days=days))
    screen = show(size=(828, 700))
    screen.viewmodel.show_span("week")
    settle()

    [call] = screen.view.notes.notes[promise.due_on]

    metrics = QFontMetrics(look().font("caption"))
    room = call.width() - width_beside_words()
    assert metrics.elidedText(call.shown_words, Qt.TextElideMode.ElideRight, room).startswith(
        client.code
    )


@pytest.mark.parametrize("width", [828, 1000, 1080, 1162, 1240, 1500])
def test_beside_whose_a_note_is_stands_enough_to_be_read_or_nothing(show, work, monday, width):
    end_session(work.workspace, work.start(work.add_client(), "S01"), "broken_off")
    [promise] = promises.still_open(work.workspace.caseload)
    for days in range(7):
        work.plan(work.add_client(), "S01", later(monday, days=days))
    screen = show(size=(width, 700))
    screen.viewmodel.show_span("week")
    settle()

    [call] = screen.view.notes.notes[promise.due_on]
    metrics, room = QFontMetrics(look().font("caption")), call.width() - width_beside_words()
    read = metrics.elidedText(call.shown_words, Qt.TextElideMode.ElideRight, room)

    beside = read.removeprefix(call.note.code).removeprefix(": ").removesuffix("…")
    assert not beside or len(beside) >= 6, read


def test_over_a_day_promises_stand_before_plans_and_what_is_beyond_is_counted(show, work):
    end_session(work.workspace, work.start(work.add_client(), "S01"), "broken_off")
    [promise] = promises.still_open(work.workspace.caseload)
    plan = {**PLANS["safety-plan"], "review_date": promise.due_on.isoformat()}
    for _each in range(4):
        work.fill(work.add_client(), "safety-plan", plan, None)

    screen = show()

    kinds = [each.note.kind for each in screen.view.notes.notes[promise.due_on]]
    assert kinds == ["promise", "plan", "plan", "plan"]
    assert "And 1 more." in screen.words
    assert clipped(screen.view) == []


def test_what_is_past_its_day_stands_on_today(work):
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.clock.advance(21 * 24 * 3600)
    today = work.workspace.today()

    [note] = calendar_page_data(work.workspace, monday_of(today), 7).notes
    before = calendar_page_data(work.workspace, monday_of(today) - timedelta(days=7), 7)

    assert (note.day, note.is_due) == (today, True)
    assert before.notes == ()


def test_an_appointment_of_weeks_before_is_told_over_today_and_leads_to_its_place(show, work):
    client, at = work.add_client(), work.clock() - timedelta(days=9)
    appointment = work.plan(client, "S01", at)
    screen = show()

    [note] = screen.view.notes.notes[work.workspace.today()]
    screen.press(note)

    assert note.accessibleName().startswith(f"{client.code}: held, or did not come? ")
    day = at.astimezone().date().isoformat()
    assert screen.left == [commands.Calendar(day, appointment)]


def test_the_next_session_of_who_has_nothing_planned_is_offered_and_planned_from_there(show, work):
    new, old, planned = (work.add_client() for _ in range(3))
    work.hold(old, "S01", sign=False)
    work.plan(planned, "S01")
    screen = show()

    offered = {each.offer.code: each.offer.plan_id for each in screen.view.panel.offers}
    assert offered == {new.code: "S01", old.code: "S02"}
    screen.press(next(each for each in screen.view.panel.offers if each.offer.code == old.code))
    planning = screen.view.panel.sheet.planning
    assert screen.view.focusWidget() is planning.day
    wanted = work.clock().astimezone() + timedelta(days=1)
    planning.day.setText(f"{wanted:%d %m %Y}")
    planning.time.setText("15:00")
    planning.arrangement.modes.button(1).click()
    screen.press(planning.keep)

    kept = appointments.for_client(work.workspace.caseload, old.id)[-1]
    assert (kept.plan_id, kept.mode) == ("S02", "video")
    assert [each.offer.code for each in screen.view.panel.offers] == [new.code]


def test_a_follow_up_is_offered_about_its_day(work):
    client = work.add_client()
    change_status(work.workspace, client.id, "follow_up", "The course is done")
    [first] = due_sessions(work.workspace, work.workspace.today() + timedelta(days=40))[:1]

    assert first.client_id == client.id
    assert first.due_on is not None


@pytest.mark.parametrize("status", ["active", "follow_up"])
def test_nobody_who_took_the_agreement_back_is_offered(work, status):
    client = work.add_client()
    if status == "follow_up":
        change_status(work.workspace, client.id, "follow_up", "The course is done")
    until = work.workspace.today() + timedelta(days=40)
    assert [each.client_id for each in due_sessions(work.workspace, until)][:1] == [client.id]
    at = work.workspace.now()
    paper = PaperConsent(WORKING_AGREEMENT, "agreement", "1", "refused", "spoken", at)
    write_down(work.workspace, client.id, paper)

    assert due_sessions(work.workspace, until) == ()


def test_offers_are_read_for_other_days_once_somebody_stays_and_not_for_a_move(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    client = work.add_client()
    change_status(work.workspace, client.id, "follow_up", "The course is done")
    work.add_client()
    screen = show()
    before = screen.viewmodel.state.offers

    screen.move(days=1)
    assert screen.viewmodel.state.offers is before
    for _week in range(5):
        screen.press(screen.view.later)

    screen.qtbot.waitUntil(
        lambda: client.id in {each.client_id for each in screen.viewmodel.state.offers}
    )


def test_offers_are_read_behind_the_first_painting(work, qtbot, wear, monkeypatch):
    wear()
    monkeypatch.setattr(calendar_view, "STAYS_MS", 3_600_000)  # longer than any stall
    client = work.add_client()
    viewmodel = CalendarViewModel(work.workspace)
    view = CalendarView(viewmodel)
    qtbot.addWidget(view)
    settle()
    assert not viewmodel.state.offers

    view.show()
    settle()

    assert [each.client_id for each in viewmodel.state.offers] == [client.id]


def test_who_wants_no_contact_keeps_no_follow_up_of_others_out_of_sight(work, monkeypatch):
    monkeypatch.setattr(seeing_calendar, "MOST_OFFERED", 1)
    for answer in ("no", "no", "no", "yes"):
        client = work.add_client()
        work.fill(client, "ending", {"consent_follow_up": answer}, None)
        change_status(work.workspace, client.id, "follow_up", "The course is done")

    [found] = due_sessions(work.workspace, work.workspace.today() + timedelta(days=40))

    assert found.client_id == client.id


def test_more_offers_ask_no_more_of_the_record(work):
    def asked(count):
        for _ in range(count):
            work.hold(work.add_client(), "S01", sign=False)
            change_status(work.workspace, work.add_client().id, "follow_up", "The course is done")
        with effort(work.workspace.caseload) as spent:
            found = due_sessions(work.workspace, work.workspace.today() + timedelta(days=40))
        return len(found), spent.queries

    (few, first), (many, second) = asked(1), asked(2)

    assert (few, many) == (2, 6)
    assert first == second


def test_a_day_with_more_than_one_person_holds_shows_the_first_and_says_so(show, work, monday):
    client = work.add_client()
    for each in range(18):
        work.plan(client, "S01", later(monday, minutes=15 * each))
    screen = show()

    assert len(screen.view.week.buttons) == 16
    assert "Only the first 16 of each day are shown" in screen.words


def test_alt_shift_and_down_make_it_longer_and_ctrl_z_puts_that_back(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()
    held = ALT | Qt.KeyboardModifier.ShiftModifier
    before = screen.button(appointment).height()

    screen.key(Qt.Key.Key_Down, held)
    screen.key(Qt.Key.Key_Down, held)
    kept = appointments.load(work.workspace.caseload, appointment)
    assert (kept.minutes, kept.planned_for) == (90, monday)
    assert screen.button(appointment).height() > before
    assert screen.button(appointment).accessibleName().endswith("09:00 to 10:30, planned")
    screen.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert appointments.load(work.workspace.caseload, appointment).minutes == 75


def test_its_lower_edge_is_dragged_for_another_length(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show(appointment)
    button = screen.button(appointment)
    at = QPoint(button.width() // 2, button.height() - 3)
    half = screen.view.week.hour_height // 2

    QTest.mousePress(button, Qt.MouseButton.LeftButton, PLAIN, at)
    QTest.mouseMove(button, at + QPoint(0, 15))
    settle()
    QTest.mouseMove(button, at + QPoint(0, half))
    settle()
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, PLAIN, at + QPoint(0, half))
    settle()

    assert appointments.load(work.workspace.caseload, appointment).minutes == 90


def test_one_that_was_moved_says_from_where_until_it_is_back(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)
    screen = show()

    screen.move(days=2)
    assert f"moved from Mon {monday.day}" in screen.button(appointment).accessibleName()
    assert [each.appointment_id for each in screen.viewmodel.state.page.moved_away] == [appointment]
    screen.move(days=-2)

    assert appointments.load(work.workspace.caseload, appointment).first_planned_for is None
    assert screen.viewmodel.state.page.moved_away == ()


def test_what_the_chosen_one_rests_on_is_said_once_somebody_stays_with_it(show, work, monday):
    ready = work.plan(work.add_client(), "S01", monday)
    lacking = work.plan(work.add_client(), "S02", later(monday, days=1))
    screen = show(ready)

    screen.qtbot.waitUntil(lambda: "Ready" in screen.words)
    screen.viewmodel.choose(lacking)
    assert "Ready" not in screen.words

    screen.qtbot.waitUntil(lambda: screen.viewmodel.state.ready_id == lacking)
    assert screen.viewmodel.state.readiness.state == "first"


def test_the_sheet_of_what_did_not_take_place_is_whole_beside_the_week(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)

    screen = show(appointment, size=(1700, 1000))
    screen.viewmodel.ask("missed")
    settle()

    assert misfits(screen.view) == []


def test_in_large_print_the_chosen_one_is_whole_beneath_the_day(show, work, wear, monday):
    wear("light", 2.0)
    appointment = work.plan(work.add_client(), "S01", monday)

    screen = show(appointment, size=(920, 700))
    screen.viewmodel.read_readiness()
    screen.viewmodel.ask("missed")
    settle()

    assert misfits(screen.view) == []


def test_the_names_of_the_days_stay_in_sight_over_their_hours_when_these_scroll(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show(size=(1170, 600))
    bar = screen.view.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    week = screen.view.week

    assert bar.value() > 0
    for label, column in zip(screen.view.names.labels, week.columns(), strict=True):
        assert label.visibleRegion().boundingRect().size() == label.size()
        assert label.mapTo(screen.view, QPoint()).x() == (
            week.mapTo(screen.view, QPoint(column.x(), 0)).x()
        )


def test_in_a_narrow_column_the_session_stands_whole_under_the_code(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)

    screen = show(size=(1010, 700))
    button = screen.button(appointment)

    assert button.is_session_beneath
    assert QFontMetrics(look().font("small")).horizontalAdvance("Session 1") < button.width() - 22
    screen.view.resize(2400, 900)
    settle()
    assert not screen.button(appointment).is_session_beneath


def test_what_was_planned_after_a_move_leaves_no_older_move_to_undo(show, work, monday):
    moved = work.plan(work.add_client(), "S01", monday)
    other = work.add_client()
    screen = show(moved)
    screen.move(days=1)

    screen.viewmodel.plan(other.id, "S01", later(monday, days=7), USUAL, "")
    settle()
    screen.viewmodel.undo()

    assert not screen.view.undo.isVisible()
    assert planned_for(work, moved) == later(monday, days=1)


def test_another_one_that_did_not_take_place_leaves_no_older_move_to_undo(show, work, monday):
    moved = work.plan(work.add_client(), "S01", monday)
    other = work.plan(work.add_client(), "S01", later(monday, minutes=60))
    screen = show(moved)
    screen.move(days=1)

    screen.viewmodel.choose(other)
    screen.viewmodel.record_missed("cancelled_client")
    settle()

    assert not screen.view.undo.isVisible()


def test_all_acts_on_an_appointment_are_as_wide_as_each_other(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", monday)

    screen = show(appointment)

    shown = [each for each in screen.view.panel.acts.values() if each.isVisible()]
    assert len({each.width() for each in shown}) == 1


def test_the_rest_of_a_session_that_took_two_meetings_is_offered_and_goes_on_from_it(show, work):
    client = work.add_client()
    first = work.start(client, "S01")
    finish_step(work.workspace, first, session_page_data(work.workspace, first).current.id)
    end_session(work.workspace, first, "to_be_continued")
    screen = show()

    [offer] = [each.offer for each in screen.view.panel.offers]
    at = later(work.clock().astimezone(), days=1)
    screen.viewmodel.plan(client.id, offer.plan_id, at, USUAL, "")

    kept = appointments.for_client(work.workspace.caseload, client.id)[-1]
    assert (offer.plan_id, kept.continues) == ("S01", first)


@pytest.mark.parametrize("asking", ["", "add"])
def test_the_key_that_prints_leads_to_the_printed_calendar(show, asking) -> None:
    screen = show(asking=asking)

    QTest.keyClick(screen.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert screen.left[-1] == commands.CalendarPaper(screen.viewmodel.day.isoformat())


def test_whose_the_chosen_one_is_stays_in_sight_while_the_hours_scroll(show, work, monday):
    appointment = work.plan(work.add_client(), "S01", later(monday, minutes=8 * 60))
    screen = show(appointment, size=(1170, 600))
    bar = screen.view.area.verticalScrollBar()

    def head_at():
        return screen.view.panel.code.mapTo(screen.view.area, QPoint(0, 0)).y()

    bar.setValue(0)
    settle()
    before = head_at()
    bar.setValue(bar.maximum())
    settle()

    assert bar.value() > 0
    assert head_at() == before
    bar.setValue(0)
    settle()
    assert head_at() == before


def test_the_head_of_today_is_whole_in_a_week_of_seven_days(show, work, monday):
    for days in (5, 6):
        work.plan(work.add_client(), "S01", later(monday, days=days))

    screen = show()

    today = screen.view.names.labels[0]
    assert natural_width(today) <= today.width()
    screen.view.resize(1010, 768)
    settle()
    assert today.text() == f"Today {monday.day}"
    assert natural_width(today) <= today.width()
    assert clipped(screen.view) == []


def test_the_ways_to_meet_keep_their_height_beneath_a_session_with_a_long_name(show, work, monday):
    client = work.add_client()
    work.hold(client, "S01")
    work.plan(client, "S02", monday)
    screen = show(size=(1150, 700))
    screen.press(screen.view.add)
    sheet = screen.view.panel.sheet
    QTest.keyClicks(sheet.client, client.code[:2])
    settle()
    screen.press(sheet.found[0])

    settle()
    settle()

    ways = sheet.planning.arrangement.modes.findChildren(QAbstractButton)
    assert [each.height() for each in ways] == [each.sizeHint().height() for each in ways]


def test_the_foot_names_the_keys_that_do_something_now(show, work, monday):
    empty = show()
    assert keys_of(empty) == ["T: today"]
    kept = work.plan(work.add_client(), "S01", later(monday, days=4))
    over = work.plan(work.add_client(), "S01", later(monday, days=4, minutes=120))
    record_missed(work.workspace, over, "cancelled_client")

    screen = show(kept)
    assert keys_of(screen) == ["Arrows: choose", "M: move", "T: today"]
    screen.viewmodel.choose(over)
    assert keys_of(screen) == ["Arrows: choose", "T: today"]
    screen.viewmodel.choose(kept)
    screen.key(Qt.Key.Key_M)

    assert keys_of(screen) == []


def keys_of(screen) -> list[str]:
    return [each.text() for each in screen.view.keys if each.isVisible()]


def test_the_last_appointment_of_whom_is_offered_a_session_is_one_that_took_place(work, monday):
    client = work.add_client()
    work.hold(client, "S01")
    held = work.workspace.today()
    ahead = work.plan(client, "S02", later(monday, days=7))
    record_missed(work.workspace, ahead, "cancelled_client")

    [offered] = due_sessions(work.workspace, held)

    assert (offered.client_id, offered.seen_on) == (client.id, held)


def test_an_appointment_that_was_cancelled_is_not_counted(show, work, monday):
    for hours in (0, 2):
        last = work.plan(work.add_client(), "S01", later(monday, days=4, minutes=60 * hours))
    record_missed(work.workspace, last, "cancelled_client")

    assert "1 appointment" in show().words


def test_page_keys_turn_the_week_also_where_the_hours_scroll(show, work, monday):
    now = work.plan(work.add_client(), "S01", monday)
    next_week = work.plan(work.add_client(), "S01", later(monday, days=7))
    screen = show(now, size=(1170, 500))
    assert screen.view.area.verticalScrollBar().maximum() > 0

    screen.key(Qt.Key.Key_PageDown)
    assert screen.view.focusWidget() is screen.button(next_week)
    screen.key(Qt.Key.Key_PageUp)
    assert screen.view.focusWidget() is screen.button(now)


def test_the_button_that_turns_the_week_keeps_the_keyboard(show, work, monday):
    work.plan(work.add_client(), "S01", monday)
    screen = show()
    screen.view.later.setFocus()

    for _each in range(2):
        screen.key(Qt.Key.Key_Space)

    assert screen.view.focusWidget() is screen.view.later
    assert screen.viewmodel.state.page.days[0] == later(monday, days=14).date()


def test_who_asks_for_today_hears_it_though_it_is_shown_already(show, work, monday, monkeypatch):
    screen = show(work.plan(work.add_client(), "S01", monday))

    hearing = Hearing(monkeypatch)
    screen.key(Qt.Key.Key_T)

    assert "1 appointment" in " ".join(hearing.words)

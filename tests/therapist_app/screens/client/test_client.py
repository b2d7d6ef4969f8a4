"""The page of a client, driven as a person would drive it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from exports.paper.drawing.shapes import Dot, Text
from programme.loading.loading import load_programme
from session_forms.library.library import installed
from session_forms.words.day_words import day_in_words, moment_in_words, written_day
from tests.support.record.other_values import others
from tests.support.record.records import a_filled_form, an_appointment
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.second_wording import ADDED, with_second_wording
from tests.support.workflows.two_courses import BRIEF
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.accessibility.in_short import in_short
from therapist_app.commands import (
    AlertPage,
    Calendar,
    ClientPage,
    ClosePage,
    DataRights,
    FilledFormPage,
    FormPage,
    Outcomes,
    SessionPage,
)
from therapist_app.form_widgets.off_buttons import off_words_alone
from therapist_app.record.clients import (
    appointments,
    clients,
    course_events,
    filled_forms,
    identities,
)
from therapist_app.record.model import Client, Decision, Identity
from therapist_app.screens.client.changes_view import ChangesView
from therapist_app.screens.client.forms_view import FormsView
from therapist_app.screens.client.head_view import title_words
from therapist_app.screens.client.identity_view import CorrectIdentityView
from therapist_app.screens.client.next_session.appointment_view import AppointmentView
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.next_session.off_view import OffView
from therapist_app.screens.client.overview.map_view import (
    PHASE_GAP,
    ProgrammeMap,
    lines_of,
    map_in_words,
    stop_shapes,
)
from therapist_app.screens.client.overview.safety_view import plan_words, plans_chip
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView
from therapist_app.widgets.dataclass_table import DataclassTableView
from therapist_app.workflows.course.consenting import (
    WORKING_AGREEMENT,
    PaperConsent,
    write_down,
)
from therapist_app.workflows.course.course_changes import event_words
from therapist_app.workflows.course.planning import Arrangement, plan_appointment, record_missed
from therapist_app.workflows.errors import ProgrammeMissing
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.known_as import KnownAs
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
    PlanLine,
    Stop,
    add_client,
    client_page_data,
)
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step
from therapist_app.workflows.sessions.passing_gates import gates_before

pytestmark = pytest.mark.usefixtures("wear")
ITEMS = tuple(f"q{number}" for number in range(1, 9))


class Screen(ShownPage):
    """The screen of one client, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, client: Client) -> None:
        super().__init__(qtbot)
        self.work, self.client = work, client
        self.come_back()

    def come_back(self) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = ClientViewModel(self.work.workspace, self.client.id)
        self.show_page(ClientView(self.viewmodel), (1302, 768))

    def choose(self, words: str) -> None:
        """Choose an entry of the Record menu."""
        actions = self.view.head.record.menu().actions()
        next(each for each in actions if each.text() == words).trigger()
        settle()

    def start(self) -> None:
        if self.viewmodel.state.action == "plan":  # one was held today
            self.press_named("Start session")
        else:
            self.press(self.view.head.main)

    def start_the_one_after(self) -> None:
        """Start the session after the next at once, from the page that plans."""
        self.choose("Plan a session")
        planning = self.view.page.planning
        planning.session.setCurrentIndex(1)
        self.press(planning.now)

    def override(self) -> None:
        """Override the first gate that stands there, with a reason."""
        form = self.view.page.cards[0].override_form
        self.qtbot.keyClicks(form.reason, "Signed on paper.")
        self.qtbot.keyClicks(form.supervisor, "T. Olsen")
        self.press(form.go_past)

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        shown = [each for each in labels if each.isVisible()]
        return "\n".join(words for each in shown for words in (each.text(), each.accessibleName()))

    @property
    def record(self):
        """What the record holds now."""
        return client_page_data(self.work.workspace, self.client.id)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work, work.add_client())


def hold(work: Workplace, client: Client, plan_id: str, severity: int) -> str:
    """Hold a session with one measure."""
    appointment = work.start(client, plan_id)
    answers = dict.fromkeys(ITEMS, severity)
    work.fill(client, "phq-9", {**answers, "q9": 0}, appointment)
    work.clock.advance(50 * 60)
    end_session(work.workspace, appointment, "finished")
    return appointment


def test_starting_an_unplanned_session_plans_and_starts_it(screen: Screen) -> None:
    screen.start()

    running = screen.record.running
    assert running is not None
    assert screen.left == [SessionPage(running.id)]


def test_a_button_beside_starting_plans_a_session_that_is_not_planned_yet(screen: Screen) -> None:
    screen.press_named("Plan the next session")
    page = screen.view.page.planning
    offered = page.session.currentText()

    screen.work.plan(screen.client, "S01", screen.work.workspace.now() + timedelta(days=5))
    screen.come_back()

    assert "Welcome" in offered
    assert screen.view.head.plan is None
    assert screen.view.head.main.text() == "Start session"


def test_with_large_text_planning_a_first_session_stands_first_in_the_menu(
    qtbot: QtBot, work: Workplace, wear
) -> None:
    wear("light", 2.0)
    screen = Screen(qtbot, work, work.add_client())

    first = screen.view.head.record.menu().actions()[0].text()
    screen.choose("Plan the next session")

    assert (screen.view.head.plan, first) == (None, "Plan the next session")
    assert "Welcome" in screen.view.page.planning.session.currentText()


def test_a_session_of_another_day_is_started_only_once_that_is_said(screen: Screen) -> None:
    in_a_week = screen.work.workspace.now() + timedelta(days=5)
    screen.work.plan(screen.client, "S01", in_a_week)
    screen.come_back()

    screen.start()

    assert screen.left == []
    assert f"It is planned for {moment_in_words(in_a_week.astimezone())}." in screen.words()
    assert screen.view.focusWidget() is screen.view.page.back
    assert not screen.view.page.reason.isVisible()
    screen.press(screen.view.page.start)
    running = screen.record.running
    assert running is not None
    assert screen.left == [SessionPage(running.id)]


def test_one_of_today_whose_hour_has_passed_starts_at_once(screen: Screen) -> None:
    screen.work.plan(screen.client, "S01", screen.work.workspace.now() - timedelta(minutes=30))
    screen.come_back()

    screen.start()

    assert [type(each) for each in screen.left] == [SessionPage]


@pytest.mark.parametrize("is_today", [False, True])
def test_of_one_of_a_day_before_it_is_asked_on_which_day_it_is_held(
    screen: Screen, *, is_today: bool
) -> None:
    yesterday = screen.work.workspace.now() - timedelta(days=1)
    planned = screen.work.plan(screen.client, "S01", yesterday)
    screen.come_back()

    screen.start()

    assert screen.left == []
    assert f"It was planned for {moment_in_words(yesterday.astimezone())}." in screen.words()
    assert screen.view.focusWidget() is screen.view.page.back
    page = screen.view.page
    screen.press(page.today if is_today else page.start)
    assert screen.left == [SessionPage(planned)]
    held_on = screen.work.appointment(planned).planned_for
    assert held_on == (screen.work.workspace.now() if is_today else yesterday)


def test_the_reason_at_a_gate_is_not_asked_again_for_what_is_out_of_order(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.work.tell_limits(screen.client)
    screen.start_the_one_after()
    for _gate in gates_before(screen.work.workspace, screen.client.id, "S02"):
        gate = screen.view.page.cards[0]
        screen.press(gate.override_opens)
        qtbot.keyClicks(gate.override_form.reason, "Moves abroad")
        qtbot.keyClicks(gate.override_form.supervisor, "M. Lind")
        screen.press(gate.override_form.go_past)

    assert screen.view.page.reason.reason.text() == "Moves abroad"
    assert screen.view.page.start.isEnabled()


def test_the_main_key_leads_to_what_starts_it_and_starts_nothing(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.work.tell_limits(screen.client)
    screen.start_the_one_after()
    while any(each.may_pass for each in screen.view.page.cards):
        gate = screen.view.page.cards[0]
        screen.press(gate.override_opens)
        screen.override()
    screen.view.page.back.setFocus()

    qtbot.keyClick(screen.view.page.back, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert screen.view.focusWidget() is screen.view.page.start
    assert screen.left == []


def test_a_session_that_runs_is_resumed(screen: Screen) -> None:
    appointment = screen.work.start(screen.client, "S01")
    screen.come_back()
    assert screen.view.head.main.text() == "Resume session"

    screen.start()

    assert screen.left == [SessionPage(appointment)]


def test_a_note_to_sign_comes_before_the_next_session(screen: Screen) -> None:
    appointment = hold(screen.work, screen.client, "S01", 1)
    screen.come_back()
    assert "Session 1 waits for its note" in screen.words()

    screen.start()

    assert screen.left == [ClosePage(appointment)]


def test_after_a_session_of_today_the_next_is_planned_and_no_key_too_many_starts_it(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.work.hold(screen.client, "S01")
    screen.come_back()
    head = screen.view.head

    assert head.main.text() == "Plan the next session"
    assert screen.view.focusWidget() is head.main
    assert "Session 2 is next" in screen.words()
    qtbot.keyClick(head.main, Qt.Key.Key_Return)
    settle()

    page = screen.view.page
    assert isinstance(page, AppointmentView)
    assert page.planning.session.currentIndex() == 0
    assert screen.left == []
    assert screen.record.running is None


def test_the_key_of_the_main_act_leads_to_what_is_next_and_starts_nothing(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = screen.view.head
    for here in (head.record, head.main):
        here.setFocus()
        hearing = Hearing(monkeypatch)
        qtbot.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        assert hearing.words == ["Enter: Start session"]
        assert head.main.hasFocus()
    assert screen.left == []
    assert screen.record.running is None


def test_on_another_day_the_next_session_can_be_started_at_once(screen: Screen) -> None:
    screen.work.hold(screen.client, "S01")
    screen.work.clock.advance(24 * 3600)
    screen.come_back()

    assert screen.view.head.main.text() == "Start session"


def test_a_session_that_a_track_brings_forward_says_so(qtbot: QtBot, work: Workplace) -> None:
    new = NewClient(anonymity="code_only", age_band="25-34", track="T-ONLINE")
    client = add_client(work.workspace, new)
    work.hold(client, "S01")
    before = Screen(qtbot, work, client).words()
    work.hold(client, "S02")

    screen = Screen(qtbot, work, client)

    assert "brought forward" not in before
    assert screen.viewmodel.state.number == "12"
    assert "brought forward in this course" in screen.words()


def test_a_closed_gate_says_what_is_missing_and_leads_there(screen: Screen) -> None:
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S02")
    screen.come_back()

    screen.start()
    assert screen.record.running is None
    words = screen.words()
    assert "Still missing" in words
    gate, *_others = screen.viewmodel.starting.ask().gates
    assert gate.text in words
    screen.press_named(f"Go there: {in_short(gate.missing[0].words)}")

    assert screen.left == [FormPage(screen.client.id, gate.missing[0].form_id)]


def test_a_gate_after_a_break_says_when_the_last_session_was(screen: Screen) -> None:
    day = written_day(screen.work.workspace.today())
    hold(screen.work, screen.client, "S01", 1)
    screen.work.clock.advance(200 * 24 * 3600)
    screen.viewmodel.refresh()

    texts = {each.id: each.text for each in screen.viewmodel.starting.ask().gates}

    assert texts["G8"].endswith(f"The last session was on {day}.")
    assert "The last session" not in texts["G1"]


def test_a_gate_is_passed_only_with_a_reason_and_a_supervisor(screen: Screen, qtbot: QtBot) -> None:
    screen.work.tell_limits(screen.client)
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S02")
    screen.come_back()
    screen.start()
    said: list[str] = []
    screen.viewmodel.starting.act_done.connect(said.append)
    screen.press_named("Override and continue")
    form = screen.view.page.cards[0].override_form

    qtbot.keyClicks(form.reason, "Signed on paper, scan follows.")
    assert not form.go_past.isEnabled()
    qtbot.keyClicks(form.supervisor, "T. Olsen")
    screen.press(form.go_past)

    [passed] = course_events.overrides_for_client(screen.work.workspace.caseload, screen.client.id)
    assert (passed.reason, passed.supervisor) == ("Signed on paper, scan follows.", "T. Olsen")
    assert isinstance(screen.left[0], SessionPage)
    assert said == []  # it would stand over the session that begins


def test_nobody_is_let_past_the_limits_and_who_began_here_was_told_here(screen: Screen) -> None:
    screen.work.plan(screen.client, "S02")
    screen.come_back()
    screen.start()

    limits, agreement = screen.view.page.cards

    assert (limits.may_pass, limits.told_before) == (False, None)
    assert not limits.override_opens.isVisibleTo(screen.view)
    assert not limits.before_opens.isVisibleTo(screen.view)
    assert agreement.may_pass


def test_of_a_client_from_a_list_it_is_said_when_the_limits_were_told(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.from_a_list()
    work.plan(client, "S02")
    screen = Screen(qtbot, work, client)
    screen.start()
    screen.press_named("Write down that they were told before this record")
    form = screen.view.page.cards[0].told_before
    assert form is not None
    tomorrow = work.workspace.today() + timedelta(days=1)
    qtbot.keyClicks(form.day, tomorrow.isoformat())
    qtbot.keyClicks(form.noted_in, "Paper file, page 2")
    assert not form.keep.isEnabled()
    assert "That day is not before this record" in screen.words()

    form.day.clear()
    qtbot.keyClicks(form.day, "2 2 2026")
    assert form.day_field.hint.text() == "Monday 2 February 2026"
    qtbot.keyClick(form.day, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.keep.hasFocus()
    screen.press(form.keep)

    [agreement] = screen.view.page.cards
    assert agreement.may_pass
    assert "Told and said back on 2 February 2026, before this record" in screen.words()
    assert "Paper file, page 2" in screen.words()


def test_at_the_next_gate_the_reason_and_the_supervisor_of_the_one_before_stand_there(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.work.tell_limits(screen.client)
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S08")
    screen.come_back()
    screen.start()
    assert sum(each.is_hard for each in screen.viewmodel.starting.ask().gates) > 1
    screen.override()

    screen.press_named("Override and continue")
    following = screen.view.page.cards[0].override_form
    assert following.reason.toPlainText() == "Signed on paper."
    assert following.supervisor.text() == "T. Olsen"
    assert following.go_past.isEnabled()
    qtbot.keyClicks(following.reason, "Another reason")
    assert following.reason.toPlainText() == "Another reason"


def test_a_gate_that_is_being_overridden_offers_it_no_more(screen: Screen) -> None:
    screen.work.tell_limits(screen.client)
    screen.work.plan(screen.client, "S08")
    screen.come_back()
    screen.start()
    card = screen.view.page.cards[0]

    screen.press(card.override_opens)

    form = card.override_form
    assert form.isVisible()
    assert not card.override_opens.isVisible()
    settle()
    shown = screen.view.page.area.viewport()
    assert shown.rect().bottom() >= form.mapTo(shown, form.rect().bottomLeft()).y()
    screen.qtbot.keyClicks(form.reason, "Signed on paper.")
    screen.qtbot.keyClick(form.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.supervisor.hasFocus()
    screen.qtbot.keyClicks(form.supervisor, "T. Olsen")
    screen.qtbot.keyClick(form.supervisor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.go_past.hasFocus()
    assert form.go_past.text() == "Override this gate (press Enter)"


def test_after_an_override_the_keyboard_is_on_the_next_and_on_no_form(
    screen: Screen,
) -> None:
    screen.work.tell_limits(screen.client)
    screen.work.plan(screen.client, "S08")
    screen.come_back()
    screen.start()
    screen.override()

    assert screen.view.focusWidget() is screen.view.page.cards[0].override_opens
    assert screen.left == []


def test_from_a_form_that_was_missing_one_comes_back_to_what_else_is(
    screen: Screen, qtbot: QtBot
) -> None:
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S02")
    screen.come_back()
    screen.start()

    place = screen.view.comes_back_to
    assert isinstance(place, ClientPage)
    again = ClientView(ClientViewModel(screen.work.workspace, place.client_id, place.part))
    qtbot.addWidget(again)

    assert place == ClientPage(screen.client.id, "gates")
    assert isinstance(again.page, GateView)


def test_from_a_session_that_was_begun_at_the_gates_one_comes_back_to_the_client(
    screen: Screen,
) -> None:
    screen.work.tell_limits(screen.client)
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S02")
    screen.come_back()
    screen.start()
    screen.override()

    assert isinstance(screen.left[0], SessionPage)
    assert screen.view.comes_back_to == ClientPage(screen.client.id)


def test_what_stands_before_another_session_is_not_come_back_to(screen: Screen) -> None:
    screen.start_the_one_after()

    assert isinstance(screen.view.page, GateView)
    assert screen.view.comes_back_to == ClientPage(screen.client.id)


def test_what_starts_a_session_never_scrolls_away_from_the_gates(screen: Screen) -> None:
    screen.start_the_one_after()
    page = screen.view.page
    assert isinstance(page, GateView)

    for each in (page.back, page.start, page.today):
        assert not page.area.isAncestorOf(each)


def test_escape_leads_back_from_the_gates(screen: Screen, qtbot: QtBot) -> None:
    hold(screen.work, screen.client, "S01", 1)
    screen.work.plan(screen.client, "S02")
    screen.come_back()
    screen.start()

    qtbot.keyClick(screen.view, Qt.Key.Key_Escape)

    assert screen.view.page is None
    assert screen.view.overview.isVisible()


def plan_on_10_march(screen: Screen, qtbot: QtBot) -> None:
    """Plan the next session by hand, in another way than the first."""
    screen.choose("Plan a session")
    page = screen.view.page.planning
    qtbot.keyClicks(page.day, "10 03 2026")
    qtbot.keyClicks(page.time, "14:30")
    screen.press(page.arrangement.modes.button(1))
    qtbot.keyClicks(page.arrangement.place.line, "Room 2")
    screen.press(page.keep)


def test_a_session_is_planned_with_day_time_and_mode(screen: Screen, qtbot: QtBot) -> None:
    plan_on_10_march(screen, qtbot)

    planned = screen.record.next_appointment
    assert planned.planned_for.astimezone().strftime("%Y-%m-%d %H:%M") == "2026-03-10 14:30"
    assert (planned.mode, planned.place) == ("video", "Room 2")
    assert "Tuesday 10 March 2026" in screen.words()


def test_planning_is_heard_with_client_session_and_day(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)
    screen.choose("Plan a session")
    [arrival] = hearing.words
    hearing.take()
    page = screen.view.page.planning
    qtbot.keyClicks(page.day, "10 03 2026")
    qtbot.keyClicks(page.time, "14:30")
    screen.press(page.arrangement.modes.button(1))
    hearing.take()

    qtbot.keyClick(page.time, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert f"Client {screen.record.client.code}" in arrival
    assert page.session.currentText().split(" · ")[0] in arrival
    assert "Ctrl+Enter: Plan the session" in arrival
    assert hearing.words[0] == "The session is planned for Tuesday 10 March 2026, 14:30."
    assert "10 March" in hearing.words[1]  # and not what the page said before


def test_the_day_in_words_moves_no_other_field(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Plan a session")
    page = screen.view.page.planning
    fields = (page.time, page.arrangement, page.keep)
    before = [each.mapTo(page, each.rect().topLeft()) for each in fields]

    qtbot.keyClicks(page.day, "16 09 2026")
    settle()

    assert "Wednesday 16 September 2026" in page.day_field.hint.text()
    assert [each.mapTo(page, each.rect().topLeft()) for each in fields] == before


def test_a_day_that_is_none_is_said_under_the_field(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Plan a session")
    page = screen.view.page.planning

    qtbot.keyClicks(page.day, "31 02 2026")
    screen.press(page.keep)

    assert "28 03 2026" in page.day_field.problem.text()  # the next 28th, to be planned for
    assert screen.record.next_appointment is None
    page.day.clear()
    qtbot.keyClicks(page.day, "30 03 2026")
    assert not page.day_field.problem.isVisible()


def test_planning_comes_before_what_became_of_the_one_that_is_planned(screen: Screen) -> None:
    screen.work.plan(screen.client, "S01")
    screen.come_back()
    screen.choose("Plan a session")

    page = screen.view.page
    tops = [each.mapTo(page, QPoint()).y() for each in (page.planning, page.missing)]
    assert tops == sorted(tops)


def test_a_missed_session_stays_the_next_one(screen: Screen) -> None:
    appointment = screen.work.plan(screen.client, "S01")
    screen.come_back()
    screen.choose("Plan a session")
    page = screen.view.page.missing

    screen.press(page.reasons.button(1))
    screen.press(page.keep)

    missed = appointments.load(screen.work.workspace.caseload, appointment)
    assert (missed.state, missed.attendance) == ("missed", "cancelled_client")
    assert "Session 1 is next" in screen.words()
    when = moment_in_words(missed.planned_for.astimezone())
    assert f"It did not take place: {when} · Cancelled by the client" in screen.words()
    undo = screen.view.overview.undo
    assert undo is not None
    screen.press(undo)
    assert appointments.load(screen.work.workspace.caseload, appointment).state == "planned"


def test_a_measure_that_nobody_filled_in_leads_to_its_paper(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01")
    screen = Screen(qtbot, work, client)
    first = screen.viewmodel.state.page.never_filled[0].form_id
    enter = screen.view.overview.enter_paper
    assert enter is not None

    screen.press(enter)

    assert screen.view.page.form.currentText() == work.workspace.forms.latest(first).title


def test_who_did_not_come_before_the_hour_is_recorded_only_after_it_was_said(
    screen: Screen,
) -> None:
    appointment = screen.work.plan(screen.client, "S01")
    caseload = screen.work.workspace.caseload
    planned = appointments.load(caseload, appointment)
    later = screen.work.workspace.now() + timedelta(hours=2)
    appointments.save(caseload, replace(planned, planned_for=later))
    screen.come_back()
    screen.choose("Plan a session")
    page = screen.view.page.missing
    screen.press(page.reasons.button(0))

    screen.press(page.keep)
    at_first = appointments.load(caseload, appointment).state, page.warning.isVisible()
    screen.press(page.keep)

    assert at_first == ("planned", True)
    assert appointments.load(caseload, appointment).attendance == "did_not_attend"


@pytest.mark.parametrize("way", ["page", "menu"])
@pytest.mark.parametrize("what", [("missed", "did_not_attend"), ("cancelled", "cancelled_client")])
def test_what_became_of_the_planned_session_is_said_on_the_page_of_its_client(
    screen: Screen, qtbot: QtBot, way: str, what: tuple[str, str]
) -> None:
    asked, attendance = what
    digit = Qt.Key.Key_1 if asked == "missed" else Qt.Key.Key_2
    screen.work.plan(screen.client, "S01", screen.work.workspace.now() - timedelta(hours=1))
    screen.come_back()

    if way == "page":
        screen.press(screen.view.overview.off.acts[asked])
    else:
        screen.choose(off_words_alone()[asked])
    qtbot.keyClick(screen.view.focusWidget(), digit)
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Return)
    settle()

    [missed] = screen.record.missed
    assert missed.attendance == attendance
    assert screen.view.page is None
    assert screen.view.overview.off is None


def test_before_its_day_nobody_is_said_to_have_failed_to_come(screen: Screen) -> None:
    screen.work.plan(screen.client, "S01", screen.work.workspace.now() + timedelta(days=2))
    screen.come_back()

    assert set(screen.view.overview.off.acts) == {"cancelled", "move"}
    offered = [each.text() for each in screen.view.head.record.menu().actions()]
    assert off_words_alone()["missed"] not in offered
    assert off_words_alone()["cancelled"] in offered


@pytest.mark.parametrize("part", ["missed", "cancelled"])
def test_a_way_may_lead_straight_to_why_it_did_not_take_place(screen: Screen, part: str) -> None:
    screen.work.plan(screen.client, "S01")

    view = ClientView(ClientViewModel(screen.work.workspace, screen.client.id, part))
    screen.qtbot.addWidget(view)

    assert isinstance(view.page, OffView)
    assert view.comes_back_to == ClientPage(screen.client.id)
    view.page.back.click()
    assert view.page is None


def test_that_way_leads_to_the_page_alone_once_nothing_is_planned_any_more(screen: Screen) -> None:
    view = ClientView(ClientViewModel(screen.work.workspace, screen.client.id, "missed"))
    screen.qtbot.addWidget(view)

    assert view.page is None


def test_the_planned_session_is_moved_from_the_page_of_its_client(screen: Screen) -> None:
    at = screen.work.workspace.now() + timedelta(days=2)
    planned = screen.work.plan(screen.client, "S01", at)
    screen.come_back()

    screen.press(screen.view.overview.off.acts["move"])

    assert screen.left == [Calendar(at.astimezone().date().isoformat(), planned, "move")]
    assert f"Planned for {moment_in_words(at.astimezone())}" in screen.words()


def test_the_keyboard_starts_no_session_of_a_day_to_come(screen: Screen, qtbot: QtBot) -> None:
    plan_on_10_march(screen, qtbot)

    assert screen.view.head.main.text() == "Start session"
    assert screen.view.focusWidget() is screen.view.head.record


def test_both_plans_are_one_click_away(screen: Screen) -> None:
    for plan in screen.record.plans:
        screen.press_named(f"Write: {plan.title}")

    assert [each.form_id for each in screen.left] == ["safety-plan", "boundaries"]


def test_an_open_alert_stands_at_the_top(screen: Screen) -> None:
    appointment = screen.work.start(screen.client, "S01")
    screen.work.fill(screen.client, "phq-9", {"q9": 2}, appointment)
    screen.come_back()
    [alert] = screen.record.alerts

    screen.press_named("Answer the alert: PHQ-9 item 9 answered 2 or 3…")

    assert screen.left == [AlertPage(alert.id)]


def test_of_a_client_who_was_taken_over_just_now_it_is_said_once(screen: Screen) -> None:
    said = "This client is yours now"
    assert said not in screen.words()

    taken = ClientView(ClientViewModel(screen.work.workspace, screen.client.id, "taken"))
    screen.qtbot.addWidget(taken)

    assert said in [each.text() for each in taken.findChildren(QLabel)]
    assert taken.comes_back_to == ClientPage(screen.client.id)


@pytest.mark.parametrize(
    ("decided", "title"),
    [
        (("given", "withdrawn"), "Agreement to work together taken back"),
        (("refused",), "The client does not agree to work together"),
        (("withdrawn", "given"), ""),
    ],
)
def test_a_client_who_does_not_agree_to_work_together_is_not_simply_gone_on_with(
    screen: Screen, decided: tuple[Decision, ...], title: str
) -> None:
    for each in decided:
        decision = PaperConsent(
            WORKING_AGREEMENT, "Our paper", "1", each, "spoken", screen.work.clock()
        )
        write_down(screen.work.workspace, screen.client.id, decision)
        screen.work.clock.advance(60)
    screen.come_back()

    says = "to work together" in screen.words()
    assert says is bool(title)
    if title:
        assert title in screen.words()
        assert "end the course and tell your clinical lead" in screen.words()
        screen.press_named("Change the course")
        assert isinstance(screen.view.page, ChangesView)
        screen.viewmodel.starting.start()
        assert isinstance(screen.view.page, GateView)
        assert screen.view.page.start.isVisible()  # safety may need it
        screen.press(screen.view.page.start)
    else:
        screen.viewmodel.starting.start()
    assert [type(each) for each in screen.left] == [SessionPage]


def test_a_client_who_agreed_to_an_earlier_wording_is_asked_again_from_the_page(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    assert "has a new wording" not in Screen(qtbot, work, client).words()

    screen = Screen(qtbot, with_second_wording(work), client)

    assert "The question about using figures has a new wording" in screen.words()
    assert f"New since then: “{ADDED}”" in screen.words()
    assert "The agreement counts until you ask again." in screen.words()
    screen.press_named("Ask again")
    assert screen.left == [DataRights(client.id, "figures_used")]

    restrict(work.workspace, client.id, "accuracy")
    screen.come_back()
    assert "has a new wording" not in screen.words()


def test_a_programme_that_is_not_installed_is_named_and_starting_says_so(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    pinned = replace(client, programme_id="our-course", programme_version="1.0")
    clients.save(work.workspace.caseload, pinned)
    appointments.add(
        work.workspace.caseload, an_appointment(work.workspace.caseload, client, plan_id="X01")
    )
    screen = Screen(qtbot, work, client)

    said = "\n".join(each.text() for each in screen.view.findChildren(QLabel))

    assert "The programme that this client follows is not installed" in said
    assert "install programme our-course 1.0 again" in said
    with pytest.raises(ProgrammeMissing, match="our-course"):
        screen.viewmodel.starting.start()


def test_a_filled_form_that_cannot_be_shown_is_named_and_the_rest_is_shown(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    filled = a_filled_form(work.workspace.caseload, client, form_id="our-form", status="finished")
    filled_forms.add(work.workspace.caseload, filled)

    screen = Screen(qtbot, work, client)

    said = "\n".join(each.text() for each in screen.view.findChildren(QLabel))
    assert "1 filled form cannot be shown" in said
    assert f"our-form of {written_day(work.workspace.today())}" in said
    assert "Nothing is lost" in said


def test_a_score_is_never_alone_and_its_figures_are_a_table_too(screen: Screen) -> None:
    hold(screen.work, screen.client, "S01", 2)
    plan_id = "S02"
    screen.work.pass_gates(screen.client, plan_id)
    hold(screen.work, screen.client, plan_id, 1)
    screen.come_back()
    assert "8 lower, reliable" in screen.words()
    assert "These figures are not used" not in screen.words()
    [chart] = screen.view.findChildren(ChartView)
    assert "16 at the first score, 8 at the last" in chart.accessibleDescription()

    screen.press_named("Show the figures as a table")

    tables = screen.view.findChildren(DataclassTableView)
    [table] = [each for each in tables if each.isVisible() and each.accessibleName() != "Timeline"]
    assert [each.score for each in table.table_model.rows] == ["16", "8"]


def test_the_map_says_every_session_in_words(screen: Screen) -> None:
    hold(screen.work, screen.client, "S01", 1)

    words = map_in_words(screen.record.phases)

    assert "1 done, 2 next" in words
    assert "Understand and plan: 3 to 7 to come." in words  # not one by one, for an ear


def test_no_key_is_silent_on_the_map(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    [shown] = screen.view.findChildren(ProgrammeMap)
    shown.setFocus()
    hearing = Hearing(monkeypatch)

    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert hearing.words == ["There is nothing to open here yet."]

    QTest.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(hearing.words) == 2  # the key of the main act is the page's


@pytest.mark.parametrize("room", [1140, 920, 726, 500])
def test_no_title_and_no_number_of_the_map_meets_another(screen: Screen, room: int) -> None:
    strong = QFontMetrics(look().font("caption", strong=True))
    plain = QFontMetrics(look().font("caption"))

    lines = lines_of(screen.record.phases, room)

    assert [phase for line in lines for phase, _span in line] == list(screen.record.phases)
    for line in lines:
        assert sum(span for _phase, span in line) + PHASE_GAP * (len(line) - 1) <= room + 1
        for phase, span in line:
            assert strong.horizontalAdvance(phase.title) <= span
            step = span / len(phase.stops)
            assert all(plain.horizontalAdvance(stop.label) < step for stop in phase.stops)


def test_the_map_shows_a_session_whose_rest_follows(screen: Screen) -> None:
    appointment = screen.work.start(screen.client, "S01")
    finish_step(screen.work.workspace, appointment, "welcome")
    end_session(screen.work.workspace, appointment, "to_be_continued")
    screen.come_back()

    words = map_in_words(screen.record.phases)

    assert "1 begun, to be continued" in words
    assert not screen.view.grab().isNull()


def test_who_it_is_stands_behind_a_click_and_nowhere_else(qtbot: QtBot, work: Workplace) -> None:
    new = NewClient(anonymity="named", name="Kim Example", contact="by letter")
    screen = Screen(qtbot, work, add_client(work.workspace, new))
    assert "Kim Example" not in outline(screen.view)

    screen.choose("Show identity")
    assert "Kim Example" in outline(screen.view)
    screen.press(screen.view.page.back)

    assert "Kim Example" not in outline(screen.view)


def test_on_a_wide_screen_an_identity_is_no_wider_than_a_form(
    qtbot: QtBot, work: Workplace
) -> None:
    new = NewClient(anonymity="named", name="Kim Example", contact="by letter")
    screen = Screen(qtbot, work, add_client(work.workspace, new))
    screen.view.resize(3840, 2160)
    screen.choose("Show identity")
    assert screen.view.page.back.parentWidget().width() <= look().size("form_width")

    screen.press(screen.view.page.correct)

    lines = screen.view.page.fields.findChildren(QLineEdit)
    assert lines
    assert max(each.width() for each in lines) <= look().size("form_width")


def test_a_session_that_is_planned_already_is_planned_again_by_a_second_press_alone(
    screen: Screen,
) -> None:
    day = screen.work.clock() + timedelta(days=3)
    screen.work.plan(screen.client, "S01", day)
    screen.viewmodel.starting.calendar_changed.emit()
    screen.choose("Plan a session")
    sheet = screen.view.page.planning
    assert sheet.already.isVisible()
    assert "It is planned already for" in sheet.already.text()
    sheet.when.write(day.astimezone().replace(tzinfo=None) + timedelta(days=1))
    screen.press(sheet.arrangement.modes.button(1))

    sheet.keep.click()
    kept = appointments.for_client(screen.work.workspace.caseload, screen.client.id)
    assert len(kept) == 1
    assert "Press again" in sheet.not_yet.text()
    sheet.keep.click()

    kept = appointments.for_client(screen.work.workspace.caseload, screen.client.id)
    assert len(kept) == 2


def test_a_session_is_planned_for_no_day_of_which_no_page_could_tell(screen: Screen) -> None:
    screen.choose("Plan a session")
    sheet = screen.view.page.planning
    screen.press(sheet.arrangement.modes.button(1))
    sheet.when.write_words("03 12 1950", "9:00")

    sheet.keep.click()

    assert sheet.when.day_field.problem.text() == sheet.when.day.how_to_write
    assert appointments.for_client(screen.work.workspace.caseload, screen.client.id) == ()


def test_no_session_starts_unasked_before_the_first_contact_is_finished(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "first-contact")
    keep_draft(work.workspace, opened, answered(opened.state, {"source": "self"}))
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start()

    assert "The first contact with this client is not finished" in outline(screen.view)
    assert appointments.for_client(work.workspace.caseload, client.id) == ()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (None, "Nobody has decided yet whether this is the right help"),
        ({}, "Nobody has decided yet whether this is the right help"),
        ({"decision": "open"}, "Nobody has decided yet whether this is the right help"),
        ({"decision": "else_first"}, "It was decided that something else comes first"),
        ({"decision": "other_service"}, "It was decided that this is not the right help"),
        ({"decision": "not_wanted"}, "It was decided that this is not the right help"),
    ],
)
def test_no_session_starts_unasked_before_this_is_said_to_be_the_right_help(
    qtbot: QtBot, work: Workplace, answers: dict[str, object] | None, said: str
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    if answers is not None:
        reason = {"reason": "Agreed with the lead today"} if answers else {}
        work.fill(client, "eligibility", {"first": ["none"], **answers, **reason}, None)
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start()

    assert said in outline(screen.view)
    assert appointments.for_client(work.workspace.caseload, client.id) == ()


def test_an_emergency_is_not_kept_waiting_for_the_decision_and_the_course_tells(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start_anyway("A crisis today")

    [begun] = appointments.for_client(work.workspace.caseload, client.id)
    [event] = course_events.for_client(work.workspace.caseload, client.id)
    words = event_words(work.workspace, work.workspace.programme_for(client.id), event)
    assert (begun.state, event.kind, event.reason) == ("in_progress", "soft_gate", "A crisis today")
    assert words == (
        "Started before it was advised: it was not decided that this is the right help"
    )


def test_a_session_starts_at_once_where_this_is_the_right_help(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    work.fill(client, "eligibility", {"first": ["none"], "decision": "this_programme"}, None)
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start()

    [begun] = appointments.for_client(work.workspace.caseload, client.id)
    assert begun.state == "in_progress"
    assert course_events.for_client(work.workspace.caseload, client.id) == ()


def test_a_danger_told_at_the_first_contact_is_said_before_a_session_and_bars_none(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "yes"}, None)
    work.fill(client, "eligibility", {"first": ["none"], "decision": "this_programme"}, None)
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start()

    assert "it was said that a child may be in danger now. Answer it first" in outline(screen.view)
    assert appointments.for_client(work.workspace.caseload, client.id) == ()
    screen.viewmodel.starting.start_anyway("We meet about it now")
    [begun] = appointments.for_client(work.workspace.caseload, client.id)
    [event] = course_events.for_client(work.workspace.caseload, client.id)
    words = event_words(work.workspace, work.workspace.programme_for(client.id), event)
    assert (begun.state, event.reason) == ("in_progress", "We meet about it now")
    assert words.endswith(": an urgent alert of the first contact had no answer")


def test_why_a_session_starts_before_the_first_contact_is_finished_is_kept(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    filled_forms.add(
        work.workspace.caseload,
        a_filled_form(work.workspace.caseload, client, form_id="first-contact", status="draft"),
    )
    screen = Screen(qtbot, work, client)

    screen.viewmodel.starting.start_anyway("A crisis today")

    [event] = course_events.for_client(work.workspace.caseload, client.id)
    words = event_words(work.workspace, work.workspace.programme_for(client.id), event)
    assert event.reason == "A crisis today"
    assert words.endswith(": the first contact was not finished")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_ring_of_the_next_session_leaves_the_words_about_it_free(wear, scale: float) -> None:
    wear("light", scale)
    small = float(look().text("caption"))

    ring, _dot, above, below = stop_shapes(Stop("S01", "1", "Welcome", "next"), 0, 0, small)

    assert isinstance(ring, Dot)
    assert isinstance(above, Text)
    assert isinstance(below, Text)
    reach = ring.radius * look().text_scale
    assert above.y < -reach
    assert below.y - below.size * 0.8 > reach


def test_a_day_to_come_is_not_told_as_if_it_were_over(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() + timedelta(days=3))
    record_missed(work.workspace, planned, "cancelled_client")

    said = outline(Screen(qtbot, work, client).view)

    assert "It will not take place:" in said
    assert "It did not take place:" not in said


def test_beside_the_number_stands_what_was_agreed_about_calling(
    qtbot: QtBot, work: Workplace
) -> None:
    new = NewClient(anonymity="named", name="Kim Example", contact="0700 900 111")
    client = add_client(work.workspace, new)
    work.fill(client, "agreement", {"contact_rules": "never say the clinic's name"}, None)
    screen = Screen(qtbot, work, client)

    screen.choose("Show identity")

    assert "never say the clinic's name" in outline(screen.view)


def test_every_field_of_an_identity_stands_behind_that_click(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    plain = Identity(client.id, "named")

    def shown(identity: Identity) -> str:
        identities.save(work.workspace.caseload, identity)
        screen = Screen(qtbot, work, client)
        screen.choose("Show identity")
        return outline(screen.view)

    without, changed = shown(plain), others(plain, client_id=client.id)
    assert {name for name, each in changed.items() if shown(each) == without} == {"client_id"}


def test_an_identity_is_put_right_and_what_stood_there_is_gone(
    qtbot: QtBot, work: Workplace
) -> None:
    new = NewClient(anonymity="named", name="Kim Exmaple", contact="0123", birth_date="1990-05-04")
    client = add_client(work.workspace, new)
    screen = Screen(qtbot, work, client)
    screen.choose("Show identity")
    assert "4 May 1990" in outline(screen.view)
    screen.press(screen.view.page.correct)
    fields = screen.view.page.fields
    assert (fields.name.text(), fields.contact.text()) == ("Kim Exmaple", "0123")

    fields.name.setText("")
    screen.press(screen.view.page.save)
    assert fields.name_field.problem.text()
    fields.name.setText("Kim Example")
    fields.contact.setText("0456")
    screen.press(screen.view.page.save)

    said = outline(screen.view)
    assert all(words in said for words in ("Kim Example", "0456", "4 May 1990"))
    assert "0123" not in said
    assert identities.load(work.workspace.caseload, client.id) == Identity(
        client.id, "named", "Kim Example", "0456", "1990-05-04"
    )


def test_forms_open_from_their_list(screen: Screen, qtbot: QtBot) -> None:
    hold(screen.work, screen.client, "S01", 1)
    screen.choose("Forms")
    page = screen.view.page
    filled = page.done.table_model.rows[0].filled_form_id

    page.done.setCurrentIndex(page.done.table_model.index(0, 0))
    qtbot.keyClick(page.done, Qt.Key.Key_Return)
    page.focus_first()
    qtbot.keyClick(page.to_fill, Qt.Key.Key_Return)

    first = page.to_fill.table_model.rows[0].form_id
    assert screen.left == [
        FilledFormPage(filled),
        FormPage(screen.client.id, first),
    ]


def test_from_a_form_one_comes_back_to_the_list_that_it_was_opened_from(
    screen: Screen, qtbot: QtBot
) -> None:
    before = screen.view.comes_back_to
    screen.choose("Forms")
    place = screen.view.comes_back_to
    assert isinstance(place, ClientPage)

    again = ClientView(ClientViewModel(screen.work.workspace, place.client_id, place.part))
    qtbot.addWidget(again)
    again.show()
    again.focus_first()

    assert before == ClientPage(screen.client.id)
    assert place == ClientPage(screen.client.id, "forms")
    assert isinstance(again.page, FormsView)
    assert again.focusWidget() is again.page.to_fill
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert again.comes_back_to == before


def test_a_measure_that_is_late_or_extra_says_so(screen: Screen) -> None:
    appointment = hold(screen.work, screen.client, "S01", 1)
    screen.work.clock.advance(2 * 24 * 3600)
    screen.work.fill(screen.client, "gad-7", {"q1": 1}, appointment)
    screen.work.fill(screen.client, "phq-9", {"q1": 1}, None)
    screen.come_back()
    screen.choose("Forms")

    model = screen.view.page.done.table_model
    states = {
        (model.index(row, 0).data(), model.index(row, 3).data()) for row in range(model.rowCount())
    }

    assert {("GAD-7", "finished, late"), ("PHQ-9", "finished, extra"), ("PHQ-9", "finished")} <= (
        states
    )


def change(screen: Screen, qtbot: QtBot, words: str, reason: str) -> None:
    """Change the course, from the page of the course."""
    card = screen.view.page.change
    screen.press(next(each for each in card.options if each.text() == words))
    assert not card.keep.isEnabled()
    qtbot.keyClicks(card.reason, reason)
    screen.press(card.keep)


def test_that_a_session_is_not_over_is_said_where_the_course_is_changed(screen: Screen) -> None:
    screen.choose("Course: pause, end, change")
    calm = screen.words()
    screen.work.start(screen.client, "S01")
    screen.come_back()
    screen.choose("Course: pause, end, change")

    assert "A session was begun and is not over" not in calm
    assert "A session was begun and is not over" in screen.words()


def test_that_a_session_stays_planned_is_said_where_the_course_is_changed(
    screen: Screen,
) -> None:
    screen.choose("Course: pause, end, change")
    assert "stays in the calendar" not in screen.words()
    at = screen.work.clock() + timedelta(days=7)
    plan_appointment(screen.work.workspace, screen.client.id, "S01", at, Arrangement())
    screen.come_back()
    screen.choose("Course: pause, end, change")

    assert f"Session 1 is planned: {moment_in_words(at.astimezone())}" in screen.words()
    assert "It stays in the calendar whatever is changed here" in screen.words()


def test_the_key_of_the_main_act_says_what_a_change_of_the_course_lacks_and_makes_it(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)
    screen.choose("Course: pause, end, change")
    card = screen.view.page.change

    def main_key() -> None:
        here, ctrl = screen.view.focusWidget(), Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(here, Qt.Key.Key_Return, ctrl)

    card.options[0].setFocus()
    main_key()
    assert hearing.words[-1] == "Not yet: Change the course. Choose what is to change first."
    screen.press(next(each for each in card.options if each.text() == "Pause the course"))
    main_key()
    assert hearing.words[-1] == "Not yet: Change the course. Say why, in one line."
    card.reason.setFocus()
    qtbot.keyClicks(card.reason, "Away for a month")
    main_key()

    assert screen.record.client.status == "paused"
    assert screen.view.focusWidget() is screen.view.page.back


def test_the_work_is_paused_and_taken_up_again_with_a_reason(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Course: pause, end, change")
    change(screen, qtbot, "Pause the course", "Away for a month")
    assert screen.record.client.status == "paused"
    assert "The course changed: paused" in screen.words()
    assert "Away for a month" in screen.words()

    change(screen, qtbot, "Resume the course", "Back as agreed")

    assert screen.record.client.status == "active"


def test_ending_the_work_leads_to_how_it_ended(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Course: pause, end, change")

    change(screen, qtbot, "End the course", "The client moved away")

    assert screen.record.client.status == "ended"
    assert screen.left == [FormPage(screen.client.id, "ending")]


def test_a_course_without_boundaries_and_goals_asks_for_neither(
    qtbot: QtBot, work: Workplace
) -> None:
    once = load_programme(BRIEF.parent / "pps-consultation", installed())
    courses = (*work.workspace.earlier_programmes, once)
    wider = replace(work, workspace=replace(work.workspace, earlier_programmes=courses))
    client = add_client(wider.workspace, NewClient(anonymity="code_only", track="T-ONCE"))

    screen = Screen(qtbot, wider, client)

    assert [each.form_id for each in screen.viewmodel.state.page.plans] == ["safety-plan"]
    assert "Boundaries" not in screen.words()
    assert "No goals are written yet." not in screen.words()
    wider.fill(client, "safety-plan", wider.plan_answers("safety-plan"), None)
    screen.come_back()
    assert "both in date" not in screen.words()


def test_once_every_session_was_held_what_becomes_of_the_course_comes_first(
    screen: Screen, qtbot: QtBot
) -> None:
    every = screen.work.workspace.programme.planned_sessions
    caseload = screen.work.workspace.caseload
    clients.save(caseload, replace(screen.client, held_before=every))
    screen.come_back()

    head = screen.view.head
    assert title_words(screen.viewmodel.state) == "All sessions have been held"
    assert head.main is not None
    assert head.main.text() == "End or change the course"
    screen.press(head.main)
    assert isinstance(screen.view.page, ChangesView)
    change(screen, qtbot, "End the course", "She wishes no more")
    screen.come_back()
    assert title_words(screen.viewmodel.state) == "The course was ended"


@pytest.mark.parametrize("days", [-7, 0, 7])
def test_a_course_that_was_ended_is_headed_so_and_by_what_is_left_in_the_calendar(
    screen: Screen, qtbot: QtBot, days: int
) -> None:
    at = screen.work.clock() + timedelta(days=days)
    plan_appointment(screen.work.workspace, screen.client.id, "S01", at, Arrangement())
    screen.choose("Course: pause, end, change")
    change(screen, qtbot, "End the course", "The client moved away")
    screen.come_back()

    head = screen.view.head
    assert title_words(screen.viewmodel.state) == "The course was ended"
    when = moment_in_words(at.astimezone())
    assert f"Session 1 is in the calendar still: {when}" in screen.words()
    assert head.main.text() == ("Cancel the session" if days > 0 else "Say what happened")
    assert "Before session 1" not in screen.words()
    screen.press(head.main)
    assert isinstance(screen.view.page, OffView)


def test_who_is_in_follow_up_is_headed_by_what_follows(screen: Screen, qtbot: QtBot) -> None:
    at = screen.work.clock() + timedelta(days=7)
    planned = plan_appointment(screen.work.workspace, screen.client.id, "S01", at, Arrangement())
    screen.choose("Course: pause, end, change")
    change(screen, qtbot, "Move to follow-up", "Agreed with the client")
    screen.come_back()

    assert title_words(screen.viewmodel.state) == "Session B1 is next"
    assert "Session 1 is in the calendar still: " in screen.words()
    assert screen.view.head.main.text() == "Cancel the session"
    record_missed(screen.work.workspace, planned.id, "cancelled_client")
    plan_appointment(screen.work.workspace, screen.client.id, "FU12", at, Arrangement())
    screen.come_back()
    assert title_words(screen.viewmodel.state) == "Session FU12 is next"
    assert screen.view.head.main.text() == "Start session"


def test_what_follows_the_last_follow_up_is_no_session_of_the_course(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.choose("Course: pause, end, change")
    change(screen, qtbot, "Move to follow-up", "Agreed with the client")
    screen.work.pass_gates(screen.client, "FU12")
    screen.work.hold(screen.client, "FU12")
    screen.come_back()

    assert title_words(screen.viewmodel.state) == "In follow-up"
    assert screen.view.head.main is None


def test_a_day_that_has_passed_is_told_as_one(screen: Screen) -> None:
    at = screen.work.clock() - timedelta(days=7)
    plan_appointment(screen.work.workspace, screen.client.id, "S01", at, Arrangement())
    screen.come_back()

    assert f"was planned for {day_in_words(at.astimezone().date())}" in screen.words()


@pytest.mark.parametrize("chosen", ["named", "pseudonym", "code_only"])
def test_a_choice_in_the_agreement_leads_to_the_identity_that_differs(
    screen: Screen, chosen: str
) -> None:
    screen.work.fill(screen.client, "agreement", {"anonymity_mode": chosen}, None)
    screen.come_back()
    differs = "The identity in the record differs from the agreement"

    assert (differs in screen.words()) is (chosen != "code_only")
    if chosen == "code_only":
        assert screen.view.overview.correct_identity is None
        return
    screen.press(screen.view.overview.correct_identity)
    assert isinstance(screen.view.page, CorrectIdentityView)
    screen.viewmodel.correct_identity(KnownAs(chosen, "Tom", "", "", ""))
    screen.come_back()

    assert differs not in screen.words()


def test_another_track_is_followed_from_now_on(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Course: pause, end, change")

    title = "Follow the track: Online behaviour of concern, past or current"
    change(screen, qtbot, title, "Agreed with the lead")

    assert screen.record.client.track == "T-ONLINE"
    assert "Another track: Online behaviour" in screen.words()


def test_a_session_out_of_order_starts_only_with_a_reason(screen: Screen, qtbot: QtBot) -> None:
    screen.work.pass_gates(screen.client, "S09")
    screen.choose("Plan a session")
    page = screen.view.page.planning
    page.session.setCurrentIndex(8)
    screen.press(page.now)
    assert "Out of order: session 1 would be next" in screen.words()
    assert "Before session 9 starts" in screen.words()
    gate_page = screen.view.page
    assert not gate_page.start.isEnabled()

    qtbot.keyClicks(gate_page.reason.reason, "A hard week came first")
    screen.press(gate_page.start)

    [session] = screen.left
    assert (
        appointments.load(screen.work.workspace.caseload, session.appointment_id).plan_id == "S09"
    )
    [event] = course_events.for_client(screen.work.workspace.caseload, screen.client.id)
    assert (event.kind, event.reason) == ("out_of_order", "A hard week came first")


def test_two_sessions_can_be_held_in_one_meeting(screen: Screen, qtbot: QtBot) -> None:
    screen.choose("Plan a session")
    page = screen.view.page.planning
    assert "session 2" in page.merge.accessibleName()
    page.merge.setChecked(True)

    qtbot.keyClicks(page.day, "10 03 2026")
    qtbot.keyClicks(page.time, "14:30")
    screen.press(page.keep)
    assert page.arrangement.modes.problem.text() == "Choose how you meet."
    assert screen.record.next_appointment is None
    screen.press(page.arrangement.modes.button(0))
    screen.press(page.keep)

    planned = screen.record.next_appointment
    assert (planned.plan_id, planned.merged_with) == ("S01", "S02")


def test_boosters_and_follow_ups_come_into_the_calendar_at_once(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.work.pass_gates(screen.client, "S20")
    hold(screen.work, screen.client, "S20", 1)
    screen.come_back()
    screen.choose("Plan a session")
    booking = screen.view.page.booking
    assert booking.isVisible()
    assert [each.plan_id for each in booking.lines] == ["B1", "B2", "FU3", "B3", "FU6", "FU12"]

    assert not any(each.wanted.isChecked() for each in booking.lines)
    for at in (0, 2, 3, 4, 5):
        screen.press(booking.lines[at].wanted)
    qtbot.keyClicks(booking.time, "10:00")
    screen.press(booking.arrangement.modes.button(0))
    screen.press(booking.keep)

    planned = [
        each.plan_id
        for each in appointments.for_client(screen.work.workspace.caseload, screen.client.id)
        if each.state == "planned"
    ]
    assert planned == ["B1", "FU3", "B3", "FU6", "FU12"]


def test_boosters_and_follow_ups_have_the_keyboard_first_and_a_key_of_their_own(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)
    screen.work.pass_gates(screen.client, "S20")
    screen.work.hold(screen.client, "S20")
    screen.come_back()
    screen.choose("Plan a session")
    booking, planning = screen.view.page.booking, screen.view.page.planning
    assert screen.view.focusWidget() is booking.lines[0].wanted

    def main_key() -> None:
        here, ctrl = screen.view.focusWidget(), Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(here, Qt.Key.Key_Return, ctrl)

    main_key()
    assert hearing.words[-1] == "Nothing is chosen. Tick what is to be planned."
    assert booking.not_yet.isVisible()
    screen.press(booking.lines[0].wanted)
    main_key()
    assert not booking.not_yet.isVisible()
    assert screen.view.focusWidget() is booking.time
    qtbot.keyClicks(booking.time, "10:00")
    main_key()
    assert booking.isAncestorOf(screen.view.focusWidget())
    screen.press(booking.arrangement.modes.button(0))
    assert not planning.not_yet.isVisible()
    main_key()

    assert screen.record.next_appointment.plan_id == "B1"


def test_the_outcome_summary_is_about_this_client(screen: Screen) -> None:
    screen.choose("Outcome summary")

    assert screen.left == [Outcomes(screen.client.id)]


def test_the_keyboard_starts_on_the_next_thing_to_do(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.view.head.main


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/client.txt", outline(screen.view).replace(screen.client.code, "K7-412"))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    hold(screen.work, screen.client, "S01", 1)
    wear("light", scale)

    screen.come_back()

    assert clipped(screen.view) == []


def give_feedback(screen: Screen, respected: int) -> None:
    screen.work.fill(screen.client, "session-feedback", {"felt_respected": respected}, None)
    screen.work.clock.advance(60)


def test_a_rule_that_holds_is_a_calm_prompt_with_fact_rule_and_choices(screen: Screen) -> None:
    give_feedback(screen, 5)
    screen.come_back()

    words = screen.words()

    assert "Course review suggested" in words
    assert "Feedback, “Today I felt respected”: 5. (Rule:" in words
    assert "Talk about it, change something, or continue as planned: you decide." in words


def test_a_fact_that_is_its_rule_is_said_once(screen: Screen) -> None:
    for _each in range(2):
        appointment = screen.work.plan(screen.client, "S01")
        record_missed(screen.work.workspace, appointment, "did_not_attend")
        screen.work.clock.advance(24 * 3600)
    screen.come_back()

    words = screen.words()

    assert "2 sessions in a row did not take place." in words
    assert "(Rule:" not in words


def test_the_prompt_opens_the_five_questions_and_goes_when_they_are_answered(
    screen: Screen,
) -> None:
    give_feedback(screen, 5)
    screen.come_back()

    screen.press_named("Course review: five questions")

    assert screen.left == [FormPage(screen.client.id, "on-track-review")]
    day = screen.work.workspace.today().isoformat()
    screen.work.fill(screen.client, "on-track-review", {"review_date": day}, None)
    screen.come_back()
    assert "Course review suggested" not in screen.words()
    assert "The last course review was on" in screen.words()
    assert "Discuss it in supervision by" in screen.words()


def test_a_review_without_a_day_says_only_when_it_was(screen: Screen) -> None:
    screen.work.fill(screen.client, "on-track-review", {"alliance": "fits"}, None)

    screen.come_back()

    assert "The last course review was on" in screen.words()
    assert "supervision" not in screen.words()


def test_what_is_only_watched_asks_for_nothing(screen: Screen) -> None:
    for name, answers in (
        ("agreement", {"signed": True}),
        ("limits", {"teach_back": True}),
        ("boundaries", {"status": "complete"}),
        ("safety-plan", {"status": "complete"}),
    ):
        screen.work.fill(screen.client, name, answers, None)
    for plan_id in ("S01", "S02", "S03", "S04"):
        hold(screen.work, screen.client, plan_id, 2)
        screen.work.clock.advance(3600)

    screen.come_back()

    assert (
        "For information. There is nothing to do yet. PHQ-9: 16 at first, 16 now" in screen.words()
    )
    assert "Course review suggested" not in screen.words()


def test_a_page_without_a_prompt_says_nothing_about_rules(screen: Screen) -> None:
    assert "Rule" not in screen.words()


def goals(*levels: int | None) -> dict[str, object]:
    """Return the goals form with a goal for each level."""
    return {
        "goals": tuple(
            {"goal_text": f"Goal {at}", "baseline_level": -2}
            | ({} if level is None else {"rating": level})
            for at, level in enumerate(levels, start=1)
        )
    }


def test_goals_say_how_far_they_are_and_what_they_come_to(screen: Screen) -> None:
    screen.work.fill(screen.client, "goals", goals(0, -1, None), None)

    screen.come_back()

    words = screen.words()
    assert all(each in words for each in ("Goal 1", "as hoped", "less than hoped", "not rated yet"))
    assert "As hoped or better: 1 of 2 goals. All of them together make 44." in words
    assert "1 goal is not rated yet." in words


def test_goals_are_rated_in_the_form_that_wrote_them(screen: Screen) -> None:
    screen.press_named("Write the goals")
    screen.work.fill(screen.client, "goals", goals(None, None), None)
    screen.come_back()

    screen.press_named("Rate the goals")

    assert screen.left == [FormPage(screen.client.id, "goals")] * 2
    assert "together make" not in screen.words()


def test_the_scores_are_told_in_plain_words_and_change_with_the_measure(screen: Screen) -> None:
    hold(screen.work, screen.client, "S01", 2)
    screen.come_back()

    assert "In plain words" in screen.words()
    assert "Your PHQ-9 is 16. One score is a start." in screen.words()


def test_what_a_measure_suggests_stands_below_the_scores(screen: Screen, work: Workplace) -> None:
    work.fill(screen.client, "reqol-10", {"q6": 2}, None)

    screen.come_back()

    assert "To consider" in screen.words()
    assert "this rule has not been verified" in screen.words()


def test_the_names_of_forms_are_read_in_large_print(screen: Screen, wear) -> None:
    hold(screen.work, screen.client, "S01", 1)
    wear("light", 2.0)
    screen.come_back()
    screen.view.resize(920, 700)
    screen.choose("Forms")
    settle()
    page = screen.view.page

    for table in (page.done, page.to_fill):
        assert table.columnWidth(0) > table.columnWidth(1) / 2
        assert table.horizontalScrollBar().maximum() == 0
    assert page.done.geometry().width() > screen.view.width() / 2


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "review due"), (0, "review due"), (1, "both in date")]
)
def test_a_plan_is_to_be_looked_at_from_its_day_on_as_before_a_session(
    qtbot: QtBot, days: int, said: str
) -> None:
    today = date(2026, 12, 13)
    plans = (
        PlanLine("safety-plan", "Safety plan", "Complete", today + timedelta(days=days)),
        PlanLine("boundaries", "Boundaries plan", "Complete", None),
    )

    shown = plans_chip(plans, today)
    qtbot.addWidget(shown)

    assert said in [each.text() for each in shown.findChildren(QLabel)]


def test_a_plan_of_the_course_before_is_to_be_written_and_not_complete(qtbot: QtBot) -> None:
    later = date(2026, 12, 20)
    plan = PlanLine("safety-plan", "Safety plan", "Complete", later, is_of_before=True)

    shown = plans_chip((plan, plan), date(2026, 12, 1))
    qtbot.addWidget(shown)

    assert plan_words(plan) == "Of the course before: to be gone over anew"
    assert "to write" in [each.text() for each in shown.findChildren(QLabel)]


def test_a_newer_plan_that_cannot_be_shown_is_told_in_place_of_the_older_one(qtbot: QtBot) -> None:
    day = date(2026, 12, 1)
    plan = PlanLine("safety-plan", "Safety plan", "Complete", None, day)

    shown = plans_chip((plan,), day)
    qtbot.addWidget(shown)

    newest = "the newest, of 1 December 2026, cannot be shown"
    assert plan_words(plan) == f"{newest} · an older one: Complete"
    assert plan_words(replace(plan, status="")) == newest
    assert "newest not shown" in [each.text() for each in shown.findChildren(QLabel)]


def test_from_the_close_the_planning_stands_open_at_once(qtbot: QtBot, work: Workplace) -> None:
    view = ClientView(ClientViewModel(work.workspace, work.add_client().id, "plan"))
    qtbot.addWidget(view)
    view.show()

    assert isinstance(view.page, AppointmentView)


def missed_by_telephone(work: Workplace) -> tuple[Client, datetime]:
    """Return a client who did not come to a call, and when it was to be."""
    client = work.add_client()
    at = work.clock().replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
    last = plan_appointment(work.workspace, client.id, "S01", at, Arrangement("telephone"))
    record_missed(work.workspace, last.id, "did_not_attend")
    return client, at


def test_a_day_that_is_written_is_not_dropped_for_that_of_the_last_time(
    qtbot: QtBot, work: Workplace
) -> None:
    client, _at = missed_by_telephone(work)
    screen = Screen(qtbot, work, client)
    screen.view.head.calendar_chosen.emit()
    page = screen.view.page.planning
    assert page.again.isEnabled()

    for line in (page.day, page.time):
        line.setFocus()
        qtbot.keyClicks(line, "12")
        assert not page.again.isEnabled()
        line.clear()
        qtbot.keyClicks(line, "1")
        qtbot.keyClick(line, Qt.Key.Key_Backspace)
        assert page.again.isEnabled()


def test_one_press_plans_the_next_session_as_the_last_one_was(
    qtbot: QtBot, work: Workplace
) -> None:
    client, at = missed_by_telephone(work)
    screen = Screen(qtbot, work, client)
    screen.choose("Plan a session")
    page = screen.view.page.planning
    again = at.astimezone() + timedelta(days=7)
    assert page.again.accessibleName() == f"As last time: {moment_in_words(again)} · by telephone"

    screen.press(page.again)
    assert screen.view.focusWidget() is page.keep
    qtbot.keyClick(page.keep, Qt.Key.Key_Return)
    settle()

    planned = [
        each
        for each in appointments.for_client(work.workspace.caseload, client.id)
        if each.state == "planned"
    ]
    assert [(each.planned_for, each.mode) for each in planned] == [(again, "telephone")]


def test_how_you_met_the_last_time_stands_there_for_another_day_too(
    qtbot: QtBot, work: Workplace
) -> None:
    client, at = missed_by_telephone(work)
    screen = Screen(qtbot, work, client)
    screen.choose("Plan a session")
    page = screen.view.page.planning
    at = at.astimezone() + timedelta(days=9)

    qtbot.keyClicks(page.day, f"{at:%d %m %Y}")
    qtbot.keyClicks(page.time, f"{at:%H:%M}")
    screen.press(page.keep)

    kept = appointments.for_client(work.workspace.caseload, client.id)
    assert [(each.planned_for, each.mode) for each in kept if each.state == "planned"] == [
        (at, "telephone")
    ]


def test_what_is_filled_in_as_last_time_and_a_day_that_was_typed_are_said(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, at = missed_by_telephone(work)
    screen = Screen(qtbot, work, client)
    screen.choose("Plan a session")
    page = screen.view.page.planning
    day = at.astimezone() + timedelta(days=8)
    hearing = Hearing(monkeypatch)

    screen.press(page.again)
    filled = f"Filled in: {moment_in_words(at.astimezone() + timedelta(days=7))}, by telephone."
    assert filled in hearing.words

    page.day.setFocus()
    page.day.selectAll()
    qtbot.keyClicks(page.day, f"{day:%d %m %Y}")
    for _time in range(2):
        page.time.setFocus()
        page.day.setFocus()
    assert hearing.words.count(page.day_field.hint.text()) == 1


def test_before_the_first_session_there_is_no_last_time_to_go_by(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, work.add_client())
    screen.choose("Plan a session")

    assert not screen.view.page.planning.again.isVisible()


def test_on_a_day_on_which_nobody_came_planning_comes_first_and_on_the_next_one_starting(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    appointment = work.plan(client, "S01", work.clock() - timedelta(hours=1))
    record_missed(work.workspace, appointment, "did_not_attend")

    assert Screen(qtbot, work, client).viewmodel.state.action == "plan"
    work.clock.advance(timedelta(days=1).total_seconds())
    assert Screen(qtbot, work, client).viewmodel.state.action == "start"


def test_the_key_that_prints_leads_to_what_of_the_client_can_be_printed(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, work.add_client())

    qtbot.keyClick(screen.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert isinstance(screen.view.page, FormsView)


def test_the_key_that_prints_leaves_nothing_that_is_being_written(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, work.add_client())
    screen.choose("Plan a session")
    writing = screen.view.page

    qtbot.keyClick(screen.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert isinstance(writing, AppointmentView)
    assert screen.view.page is writing

"""The timeline of a client and the marks of the map: each opens what it shows."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.support.screens.shown_page import ShownPage
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import answered
from therapist_app.commands import (
    AlertPage,
    ClientPage,
    ClosePage,
    FilledFormPage,
    FormPage,
    PromisePage,
    SessionPage,
)
from therapist_app.record.clients import alerts, appointments, filled_forms, promises
from therapist_app.screens.client.changing import CourseViewModel
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import acknowledge_changed, open_alerts
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.sessions.promising import (
    note_contact,
    open_promises,
    promise_to_reach,
)

pytestmark = pytest.mark.usefixtures("wear")
WORRIED = {
    "mood": 6,
    "self_harm_thoughts": "none",
    "events_since": ["none"],
    "substance_use_change": False,
    "contact_with_children_changed": False,
    "worry_about_acting": 8,
    "boundaries_kept": "fully",
    "concern_for_identifiable_child": False,
}


class Screen(ShownPage):
    """The page of a client, and where it led."""

    def __init__(self, qtbot, work, client, *place) -> None:
        super().__init__(qtbot)
        self.viewmodel = ClientViewModel(work.workspace, client.id, *place)
        self.show_page(ClientView(self.viewmodel), (1170, 1400))

    @property
    def timeline(self):
        return self.view.overview.timeline

    @property
    def map(self):
        return self.view.overview.map

    @property
    def titles(self) -> list[str]:
        return [each.title for each in self.timeline.table.table_model.rows]

    def open_line(self, row: int) -> None:
        self.timeline.table.setFocus()
        self.timeline.table.selectRow(row)
        self.qtbot.keyClick(self.timeline.table, Qt.Key.Key_Return)


def test_the_note_of_the_last_session_opens_from_beside_what_is_planned(qtbot, work):
    client = work.add_client()
    assert Screen(qtbot, work, client).view.overview.last_note is None
    work.hold(client, "S01")
    work.clock.advance(24 * 3600)
    latest = work.hold(client, "S02")
    work.plan(client, "S03")
    screen = Screen(qtbot, work, client)

    screen.press(screen.view.overview.last_note)

    assert screen.left == [ClosePage(latest)]


@pytest.fixture
def lived(work):
    """A client with a session, a worksheet, an alert, a call and a session that was missed."""
    client = work.add_client()
    held = work.hold(client, "S01")
    work.clock.advance(timedelta(days=1).total_seconds())
    work.fill(client, "practice-plan", {"what": "Walk"}, None)
    work.clock.advance(timedelta(days=1).total_seconds())
    work.fill(client, "risk-check", WORRIED, None)
    work.clock.advance(timedelta(days=1).total_seconds())
    promise_to_reach(work.workspace, appointments.load(work.workspace.caseload, held))
    [promise] = open_promises(work.workspace, client.id)
    note_contact(work.workspace, promise.id, "telephone", "no_answer")
    work.clock.advance(timedelta(days=1).total_seconds())
    record_missed(work.workspace, work.plan(client, "S02"), "did_not_attend")
    return client


@pytest.fixture
def show(qtbot, work):
    return lambda client, *place: Screen(qtbot, work, client, *place)


def test_everything_that_happened_stands_the_newest_first(show, lived):
    screen = show(lived)

    assert screen.titles[:4] == [
        "Session 2 · Two plans",
        "Contact, by telephone",
        "Safety check",
        "Alert: act",
    ]
    entries = screen.timeline.table.table_model.rows
    assert [each.at for each in entries] == sorted((each.at for each in entries), reverse=True)
    assert entries[0].facts == "Did not come"
    assert not any("note" in each.title.lower() for each in entries)


def test_an_alert_that_a_slip_opened_is_not_told_as_a_report(show, work):
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": 3}))
    finish_form(work.workspace, opened, answered(opened.state, {"q9": 0}))
    [alert] = open_alerts(work.workspace, client.id)
    acknowledge_changed(work.workspace, alert.id, "slip", "Meant another line.")

    [line] = [
        each.facts
        for each in show(client).timeline.table.table_model.rows
        if each.title.startswith("Alert")
    ]

    assert line.endswith("A slip: the first answer was not meant")


def test_one_choice_filters_and_stays_when_the_page_is_drawn_anew(show, lived):
    screen = show(lived)
    for name, titles in (
        ("contacts", ["Contact, by telephone"]),
        ("safety", ["Alert: act"]),
        ("notes", ["Session 2", "Session 1"]),
    ):
        option = next(each for each in screen.timeline.options if each.choice == name)
        screen.qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
        assert [each.partition(" · ")[0] for each in screen.titles] == titles

    screen.view.refresh()

    assert len(screen.titles) == 2
    assert [each.choice for each in screen.timeline.options if each.isChecked()] == ["notes"]


def test_a_choice_that_leaves_few_lines_moves_nothing_under_the_pointer(show, lived):
    screen = show(lived)
    screen.view.resize(1170, 500)
    settle()
    option = next(each for each in screen.timeline.options if each.choice == "contacts")
    area = screen.timeline
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle()
    before = option.mapTo(screen.view, QPoint())

    screen.qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
    settle()

    assert screen.titles == ["Contact, by telephone"]
    assert option.mapTo(screen.view, QPoint()) == before


def test_two_forms_of_one_short_title_in_a_session_are_told_apart(show, work):
    client = work.add_client()
    meeting = work.start(client, "S01")
    work.fill(client, "practice-plan", {"what": "Walk"}, meeting)
    work.fill(client, "practice-review", {}, meeting)
    work.fill(client, "practice-plan", {"what": "Walk"}, None)

    titles = [each for each in show(client).titles if each.startswith("Practice")]

    assert sorted(titles) == ["Practice", "Practice plan", "Practice review"]


def test_each_line_opens_what_it_tells_of(show, lived, work):
    caseload = work.workspace.caseload
    screen = show(lived)
    [alert] = alerts.for_client(caseload, lived.id)
    [promise] = promises.for_client(caseload, lived.id)
    check = filled_forms.latest(caseload, lived.id, "risk-check")

    for row in range(5):
        screen.open_line(row)
    screen.open_line(len(screen.titles) - 1)

    held = screen.viewmodel.state.page.signed[0]
    [missed] = screen.viewmodel.state.page.missed
    assert screen.left[:4] == [
        ClientPage(lived.id, "contact", missed.id),
        PromisePage(promise.id),
        FilledFormPage(check.id),
        AlertPage(alert.id),
    ]
    assert screen.left[4] in {
        ClosePage(held.id),
        *(FilledFormPage(each.id) for each in filled_forms.for_client(caseload, lived.id)),
    }


def test_with_nothing_of_a_kind_it_says_so(show, work):
    screen = show(work.add_client())

    assert screen.timeline.nothing.isVisible()
    assert not screen.timeline.table.isVisible()


def test_what_is_to_come_is_not_in_it_and_what_runs_is(show, work):
    client = work.add_client()
    work.plan(client, "S02", work.clock() + timedelta(days=3))
    running = work.start(client, "S01")
    screen = show(client)

    assert [each.destination for each in screen.timeline.table.table_model.rows] == [
        SessionPage(running)
    ]


def test_a_mark_of_the_map_opens_the_note_of_its_session_by_key_and_by_mouse(
    show, lived, monkeypatch
):
    screen = show(lived)
    hearing = Hearing(monkeypatch)
    held = screen.viewmodel.state.page.signed[0]
    assert not screen.map.words.isVisible()
    screen.map.setFocus()
    assert screen.map.words.isVisible()
    assert screen.map.words.text() == "2 · Two plans: next"

    screen.qtbot.keyClick(screen.map, Qt.Key.Key_Return)
    screen.qtbot.keyClick(screen.map, Qt.Key.Key_Left)
    screen.qtbot.keyClick(screen.map, Qt.Key.Key_Return)
    assert screen.left == [ClosePage(held.id)]
    assert screen.map.words.text().endswith(": held 2 Mar 2026, opens its note")
    assert hearing.words[-1] == screen.map.words.text()

    first = next(
        QPoint(x, y)
        for y in range(0, screen.map.height(), 4)
        for x in range(0, screen.map.width(), 4)
        if (stop := screen.map._stop_at(QPoint(x, y))) and stop.plan_id == "S01"
    )
    screen.qtbot.mouseClick(screen.map, Qt.MouseButton.LeftButton, pos=first)
    screen.qtbot.mouseClick(screen.map, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert screen.left == [ClosePage(held.id)] * 2


def test_the_mark_of_a_session_that_runs_opens_it(show, work):
    client = work.add_client()
    running = work.start(client, "S01")
    screen = show(client)

    screen.viewmodel.open_stop("S01")
    screen.viewmodel.open_stop("S05")

    assert screen.left == [SessionPage(running)]
    assert screen.viewmodel.opened_by("S01") == "opens the session"


def test_a_look_at_what_must_be_decided_first_begins_no_session(show, work):
    client = work.add_client()
    work.hold(client, "S01", sign=False)
    work.tell_limits(client)
    work.plan(client, "S02")
    closed = gates_before(work.workspace, client.id, "S02")
    screen = show(client, "gates")
    assert isinstance(screen.view.page, GateView)

    for _gate in closed:
        assert isinstance(screen.view.page, GateView)
        form = screen.view.page.cards[0].override_form
        form.reason.setPlainText("Signed on paper")
        form.supervisor.setText("M. Lind")
        form.go_past.setEnabled(True)
        form.go_past.click()

    assert gates_before(work.workspace, client.id, "S02") == ()
    assert screen.left == []
    assert not isinstance(screen.view.page, GateView)
    assert not isinstance(show(client, "gates").view.page, GateView)


def test_from_the_search_the_next_session_begins_or_what_stands_before_it_is_said(show, work):
    fresh, unsigned = work.add_client(), work.add_client()
    work.hold(unsigned, "S01", sign=False)

    begun, asked = show(fresh, "session"), show(unsigned, "session")
    QApplication.processEvents()
    [begun_at] = begun.left
    again = show(fresh, "session")
    QApplication.processEvents()

    assert isinstance(begun_at, SessionPage)
    assert again.left == [begun_at]
    assert asked.left == []
    assert isinstance(asked.view.page, GateView)


def test_a_course_that_was_ended_is_told_and_nothing_is_offered_as_if_it_went_on(qtbot, work):
    client = work.add_client()
    work.hold(client, "S01")
    work.clock.advance(timedelta(days=1).total_seconds())
    change_status(work.workspace, client.id, "ended", "Moved away")
    screen = Screen(qtbot, work, client)

    screen.viewmodel.begin_session()
    said = screen.words

    assert "The course was ended" in said
    assert "Session 2" not in said
    assert screen.view.head.plan is None
    assert "next" not in {
        stop.state for each in screen.viewmodel.state.page.phases for stop in each.stops
    }
    assert screen.titles[0] == "The course changed: ended"
    screen.open_line(0)
    assert screen.left == [FormPage(client.id, "ending"), ClientPage(client.id, "course")]


def test_how_a_course_ended_is_asked_for_until_it_is_written_down(qtbot, work):
    client = work.add_client()
    work.hold(client, "S01")
    work.clock.advance(timedelta(days=1).total_seconds())
    change_status(work.workspace, client.id, "ended", "Moved away")
    screen = Screen(qtbot, work, client)

    asked = screen.view.head.main.text()
    screen.viewmodel.begin_session()
    work.fill(client, "ending", {}, None)
    screen.viewmodel.refresh()

    assert asked == "Write down how it ended"
    assert screen.left == [FormPage(client.id, "ending")]
    assert screen.view.head.main is None


def test_a_course_whose_ending_is_written_down_already_is_not_asked_for_it_again(work):
    client = work.add_client()
    work.hold(client, "S01")
    work.fill(client, "ending", {}, None)
    viewmodel, left = CourseViewModel(work.workspace, client.id), []
    viewmodel.leave_requested.connect(left.append)

    viewmodel.change("status", "ended", "As planned")

    assert left == []


def test_a_course_that_is_taken_up_again_goes_on_where_it_was(qtbot, work):
    client = work.add_client()
    work.hold(client, "S01")
    work.clock.advance(timedelta(days=1).total_seconds())
    change_status(work.workspace, client.id, "ended", "Moved away")

    work.clock.advance(timedelta(days=1).total_seconds())
    change_status(work.workspace, client.id, "active", "Came back")

    screen = Screen(qtbot, work, client)
    assert "The course was ended" not in screen.words
    assert screen.titles[:2] == ["The course changed: taken up again", "The course changed: ended"]


def test_coming_back_from_a_line_the_keyboard_is_on_it_again(show, lived, work):
    screen = show(lived)
    screen.open_line(2)
    left = screen.view.comes_back_to
    work.fill(lived, "practice-plan", {"what": "Swim"}, None)  # meanwhile another line came

    back = show(lived, *(getattr(left, each) for each in ("part", "appointment_id", "line")))

    assert back.view.focusWidget() is back.timeline.table
    table = back.timeline.table
    assert table.current_row.title == screen.titles[2] == "Safety check"
    settle()
    row = table.visualRect(table.currentIndex())
    assert table.viewport().visibleRegion().contains(row)

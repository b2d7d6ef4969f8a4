"""One matter, one alert: what an alert asked for opens no second one beside it."""

from collections.abc import Iterator

import pytest

from tests.support.workflows.workspaces import CALM, Workplace, answered, open_workplace
from therapist_app.record.clients import alerts, clients
from therapist_app.record.model import Acknowledgement, Alert, Client
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.forms.paper_entry import PaperForm, begin_paper_form
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.rights.form_parts import alerts_part
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    acknowledge_changed,
    alert_page_data,
    open_alerts,
)
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.safety_thread import safety_threads
from therapist_app.workflows.sessions.shown_in_record import shown_in_record
from therapist_app.workflows.supervision.supervising import supervision_pack

ENQUIRY = "suicide-enquiry"
NOTHING = {
    "wish_to_be_dead": False,
    "thoughts": False,
    "intent": False,
    "plan": False,
    "past_behaviour": "never",
}
THOUGHTS = {**NOTHING, "wish_to_be_dead": True, "thoughts": True, "method_thought": False}
INTENT = {**THOUGHTS, "intent": True}
DAY = 24 * 3600


class Room:
    """One session with a client, in which forms open alerts."""

    def __init__(self, work: Workplace) -> None:
        self.work = work
        self.client: Client = work.add_client()
        self.session = work.start(self.client, "S01")

    def fill(self, form_id: str, answers: dict[str, object]) -> None:
        self.work.clock.advance(600)
        self.work.fill(self.client, form_id, answers, self.session)

    def phq(self, value: int = 2) -> Alert:
        self.fill("phq-9", {"q9": value})
        return self.open[0]

    @property
    def open(self) -> tuple[Alert, ...]:
        return open_alerts(self.work.workspace, self.client.id)

    @property
    def every(self) -> tuple[Alert, ...]:
        return alerts.for_client(self.work.workspace.caseload, self.client.id)

    def load(self, alert: Alert) -> Alert:
        return alerts.load(self.work.workspace.caseload, alert.id)

    def answer(self, alert: Alert) -> None:
        self.work.clock.advance(60)
        given = Acknowledgement(
            actions=("enquiry", "supervisor", "senior", "contact"),
            facts="Asked directly; a colleague was consulted.",
            told="Clinical lead",
            told_when="10:10",
            next_contact=self.work.workspace.today().isoformat(),
            reason_for_open_actions="The plan follows",
            by="Ana Example",
        )
        acknowledge(self.work.workspace, alert.id, given)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with open_workplace(tmp_path_factory.mktemp("matter")) as work:
        yield work


@pytest.fixture
def room(shared: Workplace) -> Room:
    return Room(shared)


def test_an_enquiry_that_an_alert_asked_for_opens_no_second_one(room: Room) -> None:
    alert = room.phq(2)

    room.fill(ENQUIRY, THOUGHTS)

    assert room.open == (alert,)
    told = [(each.question_id, each.answered_with) for each in room.every if each != alert]
    assert sorted(told) == [("thoughts", alert.id), ("wish_to_be_dead", alert.id)]


def test_all_that_was_told_stands_on_the_page_of_the_one_alert(room: Room) -> None:
    alert = room.phq(2)
    room.fill(ENQUIRY, {**THOUGHTS, "intent": {"cannot_tell": True}})

    page = alert_page_data(room.work.workspace, alert.id)

    assert {each.alert.question_id for each in page.matter} == {
        "wish_to_be_dead",
        "thoughts",
        "intent",
    }
    assert all(each.said.startswith("“") for each in page.matter)
    assert "risk-event" in {each.form_id for each in page.opens}  # which the last one asks for
    [enquiry] = [each for each in page.asked if each.id == "enquiry"]
    assert enquiry.done_at is not None


def test_a_higher_level_opens_a_new_alert_in_which_the_first_is_continued(room: Room) -> None:
    first = room.phq(1)

    room.fill(ENQUIRY, INTENT)

    [now] = room.open
    assert (now.level, now.question_id) == ("urgent", "intent")
    assert room.load(first).answered_with == now.id
    assert {each.answered_with for each in room.every} == {None, now.id}
    assert alert_page_data(room.work.workspace, first.id).alert == now


def test_whatever_the_order_of_the_answers_one_alert_is_open(room: Room) -> None:
    room.phq(1)
    opened = open_form(room.work.workspace, room.client.id, ENQUIRY, appointment_id=room.session)
    state = opened.state
    for answer in ({"wish_to_be_dead": True}, {"thoughts": True}, {"plan": True}, {"intent": True}):
        room.work.clock.advance(30)
        state = answered(state, dict(answer))
        kept = keep_draft(room.work.workspace, opened, state)
        assert len(room.open) == 1
        assert len((*kept.alerts, *kept.added_to)) == 1

    assert room.open[0].question_id == "plan"
    assert len(room.every) == 5


def test_an_enquiry_by_itself_is_one_matter_as_well(room: Room) -> None:
    room.fill(ENQUIRY, INTENT)

    assert [each.level for each in room.open] == ["urgent"]
    assert len(room.every) == 3


def test_another_source_opens_its_own(room: Room) -> None:
    room.phq(2)

    room.fill("risk-check", {**CALM, "self_harm_thoughts": "active_no_plan"})

    assert [each.form_id for each in room.open] == ["phq-9", "risk-check"]


def test_another_stream_opens_its_own(room: Room) -> None:
    room.phq(2)

    room.fill("risk-check", {**CALM, "worry_about_acting": 8})

    assert {each.stream for each in room.open} == {"suicide", "child_safety"}


def test_another_client_opens_their_own(room: Room) -> None:
    room.phq(2)
    stranger = Room(room.work)

    stranger.fill(ENQUIRY, THOUGHTS)

    assert len(room.open) == len(stranger.open) == 1


def test_another_day_opens_its_own(room: Room) -> None:
    room.phq(2)
    room.work.clock.advance(DAY)

    room.work.fill(room.client, ENQUIRY, THOUGHTS, None)

    assert [each.form_id for each in room.open] == ["phq-9", ENQUIRY]


def test_a_sheet_from_the_day_before_opens_its_own(room: Room) -> None:
    before = room.work.workspace.today()
    room.work.clock.advance(DAY)
    room.work.fill(room.client, "urge-week", {"boundaries_kept": False}, None)
    opened = begin_paper_form(
        room.work.workspace, PaperForm(room.client.id, "risk-check", before, "")
    )
    finish_form(
        room.work.workspace,
        opened,
        answered(opened.state, CALM | {"concern_for_identifiable_child": True}),
    )

    assert {each.form_id for each in room.open} == {"urge-week", "risk-check"}


def test_an_alert_that_was_answered_takes_nothing_more_in(room: Room) -> None:
    alert = room.phq(2)
    room.answer(alert)

    room.fill(ENQUIRY, THOUGHTS)

    assert [each.question_id for each in room.open] == ["thoughts"]


def test_two_alerts_from_two_sources_are_continued_in_one_that_is_higher(room: Room) -> None:
    room.phq(1)
    room.fill("risk-check", {**CALM, "self_harm_thoughts": "passive"})
    assert len(room.open) == 2

    room.fill(ENQUIRY, THOUGHTS)

    assert [each.question_id for each in room.open] == ["thoughts"]


def test_a_plan_that_was_asked_for_is_the_same_matter(room: Room) -> None:
    alert = room.phq(2)
    opened = open_form(
        room.work.workspace, room.client.id, "safety-plan", appointment_id=room.session
    )

    keep_draft(
        room.work.workspace,
        opened,
        answered(opened.state, {"status": "complete", "safer_environment_done": "not_agreed"}),
    )

    assert room.open == (alert,)


def test_the_answer_stands_for_all_of_it_and_is_kept_once(room: Room) -> None:
    first = room.phq(1)
    room.fill(ENQUIRY, INTENT)

    room.answer(first)  # the page of before leads to the alert that is open

    assert room.open == ()
    answered_ones = [each for each in room.every if each.acknowledgement]
    assert [each.level for each in answered_ones] == ["urgent"]
    assert not any(each.is_open for each in room.every)


def _is_of(room: Room, alert: Alert) -> bool:
    return alert.client_id == room.client.id


def test_of_a_matter_there_is_one_line_everywhere(room: Room) -> None:
    workspace = room.work.workspace
    room.phq(1)
    room.fill(ENQUIRY, INTENT)
    [now] = room.open

    assert [each for each in today_page_data(workspace).alerts if _is_of(room, each)] == [now]
    assert client_page_data(workspace, room.client.id).alerts == (now,)
    page = close_page_data(workspace, room.session)
    found = blockers(workspace, page.appointment, page.note.state)
    assert [each.kind for each in found].count("alert") == 1
    told = [each for each in supervision_pack(workspace).alerts if each.code == room.client.code]
    assert [each.level for each in told] == ["urgent"]
    [row] = clients.list_rows(workspace.caseload, among=[room.client.id])
    assert row.open_alerts == 1
    [thread] = safety_threads(workspace, room.client.id)
    assert thread.is_unanswered


def test_the_thread_says_what_was_continued_and_what_was_told_since(room: Room) -> None:
    room.phq(1)
    room.fill(ENQUIRY, INTENT)
    [now] = room.open
    at = now.opened_at.astimezone().strftime("%H:%M")

    [thread] = safety_threads(room.work.workspace, room.client.id)

    first, *others = thread.marks
    assert first.title == "Alert: watch"
    assert first.when.endswith(f"; continued in the alert of {at}")
    assert sorted(each.title for each in others) == [
        "Alert: urgent",
        "Also told",
        "Also told",
        "Answer it",
    ]
    assert "end your life" in thread.said_of(now)


def test_a_thread_is_closed_by_the_answer_of_its_matter(room: Room) -> None:
    room.phq(2)
    room.fill(ENQUIRY, THOUGHTS)
    room.answer(room.open[0])
    room.work.clock.advance(60)

    [thread] = safety_threads(room.work.workspace, room.client.id)

    assert not thread.is_unanswered
    assert len(thread.answered) == 1


def test_an_export_counts_a_matter_once_from_its_first_alert(room: Room) -> None:
    room.phq(1)
    room.fill(ENQUIRY, INTENT)  # ten minutes later
    room.work.clock.advance(3600)
    room.answer(room.open[0])

    [counted] = case_file(room.work.workspace, room.client.id).alerts

    assert (counted.stream, counted.level) == ("suicide", "urgent")
    assert counted.hours_to_action == pytest.approx(1.2, abs=0.05)


def test_the_note_tells_of_a_matter_once(room: Room) -> None:
    room.phq(1)
    room.fill(ENQUIRY, INTENT)
    room.answer(room.open[0])
    end_session(room.work.workspace, room.session, "to_be_continued")

    note = close_page_data(room.work.workspace, room.session).note.state

    assert str(note.answers["summary"]).count("An alert (urgent) was answered") == 1


def test_the_copy_for_the_client_tells_where_each_was_answered(room: Room) -> None:
    room.phq(1)
    room.fill(ENQUIRY, INTENT)
    at = room.open[0].opened_at.astimezone().strftime("%H:%M")

    told = [
        line.value
        for item in alerts_part(room.work.workspace, room.client.id).items
        for line in item.lines
    ]

    assert sum(words.startswith("Continued in the alert of") for words in told) == 1
    assert sum(words.startswith("Belongs to the alert of") for words in told) == 2
    assert any(f", {at}, and answered there" in words for words in told)
    assert told.count("Not answered yet") == 1


def test_a_slip_at_the_higher_level_leaves_the_alert_before_open(room: Room) -> None:
    first = room.phq(2)
    opened = open_form(room.work.workspace, room.client.id, ENQUIRY, appointment_id=room.session)
    room.work.clock.advance(60)
    keep_draft(room.work.workspace, opened, answered(opened.state, {"intent": True}))
    finish_form(room.work.workspace, opened, answered(opened.state, THOUGHTS))
    [slip] = room.open
    assert slip.level == "urgent"

    acknowledge_changed(room.work.workspace, slip.id, "slip", "Meant no; asked once more.")

    assert room.open == (first,)
    assert {
        each.question_id for each in alerts.added_to(room.work.workspace.caseload, first.id)
    } == {"thoughts", "wish_to_be_dead"}


def test_what_a_plan_lacks_is_read_as_before(room: Room) -> None:
    alert = room.phq(2)
    room.fill(ENQUIRY, THOUGHTS)

    shown = shown_in_record(room.work.workspace, (alert,), "enquiry", (ENQUIRY,))

    assert shown.done_at is not None

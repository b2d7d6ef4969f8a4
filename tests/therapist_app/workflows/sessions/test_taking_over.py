"""One disclosure that opens several alerts is answered at each, and promised once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from session_forms.answers import QuestionId
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.clients import alerts
from therapist_app.record.model import Acknowledgement, Alert, Client
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.sessions.answering_alerts import (
    ToTell,
    acknowledge,
    alert_page_data,
    open_alerts,
)
from therapist_app.workflows.sessions.closing_a_session import close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import note_contact, open_promises
from therapist_app.workflows.sessions.safety_thread import promise_page_data, safety_threads

DAY = 24 * 3600
FACTS = "Asked directly. No plan, no intent."


class Room:
    """One session in which the same thing is disclosed twice, and its answers."""

    def __init__(self, work: Workplace) -> None:
        self.work = work
        self.client: Client = work.add_client()
        self.session = work.start(self.client, "S01")

    def first(self, value: int = 2) -> Alert:
        """Open an alert by the ninth question of the PHQ-9."""
        self.work.fill(self.client, "phq-9", {"q9": value}, self.session)
        return self._newest()

    def second(self, said: str = "active_no_plan", session: str | None = "") -> Alert:
        """Open an alert by the safety check."""
        self.work.clock.advance(600)
        where = self.session if session == "" else session
        self.work.fill(self.client, "risk-check", {**CALM, "self_harm_thoughts": said}, where)
        return self._newest()

    def answer(self, alert: Alert, days: int = 2, **changes: object) -> None:
        """Answer an alert, with the next contact in some days."""
        to_tell = changes.pop("to_tell", None)
        given = Acknowledgement(
            actions=("supervisor", "contact"),
            facts=FACTS,
            told="Clinical lead",
            told_when="10:10",
            next_contact=self.day(days).isoformat(),
            reason_for_open_actions="No enquiry today",
            by="Ana Example",
        )
        self.work.clock.advance(60)
        acknowledge(self.work.workspace, alert.id, replace(given, **changes), to_tell)

    def day(self, days: int) -> date:
        return self.work.workspace.today() + timedelta(days=days)

    def earlier(self, alert: Alert) -> list[str]:
        page = alert_page_data(self.work.workspace, alert.id)
        return [each.alert.id for each in page.earlier]

    def kept(self, alert: Alert) -> Acknowledgement:
        found = alerts.load(self.work.workspace.caseload, alert.id).acknowledgement
        assert found is not None
        return found

    def contacts(self) -> list[date]:
        made = open_promises(self.work.workspace, self.client.id)
        return [each.due_on for each in made if each.kind == "next_contact"]

    def _newest(self) -> Alert:
        found = open_alerts(self.work.workspace, self.client.id)
        return max(found, key=lambda each: each.opened_at)


@pytest.fixture
def room(work: Workplace) -> Room:
    return Room(work)


def test_an_answer_of_the_same_session_is_offered_and_no_other(room: Room) -> None:
    first = room.first()
    assert room.earlier(first) == []
    second = room.second()
    assert room.earlier(second) == []
    room.answer(first)
    assert room.earlier(second) == [first.id]

    stranger = Room(room.work)
    assert stranger.earlier(stranger.first()) == []


def test_an_answer_of_this_day_is_offered_and_none_of_a_day_before(room: Room) -> None:
    first = room.first()
    room.answer(first)
    today = room.second(session=None)
    assert room.earlier(today) == [first.id]

    room.work.clock.advance(DAY)

    assert room.earlier(today) == []


def test_an_answer_that_was_taken_over_is_offered_by_the_later_one_alone(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first)
    room.answer(second, taken_from=first.id)
    room.work.fill(room.client, "suicide-enquiry", {"thoughts": True}, room.session)
    [third] = open_alerts(room.work.workspace, room.client.id)

    assert room.earlier(third) == [second.id]


def test_the_same_day_taken_over_makes_no_second_promise(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first)

    room.answer(second, taken_from=first.id)

    assert room.contacts() == [room.day(2)]
    assert room.kept(second).taken_from == first.id
    assert room.kept(first).taken_from == ""
    assert [each.due for each in today_page_data(room.work.workspace).promises] == [
        "due by Wednesday"
    ]


def test_without_taking_over_each_answer_makes_its_own_promise(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first, days=2)
    room.answer(second, days=3)

    assert room.contacts() == [room.day(2), room.day(3)]


def test_an_earlier_day_takes_the_place_of_the_promise_and_says_so(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first, days=3)

    room.answer(second, days=1, taken_from=first.id)

    assert room.contacts() == [room.day(1)]
    [thread] = safety_threads(room.work.workspace, room.client.id)
    titles = [(each.title, each.state) for each in thread.marks]
    assert titles == [
        ("Alert: act", "kept"),
        ("Alert: act", "kept"),
        ("Answered", "kept"),
        ("Told: Clinical lead", "kept"),
        ("Contact promised", "kept"),
        ("Contact promised", "due"),
        ("Contact made", "open"),
    ]
    assert thread.marks[4].detail.startswith("Promised again, by ")


def test_a_contact_that_was_promised_is_not_put_off(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first, days=1)

    with pytest.raises(AnswerIncomplete) as refused:
        room.answer(second, days=2, taken_from=first.id)

    assert refused.value.missing == ("put_off",)
    assert [each.id for each in open_alerts(room.work.workspace, room.client.id)] == [second.id]
    assert room.contacts() == [room.day(1)]


def test_both_alerts_stand_in_one_thread_that_one_talk_closes(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first)
    room.answer(second, taken_from=first.id)
    [thread] = safety_threads(room.work.workspace, room.client.id)
    assert [each.id for each in thread.alerts] == [first.id, second.id]
    assert len(thread.promises) == 1
    assert all("”: " in each.detail for each in thread.marks[:2])
    [promise] = thread.promises
    assert promise_page_data(room.work.workspace, promise.id).thread == thread

    note_contact(room.work.workspace, promise.id, "telephone", "spoke")

    [thread] = safety_threads(room.work.workspace, room.client.id)
    assert thread.closed.startswith("Closed: alert (act) of ")


def test_no_alert_is_closed_by_the_answer_to_another(room: Room) -> None:
    first, second = room.first(), room.second()

    room.answer(first)

    assert [each.id for each in open_alerts(room.work.workspace, room.client.id)] == [second.id]
    assert [each.is_unanswered for each in safety_threads(room.work.workspace, room.client.id)] == [
        True,
        False,
    ]


def test_who_is_still_to_be_told_is_promised_once(room: Room) -> None:
    first, second = room.first(), room.second()
    telling = ToTell("The supervisor", room.day(0))
    room.answer(first, told="", told_when="", to_tell=telling)

    room.answer(second, told="", told_when="", to_tell=telling, taken_from=first.id)

    kinds = [each.kind for each in open_promises(room.work.workspace, room.client.id)]
    assert sorted(kinds) == ["next_contact", "tell_somebody"]
    shown = alert_page_data(room.work.workspace, second.id).to_tell
    assert shown == (telling,)


def test_an_enquiry_since_the_earlier_alert_counts_where_that_was_no_less_pressing(
    room: Room,
) -> None:
    first = room.first()
    room.work.clock.advance(60)
    room.work.fill(room.client, "suicide-enquiry", {}, room.session)
    room.answer(first)
    no_more = room.second("passive")

    alone = alert_page_data(room.work.workspace, no_more.id)
    taken = alert_page_data(room.work.workspace, no_more.id, first.id)

    assert alone.asked[0].done_at is None
    assert taken.asked[0].done_at is not None


def test_a_more_pressing_alert_is_enquired_into_afresh(room: Room) -> None:
    first = room.first(1)
    room.work.clock.advance(60)
    room.work.fill(room.client, "suicide-enquiry", {}, room.session)
    room.answer(first)
    more = room.second("active_no_plan")

    taken = alert_page_data(room.work.workspace, more.id, first.id)

    assert taken.earlier
    assert taken.asked[0].done_at is None


def test_the_form_that_opened_the_later_alert_is_no_enquiry_into_it(room: Room) -> None:
    work = room.work
    said = {**CALM, "concern_for_identifiable_child": True, "worry_about_acting": 8}
    work.fill(room.client, "boundaries", {"children_in_household_or_role": "yes_needs_plan"}, None)
    [first] = open_alerts(work.workspace, room.client.id)
    room.answer(first, actions=("contact",))
    work.clock.advance(60)
    work.fill(room.client, "risk-check", said, room.session)

    for each in open_alerts(work.workspace, room.client.id):
        page = alert_page_data(work.workspace, each.id, first.id)
        assert all(asked.done_at is None for asked in page.asked)


def test_the_note_promises_the_contact_once(room: Room) -> None:
    first, second = room.first(), room.second()
    room.answer(first, days=3)
    room.answer(second, days=1, taken_from=first.id)
    end_session(room.work.workspace, room.session, "to_be_continued")

    note = close_page_data(room.work.workspace, room.session).note.state
    summary = str(note.question_state(QuestionId("summary")).answer)

    assert summary.count("The next contact is promised by") == 1
    assert "2 alerts (act) were answered: " in summary


def test_an_answer_that_may_not_be_taken_over_is_not(room: Room) -> None:
    first, second = room.first(), room.second(session=None)
    room.answer(first, days=2)
    room.work.clock.advance(DAY)

    room.answer(second, days=3, taken_from=first.id)

    assert room.kept(second).taken_from == ""
    assert len(room.contacts()) == 2

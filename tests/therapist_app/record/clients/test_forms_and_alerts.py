"""Filled forms and the alerts that their answers open."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from tests.support.record.effort import effort
from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import alerts, appointments, clients, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import NoSuchRow, RecordBug
from therapist_app.record.model import (
    Acknowledgement,
    Appointment,
    Client,
    FilledForm,
    Level,
    Restriction,
    Stream,
)

DONE = Acknowledgement(
    actions=("rang the crisis team",),
    facts="Said by telephone.",
    told="supervisor",
    told_when="today",
    next_contact="tomorrow",
    reason_for_open_actions="",
    by="Ana Example",
)


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def keep(caseload: Caseload, client: Client, **changes: object) -> FilledForm:
    filled = a_filled_form(caseload, client, **changes)
    filled_forms.add(caseload, filled)
    return filled


def test_a_form_is_read_back_as_kept(caseload: Caseload, client: Client) -> None:
    draft = keep(caseload, client, slot="phq-9@S02")
    finished = replace(
        draft, status="finished", answers='{"q1":3}', finished_at=caseload.now(), filled_by="paper"
    )

    filled_forms.save(caseload, finished)

    assert filled_forms.load(caseload, draft.id) == finished
    assert filled_forms.find(caseload, draft.id) == finished


def test_which_forms_were_finished_is_said_once_each(caseload: Caseload, client: Client) -> None:
    assert filled_forms.finished_form_ids(caseload) == frozenset()
    finished: dict[str, Any] = {"status": "finished", "finished_at": caseload.now()}
    for form_id in ("gad-7", "phq-9", "a-form", "gad-7"):
        filled_forms.add(caseload, a_filled_form(caseload, client, form_id=form_id, **finished))
    filled_forms.add(caseload, a_filled_form(caseload, client, form_id="who-5"))

    assert filled_forms.finished_form_ids(caseload) == {"a-form", "gad-7", "phq-9"}


def test_a_form_on_paper_keeps_its_own_day_beside_the_time_of_entry(
    caseload: Caseload, client: Client
) -> None:
    entered = caseload.now()
    paper = keep(
        caseload,
        client,
        filled_by="paper",
        filled_on=date(2026, 2, 27),
        rater="interpreter",
        started_at=entered,
    )

    kept = filled_forms.load(caseload, paper.id)

    assert kept == paper
    assert (kept.answered_at.astimezone().date(), kept.started_at) == (date(2026, 2, 27), entered)
    assert kept.is_late
    assert not replace(kept, filled_on=entered.astimezone().date()).is_late
    at_the_screen = replace(kept, filled_on=None)
    assert (at_the_screen.is_late, at_the_screen.answered_at) == (False, kept.changed_at)


def test_a_paper_form_entered_late_is_not_the_latest(caseload: Caseload, client: Client) -> None:
    now = caseload.now()
    seen = keep(caseload, client, changed_at=now, status="finished")
    keep(
        caseload,
        client,
        changed_at=now + timedelta(hours=1),
        status="finished",
        filled_on=now.date() - timedelta(days=3),
        filled_by="paper",
        rater="client",
    )

    assert filled_forms.latest(caseload, client.id, "phq-9") == seen


def test_other_answers_take_the_place_of_those_before_and_nothing_else_changes(
    caseload: Caseload, client: Client
) -> None:
    draft = keep(caseload, client)
    later = caseload.now() + timedelta(minutes=1)

    assert filled_forms.keep_answers(caseload, replace(draft, answers='{"q1":3}'), later)

    assert filled_forms.load(caseload, draft.id) == replace(
        draft, answers='{"q1":3}', changed_at=later
    )
    assert audit.entries(caseload, newest=1)[0].action == "form_changed"


def test_answers_of_a_form_that_is_not_there_are_not_kept_and_leave_no_entry(
    caseload: Caseload, client: Client
) -> None:
    before = caseload.audit.mark

    assert not filled_forms.keep_answers(caseload, a_filled_form(caseload, client), caseload.now())

    assert caseload.audit.mark == before


def test_a_form_that_is_not_there_is_none_or_missing(caseload: Caseload, client: Client) -> None:
    assert filled_forms.find(caseload, "0" * 32) is None
    with pytest.raises(NoSuchRow):
        filled_forms.load(caseload, "0" * 32)
    with pytest.raises(NoSuchRow):
        filled_forms.save(caseload, a_filled_form(caseload, client))


def test_answers_that_are_no_json_are_refused(caseload: Caseload, client: Client) -> None:
    with pytest.raises(RecordBug):
        keep(caseload, client, answers="{not json")


def test_forms_are_found_by_client_form_and_appointment(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    first = keep(caseload, client, appointment_id=appointment.id)
    later = caseload.now() + timedelta(minutes=1)
    second = keep(caseload, client, form_id="gad-7", started_at=later)

    assert filled_forms.for_client(caseload, client.id) == (first, second)
    assert filled_forms.for_client(caseload, client.id, "gad-7") == (second,)
    assert filled_forms.for_appointment(caseload, appointment.id) == (first,)


def test_a_draft_never_counts_as_finished(caseload: Caseload, client: Client) -> None:
    now = caseload.now()
    finished = keep(caseload, client, status="finished", changed_at=now)
    draft = keep(caseload, client, changed_at=now + timedelta(days=7))

    def latest(**wanted: bool) -> FilledForm | None:
        return filled_forms.latest(caseload, client.id, "phq-9", **wanted)

    assert latest() == draft
    assert latest(finished=True) == finished
    assert latest(finished=False) == draft
    assert filled_forms.latest(caseload, client.id, "gad-7") is None


def test_one_administration_fills_one_slot(caseload: Caseload, client: Client) -> None:
    original = keep(caseload, client, slot="phq-9@S02", status="finished")

    with pytest.raises(RecordBug):
        keep(caseload, client, slot="phq-9@S02")

    assert filled_forms.in_slot(caseload, client.id, "phq-9@S02") == original
    assert filled_forms.in_slot(caseload, client.id, "phq-9@S03") is None
    assert filled_forms.slots_filled(caseload, client.id) == {"phq-9@S02": original.status}


def test_a_finished_correction_counts_in_the_slot_and_the_original_stays(
    caseload: Caseload, client: Client
) -> None:
    original = keep(caseload, client, slot="phq-9@S02", status="finished")
    amendment = keep(
        caseload,
        client,
        slot="phq-9@S02",
        amends=original.id,
        amend_reason="a slip of the pen",
        answers='{"q1":3}',
    )
    while_a_draft = filled_forms.in_slot(caseload, client.id, "phq-9@S02")

    filled_forms.save(caseload, replace(amendment, status="finished"))

    assert while_a_draft == original
    counting = replace(original, answers='{"q1":3}')
    assert filled_forms.in_slot(caseload, client.id, "phq-9@S02") == counting
    assert filled_forms.as_it_counts(caseload, amendment.id) == counting
    assert filled_forms.versions(caseload, original.id) == (
        original,
        filled_forms.load(caseload, amendment.id),
    )
    assert filled_forms.load(caseload, original.id) == original


def test_plans_due_for_review_are_each_clients_newest(caseload: Caseload, client: Client) -> None:
    now = caseload.now()
    other = a_client(caseload, code="B0-000")
    clients.add(caseload, other)
    for who, day, days_later, status in (
        (client, '"2026-03-01"', 0, "finished"),
        (client, '"2026-03-20"', 1, "finished"),
        (client, '"2026-03-02"', 2, "draft"),
        (other, '"2026-03-10"', 0, "finished"),
        (other, '{"declined":true}', -1, "finished"),
    ):
        keep(
            caseload,
            who,
            form_id="safety-plan",
            status=status,
            answers=f'{{"review_date":{day}}}',
            changed_at=now + timedelta(days=days_later),
        )

    soon = filled_forms.reviews_due(caseload, "safety-plan", date(2026, 3, 15))
    later = filled_forms.reviews_due(caseload, "safety-plan", date(2026, 3, 31))

    assert soon == ((other.id, date(2026, 3, 10)),)
    assert later == ((other.id, date(2026, 3, 10)), (client.id, date(2026, 3, 20)))


def test_an_alert_of_every_stream_and_level_can_be_kept(caseload: Caseload, client: Client) -> None:
    filled = keep(caseload, client)
    kinds = [(stream, level) for stream in get_args(Stream) for level in get_args(Level)]

    for stream, level in kinds:
        assert alerts.open_alert(caseload, an_alert(caseload, filled, stream=stream, level=level))

    assert {(each.stream, each.level) for each in alerts.unacknowledged(caseload)} == set(kinds)


def test_an_answer_opens_its_alert_once(caseload: Caseload, client: Client) -> None:
    filled = keep(caseload, client)
    alert = an_alert(caseload, filled)

    opened = [
        alerts.open_alert(caseload, each)
        for each in (alert, an_alert(caseload, filled), an_alert(caseload, filled, level="urgent"))
    ]

    assert opened == [True, False, True]
    assert alerts.load(caseload, alert.id) == alert
    assert len(alerts.for_client(caseload, client.id)) == 2


def test_an_alert_is_answered_once_and_stays_answered(caseload: Caseload, client: Client) -> None:
    alert = an_alert(caseload, keep(caseload, client))
    alerts.open_alert(caseload, alert)

    alerts.acknowledge(caseload, alert.id, DONE)
    alerts.acknowledge(caseload, alert.id, replace(DONE, by="Somebody Else"))

    kept = alerts.load(caseload, alert.id)
    assert kept == replace(alert, acknowledged_at=caseload.now(), acknowledgement=DONE)
    assert alerts.unacknowledged(caseload) == ()


def test_alerts_answered_since_a_moment_are_told_the_newest_first_but_of_the_restricted(
    caseload: Caseload, client: Client
) -> None:
    other = a_client(caseload, code="B2-299")
    clients.add(caseload, other)
    of_both = [an_alert(caseload, keep(caseload, each)) for each in (client, other)]
    for each in of_both:
        alerts.open_alert(caseload, each)
    for each in of_both:
        alerts.acknowledge(caseload, each.id, DONE)
    protection.restrict(
        caseload, Restriction(caseload.new_id(), other.id, "objection", caseload.now())
    )
    then = caseload.now()

    assert [each.id for each in alerts.answered_since(caseload, then)] == [of_both[0].id]
    assert alerts.answered_since(caseload, then + timedelta(seconds=1)) == ()


def test_an_alert_that_is_not_there_is_missing(caseload: Caseload) -> None:
    with pytest.raises(NoSuchRow):
        alerts.acknowledge(caseload, "0" * 32, DONE)


def test_open_alerts_are_found_by_client_and_appointment(
    caseload: Caseload, client: Client
) -> None:
    other = a_client(caseload, code="B0-000")
    clients.add(caseload, other)
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    mine = an_alert(caseload, keep(caseload, client, appointment_id=appointment.id))
    theirs = an_alert(caseload, keep(caseload, other), opened_at=caseload.now() + timedelta(1))
    for alert in (theirs, mine):
        alerts.open_alert(caseload, alert)

    assert alerts.unacknowledged(caseload) == (mine, theirs)
    assert alerts.unacknowledged(caseload, other.id) == (theirs,)
    assert alerts.for_appointment(caseload, appointment.id) == (mine,)


def test_a_form_and_its_alert_are_kept_together_or_not_at_all(
    caseload: Caseload, client: Client
) -> None:
    filled = a_filled_form(caseload, client)
    broken = an_alert(caseload, filled, level="dreadful")

    def finish() -> None:
        with caseload.change("form_finished", f"form:{filled.id}"):
            filled_forms.add(caseload, filled)
            alerts.open_alert(caseload, broken)

    with pytest.raises(RecordBug):
        finish()

    assert filled_forms.find(caseload, filled.id) is None


def test_a_form_stands_before_its_corrections_in_the_order_in_which_they_were_finished(
    caseload: Caseload, client: Client
) -> None:
    now = caseload.now()
    first = a_filled_form(caseload, client, status="finished", finished_at=now)
    corrections = [
        a_filled_form(
            caseload,
            client,
            status="finished",
            amends=first.id,
            amend_reason="a slip",
            finished_at=now + timedelta(minutes=minutes),
        )
        for minutes in (9, 5)
    ]
    for each in (first, *corrections):
        filled_forms.add(caseload, each)

    found = filled_forms.versions(caseload, first.id)

    assert [each.id for each in found] == [first.id, corrections[1].id, corrections[0].id]


def test_what_a_client_began_alone_is_found_until_it_is_finished_or_its_session_signed(
    caseload: Caseload, client: Client
) -> None:
    running = an_appointment(caseload, client, state="in_progress")
    over = an_appointment(caseload, client, state="signed")
    for meeting in (running, over):
        appointments.add(caseload, meeting)
    begun = a_filled_form(caseload, client, filled_by="client", appointment_id=running.id)
    alone = a_filled_form(caseload, client, filled_by="client")
    others = (
        a_filled_form(caseload, client, filled_by="client", appointment_id=over.id),
        a_filled_form(caseload, client, filled_by="therapist"),
        a_filled_form(caseload, client, filled_by="client", status="finished"),
    )
    for each in (begun, alone, *others):
        filled_forms.add(caseload, each)

    found = filled_forms.begun_by_clients(caseload)

    assert {each.id for each in found} == {begun.id, alone.id}


def test_what_was_begun_beside_any_session_is_found_the_newest_first(
    caseload: Caseload, client: Client
) -> None:
    meeting = an_appointment(caseload, client, state="in_progress")
    appointments.add(caseload, meeting)
    alone = "together"
    older = a_filled_form(caseload, client, filled_by=alone)
    newer = a_filled_form(
        caseload, client, filled_by=alone, changed_at=caseload.now() + timedelta(hours=1)
    )
    others = (
        a_filled_form(caseload, client, filled_by=alone, appointment_id=meeting.id),
        a_filled_form(caseload, client, filled_by=alone, status="finished"),
        a_filled_form(caseload, client, filled_by="client"),
    )
    for each in (older, newer, *others):
        filled_forms.add(caseload, each)

    found = filled_forms.begun_outside_sessions(caseload)
    of_one = filled_forms.begun_outside_sessions(caseload, limit=1)

    assert [each.id for each in found] == [newer.id, older.id]
    assert [each.id for each in of_one] == [newer.id]


def test_what_outlasts_its_session_is_found_with_no_look_at_all_that_was_filled_in(
    caseload: Caseload, client: Client
) -> None:
    over, runs = (
        an_appointment(caseload, client, state=each) for each in ("signed", "in_progress")
    )
    for each in (over, runs):
        appointments.add(caseload, each)
    left = a_filled_form(
        caseload, client, form_id="risk-event", filled_by="together", appointment_id=over.id
    )
    filled_forms.add(caseload, left)
    for form_id, meeting in (("risk-event", runs), ("phq-9", over)):
        filled_forms.add(
            caseload,
            replace(left, id=caseload.new_id(), form_id=form_id, appointment_id=meeting.id),
        )
    with effort(caseload) as few:
        assert filled_forms.begun_outside_sessions(caseload, ("risk-event",)) == (left,)
    for _each in range(300):
        filled_forms.add(
            caseload, a_filled_form(caseload, client, appointment_id=over.id, status="finished")
        )

    with effort(caseload) as many:
        assert filled_forms.begun_outside_sessions(caseload, ("risk-event",)) == (left,)

    assert many.instructions < few.instructions + 300


def test_the_slots_that_are_finished_are_found_for_several_clients(
    caseload: Caseload, client: Client
) -> None:
    for changes in (
        {"slot": "phq-9@S01", "status": "finished"},
        {"slot": "phq-9@S02"},
        {"status": "finished"},
    ):
        filled_forms.add(caseload, a_filled_form(caseload, client, **changes))

    found = filled_forms.slots_finished(caseload, (client.id,))

    assert found == {(client.id, "phq-9@S01")}
    assert filled_forms.slots_finished(caseload, ()) == frozenset()


def test_every_version_is_all_that_was_ever_filled_in(caseload: Caseload, client: Client) -> None:
    first = a_filled_form(caseload, client, status="finished")
    correction = a_filled_form(
        caseload, client, status="finished", amends=first.id, amend_reason="a slip"
    )
    for each in (first, correction):
        filled_forms.add(caseload, each)

    found = filled_forms.every_version(caseload, client.id)

    assert {each.id for each in found} == {first.id, correction.id}
    assert [each.id for each in filled_forms.for_client(caseload, client.id)] == [first.id]


def test_the_day_of_the_newest_plan_is_that_of_its_last_correction(
    caseload: Caseload, client: Client
) -> None:
    assert filled_forms.review_day(caseload, client.id, "chain") is None
    bare = a_filled_form(caseload, client, form_id="chain", status="finished")
    filled_forms.add(caseload, bare)
    assert filled_forms.review_day(caseload, client.id, "chain") is None
    correction = a_filled_form(
        caseload,
        client,
        form_id="chain",
        status="finished",
        amends=bare.id,
        amend_reason="a slip",
        answers='{"review_date":"2026-05-04"}',
    )

    filled_forms.add(caseload, correction)

    assert filled_forms.review_day(caseload, client.id, "chain") == date(2026, 5, 4)


def test_a_day_that_is_none_is_told_as_no_day(caseload: Caseload, client: Client) -> None:
    answers = '{"review_date":"2026-02-31"}'
    plan = a_filled_form(caseload, client, form_id="chain", status="finished", answers=answers)

    filled_forms.add(caseload, plan)

    assert filled_forms.review_day(caseload, client.id, "chain") is None
    assert filled_forms.reviews_due(caseload, "chain", date(2026, 12, 1)) == ()


def test_answers_are_of_the_meeting_that_is_written_down_later_unless_a_client_gave_them_alone(
    caseload: Caseload, client: Client
) -> None:
    due = caseload.now() - timedelta(days=3)
    late = an_appointment(caseload, client, planned_for=due, started_at=caseload.now())
    on_the_day = an_appointment(caseload, client, planned_for=due, started_at=due)
    for each in (late, on_the_day):
        appointments.add(caseload, each)

    def is_of_the_meeting(meeting: Appointment | None, **changes: Any) -> bool:
        of = meeting.id if meeting else None
        filled = a_filled_form(caseload, client, appointment_id=of, **changes)
        given = appointments.given_at(caseload, filled)
        assert given in (due, filled.answered_at)
        return given == due

    assert is_of_the_meeting(late, filled_by="therapist")
    assert not is_of_the_meeting(late, filled_by="client")
    assert not is_of_the_meeting(late, filled_by="therapist", filled_on=due.date())
    assert not is_of_the_meeting(on_the_day, filled_by="therapist")
    assert not is_of_the_meeting(None, filled_by="therapist")


def test_the_newest_notes_of_supervision_are_read_oldest_first_and_no_hidden_one(
    caseload: Caseload, client: Client
) -> None:
    hidden = a_client(caseload, code="K4-300")
    clients.add(caseload, hidden)

    def noted(of: Client, hours: int, **changes: Any) -> FilledForm:
        at = caseload.now() + timedelta(hours=hours)
        note = a_filled_form(
            caseload, of, form_id="supervision", started_at=at, changed_at=at, **changes
        )
        return note if changes else replace(note, status="finished", finished_at=at)

    oldest, older, newest = (noted(client, hours) for hours in (1, 2, 3))
    for each in (newest, oldest, older, noted(hidden, 4), noted(client, 5, slot="begun")):
        filled_forms.add(caseload, each)
    restriction = Restriction(caseload.new_id(), hidden.id, "accuracy", caseload.now())
    protection.restrict(caseload, restriction)

    assert filled_forms.supervision_notes(caseload) == (oldest, older, newest)
    assert filled_forms.supervision_notes(caseload, 2) == (older, newest)

"""Appointments, the marks of their steps, fidelity, signatures and gates passed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form, an_appointment
from therapist_app.record.clients import (
    appointments,
    clients,
    course_events,
    fidelity,
    filled_forms,
    signatures,
)
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import AlreadySigned, NoSuchRow, RecordBug
from therapist_app.record.model import (
    Client,
    CourseEvent,
    FidelityRating,
    FilledForm,
    GateOverride,
    SecondRating,
    Signature,
    StepMark,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def test_sessions_held_are_counted_from_one_moment_up_to_another(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    for hours, state in ((0, "held"), (1, "signed"), (2, "planned"), (3, "missed"), (24, "held")):
        moment = start + timedelta(hours=hours)
        appointments.add(
            caseload, an_appointment(caseload, client, state=state, planned_for=moment)
        )

    assert appointments.count_held(caseload, start, start + timedelta(hours=24)) == 2


def test_who_was_met_before_a_moment_is_known_and_one_planned_or_met_later_is_not(
    caseload: Caseload,
) -> None:
    start = caseload.now()
    people: dict[str, str] = {}
    for hours, state in ((0, "held"), (1, "signed"), (2, "missed"), (3, "planned"), (24, "held")):
        somebody = a_client(caseload, code=f"K7-10{len(people)}")
        clients.add(caseload, somebody)
        moment = start + timedelta(hours=hours)
        appointments.add(
            caseload, an_appointment(caseload, somebody, state=state, planned_for=moment)
        )
        people[somebody.id] = f"{state} {hours}"

    not_met = appointments.clients_not_met(caseload, start + timedelta(hours=24))

    assert {people[each] for each in not_met} == {"planned 3", "held 24"}


def test_a_session_whose_rest_follows_is_to_be_continued_until_the_rest_was_held(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    week = (start, start + timedelta(days=7))
    begun = an_appointment(caseload, client, state="held", planned_for=start, rest_follows=True)
    appointments.add(caseload, begun)

    def counted() -> tuple[int, int, int]:
        unfinished = appointments.count_unfinished(caseload, *week)
        return (appointments.count_held(caseload, *week), *unfinished)

    assert counted() == (0, 1, 0)
    appointments.save(caseload, replace(begun, broken_off=True))
    assert counted() == (0, 0, 1)
    appointments.save(caseload, begun)
    later = start + timedelta(days=1)
    rest = an_appointment(caseload, client, planned_for=later, continues=begun.id)
    appointments.add(caseload, rest)
    assert counted() == (0, 1, 0)

    appointments.save(caseload, replace(rest, state="held"))

    assert counted() == (1, 0, 0)


def note_of(caseload: Caseload, client: Client, appointment_id: str) -> FilledForm:
    note = a_filled_form(
        caseload,
        client,
        form_id="session-note",
        appointment_id=appointment_id,
        status="finished",
        answers='{"note":"as it was"}',
    )
    filled_forms.add(caseload, note)
    return note


def test_an_appointment_is_read_back_as_kept(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    held = replace(
        appointment,
        state="held",
        attendance="late",
        current_step="FR4",
        started_at=caseload.now(),
        resumed_at=caseload.now(),
        seconds_used=3000,
        ended_at=caseload.now() + timedelta(hours=1),
    )

    appointments.save(caseload, held)

    assert appointments.load(caseload, appointment.id) == held
    assert appointments.for_client(caseload, client.id) == (held,)


def test_an_appointment_that_is_not_there_is_missing(caseload: Caseload, client: Client) -> None:
    with pytest.raises(NoSuchRow):
        appointments.load(caseload, "0" * 32)
    with pytest.raises(RecordBug):
        appointments.save(caseload, an_appointment(caseload, client))


def test_a_moment_without_a_zone_is_our_bug(caseload: Caseload, client: Client) -> None:
    naive = caseload.now().replace(tzinfo=None)

    with pytest.raises(RecordBug, match="naive-time"):
        appointments.add(caseload, an_appointment(caseload, client, planned_for=naive))


def test_a_day_holds_what_is_planned_from_its_start_up_to_its_end(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    for hours in (-1, 0, 23, 24):
        appointments.add(
            caseload,
            an_appointment(caseload, client, planned_for=start + timedelta(hours=hours)),
        )

    found = appointments.on_day(caseload, start, start + timedelta(days=1))

    assert [each.planned_for - start for each in found] == [
        timedelta(hours=0),
        timedelta(hours=23),
    ]


def test_unsigned_and_open_sessions_are_found(caseload: Caseload, client: Client) -> None:
    for week, state in enumerate(["planned", "in_progress", "on_hold", "held", "signed", "missed"]):
        appointments.add(
            caseload,
            an_appointment(
                caseload,
                client,
                state=state,
                planned_for=caseload.now() + timedelta(weeks=week),
            ),
        )

    assert [each.state for each in appointments.unsigned(caseload)] == ["held"]
    assert [each.state for each in appointments.open_now(caseload)] == ["in_progress", "on_hold"]


def test_saving_what_is_kept_already_changes_nothing(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)

    appointments.save(caseload, appointment)

    assert appointments.load(caseload, appointment.id) == appointment


def test_a_step_keeps_its_newest_mark(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    skipped = StepMark(appointment.id, "check-in", "skipped", "no time", caseload.now())
    done = replace(skipped, mark="done", reason="", marked_at=caseload.now() + timedelta(minutes=1))
    other = replace(skipped, step_id="agenda")

    for each in (skipped, other, done):
        appointments.mark_step(caseload, each)

    assert appointments.step_marks(caseload, appointment.id) == (other, done)

    appointments.unmark_steps(caseload, appointment.id)

    assert appointments.step_marks(caseload, appointment.id) == ()


def test_an_item_keeps_its_newest_rating(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    first = FidelityRating(appointment.id, "f1", "na", "not planned", caseload.now())
    second = replace(first, rating="2", reason="")

    fidelity.rate(caseload, first)
    fidelity.rate(caseload, second)

    assert fidelity.for_appointment(caseload, appointment.id) == (second,)
    assert fidelity.for_client(caseload, client.id) == {appointment.id: {"f1": "2"}}


def test_a_gate_passed_is_kept_and_signed(caseload: Caseload, client: Client) -> None:
    override = GateOverride(
        caseload.new_id(), client.id, "G1", "S05", "A reason", "A supervisor", caseload.now()
    )

    course_events.add_override(caseload, override)

    assert course_events.overrides_for_client(caseload, client.id) == (override,)
    assert audit.entries(caseload)[-1].is_signed


def test_a_gate_is_not_passed_without_a_reason(caseload: Caseload, client: Client) -> None:
    override = GateOverride(caseload.new_id(), client.id, "G1", "S05", "", "Sup", caseload.now())

    with pytest.raises(RecordBug):
        course_events.add_override(caseload, override)


def test_a_signed_note_stays_as_it_is(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client, state="held")
    appointments.add(caseload, appointment)
    note = note_of(caseload, client, appointment.id)
    signature = Signature(note.id, appointment.id, "Ana Example", caseload.now())

    assert filled_forms.notes_signed_since(caseload, signature.signed_at) == ()
    signatures.sign(caseload, signature)
    assert filled_forms.notes_signed_since(caseload, signature.signed_at) == (note,)
    assert filled_forms.notes_signed_since(caseload, signature.signed_at + HOUR) == ()

    with pytest.raises(AlreadySigned):
        filled_forms.save(caseload, replace(note, answers='{"note":"otherwise"}'))
    with pytest.raises(AlreadySigned):
        signatures.sign(caseload, signature)
    assert not filled_forms.keep_answers(caseload, replace(note, answers="{}"), caseload.now())
    assert filled_forms.load(caseload, note.id) == note
    assert signatures.for_appointment(caseload, appointment.id) == (signature,)
    assert signatures.of_client(caseload, client.id) == (signature,)
    assert signatures.count_since(caseload, caseload.now()) == 1
    assert signatures.count_since(caseload, caseload.now() + timedelta(seconds=1)) == 0


def test_an_amendment_of_a_note_signed_before_is_no_note_signed_since(
    caseload: Caseload, client: Client
) -> None:
    appointment = an_appointment(caseload, client, state="held")
    appointments.add(caseload, appointment)
    first, amended = (note_of(caseload, client, appointment.id) for _each in range(2))
    signatures.sign(caseload, Signature(first.id, appointment.id, "Ana", caseload.now()))
    later = caseload.now() + 7 * 24 * HOUR
    signatures.sign(caseload, Signature(amended.id, appointment.id, "Ana", later))

    assert signatures.count_since(caseload, later) == 0
    assert signatures.count_since(caseload, caseload.now() - HOUR) == 1


def test_a_signing_carries_the_digest_of_the_note_under_the_persons_signature(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        caseload = vault.caseload
        client = a_client(caseload)
        clients.add(caseload, client)
        appointment = an_appointment(caseload, client, state="held")
        appointments.add(caseload, appointment)
        note = note_of(caseload, client, appointment.id)

        signatures.sign(caseload, Signature(note.id, appointment.id, "Ana Example", caseload.now()))

        [entry] = audit.entries(caseload, newest=1)
        assert (entry.action, entry.is_signed) == ("note_signed", True)
        assert len(entry.fields[0]) == 64
        assert "as it was" not in "".join(entry.fields)
        assert signatures.altered(caseload) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE filled_forms SET answers = '{}'",
        "UPDATE signatures SET filled_form_id = (SELECT id FROM filled_forms WHERE form_id = 'x')",
    ],
)
def test_a_signed_note_that_was_changed_by_hand_is_found(
    caseload: Caseload, client: Client, statement: str
) -> None:
    appointment = an_appointment(caseload, client, state="held")
    appointments.add(caseload, appointment)
    note = note_of(caseload, client, appointment.id)
    filled_forms.add(caseload, a_filled_form(caseload, client, form_id="x"))
    signatures.sign(caseload, Signature(note.id, appointment.id, "Ana Example", caseload.now()))

    caseload.run(statement)

    assert len(signatures.altered(caseload)) == 1


def test_a_second_rating_stands_beside_the_first_and_may_be_given_again(
    caseload: Caseload, client: Client
) -> None:
    appointment, other = (an_appointment(caseload, client) for _each in range(2))
    for each in (appointment, other):
        appointments.add(caseload, each)
    first, second = (
        SecondRating(appointment.id, "FI1", rating, "B. Second", caseload.now())
        for rating in ("2", "1")
    )

    fidelity.rate_second(caseload, first)
    fidelity.rate_second(caseload, second)

    assert fidelity.second_for_appointment(caseload, appointment.id) == (second,)
    assert fidelity.second_of_clients(caseload, [client.id]) == {appointment.id: {"FI1": "1"}}
    assert fidelity.second_raters(caseload, [client.id]) == {"B. Second"}
    assert fidelity.second_raters(caseload, ["0" * 32]) == frozenset()
    assert fidelity.clients_rated(caseload) == (client.id,)
    assert fidelity.for_client(caseload, client.id) == {}


def test_a_second_rating_needs_the_name_of_its_rater(caseload: Caseload, client: Client) -> None:
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)

    with pytest.raises(RecordBug):
        fidelity.rate_second(caseload, SecondRating(appointment.id, "FI1", "2", "", caseload.now()))


def test_sessions_held_are_counted_from_a_moment_on(caseload: Caseload, client: Client) -> None:
    start = caseload.now()
    kept = []
    for hours, state in ((-1, "held"), (0, "signed"), (1, "held"), (2, "missed"), (3, "planned")):
        moment = start + timedelta(hours=hours)
        kept.append(
            an_appointment(
                caseload, client, state=state, planned_for=moment, occurrence=len(kept) + 1
            )
        )
        appointments.add(caseload, kept[-1])

    assert appointments.sessions_since(caseload, start) == (2, 0, min(kept[1].id, kept[2].id))
    assert appointments.met_since(caseload, start) == {client.id}
    assert appointments.met_since(caseload, start + timedelta(hours=2)) == frozenset()

    again = SecondRating(kept[2].id, "FI1", "2", "B. Second", start)
    fidelity.rate_second(caseload, again)

    assert appointments.sessions_since(caseload, start) == (2, 1, kept[1].id)
    assert appointments.sessions_since(caseload, kept[2].planned_for) == (1, 1, None)


def test_a_session_of_several_meetings_counts_once_and_two_plans_of_one_count_twice(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    first = an_appointment(caseload, client, state="signed", planned_for=start, rest_follows=True)
    rest = an_appointment(
        caseload, client, state="held", planned_for=start, continues=first.id, merged_with="S09"
    )
    for each in (first, rest):
        appointments.add(caseload, each)
    again = SecondRating(first.id, "FI1", "2", "B. Second", start)
    fidelity.rate_second(caseload, again)

    assert appointments.sessions_since(caseload, start) == (2, 1, rest.id)


def test_what_was_out_of_the_ordinary_is_kept_and_its_reason_is_not_in_the_audit(
    caseload: Caseload, client: Client
) -> None:
    event = CourseEvent(
        id=caseload.new_id(),
        client_id=client.id,
        kind="out_of_order",
        plan_id="S07",
        detail="",
        reason="A hard week at home",
        decided_at=caseload.now(),
    )

    course_events.add(caseload, event)

    assert course_events.for_client(caseload, client.id) == (event,)

    course_events.take_back(caseload, event)
    assert course_events.for_client(caseload, client.id) == ()
    told = [str(entry) for entry in audit.entries(caseload)]
    assert any("out_of_order" in each for each in told)
    assert not any("hard week" in each for each in told)


def test_who_missed_the_last_meeting_with_none_planned_is_found(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    missed = an_appointment(caseload, client, state="missed", planned_for=start)
    held = an_appointment(caseload, client, state="held", planned_for=start - timedelta(days=7))
    for each in (missed, held):
        appointments.add(caseload, each)
    assert appointments.missed_last(caseload, start) == (missed,)
    assert missed in appointments.missed_since(caseload, start)
    assert appointments.missed_since(caseload, start + timedelta(days=900)) == ()
    assert appointments.missed_last(caseload, start + timedelta(days=1)) == ()

    later = start + timedelta(days=7)
    planned = an_appointment(caseload, client, planned_for=later)
    appointments.add(caseload, planned)
    assert appointments.missed_last(caseload, start) == ()

    again = replace(planned, id=caseload.new_id(), state="missed", planned_for=start + HOUR)
    appointments.add(caseload, again)
    assert appointments.missed_last(caseload, start) == (again,)

    clients.save(caseload, replace(client, status="paused"))
    assert appointments.missed_last(caseload, start) == ()


def test_of_many_who_missed_the_last_meeting_the_newest_are_found(caseload: Caseload) -> None:
    start = caseload.now()
    missed = []
    for hours in range(3):
        other = a_client(caseload, code=f"K4-00{hours}")
        clients.add(caseload, other)
        moment = start + timedelta(hours=hours)
        missed.append(an_appointment(caseload, other, state="missed", planned_for=moment))
        appointments.add(caseload, missed[-1])

    assert appointments.missed_last(caseload, start, limit=2) == (missed[1], missed[2])


def test_of_an_earlier_appointment_it_is_asked_until_something_says_what_became_of_it(
    caseload: Caseload, client: Client
) -> None:
    midnight = caseload.now()
    made = {
        (state, hours): an_appointment(
            caseload, client, state=state, planned_for=midnight + timedelta(hours=hours)
        )
        for state, hours in (
            ("planned", -30),
            ("planned", -3),
            ("planned", 0),
            ("missed", -4),
            ("in_progress", -5),
            ("held", -6),
            ("signed", -7),
        )
    }
    for each in made.values():
        appointments.add(caseload, each)

    found = appointments.unanswered(caseload, midnight, limit=9)
    newest = appointments.unanswered(caseload, midnight, limit=1)

    assert found == (made["planned", -3], made["planned", -30])
    assert newest == found[:1]


def test_an_appointment_on_which_nothing_rests_is_removed_and_the_audit_says_so(
    caseload: Caseload,
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    by_mistake, met = an_appointment(caseload, client), an_appointment(caseload, client)
    for each in (by_mistake, met):
        appointments.add(caseload, each)
    appointments.mark_step(caseload, StepMark(met.id, "check_in", "done", "", caseload.now()))
    assert appointments.has_something_on_it(caseload, met.id)
    assert not appointments.has_something_on_it(caseload, by_mistake.id)

    appointments.remove(caseload, by_mistake)

    assert appointments.for_client(caseload, client.id) == (met,)
    [told] = audit.entries(caseload, newest=1)
    assert (told.action, told.subject) == ("appointment_deleted", f"appointment:{by_mistake.id}")

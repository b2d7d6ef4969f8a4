"""What is read of several clients at once is theirs, all of theirs, and nobody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    fidelity,
    filled_forms,
    identities,
    promises,
)
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import (
    Client,
    Contact,
    FidelityAmendment,
    FidelityRating,
    FilledForm,
    GateOverride,
    Identity,
    Promise,
)

NOBODY = "0" * 32


@pytest.fixture
def two(caseload: Caseload) -> tuple[Client, Client]:
    """Somebody who is asked for, and somebody who is not."""
    asked, other = a_client(caseload), a_client(caseload, code="Z9-999")
    for each in (asked, other):
        clients.add(caseload, each)
    return asked, other


def kept(caseload: Caseload, client: Client, **changes: object) -> FilledForm:
    filled = a_filled_form(caseload, client, **{"status": "finished", **changes})
    filled_forms.add(caseload, filled)
    return filled


def test_forms_of_some_ids_alone_are_read_with_their_corrections(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    asked, other = two
    wanted = kept(caseload, asked, form_id="phq-9", answers='{"q1":1}')
    kept(caseload, asked, form_id="gad-7")
    kept(caseload, other, form_id="phq-9")
    kept(
        caseload, asked, form_id="phq-9", answers='{"q1":2}', amends=wanted.id, amend_reason="slip"
    )

    found = filled_forms.for_clients(caseload, [asked.id], {"phq-9"})

    assert [(each.id, each.answers) for each in found] == [(wanted.id, '{"q1":2}')]
    both = filled_forms.for_clients(caseload, [asked.id, other.id])
    assert sorted(each.form_id for each in both) == ["gad-7", "phq-9", "phq-9"]


def test_every_finished_answer_is_read_those_that_were_corrected_too(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    asked, other = two
    first = kept(caseload, asked, form_id="x", answers='{"a":"said"}')
    kept(
        caseload, asked, form_id="x", answers='{"a":"meant"}', amends=first.id, amend_reason="slip"
    )
    kept(caseload, asked, form_id="x", status="draft")
    kept(caseload, other, form_id="x")

    found = filled_forms.finished_answers(caseload, [asked.id])

    assert sorted(found) == [
        (asked.id, "x", 1, '{"a":"meant"}'),
        (asked.id, "x", 1, '{"a":"said"}'),
    ]
    assert filled_forms.amend_reasons(caseload, [asked.id, other.id]) == [(asked.id, "slip")]


def test_the_minutes_of_finished_notes_alone_are_read(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    asked, other = two
    note = {"form_id": filled_forms.NOTE_FORM, "answers": '{"duration_min":50}'}
    met = [an_appointment(caseload, each) for each in (asked, asked, asked, other)]
    for each in met:
        appointments.add(caseload, each)
    signed = kept(caseload, asked, appointment_id=met[0].id, **note)
    kept(caseload, asked, appointment_id=met[1].id, status="draft", **note)
    kept(caseload, asked, appointment_id=met[2].id, **{**note, "answers": "{}"})
    kept(caseload, other, appointment_id=met[3].id, **note)
    later = {**note, "answers": '{"duration_min":10}', "amends": signed.id, "amend_reason": "slip"}
    kept(caseload, asked, appointment_id=met[0].id, **later)

    found, minutes = filled_forms.for_courses(caseload, [asked.id], {"phq-9"})
    every, same = filled_forms.for_courses(caseload, [asked.id])

    assert minutes == same == {met[0].id: 50}
    assert found == ()
    assert every == filled_forms.for_clients(caseload, [asked.id])


def test_alerts_and_overrides_are_read_of_those_who_are_asked_for(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    opened = [an_alert(caseload, kept(caseload, each, form_id="x")) for each in two]
    passed = [
        GateOverride(caseload.new_id(), each.id, "G1", "S05", "Why", "Somebody", caseload.now())
        for each in two
    ]
    for alert, override in zip(opened, passed, strict=True):
        assert alerts.open_alert(caseload, alert)
        course_events.add_override(caseload, override)

    asked = [two[0].id]
    assert alerts.of_clients(caseload, asked) == (opened[0],)
    assert course_events.overrides_of_clients(caseload, asked) == (passed[0],)


def test_reasons_beside_ratings_and_their_corrections_are_all_read(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    for each, words in zip(two, ("own", "other"), strict=True):
        meeting = an_appointment(caseload, each, state="signed")
        appointments.add(caseload, meeting)
        now = caseload.now()
        fidelity.rate(caseload, FidelityRating(meeting.id, "F1", "na", words, now))
        fidelity.rate(caseload, FidelityRating(meeting.id, "F2", "2", "", now))
        fidelity.amend(
            caseload,
            FidelityAmendment(
                caseload.new_id(), meeting.id, "F1", "na", f"{words} now", "a slip", "Ana", now
            ),
        )

    found = fidelity.reasons_of_clients(caseload, [two[0].id])

    assert sorted(found) == [(two[0].id, words) for words in ("a slip", "own", "own now")]


def test_all_words_of_promises_are_read(caseload: Caseload, two: tuple[Client, Client]) -> None:
    now = caseload.now()
    for each, words in zip(two, ("own", "other"), strict=True):
        promise = Promise(
            caseload.new_id(), each.id, "next_contact", None, None, now.date(), words, now, "Ana"
        )
        promises.add(caseload, promise)
        silent = replace(promise, id=caseload.new_id(), words="")
        promises.add(caseload, silent)
        promises.add_contact(
            caseload,
            Contact(
                caseload.new_id(),
                each.id,
                promise.id,
                "message",
                "no_answer",
                f"{words} try",
                now + timedelta(minutes=1),
                "Ana",
            ),
        )
        promises.close(caseload, promise.id, "let_go", "Ana", f"{words} reason")

    found = promises.words_of_clients(caseload, [two[0].id])

    assert sorted(found) == [(two[0].id, words) for words in ("own", "own reason", "own try")]


def test_who_nothing_is_kept_of_is_known_by_code_alone(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    named = Identity(two[0].id, "named", name="Jan Example")
    identities.save(caseload, named)

    found = identities.of_clients(caseload, [each.id for each in two])

    assert found == {two[0].id: named, two[1].id: Identity(two[1].id, "code_only")}


def test_forms_of_many_clients_are_read_slice_by_slice_and_are_the_same(
    caseload: Caseload, two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = caseload.now()
    for number in range(40):
        started = now + timedelta(minutes=number)
        kept(caseload, two[number % 2], form_id=f"x{number % 3}", started_at=started)
    ids = [each.id for each in two]
    one_by_one = filled_forms.for_clients(caseload, ids, {"x0", "x1"})
    answers = list(filled_forms.finished_answers(caseload, ids))

    monkeypatch.setattr(filled_forms, "MANY", 1)

    assert filled_forms.for_clients(caseload, ids, {"x0", "x1"}) == one_by_one
    assert sorted(filled_forms.finished_answers(caseload, ids)) == sorted(answers)
    assert (len(one_by_one), len(answers)) == (27, 40)


def test_slices_leave_out_no_id() -> None:
    assert filled_forms.SLICES[0] == "00"
    assert filled_forms.SLICES[-1] > "f" * 32
    assert list(filled_forms.SLICES) == sorted(set(filled_forms.SLICES))


def test_the_first_and_last_moment_are_of_these_clients_and_states(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    asked, other = two
    now = caseload.now()
    for client, days, state in (
        (asked, 0, "missed"),
        (asked, 7, "held"),
        (asked, 14, "planned"),
        (other, 21, "held"),
    ):
        when = now + timedelta(days=days)
        appointments.add(caseload, an_appointment(caseload, client, planned_for=when, state=state))

    found = appointments.first_and_last(caseload, [asked.id], {"held", "missed"})

    assert found == (now, now + timedelta(days=7))
    assert appointments.first_and_last(caseload, [asked.id], {"signed"}) is None

"""Clients with a row in every table, and every row of a record as it stands, byte for byte."""

import json
from datetime import timedelta

from session_forms.words.folding import words_in
from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.client_rights.client_rows import columns_of, tables_of
from therapist_app.record.clients import (
    alerts,
    appointments,
    begun_words,
    clients,
    course_events,
    course_moves,
    fidelity,
    filled_forms,
    identities,
    promises,
    searched_words,
    signatures,
)
from therapist_app.record.database.database import Caseload, Database
from therapist_app.record.model import (
    BegunWords,
    Client,
    Consent,
    Contact,
    CountedLine,
    CourseEvent,
    CourseMove,
    FidelityAmendment,
    FidelityRating,
    GateOverride,
    Identity,
    LegalHold,
    PlannedBefore,
    Promise,
    Restriction,
    SecondRating,
    Signature,
    StepMark,
)


def a_whole_client(caseload: Caseload, code: str, word: str) -> Client:
    """Add a client whose every text begins with `word`, with a signed note, a draft, an alert."""
    client = a_client(caseload, code=code)
    clients.add(caseload, client)
    now = caseload.now()
    name, contact = f"{word} Example", f"{word} 0123 456"
    identities.save(
        caseload, Identity(client.id, "named", name, contact, "1990-02-28", f"{word} aunt")
    )
    meeting = an_appointment(
        caseload,
        client,
        state="held",
        first_planned_for=caseload.now(),
        minutes=45,
        planned_before_start=caseload.now(),
        place=f"{word} room",
        held_by=f"{word} colleague",
    )
    appointments.add(caseload, meeting)
    appointments.mark_step(
        caseload, StepMark(meeting.id, "check_in", "skipped", f"{word} tired", now)
    )
    fidelity.rate(caseload, FidelityRating(meeting.id, "F1", "na", f"{word} not asked", now))
    fidelity.amend(
        caseload,
        FidelityAmendment(
            caseload.new_id(),
            meeting.id,
            "F1",
            "na",
            f"{word} left out",
            f"{word} slip",
            f"{word} amender",
            now,
        ),
    )
    fidelity.rate_second(caseload, SecondRating(meeting.id, "F1", "1", f"{word} rater", now))
    _add_forms(caseload, client, meeting.id, word)
    course_events.add_override(
        caseload,
        GateOverride(caseload.new_id(), client.id, "G1", "S02", f"{word} why", "Sup", now),
    )
    course_events.add(
        caseload,
        CourseEvent(caseload.new_id(), client.id, "status", "", "paused", f"{word} moved", now),
    )
    course_moves.add(
        caseload,
        CourseMove(
            id=caseload.new_id(),
            client_id=client.id,
            from_programme="pps-brief",
            from_version="0.1.0",
            from_track="T-SHORT",
            from_status="active",
            from_held_before=("S01",),
            from_held_before_on=now.date(),
            to_programme="pps-core",
            to_version="0.3.0",
            to_track="T-ALL",
            lines=(CountedLine("S01", counts=True, reason=f"{word} held"),),
            planned=(PlannedBefore(meeting.id, "BC3", 1, "", None, 1),),
            reason=f"{word} wants more",
            decided_by=f"{word} decider",
            decided_at=now,
            undone_at=now,
            undone_by=f"{word} undoer",
            undo_reason=f"{word} stays",
        ),
    )
    consents.add(
        caseload,
        Consent(
            caseload.new_id(), client.id, "figures_used", f"{word} text", "1", "given", "form", now
        ),
    )
    _add_promise(caseload, client, meeting.id, word)
    words = json.dumps([["GateView", "Reason", 0, f"{word} wants it so"]])
    begun = BegunWords(caseload.new_id(), client.id, caseload.new_id(), "ClientPage", words, now)
    begun_words.keep(caseload, (begun,))
    _take_words(caseload, client)
    return client


def _take_words(caseload: Caseload, client: Client) -> None:
    """Let the search know every word of the client's forms, and one form wait."""
    for filled in filled_forms.every_version(caseload, client.id):
        words = {each.folded for each in words_in(filled.answers)}
        searched_words.keep(caseload, filled.id, filled.answered_at, words)


def with_past_protection(caseload: Caseload, client: Client, word: str) -> None:
    """Give a client a hold and a restriction that ended, so that no table is without a row."""
    now = caseload.now()
    protection.hold(caseload, LegalHold(caseload.new_id(), client.id, f"{word} court", now))
    protection.lift_hold(caseload, client.id, f"{word} settled")
    for alert in alerts.unacknowledged(caseload, client.id):
        caseload.run("UPDATE alerts SET acknowledged_at = opened_at WHERE id = ?", (alert.id,))
    protection.restrict(caseload, Restriction(caseload.new_id(), client.id, "accuracy", now))
    protection.lift_restriction(caseload, client.id, f"{word} checked")


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, each value with its type and its very bytes."""
    found = {}
    for table in tables_of(database):
        names = columns_of(database, table)
        spelt = ", ".join(f"quote({name})" for name in names)
        found[table] = database.rows(f"SELECT {spelt} FROM {table} ORDER BY {', '.join(names)}")
    return found


def _add_promise(caseload: Caseload, client: Client, appointment_id: str, word: str) -> None:
    now = caseload.now()
    promise = Promise(
        caseload.new_id(),
        client.id,
        "reach_client",
        alerts.for_client(caseload, client.id)[0].id,
        appointment_id,
        now.date(),
        f"{word} will be called",
        now,
        f"{word} caller",
    )
    promises.add(caseload, promise)
    promises.add_contact(
        caseload,
        Contact(
            caseload.new_id(),
            client.id,
            promise.id,
            "telephone",
            "no_answer",
            f"{word} rang",
            now,
            f"{word} caller",
            appointment_id,
        ),
    )
    promises.close(caseload, promise.id, "let_go", f"{word} closer", f"{word} moved away")


def _add_forms(caseload: Caseload, client: Client, appointment_id: str, word: str) -> None:
    now = caseload.now()
    long_text = " ".join(f"{word} line {number} of the note." for number in range(400))
    note = a_filled_form(
        caseload,
        client,
        form_id="session-note",
        appointment_id=appointment_id,
        status="finished",
        answers=json.dumps({"what": long_text}),
    )
    draft = a_filled_form(
        caseload,
        client,
        form_id="chain",
        answers=json.dumps({"links": [f"{word} \u201efirst\u201c link", f"{word} second"]}),
        started_at=now + timedelta(minutes=1),
    )
    amendment = a_filled_form(
        caseload,
        client,
        form_id="session-note",
        amends=note.id,
        amend_reason=f"{word} slip",
        amended_by=f"{word} corrector",
        answers=json.dumps({"what": f"{word} amended"}),
    )
    for filled in (note, draft, amendment):
        filled_forms.add(caseload, filled)
    signatures.sign(caseload, Signature(note.id, appointment_id, f"{word} signer", now))
    alert = an_alert(caseload, draft, states=f"{word} marked it.")
    told_since = an_alert(caseload, draft, question_id="q8", answered_with=alert.id)
    for each in (alert, told_since):
        alerts.open_alert(caseload, each)

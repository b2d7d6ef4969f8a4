"""What was promised to a client, or about one: made, tried, kept, or let go with a reason.

A promise stands on Today and on the client's page until it is closed. Whoever speaks with the
client keeps the promises of contact with them whose day has come, and so does a session that
begins; a later one stays, since the client counts on that day. A contact promised on the way into
the course is kept by the first session, whichever day was named. Telling somebody is never kept by
chance.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.record.clients import appointments, promises
from therapist_app.record.model import (
    Acknowledgement,
    Alert,
    Appointment,
    Contact,
    ContactHow,
    ContactOutcome,
    Promise,
    PromiseKind,
)
from therapist_app.workflows.course.promised_contacts import is_of_a_talk, promise_next_contact
from therapist_app.workflows.errors import PromiseRefused
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.workspace import Workspace

CONTACT: frozenset[PromiseKind] = frozenset({"next_contact", "reach_client"})
"""What is kept by being in contact with the client."""
DID_NOT_COME = "did_not_attend"


def open_promises(workspace: Workspace, client_id: str | None = None) -> tuple[Promise, ...]:
    """Return the promises still to be kept, the first due first; of one client when named."""
    return promises.still_open(workspace.caseload, client_id)


def promise_contact(workspace: Workspace, alert: Alert, answer: Acknowledgement) -> None:
    """Keep the next contact that the answer to an alert promises."""
    due_on = date.fromisoformat(answer.next_contact)
    _make(workspace, "next_contact", alert, due_on)


def promise_to_reach(workspace: Workspace, broken_off: Appointment) -> None:
    """Keep that a client who left before the end of a session is reached."""
    due_on = workspace.today() + timedelta(days=pathway()["broken_off"]["within_days"])
    _make(workspace, "reach_client", broken_off, due_on)


def missed_meeting(workspace: Workspace, client_id: str) -> Appointment | None:
    """Return the last meeting of a client where it did not take place; None where they came."""
    booked = appointments.for_client(workspace.caseload, client_id)
    over = [each for each in booked if each.state != "planned"]
    return over[-1] if over and over[-1].state == "missed" else None


def promise_of_contact(workspace: Workspace, client_id: str) -> str:
    """Return the promise that a contact with a client keeps now; empty where it keeps none.

    That is the one that is due. A later one stays where the last meeting did not take place, since
    the client counts on that day; else it is the one that is kept.
    """
    opened = [each for each in open_promises(workspace, client_id) if each.kind in CONTACT]
    is_due = bool(opened) and opened[0].due_on <= workspace.today()
    if is_due or (opened and missed_meeting(workspace, client_id) is None):
        return opened[0].id
    return ""


@dataclass(frozen=True, slots=True)
class ContactAbout:
    """What a contact is about, before it is written down.

    Attributes:
        words: The missed appointment, in words; empty where it is about none.
        stays_open: Whether the client is to be reached today where nobody answers.

    """

    words: str
    stays_open: bool


def contact_about(workspace: Workspace, client_id: str, appointment_id: str = "") -> ContactAbout:
    """Return what a contact is about: the appointment that is named, else the last if missed."""
    last = missed_meeting(workspace, client_id)
    named = appointments.load(workspace.caseload, appointment_id) if appointment_id else last
    if named is None:
        return ContactAbout("", stays_open=False)
    day = day_in_words(named.planned_for.astimezone().date())
    words = _("About the appointment on {day}, which did not take place.").format(day=day)
    return ContactAbout(words, stays_open=last is not None and named.id == last.id)


@dataclass(frozen=True, slots=True)
class ContactTry:
    """A contact that is being written down, or a try at one.

    Attributes:
        how: How somebody tried; None before it is chosen.
        outcome: Whether they spoke; None before it is chosen.
        again_by: The day by which there is contact again, where one was agreed.

    """

    how: ContactHow | None = None
    outcome: ContactOutcome | None = None
    words: str = ""
    again_by: date | None = None


def note_contact_with(
    workspace: Workspace,
    client_id: str,
    made: tuple[ContactHow, ContactOutcome],
    words: str = "",
    appointment_id: str = "",
    *,
    again_by: date | None = None,
    is_of_missed: bool = True,
) -> None:
    """Keep a contact with a client where none was promised, or a try at one.

    It is about the appointment that is named, else about the last one where that did not take
    place; about neither where it is not `is_of_missed`, as when a client calls for a letter. Who
    did not come and did not answer is to be reached today: they stand on Today until another try
    was noted, or until it was let go. `again_by` is the day by which there is contact again, where
    one was agreed.
    """
    missed = missed_meeting(workspace, client_id)
    about = appointment_id or (missed.id if missed is not None and is_of_missed else "")
    with workspace.caseload.together():
        promise_id = None
        if made[1] == "no_answer" and missed is not None and about in ("", missed.id):
            promise_id = _promise_after_missing(workspace, missed)
        contact = _contact(workspace, client_id, made, words)
        contact = replace(contact, promise_id=promise_id, appointment_id=about or None)
        promises.add_contact(workspace.caseload, contact)
        if made[1] == "spoke":
            _close_due(workspace, client_id, "contact")
        if again_by is not None:
            promise_next_contact(workspace, client_id, again_by)


def _promise_after_missing(workspace: Workspace, missed: Appointment) -> str:
    day = missed.planned_for.astimezone().date()
    said = _("did not come on {day}") if missed.attendance == DID_NOT_COME else _("missed {day}")
    words = said.format(day=written_day(day))
    return _make(workspace, "reach_client", missed, workspace.today(), words)


def promise_to_tell(workspace: Workspace, alert: Alert, due_on: date, words: str) -> None:
    """Keep that somebody is to be told of an alert, and who.

    Raises:
        PromiseRefused: Nobody is named.

    """
    if not words.strip():
        raise PromiseRefused("words")
    _make(workspace, "tell_somebody", alert, due_on, words.strip())


def note_contact(
    workspace: Workspace,
    promise_id: str,
    how: ContactHow,
    outcome: ContactOutcome,
    words: str = "",
    *,
    again_by: date | None = None,
) -> None:
    """Keep a try to reach a client; where they were reached, this promise and all due are kept.

    `again_by` is the day by which there is contact again, where one was agreed.
    """
    promise = promises.load(workspace.caseload, promise_id)
    with workspace.caseload.together():
        contact = _contact(workspace, promise.client_id, (how, outcome), words)
        promises.add_contact(workspace.caseload, replace(contact, promise_id=promise.id))
        if outcome == "spoke":
            _close_due(workspace, promise.client_id, "contact", also=(promise.id,))
        if again_by is not None:
            promise_next_contact(workspace, promise.client_id, again_by)


def _contact(
    workspace: Workspace, client_id: str, made: tuple[ContactHow, ContactOutcome], words: str
) -> Contact:
    how, outcome = made
    return Contact(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        promise_id=None,
        how=how,
        outcome=outcome,
        words=words.strip(),
        made_at=workspace.now(),
        made_by=workspace.vault.person.name,
    )


def keep_by_session(workspace: Workspace, client_id: str) -> None:
    """Close what was promised of contact by today, since a session with the client begins.

    The contact promised before the first session is that session, also where a later day was named.
    """
    begun = [
        each.started_at
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.started_at is not None
    ]
    before = [
        each.id
        for each in open_promises(workspace, client_id)
        if is_of_a_talk(each) and not any(at < each.promised_at for at in begun)
    ]
    _close_due(workspace, client_id, "session", also=before)


def undo_kept_by_session(workspace: Workspace, client_id: str, started_at: datetime) -> None:
    """Open again what a session closed when it began at that moment, and nobody has kept since."""
    for each in promises.for_client(workspace.caseload, client_id):
        if each.closed_how != "session" or each.closed_at is None:
            continue
        if each.closed_at >= started_at:
            promises.open_again(workspace.caseload, each.id)


def keep_by_telling(workspace: Workspace, promise_id: str) -> None:
    """Close that somebody was to be told: they were."""
    promises.close(workspace.caseload, promise_id, "told", workspace.vault.person.name)


def let_go(workspace: Workspace, promise_id: str, reason: str) -> None:
    """Close a promise that is not kept, with the reason.

    Raises:
        PromiseRefused: No reason was given.

    """
    if not says_why(reason):
        raise PromiseRefused("reason")
    by = workspace.vault.person.name
    promises.close(workspace.caseload, promise_id, "let_go", by, reason.strip())


def take_back(workspace: Workspace, appointment: Appointment, reason: str) -> None:
    """Close what was promised for a session that was not broken off after all."""
    for each in open_promises(workspace, appointment.client_id):
        if each.kind == "reach_client" and each.appointment_id == appointment.id:
            let_go(workspace, each.id, reason)


def _close_due(
    workspace: Workspace,
    client_id: str,
    how: Literal["contact", "session"],
    also: Collection[str] = (),
) -> None:
    """Close what is due of contact; a talk also keeps that the client was to be reached at all."""
    today = workspace.today()
    for each in open_promises(workspace, client_id):
        is_reached = how == "contact" and each.kind == "reach_client"
        is_due = each.due_on <= today or each.id in also
        if each.kind in CONTACT and (is_due or is_reached):
            promises.close(workspace.caseload, each.id, how, workspace.vault.person.name)


def _make(
    workspace: Workspace,
    kind: PromiseKind,
    about: Alert | Appointment,
    due_on: date,
    words: str = "",
) -> str:
    is_alert = isinstance(about, Alert)
    promise = Promise(
        id=workspace.caseload.new_id(),
        client_id=about.client_id,
        kind=kind,
        alert_id=about.id if is_alert else None,
        appointment_id=about.appointment_id if isinstance(about, Alert) else about.id,
        due_on=due_on,
        words=words,
        promised_at=workspace.now(),
        promised_by=workspace.vault.person.name,
    )
    promises.add(workspace.caseload, promise)
    return promise.id

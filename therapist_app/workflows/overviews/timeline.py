"""What happened with one client, the newest first: sessions, forms, alerts, contacts, breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NP_, _, pgettext
from therapist_app.commands import (
    AlertPage,
    ClientPage,
    ClosePage,
    Destination,
    FilledFormPage,
    PromisePage,
    SessionPage,
)
from therapist_app.record.clients.filled_forms import NOTE_FORM
from therapist_app.record.model import Alert, Appointment, Contact, CourseEvent, FilledForm
from therapist_app.workflows.course.course_changes import (
    is_of_another_course,
    kind_words,
    status_words,
)
from therapist_app.workflows.course.following_a_plan import known_plan
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.measures.measuring import ClientRows
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.plan_choices import WHY_MISSED, session_words
from therapist_app.workflows.sessions.answering_alerts import changed_ways
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS
from therapist_app.workflows.workspace import Workspace

Kind = Literal["notes", "forms", "safety", "contacts"]
OUTCOMES = {"spoke": NP_("contact", "spoke"), "no_answer": NP_("contact", "nobody answered")}
UNDER_WAY = frozenset({"in_progress", "on_hold"})


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened.

    Attributes:
        at: When, in local time.
        title: What it was.
        facts: What else is said of it; may be empty.
        destination: What opens it; None where there is nothing more to see.

    """

    kind: Kind
    at: datetime
    title: str
    facts: str
    destination: Destination | None


def timeline_of(
    workspace: Workspace,
    rows: ClientRows,
    alerts: Sequence[Alert],
    contacts: Sequence[Contact],
    events: Sequence[CourseEvent],
) -> tuple[TimelineEntry, ...]:
    """Return what the record holds of one client, the newest first; nothing that is to come."""
    found = [
        *_sessions(workspace, rows.appointments),
        *_forms(workspace, rows),
        *(_alert(each) for each in alerts),
        *(_contact(each) for each in contacts),
        *(_course(each) for each in events if each.kind == "status"),
        *(_other_course(each) for each in events if is_of_another_course(each)),
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _sessions(workspace: Workspace, appointments: Sequence[Appointment]) -> Iterator[TimelineEntry]:
    for each in appointments:
        if each.state == "planned":
            continue
        at = each.took_place_at.astimezone()
        plan = known_plan(workspace, each)
        title = session_words(each.plan_id, plan.public_title if plan is not None else "")
        facts = facts_in_a_line(_session_facts(each), _of_before(each))
        yield TimelineEntry("notes", at, title, facts, _session_page(each))


def _of_before(meeting: Appointment | None) -> str:
    """Return that a meeting was of the course that the client followed before; "" of this one."""
    is_earlier = meeting is not None and meeting.earlier_programme
    return pgettext("fact", "course before") if is_earlier else ""


def _session_facts(appointment: Appointment) -> str:
    if appointment.state == "missed":
        return _(dict(WHY_MISSED).get(appointment.attendance, "")) or _("It did not take place")
    if appointment.state in UNDER_WAY:
        return pgettext("session", "running now")
    return pgettext("note", "signed") if appointment.state == "signed" else _("note to sign")


def _session_page(appointment: Appointment) -> Destination:
    if appointment.state == "missed":  # whether they were reached is written down there
        return ClientPage(appointment.client_id, "contact", appointment.id)
    if appointment.state in UNDER_WAY:
        return SessionPage(appointment.id)
    return ClosePage(appointment.id)


def _forms(workspace: Workspace, rows: ClientRows) -> Iterator[TimelineEntry]:
    """Yield an entry for each form; two of one short title in a session have their whole titles."""
    meetings = {each.id: each for each in rows.appointments}
    filled = [each for each in rows.filled if each.form_id != NOTE_FORM]
    named: dict[tuple[str | None, str], set[str]] = {}
    for each in filled:
        title = workspace.form_of(each).short_title
        named.setdefault((each.appointment_id, title), set()).add(each.form_id)
    for each in filled:
        form = workspace.form_of(each)
        is_alone = len(named[each.appointment_id, form.short_title]) == 1
        title = form.short_title if is_alone else form.title
        yield _form(title, each, meetings.get(each.appointment_id or ""))


def _form(title: str, filled: FilledForm, meeting: Appointment | None) -> TimelineEntry:
    number = session_number(meeting.plan_id) if meeting else ""
    session = _("session {number}").format(number=number) if meeting else ""
    draft = _("not finished yet") if filled.status == "draft" else ""
    return TimelineEntry(
        "forms",
        filled.given_at(meeting).astimezone(),
        title,
        facts_in_a_line(session, _of_before(meeting), draft),
        FilledFormPage(filled.id),
    )


def _alert(alert: Alert) -> TimelineEntry:
    return TimelineEntry(
        "safety",
        alert.opened_at.astimezone(),
        _("Alert: {level}").format(level=_(LEVEL_WORDS[alert.level])),
        facts_in_a_line(alert.states, _answer_words(alert)),
        AlertPage(alert.id),
    )


def _answer_words(alert: Alert) -> str:
    """Return whether it is answered; of an answer changed before the form was finished, how."""
    if alert.is_open:
        return _("not answered yet")
    done = alert.acknowledgement.actions if alert.acknowledgement else ()
    changed = [words for way, words in changed_ways().items() if way in done]
    return changed[0] if changed else pgettext("alert", "answered")


def _course(event: CourseEvent) -> TimelineEntry:
    """Return that the course was paused, taken up again, or ended, and why."""
    return TimelineEntry(
        "notes",
        event.decided_at.astimezone(),
        status_words(event.detail),
        event.reason,
        ClientPage(event.client_id, "course"),
    )


def _other_course(event: CourseEvent) -> TimelineEntry:
    """Return that the client went on with another course, or with the same once more, and why."""
    at = event.decided_at.astimezone()
    page = ClientPage(event.client_id, "course")
    return TimelineEntry("notes", at, kind_words(event), event.reason, page)


def _contact(contact: Contact) -> TimelineEntry:
    return TimelineEntry(
        "contacts",
        contact.made_at.astimezone(),
        _("Contact, {how}").format(how=_(HOW_WORDS[contact.how])),
        facts_in_a_line(_(OUTCOMES[contact.outcome]), contact.words),
        PromisePage(contact.promise_id) if contact.promise_id else None,
    )

"""Who a client is, the course and its sessions, as lines of a copy of the record."""

from collections.abc import Iterable, Iterator

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from programme.definition.definition import SessionPlan
from session_forms.words.day_words import clock_time, written_day
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.record.clients import appointments, course_events, fidelity, identities, promises
from therapist_app.record.model import Appointment, Contact
from therapist_app.workflows.course.course_changes import KINDS
from therapist_app.workflows.course.following_a_plan import known_plan
from therapist_app.workflows.workspace import Workspace

ANONYMITY = {
    "named": N_("With a name"),
    "pseudonym": N_("With a name that the client chose"),
    "code_only": N_("With a code only"),
}
STATUS = {
    "active": N_("Sessions go on"),
    "paused": N_("Paused"),
    "follow_up": N_("In follow-up"),
    "ended": N_("Ended"),
}
MODES = {
    "in_person": N_("in person"),
    "video": N_("by video"),
    "telephone": N_("by telephone"),
}
HOW = {**MODES, "message": N_("by message")}
STATES = {
    "planned": N_("Planned"),
    "in_progress": N_("Begun"),
    "on_hold": N_("Begun, and interrupted"),
    "held": N_("Held; its note is not signed yet"),
    "signed": N_("Held; its note is signed"),
    "missed": N_("It did not take place"),
}
PROMISES = {
    "next_contact": N_("To be in contact with you again"),
    "reach_client": N_("To reach you after a session was broken off"),
    "tell_somebody": N_("To tell somebody"),
}
CLOSED = {
    "contact": N_("Kept: there was contact"),
    "session": N_("Kept: a session was held"),
    "told": N_("Kept: it was told"),
    "let_go": N_("Let go"),
}
OUTCOMES = {
    "spoke": N_("somebody was reached"),
    "no_answer": N_("nobody was reached"),
}
ATTENDANCE = {
    "attended": N_("The client came"),
    "late": N_("The client came late"),
    "cancelled_client": N_("Cancelled by the client"),
    "cancelled_service": N_("Cancelled by the service"),
    "did_not_attend": N_("The client did not come"),
}

Fact = tuple[str, str, str]
"""A name for the line's id, what it is, and its value."""


def identity_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return who stands behind the code."""
    identity = identities.load(workspace.caseload, client_id)
    facts: list[Fact] = [
        ("anonymity", _("How you stand in the record"), _(ANONYMITY[identity.anonymity])),
        ("name", _("Name"), identity.name),
        ("contact", _("How to reach you"), identity.contact),
        ("birth_date", _("Date of birth"), identity.birth_date),
    ]
    others: list[Fact] = [("emergency", _("Whom to call"), identity.emergency_contact)]
    lines = (
        *_lines("identity", facts),
        *_lines("identity", others, is_about_others=True),
    )
    item = AccessItem("identity", _("Who you are"), lines)
    return AccessPart("identity", _("Identity"), (item,))


def course_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the record holds about the course, and what was out of the ordinary in it."""
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    tracks = {each.id: each.title for each in programme.tracks}
    facts: list[Fact] = [
        ("code", _("Code"), client.code),
        ("since", _("In the record since"), written_day(client.created_on)),
        ("status", _("State"), _(STATUS[client.status])),
        ("programme", _("Programme"), f"{programme.title} {client.programme_version}"),
        ("track", _("Track"), tracks.get(client.track, client.track)),
        (
            "adaptations",
            _("Adaptations"),
            "\n".join(programme.adaptations.get(each, each) for each in client.adaptations),
        ),
        ("age_band", _("Age band"), client.age_band),
        ("gender", _("Gender"), client.gender),
    ]
    items = [AccessItem("course", _("The course"), _lines("course", facts))]
    for event in course_events.for_client(workspace.caseload, client_id):
        day = written_day(event.decided_at.astimezone().date())
        title = _("{what}, {day}").format(what=_(KINDS[event.kind]), day=day)
        reason: list[Fact] = [
            ("what", _("What exactly"), event.detail),
            ("session", _("Session"), event.plan_id),
            ("reason", _("Why"), event.reason),
        ]
        items.append(AccessItem(f"event:{event.id}", title, _lines(f"event:{event.id}", reason)))
    items += _overrides(workspace, client_id)
    return AccessPart("course", _("Course"), tuple(items))


def sessions_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every session: when, how it went, what was left out of it, how it was rated."""
    found = appointments.for_client(workspace.caseload, client_id)
    return AccessPart("sessions", _("Sessions"), tuple(_session(workspace, each) for each in found))


def promises_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what was promised to the client or about them, and each try to keep it."""
    tries = promises.contacts_for_client(workspace.caseload, client_id)
    items = []
    for promise in promises.for_client(workspace.caseload, client_id):
        key = f"promise:{promise.id}"
        facts: list[Fact] = [
            ("due", _("At the latest on"), written_day(promise.due_on)),
            ("closed", _("What became of it"), _(CLOSED.get(promise.closed_how, ""))),
            ("reason", _("Why"), promise.reason),
            ("by", _("Promised by"), promise.promised_by),
            ("closed_by", _("Closed by"), promise.closed_by),
        ]
        told: list[Fact] = [
            ("words", _("In words"), promise.words),
            *(
                (f"contact:{each.id}", _contact_title(each), each.words or _("No words are kept"))
                for each in tries
                if each.promise_id == promise.id
            ),
        ]
        lines = (*_lines(key, facts), *_lines(key, told, is_about_others=True))
        items.append(AccessItem(key, _(PROMISES[promise.kind]), lines))
    return AccessPart("promises", _("Promises"), tuple(items))


def _contact_title(contact: Contact) -> str:
    return _("A try by {name} on {day}, {how}: {outcome}").format(
        name=contact.made_by,
        day=written_day(contact.made_at.astimezone().date()),
        how=_(HOW[contact.how]),
        outcome=_(OUTCOMES[contact.outcome]),
    )


def _overrides(workspace: Workspace, client_id: str) -> Iterator[AccessItem]:
    for override in course_events.overrides_for_client(workspace.caseload, client_id):
        key = f"override:{override.id}"
        day = written_day(override.overridden_at.astimezone().date())
        facts: list[Fact] = [
            ("gate", _("Condition"), override.gate_id),
            ("session", _("Session"), override.plan_id),
            ("reason", _("Why"), override.reason),
            ("agreed", _("Agreed with"), override.supervisor),
        ]
        title = _("A session begun before a condition was met, {day}").format(day=day)
        yield AccessItem(key, title, _lines(key, facts))


def _session(workspace: Workspace, appointment: Appointment) -> AccessItem:
    key = f"session:{appointment.id}"
    at = appointment.planned_for.astimezone()
    plan = known_plan(workspace, appointment)
    facts: list[Fact] = [
        ("state", _("State"), _(STATES[appointment.state])),
        ("mode", _("How you met"), _(MODES[appointment.mode])),
        ("attendance", _("Attendance"), _(ATTENDANCE.get(appointment.attendance, ""))),
        ("broken_off", _("How it ended"), _("Broken off") if appointment.broken_off else ""),
        *_skipped(workspace, appointment, plan),
        *_ratings(workspace, appointment, plan),
    ]
    title = _("{title}, {day}, {time}").format(
        title=plan.title if plan else appointment.plan_id,
        day=written_day(at.date()),
        time=clock_time(at),
    )
    return AccessItem(key, title, _lines(key, facts))


def _skipped(
    workspace: Workspace, appointment: Appointment, plan: SessionPlan | None
) -> Iterator[Fact]:
    titles = {each.id: each.title for each in plan.steps} if plan else {}
    for mark in appointments.step_marks(workspace.caseload, appointment.id):
        if mark.mark == "skipped":
            what = _("Left out: {step}").format(step=titles.get(mark.step_id, mark.step_id))
            yield f"step:{mark.step_id}", what, mark.reason or _("No reason is kept")


def _ratings(
    workspace: Workspace, appointment: Appointment, plan: SessionPlan | None
) -> Iterator[Fact]:
    """Yield how closely the session followed its plan, as the therapist and a second rater saw."""
    texts = {each.id: each.text for each in plan.fidelity} if plan else {}
    for first in fidelity.first_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating of the session: {item}").format(
            item=texts.get(first.item_id, first.item_id)
        )
        value = ", ".join(each for each in (_rating_words(first.rating), first.reason) if each)
        yield f"rating:{first.item_id}", words, value
    for later in fidelity.amendments_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating corrected: {item}").format(item=texts.get(later.item_id, later.item_id))
        value = ", ".join(
            each
            for each in (
                _rating_words(later.rating),
                later.reason,
                later.amend_reason,
                later.amended_by,
            )
            if each
        )
        yield f"corrected:{later.id}", words, value
    for second in fidelity.second_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating by a second rater: {item}").format(
            item=texts.get(second.item_id, second.item_id)
        )
        yield f"second:{second.item_id}", words, _rating_words(second.rating)


def _rating_words(rating: str) -> str:
    return _("does not apply") if rating == "na" else _("{rating} of 2").format(rating=rating)


def _lines(
    key: str, facts: Iterable[Fact], *, is_about_others: bool = False
) -> tuple[AccessLine, ...]:
    """Return a line for each fact that is kept."""
    return tuple(
        AccessLine(f"{key}:{name}", what, value, is_about_others)
        for name, what, value in facts
        if value
    )

"""What a copy of the record says of the client, the course, its sessions and promises."""

from collections.abc import Iterator, Mapping

from exports.access.access_record import AccessItem, AccessPart
from programme.definition.definition import SessionPlan
from session_forms.words.day_words import clock_time, written_day, written_moment
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.record.clients import (
    appointments,
    course_events,
    course_moves,
    fidelity,
    identities,
    promises,
)
from therapist_app.record.model import (
    Appointment,
    Contact,
)
from therapist_app.workflows.course.course_changes import (
    course_title,
    detail_words,
    kind_words,
    programme_when,
)
from therapist_app.workflows.course.following_a_plan import known_plan
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.rights.access_lines import Fact, day_words, lines_of
from therapist_app.workflows.rights.access_words import (
    ANONYMITY,
    ATTENDANCE,
    CLOSED,
    ENDINGS,
    OUTCOMES,
    PROMISES,
    STATES,
    STATUS,
)
from therapist_app.workflows.sessions.holding_a_session import ending_of
from therapist_app.workflows.workspace import Workspace


def identity_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return who stands behind the code."""
    identity = identities.load(workspace.caseload, client_id)
    facts: list[Fact] = [
        ("anonymity", _("How you stand in the record"), _(ANONYMITY[identity.anonymity])),
        ("name", pgettext("fact", "Name"), identity.name),
        ("contact", _("How to reach you"), identity.contact),
        ("birth_date", _("Date of birth"), identity.birth_date),
        ("emergency", _("Whom to call"), identity.emergency_contact),
    ]
    lines = lines_of("identity", facts, about_others={"emergency"})
    item = AccessItem("identity", _("Who you are"), lines)
    return AccessPart("identity", pgettext("client's copy", "Identity"), (item,))


def course_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the record holds about the course, and what was out of the ordinary in it."""
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    tracks = {each.id: each.title for each in programme.tracks}
    facts: list[Fact] = [
        ("code", pgettext("fact", "Code"), client.code),
        ("since", _("In the record since"), written_day(client.created_on)),
        (
            "imported_at",
            _("Imported from a list on"),
            written_day(client.imported_at.astimezone().date()) if client.imported_at else "",
        ),
        ("held_before", _("Sessions held before this record"), listed(client.held_before)),
        (
            "held_before_on",
            _("The last of them on"),
            written_day(client.held_before_on) if client.held_before_on else "",
        ),
        ("status", pgettext("fact", "State"), _(STATUS[client.status])),
        (
            "programme",
            pgettext("fact", "Programme"),
            f"{programme.title} {client.programme_version}",
        ),
        (
            "track",
            pgettext("fact", "Track"),
            tracks.get(client.track, client.track) or _("no track chosen yet"),
        ),
        (
            "adaptations",
            pgettext("fact", "Adaptations"),
            "\n".join(programme.adaptations.get(each, each) for each in client.adaptations),
        ),
        ("age_band", pgettext("fact", "Age band"), client.age_band),
        ("gender", pgettext("fact", "Gender"), _(GENDERS.get(client.gender, client.gender))),
    ]
    items = [
        AccessItem("course", pgettext("client's copy", "The course"), lines_of("course", facts))
    ]
    for event in course_events.for_client(workspace.caseload, client_id):
        day = day_words(event.decided_at)
        title = _("{what}, {day}").format(what=kind_words(event), day=day)
        reason: list[Fact] = [
            ("what", pgettext("fact", "What exactly"), detail_words(event)),
            ("session", pgettext("fact", "Session"), event.plan_id),
            ("reason", pgettext("fact", "Why"), event.reason),
        ]
        items.append(AccessItem(f"event:{event.id}", title, lines_of(f"event:{event.id}", reason)))
    items += _moves(workspace, client_id)
    items += _overrides(workspace, client_id)
    return AccessPart("course", pgettext("client's copy", "Course"), tuple(items))


def sessions_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every session: when, how it went, what was left out of it, how it was rated."""
    found = appointments.for_client(workspace.caseload, client_id)
    return AccessPart(
        "sessions",
        pgettext("client's copy", "Sessions"),
        tuple(_session(workspace, each) for each in found),
    )


def promises_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what was promised to the client or about them, and each try to keep it."""
    tries = promises.contacts_for_client(workspace.caseload, client_id)
    items = []
    for promise in promises.for_client(workspace.caseload, client_id):
        key = f"promise:{promise.id}"
        facts: list[Fact] = [
            ("due", _("At the latest on"), written_day(promise.due_on)),
            ("at", pgettext("fact", "Promised on"), day_words(promise.promised_at)),
            ("closed", _("What became of it"), _(CLOSED.get(promise.closed_how, ""))),
            (
                "closed_at",
                pgettext("fact", "Closed on"),
                day_words(promise.closed_at) if promise.closed_at else "",
            ),
            ("reason", pgettext("fact", "Why"), promise.reason),
            ("by", pgettext("fact", "Promised by"), promise.promised_by),
            ("closed_by", pgettext("fact", "Closed by"), promise.closed_by),
        ]
        told: list[Fact] = [
            ("words", pgettext("fact", "In words"), promise.words),
            *(
                (
                    f"contact:{each.id}",
                    _contact_title(each),
                    each.words or _("No words were recorded"),
                )
                for each in tries
                if each.promise_id == promise.id
            ),
        ]
        others = {name for name, _what, _value in told}
        lines = lines_of(key, (*facts, *told), about_others=others)
        items.append(AccessItem(key, _(PROMISES[promise.kind]), lines))
    met = {each.id: each for each in appointments.for_client(workspace.caseload, client_id)}
    items += [_unpromised(each, met) for each in tries if each.promise_id is None]
    return AccessPart("promises", pgettext("client's copy", "Promises"), tuple(items))


def _unpromised(contact: Contact, met: Mapping[str, Appointment]) -> AccessItem:
    key, words = f"contact:{contact.id}", contact.words or _("No words were recorded")
    missed = met.get(contact.appointment_id or "")
    day = day_words(missed.planned_for) if missed else ""
    facts: list[Fact] = [
        ("about", _("After the appointment that was missed on"), day),
        ("words", pgettext("fact", "In words"), words),
    ]
    return AccessItem(key, _contact_title(contact), lines_of(key, facts, about_others={"words"}))


def _contact_title(contact: Contact) -> str:
    return _("A try by {name} on {day}, {how}: {outcome}").format(
        name=contact.made_by,
        day=day_words(contact.made_at),
        how=_(HOW_WORDS[contact.how]),
        outcome=_(OUTCOMES[contact.outcome]),
    )


def _moves(workspace: Workspace, client_id: str) -> Iterator[AccessItem]:
    for move in course_moves.of_clients(workspace.caseload, (client_id,)):
        key = f"move:{move.id}"
        counted = [each for each in move.lines if each.counts]
        undone = day_words(move.undone_at) if move.undone_at else ""
        why = _("About {session}")
        before = course_title(workspace, move.from_programme, move.from_version)
        facts: list[Fact] = [
            ("from", _("The course before"), before),
            ("from_track", pgettext("fact", "Its track"), move.from_track),
            ("from_status", pgettext("fact", "Where it stood"), _(STATUS[move.from_status])),
            ("held", _("Sessions held before this record"), listed(move.from_held_before)),
            (
                "held_on",
                _("The last of them on"),
                written_day(move.from_held_before_on) if move.from_held_before_on else "",
            ),
            (
                "to",
                _("The course after"),
                course_title(workspace, move.to_programme, move.to_version),
            ),
            ("to_track", pgettext("fact", "Its track"), move.to_track),
            ("lines", _("Counted as held there"), listed(each.plan_id for each in counted)),
            ("planned", _("In the calendar then"), listed(each.plan_id for each in move.planned)),
            ("by", pgettext("fact", "Decided by"), move.decided_by),
            ("undone", pgettext("fact", "Taken back on"), undone),
            ("undone_by", pgettext("fact", "Taken back by"), move.undone_by),
            ("reason", pgettext("fact", "Why"), move.reason),
            ("undo_reason", _("Why it was taken back"), move.undo_reason),
            *(
                (f"line:{each.plan_id}", why.format(session=each.plan_id), each.reason)
                for each in move.lines
                if each.reason
            ),
        ]
        title = _("Another course followed, {day}").format(day=day_words(move.decided_at))
        yield AccessItem(key, title, lines_of(key, facts))


def _overrides(workspace: Workspace, client_id: str) -> Iterator[AccessItem]:
    for override in course_events.overrides_for_client(workspace.caseload, client_id):
        key = f"override:{override.id}"
        day = day_words(override.overridden_at)
        gates = programme_when(workspace, client_id, override.overridden_at).gates
        named = (each.text for each in gates if each.id == override.gate_id)
        facts: list[Fact] = [
            ("gate", pgettext("fact", "Condition"), next(named, override.gate_id)),
            ("session", pgettext("fact", "Session"), override.plan_id),
            ("reason", pgettext("fact", "Why"), override.reason),
            ("agreed", pgettext("fact", "Agreed with"), override.supervisor),
        ]
        title = _("A session begun before a condition was met, {day}").format(day=day)
        yield AccessItem(key, title, lines_of(key, facts))


def _session(workspace: Workspace, appointment: Appointment) -> AccessItem:
    key = f"session:{appointment.id}"
    at = appointment.planned_for.astimezone()
    plan = known_plan(workspace, appointment)
    facts: list[Fact] = [
        ("state", pgettext("fact", "State"), _(STATES[appointment.state])),
        ("mode", _("How you met"), _(HOW_WORDS[appointment.mode])),
        ("place", _("Where you met"), appointment.place),
        ("held_by", pgettext("fact", "Held by"), appointment.held_by),
        (
            "attendance",
            pgettext("fact", "Attendance"),
            _(ATTENDANCE.get(appointment.attendance, "")),
        ),
        ("broken_off", _("How it ended"), _(ENDINGS[ending_of(appointment)])),
        *_moved(appointment),
        *_skipped(workspace, appointment, plan),
        *_ratings(workspace, appointment, plan),
    ]
    title = _("{title}, {day}, {time}").format(
        title=plan.public_title if plan else appointment.plan_id,
        day=written_day(at.date()),
        time=clock_time(at),
    )
    return AccessItem(key, title, lines_of(key, facts))


def _moved(appointment: Appointment) -> Iterator[Fact]:
    if appointment.first_planned_for is not None:
        first = written_moment(appointment.first_planned_for.astimezone())
        yield "first_planned_for", _("First planned for"), first
    if appointment.minutes is not None:
        words = ngettext("{count} minute", "{count} minutes", appointment.minutes)
        yield "minutes", _("Planned to last"), words.format(count=appointment.minutes)


def _skipped(
    workspace: Workspace, appointment: Appointment, plan: SessionPlan | None
) -> Iterator[Fact]:
    titles = {each.id: each.title for each in plan.steps} if plan else {}
    for mark in appointments.step_marks(workspace.caseload, appointment.id):
        if mark.mark == "skipped":
            what = _("Skipped: {step}").format(step=titles.get(mark.step_id, mark.step_id))
            yield f"step:{mark.step_id}", what, mark.reason or _("No reason was recorded")


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

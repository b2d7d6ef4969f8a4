"""The gates before a session: what they look at, and passing a hard one with a second person."""

import re
from collections.abc import Iterable
from datetime import datetime

from programme.course.gates import GateFacts, closed_gates, forms_asked, guarded
from programme.course.progress import sessions_held
from programme.definition.definition import Programme
from programme.definition.requirements import Gate
from programme.errors import UnknownSession
from programme.fidelity.fidelity import best_of, complete_modules
from session_forms.answers import Answers
from session_forms.words.reason_words import says_why
from therapist_app.record.clients import (
    alerts,
    appointments,
    course_events,
    course_moves,
    fidelity,
)
from therapist_app.record.database.audit import note
from therapist_app.record.model import Appointment, FilledForm, GateOverride
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import (
    course_facts,
    meetings_before,
    of_present_course,
    plan_ids_of,
)
from therapist_app.workflows.course.limits_before import told_before
from therapist_app.workflows.course.time_away import time_away
from therapist_app.workflows.errors import ProgrammeMissing, StepRefused
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.workspace import Workspace


def gates_before(workspace: Workspace, client_id: str, *points: str) -> tuple[Gate, ...]:
    """Return the gates that stand closed before a session, or two held together, of a client.

    An override is for the session before which it was given. Of a client who had held sessions
    before this record, one of a gate that stands before these is given once for the course: what
    it asks for was done there, and will not come into this record by itself.

    Raises:
        ProgrammeMissing: The client's version is not installed, and what stands in lacks a session.

    """
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    passed = passed_here(workspace, client_id)
    standing = guarded(programme, client.held_before)
    found: dict[str, Gate] = {}
    for point in points:
        here = frozenset(
            each.gate_id for each in passed if each.plan_id in points or each.gate_id in standing
        )
        facts = gate_facts(workspace, client_id, here)
        try:
            closed = closed_gates(programme, point, facts, client.track)
        except UnknownSession:
            if missing := workspace.missing_programme(client):
                raise ProgrammeMissing(missing) from None
            raise
        found.update({gate.id: gate for gate in closed})
    return tuple(found.values())


def gate_facts(
    workspace: Workspace, client_id: str, passed: frozenset[str] = frozenset()
) -> GateFacts:
    """Return what the gates look at, for one client."""
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    booked = appointments.for_client(workspace.caseload, client_id)
    filled = fitting_forms.for_client(workspace, client_id)
    return GateFacts(
        fillings=_fillings(workspace, client_id, forms_asked(programme), booked, filled),
        unacknowledged_alerts=len(alerts.unacknowledged(workspace.caseload, client_id)),
        overridden=passed,
        complete_modules=complete_modules(
            programme, ratings_by_plan(workspace, client_id, programme)
        ),
        limits_told_before=told_before(workspace, client_id) is not None
        and not begins_again_here(workspace, client_id),
        away=time_away(workspace, client_id, programme, booked, filled),
        held=frozenset(sessions_held(programme, course_facts(client, booked))),
    )


def passed_here(workspace: Workspace, client_id: str) -> tuple[GateOverride, ...]:
    """Return the gates that were passed in the course that a client follows, oldest first.

    A supervisor let them pass in that course and no other: what was passed before they went on
    with it opens nothing here.
    """
    began = began_this_course(workspace, client_id)
    found = course_events.overrides_for_client(workspace.caseload, client_id)
    return tuple(each for each in found if began is None or each.overridden_at >= began)


def began_this_course(workspace: Workspace, client_id: str) -> datetime | None:
    """Return when a client went on with the course they follow; None where it is their first."""
    moves = course_moves.that_stand(workspace.caseload, (client_id,))
    return moves[-1].decided_at if moves else None


def begins_again_here(workspace: Workspace, client_id: str) -> bool:
    """Return whether a client follows their course once more, after it had ended."""
    moves = course_moves.that_stand(workspace.caseload, (client_id,))
    return bool(moves) and moves[-1].from_programme == moves[-1].to_programme


def override_gate(
    workspace: Workspace,
    client_id: str,
    gate_id: str,
    plan_id: str,
    *,
    reason: str,
    supervisor: str,
) -> None:
    """Pass a hard gate with a reason and a named supervisor; it is shown in the report.

    Where the name is that of a colleague here, they are told at their next sign-in.
    """
    if not says_why(reason) or not supervisor.strip():
        raise StepRefused(gate_id, "reason")
    override = GateOverride(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        gate_id=gate_id,
        plan_id=plan_id,
        reason=reason.strip(),
        supervisor=supervisor.strip(),
        overridden_at=workspace.now(),
    )
    with workspace.caseload.change("gate_overridden", override.id, (gate_id, plan_id)):
        course_events.add_override(workspace.caseload, override)
        for uid in colleagues_named(workspace, override.supervisor):
            note(workspace.service, "named_as_agreeing", f"person:{uid}")


def colleagues_named(workspace: Workspace, typed: str) -> tuple[str, ...]:
    """Return the uid of each colleague whose whole name was typed, whatever stands beside it.

    Less than a whole name counts where it is part of one colleague's name alone.
    """
    said, me = _words(typed), workspace.vault.person.uid
    others = [each for each in workspace.vault.header.people if each.uid != me]
    whole = tuple(each.uid for each in others if _words(each.name) <= said)
    part = tuple(each.uid for each in others if said and said <= _words(each.name))
    return whole or (part if len(part) == 1 else ())


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold()))


def ratings_by_plan(
    workspace: Workspace, client_id: str, programme: Programme
) -> dict[str, dict[str, str]]:
    """Return the fidelity ratings of each session, all its meetings together."""
    found: dict[str, dict[str, str]] = {}
    rated = fidelity.for_client(workspace.caseload, client_id)
    for appointment in of_present_course(appointments.for_client(workspace.caseload, client_id)):
        ratings = rated.get(appointment.id, {})
        for plan_id in plan_ids_of(appointment) if ratings else ():
            plan = programme.session_plans.get(plan_id)
            items = {item.id for item in plan.fidelity} if plan else set()
            own = {item: rating for item, rating in ratings.items() if item in items}
            found[plan_id] = best_of(found.get(plan_id, {}), own)
    return found


def _fillings(
    workspace: Workspace,
    client_id: str,
    wanted: frozenset[str],
    booked: Iterable[Appointment],
    all_filled: Iterable[FilledForm],
) -> dict[str, tuple[Answers, ...]]:
    """Return the finished fillings of some forms, oldest first.

    One that was begun in the first meeting of a split session and gone on with in the next is
    one filling, as it stands last. What was filled in before the client went on with this course
    counts where it is the same: the same form in the version that this course has. Nothing of
    before counts in a course that was begun once more.
    """
    pinned = workspace.programme_for(client_id).forms
    began, is_again = (
        began_this_course(workspace, client_id),
        begins_again_here(workspace, client_id),
    )
    by_id = {each.id: each for each in booked}
    found: dict[str, dict[str, Answers]] = {form_id: {} for form_id in wanted}
    for filled in sorted(all_filled, key=given_at):
        is_of_before = began is not None and given_at(filled) < began
        if is_of_before and (is_again or filled.form_version != pinned.get(filled.form_id)):
            continue
        if filled.form_id in wanted and filled.status == "finished":
            appointment = by_id.get(filled.appointment_id or "")
            occasion = _first_meeting(workspace, appointment) if appointment else filled.id
            found[filled.form_id].pop(occasion, None)
            found[filled.form_id][occasion] = workspace.answers_of(filled)
    return {form_id: tuple(each.values()) for form_id, each in found.items()}


def _first_meeting(workspace: Workspace, appointment: Appointment) -> str:
    return (appointment, *meetings_before(workspace, appointment))[-1].id

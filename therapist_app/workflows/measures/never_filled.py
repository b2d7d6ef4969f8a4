"""Measures that were due in a session that is closed, and that nobody filled in since.

They are told until they are filled in, also late and from paper, until the same measure is filled
in at a later session, or until the course has ended: then nobody can be asked any more.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programme.course.slots import MeasureSlot
from therapist_app.record.clients import appointments, clients, filled_forms
from therapist_app.record.model import Appointment, Client
from therapist_app.workflows.course.chosen_measures import measures_of
from therapist_app.workflows.course.following_a_plan import of_present_course, plan_ids_of
from therapist_app.workflows.policies.form_use import is_excluded
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NeverFilled:
    """One measure that was due and is not there.

    Attributes:
        place: The session in which it was due, as `S05`.
        day: When that session was held.

    """

    form_id: str
    title: str
    place: str
    day: date


def never_filled(workspace: Workspace, client_id: str) -> tuple[NeverFilled, ...]:
    """Return the measures that closed sessions of a client left behind."""
    return never_filled_of(workspace, (client_id,))[client_id]


def never_filled_of(
    workspace: Workspace, client_ids: Iterable[str]
) -> Mapping[str, tuple[NeverFilled, ...]]:
    """Return the same of several clients by id, in three readings."""
    known = clients.with_ids(workspace.caseload, client_ids)
    finished = filled_forms.slots_finished(workspace.caseload, known)
    closed: dict[str, list[Appointment]] = {each: [] for each in known}
    for held in of_present_course(appointments.of_clients(workspace.caseload, known)):
        if held.state == "signed" and not held.rest_follows:
            closed[held.client_id].append(held)
    return {each: tuple(_left(workspace, known[each], closed[each], finished)) for each in known}


def _left(
    workspace: Workspace,
    client: Client,
    closed: Iterable[Appointment],
    finished: Container[tuple[str, str]],
) -> Iterable[NeverFilled]:
    if client.status == "ended" or workspace.missing_programme(client):
        return ()
    programme = workspace.programme_of(client)
    missing: dict[str, NeverFilled] = {}
    for held in closed:
        day = held.planned_for.astimezone().date()
        for plan_id in plan_ids_of(held):
            for form_id in measures_of(workspace, programme.session_plan(plan_id)):
                slot = MeasureSlot(form_id, plan_id, held.occurrence)
                form = workspace.form_in(programme, form_id)
                if (client.id, slot.name) in finished:
                    missing.pop(form_id, None)
                elif not is_excluded(workspace, form):
                    missing[form_id] = NeverFilled(form_id, form.short_title, slot.place, day)
    return missing.values()

"""A form from the record to the screen: the one that was begun, or a fresh one.

What is finished is only read; correcting it takes a reason (`correcting_forms`). A form that
several steps of a running session name is one form, gone on with until the last of them is done.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from programme.course.slots import MeasureSlot
from session_forms.filling import prefill
from session_forms.filling.filling import FormState, start
from session_forms.form.definition import FormDefinition
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import appointments, filled_forms, signatures
from therapist_app.record.model import Appointment, FilledBy, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import (
    agenda_of,
    programme_of_meeting,
    slots_of,
)
from therapist_app.workflows.forms.paper_facts import asks_for_its_day
from therapist_app.workflows.forms.prefilling_forms import first_answers, form_context
from therapist_app.workflows.forms.reference import refuse_without_text
from therapist_app.workflows.policies.form_use import refuse_excluded
from therapist_app.workflows.workspace import Workspace

RUNNING = frozenset({"in_progress", "on_hold"})


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form as the screen gets it, and the row it will be kept in.

    Attributes:
        may_correct: Whether it is read only because it is finished, so that it can be corrected.
        newest_aside: The day of a newer one that no form here fits, where this one takes its
            place; None where there is none.

    """

    filled: FilledForm
    state: FormState
    client_code: str
    saved_at: datetime | None
    read_only: bool
    may_correct: bool = False
    newest_aside: date | None = None


def open_form(
    workspace: Workspace,
    client_id: str,
    form_id: str,
    *,
    appointment_id: str | None = None,
    filled_by: FilledBy = "together",
) -> OpenForm:
    """Return the client's form: the one begun in this appointment, or a fresh one.

    A measure of a session that goes on from an earlier meeting may stand there already, since both
    fill one slot; a draft of a signed meeting stays as it was, and is begun anew.
    Nothing is written until the first answer is kept. While the client's record is restricted the
    form is only read.

    Raises:
        FormExcluded: The form may not be used here, and was not begun before.
        NoLocalText: The form rests on a local text, none is approved and in date, and the form
            was not begun before.

    """
    stored, due = _begun(workspace, client_id, form_id, appointment_id), None
    if stored is None:
        due = _slot_due(workspace, form_id, appointment_id)
        stored = _begun_earlier(workspace, client_id, due)
    if stored is not None:
        filled, form = stored, workspace.form_of(stored)
        if filled_by == "client" and filled.status == "draft" and filled.filled_by == "together":
            filled = replace(filled, filled_by=filled_by)  # kept with the first answer of theirs
    else:
        form = workspace.form_for(workspace.client(client_id), form_id)
        refuse_excluded(workspace, form)
        refuse_without_text(workspace, form, workspace.today())
        slot = _slot(workspace, client_id, form_id, appointment_id, due)
        filled = fresh_form(workspace, client_id, form, appointment_id, slot, filled_by=filled_by)
    context = form_context(workspace, filled, form)
    answers = (
        workspace.answers_of(stored)
        if stored is not None
        else first_answers(workspace, filled, form, context)
    )
    if filled.status == "draft":
        answers = prefill.refreshed(form, context, answers)
    saved_at = stored.changed_at if stored else None
    opened = _opened(workspace, filled, start(form, context, answers), saved_at)
    aside = fitting_forms.newest_aside(workspace, client_id, form_id)
    return replace(opened, newest_aside=aside)


def reopen_form(workspace: Workspace, filled_form_id: str) -> OpenForm:
    """Return a form that is in the record already, as it counts; or a correction that was begun.

    Raises:
        RecordBug: There is no such filled form.

    """
    filled = filled_forms.load(workspace.caseload, filled_form_id)
    first = filled_forms.as_it_counts(workspace.caseload, filled_form_id)
    if not is_open_correction(filled):
        filled = first
    form = workspace.form_of(filled)
    context = form_context(workspace, first, form)
    state = start(form, context, workspace.answers_of(filled))
    return _opened(workspace, filled, state, filled.changed_at)


def fresh_form(
    workspace: Workspace,
    client_id: str,
    form: FormDefinition,
    appointment_id: str | None,
    slot: str | None,
    *,
    filled_by: FilledBy,
) -> FilledForm:
    """Return a draft that nothing is answered in yet; it is not kept by this."""
    now = workspace.now()
    return FilledForm(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        appointment_id=appointment_id,
        form_id=form.id,
        form_version=form.version,
        slot=slot,
        status="draft",
        filled_by=filled_by,
        answers="{}",
        started_at=now,
        changed_at=now,
    )


def is_signed(workspace: Workspace, appointment_id: str | None) -> bool:
    """Return whether the note of a session is signed; outside a session nothing is."""
    return appointment_id is not None and bool(
        signatures.for_appointment(workspace.caseload, appointment_id)
    )


def is_open_correction(filled: FilledForm) -> bool:
    """Return whether this is a correction that is not finished."""
    return filled.amends is not None and filled.status == "draft"


def may_change(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether the answers of a form may still be changed without a reason."""
    if is_open_correction(filled):
        return True
    if is_signed(workspace, filled.appointment_id):
        return False
    return filled.status == "draft" or _is_gone_on_with(workspace, filled)


def _opened(
    workspace: Workspace, filled: FilledForm, state: FormState, saved_at: datetime | None
) -> OpenForm:
    is_restricted = protection.restriction_of(workspace.caseload, filled.client_id) is not None
    read_only = is_restricted or not may_change(workspace, filled)
    is_kept = filled.status == "finished" and filled.form_id != filled_forms.NOTE_FORM
    return OpenForm(
        filled=filled,
        state=state,
        client_code=workspace.client(filled.client_id).code,
        saved_at=saved_at,
        read_only=read_only,
        may_correct=read_only and is_kept and not is_restricted,
    )


def _begun(
    workspace: Workspace, client_id: str, form_id: str, appointment_id: str | None
) -> FilledForm | None:
    for filled in reversed(fitting_forms.for_client(workspace, client_id, form_id)):
        is_begun = appointment_id is not None or _is_draft_at_the_screen(workspace, filled)
        if is_begun and filled.appointment_id == appointment_id:
            return filled
    return None


def _begun_earlier(
    workspace: Workspace, client_id: str, due: MeasureSlot | None
) -> FilledForm | None:
    """Return what an earlier meeting of the same session filled a slot with; no signed draft."""
    earlier = filled_forms.in_slot(workspace.caseload, client_id, due.name) if due else None
    if earlier is None or earlier.status == "finished" or may_change(workspace, earlier):
        return earlier
    return None


def _is_draft_at_the_screen(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether a draft was begun here; one from paper is gone on with as such."""
    form = workspace.form_of(filled)
    return filled.status == "draft" and (filled.filled_by != "paper" or asks_for_its_day(form))


def _is_gone_on_with(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether several steps of a running session name a form, and one is still to come."""
    if filled.appointment_id is None:
        return False
    appointment = appointments.load(workspace.caseload, filled.appointment_id)
    if appointment.state not in RUNNING:
        return False
    naming = [
        each.id for each in agenda_of(workspace, appointment) if each.form_id == filled.form_id
    ]
    marked = {each.step_id for each in appointments.step_marks(workspace.caseload, appointment.id)}
    return len(naming) > 1 and not marked.issuperset(naming)


def _slot(
    workspace: Workspace,
    client_id: str,
    form_id: str,
    appointment_id: str | None,
    due: MeasureSlot | None,
) -> str | None:
    """Return the slot a measure fills, `due` or not; None where it is none, or is there already.

    A validated measure that the programme asks for in another session counts here as well, so that
    what was given in between stands in the client's line.
    """
    if appointment_id is None:
        return None
    appointment = appointments.load(workspace.caseload, appointment_id)
    slot = due or _slot_between(workspace, appointment, form_id)
    if slot is None or filled_forms.in_slot(workspace.caseload, client_id, slot.name) is not None:
        return None
    return slot.name


def _slot_due(workspace: Workspace, form_id: str, appointment_id: str | None) -> MeasureSlot | None:
    if appointment_id is None:
        return None
    appointment = appointments.load(workspace.caseload, appointment_id)
    return next(
        (each for each in slots_of(workspace, appointment) if each.form_id == form_id), None
    )


def _slot_between(
    workspace: Workspace, appointment: Appointment, form_id: str
) -> MeasureSlot | None:
    programme = programme_of_meeting(workspace, appointment)
    asked = {
        each
        for plan in programme.session_plans.values()
        for each in (*plan.measures, *plan.optional_measures)
    }
    if form_id not in asked or not workspace.form_in(programme, form_id).validated:
        return None
    return MeasureSlot(form_id, appointment.plan_id, appointment.occurrence)

"""Entering a form that was filled in on paper: its own day, its own rater, one slot."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from programme.course.slots import read_slot
from session_forms.answers import answers_to_json
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import BEGUN_OR_HELD, Appointment, FilledForm, Rater
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import slots_of
from therapist_app.workflows.forms.opening_forms import OpenForm, fresh_form, reopen_form
from therapist_app.workflows.forms.paper_facts import answers_from_facts
from therapist_app.workflows.forms.reference import refuse_without_text
from therapist_app.workflows.policies.form_use import refuse_excluded
from therapist_app.workflows.workspace import Workspace

A_YEAR = timedelta(days=365)
NEAR_DAYS = 3
"""A paper form from so many days around a session is taken to belong to it."""

DayProblem = Literal["", "future", "before_start"]


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """A session whose measure is not there yet.

    Attributes:
        slot: The slot it would fill, as `phq-9@S02`.
        plan_id: The session plan, with the time where it is held again, as `EX#2`.
        day: The day of the session.
        appointment_id: The session it is kept with; None once its note is signed.

    """

    slot: str
    plan_id: str
    day: date
    appointment_id: str | None


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form on paper that is to be entered.

    Attributes:
        filled_on: The day on the paper.
        rater: Who filled it in.
        slot: The slot it fills; None where it is no measure of a session.

    """

    client_id: str
    form_id: str
    filled_on: date
    rater: Rater
    slot: PaperSlot | None = None


def day_problem(workspace: Workspace, client_id: str, day: date) -> DayProblem:
    """Return why a paper form cannot be from a day, or nothing."""
    if day > workspace.today():
        return "future"
    return "before_start" if day < first_day(workspace, client_id) else ""


def first_day(workspace: Workspace, client_id: str) -> date:
    """Return the first day that can stand on a paper: a year before the work with a client began.

    Another service, or a waiting list, may have given a form before.
    """
    return workspace.client(client_id).created_on - A_YEAR


def open_slots(workspace: Workspace, client_id: str, form_id: str) -> tuple[PaperSlot, ...]:
    """Return the sessions in which a form was due and is not there, the latest last."""
    found: dict[str, PaperSlot] = {}
    for held in appointments.for_client(workspace.caseload, client_id):
        for due in slots_of(workspace, held) if held.state in BEGUN_OR_HELD else ():
            slot = due.name
            if due.form_id == form_id and not filled_forms.in_slot(
                workspace.caseload, client_id, slot
            ):
                found[slot] = _slot(held, slot)
    return tuple(found.values())


def likely_slot(slots: tuple[PaperSlot, ...], day: date) -> PaperSlot | None:
    """Return the slot of the session nearest to a day, within three days."""
    near = [each for each in slots if abs((each.day - day).days) <= NEAR_DAYS]
    return min(near, key=lambda each: abs((each.day - day).days), default=None)


def begin_paper_form(workspace: Workspace, paper: PaperForm) -> OpenForm:
    """Keep the day, the rater and the slot of a paper form, and return it to be filled in.

    One that was begun for the same day and slot is gone on with.

    Raises:
        RecordBug: The day cannot be; ask `day_problem` first.
        FormExcluded: The form may not be used here.
        NoLocalText: The form rests on a local text, and none was in date on the paper's day.

    """
    form = workspace.form_for(workspace.client(paper.client_id), paper.form_id)
    refuse_excluded(workspace, form)
    if day_problem(workspace, paper.client_id, paper.filled_on):
        raise RecordBug("paper-day")
    begun = _begun(workspace, paper)
    if begun is not None:
        return reopen_form(workspace, begun.id)
    refuse_without_text(workspace, form, paper.filled_on)
    fresh = fresh_form(
        workspace,
        paper.client_id,
        form,
        paper.slot.appointment_id if paper.slot else None,
        paper.slot.slot if paper.slot else None,
        filled_by="paper",
    )
    answers = answers_to_json(answers_from_facts(form, paper.filled_on, paper.rater))
    begun = replace(fresh, filled_on=paper.filled_on, rater=paper.rater, answers=answers)
    filled_forms.add(workspace.caseload, begun)
    return reopen_form(workspace, fresh.id)


def _slot(held: Appointment, slot: str) -> PaperSlot:
    day = held.took_place_at.astimezone().date()
    kept_with = None if held.state == "signed" else held.id
    return PaperSlot(slot, read_slot(slot).place, day, kept_with)


def _begun(workspace: Workspace, paper: PaperForm) -> FilledForm | None:
    slot = paper.slot.slot if paper.slot else None
    for filled in fitting_forms.for_client(workspace, paper.client_id, paper.form_id):
        same_paper = filled.filled_on == paper.filled_on and filled.slot == slot
        if same_paper and filled.status == "draft":
            return filled
    return None

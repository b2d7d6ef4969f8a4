"""Last time's work, beside this time's."""

from dataclasses import dataclass
from datetime import datetime

from session_forms.answers import QuestionId
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.model import Appointment, FilledForm
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.workspace import Workspace

# What every session looks back at, as (form, question).
ALWAYS = (
    ("practice-plan", "what"),
    ("practice-plan", "when_where"),
    ("session-note", "plan"),
    ("session-feedback", "change_next_time"),
)


@dataclass(frozen=True, slots=True)
class LastItem:
    """One thing worth coming back to: the question and what was answered."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """The session before this one, and its work that matters now."""

    plan_id: str
    title: str
    held_at: datetime
    items: tuple[LastItem, ...]
    same_form: tuple[LastItem, ...]
    same_form_title: str


def last_time(
    workspace: Workspace, appointment: Appointment, form_id: str | None
) -> LastTime | None:
    """Return what the session before `appointment` left, or None before the second session."""
    earlier = [
        each
        for each in appointments.for_client(workspace.caseload, appointment.client_id)
        if each.state in ("held", "signed")
        and each.id != appointment.id
        and each.planned_for <= appointment.planned_for
    ]
    if not earlier:
        return None
    before = earlier[-1]
    filled = filled_forms.for_appointment(workspace.caseload, before.id)
    same = _earlier_version(workspace, appointment, form_id)
    return LastTime(
        plan_id=before.plan_id,
        title=plan_of(workspace, before).public_title,
        held_at=before.started_at or before.planned_for,
        items=tuple(
            item
            for wanted, question_id in ALWAYS
            for each in filled
            if each.form_id == wanted
            for item in _items(workspace, each, (question_id,))
        ),
        same_form=_items(workspace, same, ()) if same else (),
        same_form_title=workspace.forms.latest(same.form_id).short_title if same else "",
    )


def answered_items(workspace: Workspace, filled: FilledForm) -> tuple[LastItem, ...]:
    """Return every answered question of a filled form, in words."""
    return _items(workspace, filled, ())


def _earlier_version(
    workspace: Workspace, appointment: Appointment, form_id: str | None
) -> FilledForm | None:
    if form_id is None or form_id == "risk-check":  # the safety check is asked afresh, not compared
        return None
    found = [
        each
        for each in filled_forms.for_client(workspace.caseload, appointment.client_id, form_id)
        if each.appointment_id != appointment.id and each.status == "finished"
    ]
    return found[-1] if found else None


def _items(
    workspace: Workspace, filled: FilledForm, wanted: tuple[str, ...]
) -> tuple[LastItem, ...]:
    form = workspace.form_of(filled)
    answers = workspace.answers_of(filled)
    names = reference_names(workspace)
    asked = reopen_form(workspace, filled.id).state  # in the words of that time
    return tuple(
        LastItem(asked.question_state(question.id).prompt, answer_words(question, given, names))
        for question in form.questions
        if (given := answers.get(QuestionId(question.id))) is not None
        and (not wanted or question.id in wanted)
    )

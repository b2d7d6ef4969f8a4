"""What waits for an answer of a form: a step that opens after it, a gate, an alert that is open.

It is said while the form can still be filled in; once it is finished, only a correction helps.
"""

from collections.abc import Iterator

from programme.definition.requirements import AnswerRequirement
from programme.words.form_words import wanted_answers
from session_forms.filling.filling import FormState
from session_forms.words.texts import _
from therapist_app.record.clients import alerts, appointments
from therapist_app.record.model import Appointment, FilledForm
from therapist_app.workflows.course.following_a_plan import agenda_of
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.sessions.before_signing import gates_due
from therapist_app.workflows.workspace import Workspace


def awaited_in(workspace: Workspace, opened: OpenForm) -> tuple[AnswerRequirement, ...]:
    """Return the answers of a form that something waits for, one for each question.

    An alert that is open waits for a plan that is complete. A form that belongs to no session
    keeps no session waiting; nor does one that a later step names as well, as long as that one is
    still to come: there it is gone on with.
    """
    here = (*_by_session(workspace, opened.filled), *_by_alerts(workspace, opened.filled))
    return tuple({each.question: each for each in here}.values())


def _by_session(workspace: Workspace, filled: FilledForm) -> tuple[AnswerRequirement, ...]:
    if filled.appointment_id is None:
        return ()
    appointment = appointments.load(workspace.caseload, filled.appointment_id)
    if comes_again(workspace, appointment, filled.form_id):
        return ()
    return tuple(each for each in _awaited(workspace, appointment) if each.form == filled.form_id)


def _by_alerts(workspace: Workspace, filled: FilledForm) -> tuple[AnswerRequirement, ...]:
    """Return what makes a plan count for the alerts that ask for it; else its way is gone twice."""
    complete: dict[str, str] = pathway()["whole"].get(filled.form_id, {})
    waiting = alerts.unacknowledged(workspace.caseload, filled.client_id) if complete else ()
    if not any(filled.form_id in pathway()["records"][each.stream]["plan"] for each in waiting):
        return ()
    return tuple(
        AnswerRequirement(form=filled.form_id, question=question, equals=wanted)
        for question, wanted in complete.items()
    )


def comes_again(workspace: Workspace, appointment: Appointment, form_id: str) -> bool:
    """Return whether a later step of the meeting has the form as well: there it is gone on with."""
    steps = agenda_of(workspace, appointment)
    ids = [each.id for each in steps]
    at = ids.index(appointment.current_step) if appointment.current_step in ids else 0
    return any(each.form_id == form_id for each in steps[at + 1 :])


def awaited_words(state: FormState, requirement: AnswerRequirement) -> str:
    """Return the question that the course waits for, and the answer that will do."""
    asked = state.question_state(requirement.question)
    answers = wanted_answers(requirement, asked.question)
    return _("“{question}”: {answers}").format(question=asked.prompt, answers=answers)


def _awaited(workspace: Workspace, appointment: Appointment) -> Iterator[AnswerRequirement]:
    for step in agenda_of(workspace, appointment):
        if step.opens_after is not None:
            yield step.opens_after
    for gate, _steps in gates_due(workspace, appointment):
        yield from (each for each in gate.requires if isinstance(each, AnswerRequirement))

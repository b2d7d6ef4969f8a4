"""What stands between a session and its signature: the one place where that rule is written.

It holds whatever the programme's files say. An alert is answered first. A session that was held
has its safety check, with an answer to each critical question; one that is finished has also
met every hard gate that falls due in it. For neither of the two there is a box for a reason.
Any other step is done or left out with a reason. Where the client left before, the session is
broken off: then reaching them is promised instead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from programme.course.gates import is_met
from programme.definition.definition import Step
from programme.definition.requirements import AnswerRequirement, Gate
from programme.words.form_words import wanted_answers
from session_forms.filling.filling import FormState
from therapist_app.record.model import CAME, Appointment
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import agenda_of, meetings_before
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.following_the_pathway import safety_check_of
from therapist_app.workflows.sessions.passing_gates import gate_facts
from therapist_app.workflows.sessions.seeing_a_session import open_steps
from therapist_app.workflows.workspace import Workspace

BlockerKind = Literal["alert", "running", "safety", "gate", "steps", "attendance", "empty"]
Lack = Literal["answer", "finish", "correct"]


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands between the note and its signature, and where to act.

    Attributes:
        step_id: The step to go to; empty where it is none.
        form_id: The form that lacks something; empty where it is none.
        words: What is lacking, in the programme's own words.
        step: The title of the step whose form keeps a gate closed.
        question: The question of that form it turns on; empty where it is only to be finished.
        wanted: The answers of which one will do for the gate, in words.
        lack: What that form lacks: an answer, being finished, or, finished, being corrected.

    """

    kind: BlockerKind
    step_id: str = ""
    form_id: str = ""
    words: str = ""
    step: str = ""
    question: str = ""
    lack: Lack = "answer"
    wanted: str = ""


def blockers(
    workspace: Workspace, appointment: Appointment, note: FormState
) -> tuple[Blocker, ...]:
    """Return what must be done before the note can be signed, the most pressing first."""
    return tuple(_blockers(workspace, appointment, note))


def lacks_safety_check(workspace: Workspace, appointment: Appointment) -> bool:
    """Return whether the safety check of a meeting lacks an answer that is critical, or is not."""
    return any(_unsafe(workspace, appointment))


def steps_that_lack(workspace: Workspace, appointment: Appointment) -> frozenset[str]:
    """Return the steps whose form does not say what the session needs of it, marked or not."""
    lacking = (*_unsafe(workspace, appointment), *_closed_gates(workspace, appointment))
    return frozenset(each.step_id for each in lacking if each.step_id)


def _blockers(workspace: Workspace, appointment: Appointment, note: FormState) -> Iterator[Blocker]:
    if open_alerts(workspace, appointment.client_id):
        yield Blocker("alert")
    if appointment.state not in ("held", "signed"):
        yield Blocker("running")
    elif not appointment.broken_off:
        yield from _unsafe(workspace, appointment)
        if not appointment.rest_follows:
            yield from _unfinished(workspace, appointment)
    came = note.question_state("attendance").answer in CAME
    if note.blocking or not came:
        yield Blocker("attendance")
    if not str(note.question_state("summary").answer or "").strip():
        yield Blocker("empty")


def _unsafe(workspace: Workspace, appointment: Appointment) -> Iterator[Blocker]:
    """Yield the safety check of a held session, while it lacks an answer that is critical."""
    check = safety_check_of(workspace, appointment)
    lacking = _critical_without_answer(workspace, appointment, check.form_id) if check else ""
    if lacking is not None:
        yield Blocker(
            "safety",
            step_id=check.step_id if check else "",
            form_id=check.form_id if check else "",
            words=lacking,
        )


def _critical_without_answer(
    workspace: Workspace, appointment: Appointment, form_id: str
) -> str | None:
    """Return the first critical question without an answer, "" without the form, None if whole."""
    filled = next(
        (
            each
            for each in fitting_forms.for_appointment(workspace, appointment.id)
            if each.form_id == form_id and each.status == "finished"
        ),
        None,
    )
    if filled is None:
        return ""
    return next(
        (
            each.prompt
            for each in reopen_form(workspace, filled.id).state.question_states()
            if each.shown and each.question.alerts and each.answer is None
        ),
        None,
    )


def _unfinished(workspace: Workspace, appointment: Appointment) -> Iterator[Blocker]:
    """Yield the gates that fall due in a finished session, and the steps without a word."""
    yield from _closed_gates(workspace, appointment)
    left = open_steps(workspace, appointment)
    if left:
        yield Blocker("steps", step_id=left[0].id, words="; ".join(each.title for each in left))


def _closed_gates(workspace: Workspace, appointment: Appointment) -> Iterator[Blocker]:
    facts = gate_facts(workspace, appointment.client_id)
    for gate, steps in gates_due(workspace, appointment):
        unmet = [each for each in gate.requires if not is_met(each, facts)]
        asked = [each for each in (*unmet, *gate.requires) if isinstance(each, AnswerRequirement)]
        if unmet:
            step = steps[asked[0].form]
            question, lack = _lack(workspace, appointment, asked[0])
            form = workspace.form_for(workspace.client(appointment.client_id), asked[0].form)
            wanted = wanted_answers(asked[0], form.question(asked[0].question))
            yield Blocker(
                "gate",
                step_id=step.id,
                form_id=asked[0].form,
                words=gate.text,
                step=step.title,
                question=question,
                lack=lack,
                wanted=wanted,
            )


def _lack(
    workspace: Workspace, appointment: Appointment, requirement: AnswerRequirement
) -> tuple[str, Lack]:
    """Return the prompt of the question that a gate turns on, and what its form lacks here."""
    filled = next(
        (
            each
            for meeting in (appointment, *meetings_before(workspace, appointment))
            for each in reversed(fitting_forms.for_appointment(workspace, meeting.id))
            if each.form_id == requirement.form
        ),
        None,
    )
    if filled is None:
        client = workspace.client(appointment.client_id)
        form = workspace.form_for(client, requirement.form)
        return form.question(requirement.question).prompt, "answer"
    state = reopen_form(workspace, filled.id).state
    asked = state.question_state(requirement.question)
    if filled.status == "finished":
        return asked.prompt, "correct"
    if state.blocking:
        return state.question_state(state.blocking[0].id).prompt, "answer"
    if asked.answer is None:
        return asked.prompt, "answer"
    return "", "finish"


def gates_due(
    workspace: Workspace, appointment: Appointment
) -> Iterator[tuple[Gate, Mapping[str, Step]]]:
    """Yield each hard gate all of whose forms stand on steps of this session that always happen.

    With each goes the step of every form.
    """
    meetings = (appointment, *meetings_before(workspace, appointment))
    always = {
        each.form_id: each
        for meeting in reversed(meetings)
        for each in agenda_of(workspace, meeting)
        if each.skippable == "never" and each.form_id
    }
    for gate in workspace.programme_for(appointment.client_id).gates:
        asked = [each.form for each in gate.requires if isinstance(each, AnswerRequirement)]
        if gate.kind == "hard" and asked and all(form in always for form in asked):
            yield gate, always

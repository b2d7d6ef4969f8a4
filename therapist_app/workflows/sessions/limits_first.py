"""The limits of confidentiality are told before a client answers anything alone.

What is asked for is what the gate asks for that stands before the second session: the form in
which the local text is read, with the answer that shows that it was understood. What the programme
places before that form, and the form itself, may be handed over all the same.
"""

from collections.abc import Iterable, Iterator

from programme.course.gates import is_met
from programme.definition.definition import Programme
from programme.definition.requirements import AnswerRequirement, Gate
from session_forms.form.definition import FormDefinition
from session_forms.questions.references import JurisdictionQuestion
from therapist_app.workflows.sessions.passing_gates import gate_facts, passed_here
from therapist_app.workflows.workspace import Workspace


def limits_to_tell(workspace: Workspace, client_id: str, form_ids: Iterable[str]) -> str:
    """Return the form in which the limits are still told before forms are handed to a client.

    It is "" where they were told, here or before this record, or where the programme places each of
    these forms before. Where a supervisor may let the course pass what a gate asks about that form
    besides, and did, it is as if it was told.
    """
    programme = workspace.programme_for(client_id)
    asked = list(_asked_for(workspace, client_id, programme))
    forms = {requirement.form for _gate, requirement in asked}
    early = forms | _placed_before(programme, forms)
    if all(each in early for each in form_ids):
        return ""
    passed_ids = {each.gate_id for each in passed_here(workspace, client_id)}
    facts = gate_facts(workspace, client_id)
    untold = (
        requirement.form
        for gate, requirement in asked
        if not (gate.overridable and gate.id in passed_ids) and not is_met(requirement, facts)
    )
    return next(untold, "")


def _asked_for(
    workspace: Workspace, client_id: str, programme: Programme
) -> Iterator[tuple[Gate, AnswerRequirement]]:
    """Yield what hard gates ask about a form in which the local text is read."""
    client = workspace.client(client_id)
    for gate in programme.gates:
        for each in gate.requires if gate.kind == "hard" else ():
            if isinstance(each, AnswerRequirement) and _reads_the_text(
                workspace.form_for(client, each.form)
            ):
                yield gate, each


def _reads_the_text(form: FormDefinition) -> bool:
    return any(isinstance(each, JurisdictionQuestion) and each.reads for each in form.questions)


def _placed_before(programme: Programme, forms: set[str]) -> set[str]:
    """Return the forms of the steps that a session holds before one of some forms."""
    before: set[str] = set()
    for plan in programme.session_plans.values():
        asked = [step.form_id for step in plan.steps]
        first = next((at for at, each in enumerate(asked) if each in forms), 0)
        before.update(each for each in asked[:first] if each)
    return before

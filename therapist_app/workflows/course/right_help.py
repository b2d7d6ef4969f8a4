"""Whether somebody decided that the course is the right help for a client who made contact.

Nothing here forbids: a person decides, and an emergency need not wait for it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from programme.course.gates import forms_asked
from session_forms.answers import QuestionId
from therapist_app.record.model import FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.promised_contacts import ELIGIBILITY, FIRST_CONTACT
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.workspace import Workspace

RightHelp = Literal["undecided", "taken", "else_first", "not_for_them"]
AGREEMENT = "agreement"
"""The form that a gate of a whole course asks for."""
DECIDED: Mapping[str, RightHelp] = MappingProxyType(
    {
        "this_programme": "taken",
        "else_first": "else_first",
        "other_service": "not_for_them",
        "not_wanted": "not_for_them",
    }
)
"""What the answers to the question of the decision say; asking the lead decides nothing yet."""


def right_help(workspace: Workspace, client_id: str) -> RightHelp:
    """Return what was decided of a client; one without a finished first contact counts as taken.

    Whoever was added by hand was decided on before; a first contact that is not finished is told by
    itself. A course that asks for no agreement, as one conversation, is itself a way to decide.
    """
    if AGREEMENT not in forms_asked(workspace.programme_of(workspace.client(client_id))):
        return "taken"
    asked = (FIRST_CONTACT, ELIGIBILITY)
    found = tuple(fitting_forms.for_clients(workspace, (client_id,), asked))
    called = any(each.form_id == FIRST_CONTACT and each.status == "finished" for each in found)
    return decided_in(workspace, found) if called else "taken"


def decided_in(workspace: Workspace, filled: Iterable[FilledForm]) -> RightHelp:
    """Return what the newest of these forms that is finished and asks for it decided."""
    asking = [each for each in filled if each.form_id == ELIGIBILITY and each.status == "finished"]
    if not asking:
        return "undecided"
    answer = workspace.answers_of(max(asking, key=given_at)).get(QuestionId("decision"))
    return DECIDED.get(answer, "undecided") if isinstance(answer, str) else "undecided"

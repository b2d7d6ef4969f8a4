"""How a client is reached: the number, and beside it what was agreed about using it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from session_forms.filling.filling import start
from therapist_app.record.model import FilledForm, Identity
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.forms.answer_words import state_words
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.overviews.seeing_clients import identity_of
from therapist_app.workflows.workspace import Workspace

ABOUT_REACHING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FIRST_CONTACT: ("may_contact", "safe_ways", "safe_when", "said_besides"),
        "agreement": ("contact_rules", "emergency_contact_consent"),
        "ending": ("contact_rules",),
    }
)
"""The questions whose answers must be known before somebody calls, by the form that asks them."""


@dataclass(frozen=True, slots=True)
class ContactRule:
    """One thing that was agreed about reaching a client.

    Attributes:
        asked: The question, in its own words.
        agreed: The answer in words.
        title: The short title of the form.
        day: The day of its answers.

    """

    asked: str
    agreed: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Reach:
    """Who a client is, and what was agreed about reaching them."""

    identity: Identity
    rules: tuple[ContactRule, ...]


def reach_of(workspace: Workspace, client_id: str) -> Reach:
    """Return how a client is reached; reading it is an audit event."""
    return Reach(identity_of(workspace, client_id), contact_rules(workspace, client_id))


def contact_rules(workspace: Workspace, client_id: str) -> tuple[ContactRule, ...]:
    """Return what was agreed about reaching a client; of each question the newest answer.

    A finished form counts before one that is not, which counts where there is no other.
    """
    found = fitting_forms.for_clients(workspace, (client_id,), tuple(ABOUT_REACHING))
    newest_first = sorted(found, key=lambda each: (each.status == "finished", given_at(each)))
    rules: dict[tuple[str, str], ContactRule] = {}
    for filled in reversed(newest_first):
        for question, rule in _rules_in(workspace, filled):
            rules.setdefault((filled.form_id, question), rule)
    order = [(form, each) for form, asked in ABOUT_REACHING.items() for each in asked]
    return tuple(rules[each] for each in order if each in rules)


def _rules_in(workspace: Workspace, filled: FilledForm) -> list[tuple[str, ContactRule]]:
    form = workspace.form_of(filled)
    state = start(form, form_context(workspace, filled, form), workspace.answers_of(filled))
    day = given_at(filled).astimezone().date()
    asked = ABOUT_REACHING[filled.form_id]
    return [
        (each.question.id, ContactRule(each.prompt, words, form.short_title, day))
        for each in state.question_states()
        if each.question.id in asked
        and each.shown
        and (words := state_words(each, state.context.today))
    ]

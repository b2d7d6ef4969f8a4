"""How a form comes out of the record and goes back into it, and what that opened."""

from collections.abc import Callable
from dataclasses import dataclass

from session_forms.conditions.conditions import Level
from session_forms.filling.filling import FormState
from therapist_app.workflows.forms.keeping_forms import (
    Kept,
    OpenForm,
    finish_form,
    keep_draft,
    open_form,
    reopen_form,
)
from therapist_app.workflows.sessions.answering_alerts import ORDER
from therapist_app.workflows.workspace import Desk


@dataclass(frozen=True, slots=True)
class OpenedAlert:
    """An alert that an answer opened, as far as a form says it."""

    id: str
    level: Level
    states: str


@dataclass(frozen=True, slots=True)
class FormDoor:
    """The ways between a form and the record."""

    open_form: Callable[..., OpenForm] = open_form
    keep_draft: Callable[[Desk, OpenForm, FormState], Kept] = keep_draft
    finish_form: Callable[[Desk, OpenForm, FormState], Kept] = finish_form
    reopen_form: Callable[[Desk, str], OpenForm] = reopen_form


def with_opened(known: tuple[OpenedAlert, ...], kept: Kept) -> tuple[OpenedAlert, ...]:
    """Return the alerts known so far and those that keeping a form opened, most pressing first.

    Of equally pressing ones the older stands first, as in every list of alerts.
    """
    opened = tuple(OpenedAlert(each.id, each.level, each.states) for each in kept.alerts)
    return tuple(sorted((*known, *opened), key=lambda alert: -ORDER.index(alert.level)))

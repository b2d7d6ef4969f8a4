"""Filled forms as the pages read them: those that a form which is installed fits.

A form may be removed, or its pack taken back, and a record of an earlier program may hold answers
that its form does not take any more. Such a row stays in the record as it is and counts nowhere:
a client's page names it, and the client's copy holds it as it is kept.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from session_forms.errors import InvalidAnswers, UnknownForm
from session_forms.library.library import FormLibrary
from session_forms.words.texts import NN_, _, counted
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.workflows.workspace import Workspace

REMEMBERED = 4_096
"""Of so many rows it is known whether they fit: a page asks several times for those it shows."""

LEFT_OUT = NN_(
    "{count} filled form is not in the figures: no form that is installed fits its answers.",
    "{count} filled forms are not in the figures: no form that is installed fits their answers.",
)
CLIENTS_LEFT_OUT = NN_(
    "{count} client has any: their page names which.",
    "{count} clients have any: their pages name which.",
)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A filled form that cannot be shown.

    Attributes:
        title: What the form is called where it is known; else its id.
        day: When it was answered.

    """

    title: str
    day: date


def fits(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether the form of a row is installed and takes its answers."""
    digest = sha256(filled.answers.encode()).digest()
    known = _verdicts(workspace.forms, filled.form_id, filled.form_version)
    if digest not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[digest] = _is_taken(workspace, filled)
    return known[digest]


@lru_cache(maxsize=256)
def _verdicts(_forms: FormLibrary, _form_id: str, _version: int) -> dict[bytes, bool]:
    """Return what is known of the answers of a form; by their digest, so that no word is kept."""
    return {}


def _is_taken(workspace: Workspace, filled: FilledForm) -> bool:
    try:
        workspace.answers_of(filled)  # which a page that shows them asks for as well
    except (UnknownForm, InvalidAnswers):
        return False
    return True


def those_that_fit(workspace: Workspace, found: Iterable[FilledForm]) -> tuple[FilledForm, ...]:
    """Return those of some rows that fit, in their order."""
    return tuple(each for each in found if fits(workspace, each))


def for_client(
    workspace: Workspace, client_id: str, form_id: str | None = None
) -> tuple[FilledForm, ...]:
    """Return what `filled_forms.for_client` does, of rows that fit."""
    return those_that_fit(
        workspace, filled_forms.for_client(workspace.caseload, client_id, form_id)
    )


def fitting_and_others(
    workspace: Workspace, client_id: str
) -> tuple[tuple[FilledForm, ...], tuple[FilledForm, ...]]:
    """Return the forms of a client that fit, and those that do not, each in their order."""
    found = filled_forms.for_client(workspace.caseload, client_id)
    shown = those_that_fit(workspace, found)
    ids = {each.id for each in shown}
    return shown, tuple(each for each in found if each.id not in ids)


def for_clients(
    workspace: Workspace, client_ids: Iterable[str], form_ids: Iterable[str] | None = None
) -> tuple[FilledForm, ...]:
    """Return what `filled_forms.for_clients` does, of rows that fit."""
    found = filled_forms.for_clients(workspace.caseload, client_ids, form_ids)
    return those_that_fit(workspace, found)


def apart(
    workspace: Workspace, client_ids: Iterable[str]
) -> tuple[tuple[FilledForm, ...], Counter[str]]:
    """Return the forms of several clients that fit, and how many others each of them has."""
    found = filled_forms.for_clients(workspace.caseload, client_ids)
    fitting = those_that_fit(workspace, found)
    all_of, fit = (Counter(each.client_id for each in some) for some in (found, fitting))
    return fitting, all_of - fit


def for_appointment(workspace: Workspace, appointment_id: str) -> tuple[FilledForm, ...]:
    """Return what `filled_forms.for_appointment` does, of rows that fit."""
    return those_that_fit(
        workspace, filled_forms.for_appointment(workspace.caseload, appointment_id)
    )


def latest(
    workspace: Workspace, client_id: str, form_id: str, *, finished: bool | None = None
) -> FilledForm | None:
    """Return what `filled_forms.latest` does, of rows that fit."""
    return filled_forms.answered_last(for_client(workspace, client_id, form_id), finished=finished)


def newest_aside(
    workspace: Workspace, client_id: str, form_id: str, *, finished: bool | None = None
) -> date | None:
    """Return the day of a client's newest form of a kind, where it is the one that does not fit.

    None where the newest is shown, so that no older one stands in its place.
    """
    found = filled_forms.for_client(workspace.caseload, client_id, form_id)
    newest = filled_forms.answered_last(found, finished=finished)
    if newest is None or fits(workspace, newest):
        return None
    return newest.answered_at.astimezone().date()


def set_aside(workspace: Workspace, client_id: str) -> tuple[SetAside, ...]:
    """Return the filled forms of a client that cannot be shown, the newest first."""
    found = (
        each
        for each in filled_forms.for_client(workspace.caseload, client_id)
        if not fits(workspace, each)
    )
    lines = (
        SetAside(name_of(workspace, each.form_id), each.answered_at.astimezone().date())
        for each in found
    )
    return tuple(sorted(lines, key=lambda each: each.day, reverse=True))


def left_out_words(forms: int, clients: int, codes: Sequence[str] = ()) -> str:
    """Return how many filled forms are in no figure, and where they are named; else nothing.

    With the codes of those clients, or of the first of them, where they are known.
    """
    if not forms:
        return ""
    words = f"{counted(LEFT_OUT, forms)} {counted(CLIENTS_LEFT_OUT, clients)}"
    if not codes:
        return words
    named = _("Look at {codes}.") if len(codes) == clients else _("Look at {codes} and others.")
    return f"{words} {named.format(codes=', '.join(codes))}"


def gone(workspace: Workspace) -> frozenset[str]:
    """Return the ids of forms that were finished and are not installed any more."""
    found = filled_forms.finished_form_ids(workspace.caseload)
    return frozenset(each for each in found if not workspace.forms.knows(each))


def name_of(workspace: Workspace, form_id: str) -> str:
    """Return what a form is called in its newest version; its id where none is installed."""
    forms = workspace.forms
    return forms.latest(form_id).short_title if forms.knows(form_id) else form_id


def given_at(filled: FilledForm) -> datetime:
    """Return when the answers were given: paper by its own day, others when they were begun."""
    return filled.answered_at if filled.filled_on else filled.started_at

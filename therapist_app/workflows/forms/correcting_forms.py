"""Correcting what is finished: openly, with a reason, by a further form that holds all answers.

What was answered first stays and is shown beside it; which of them counts is decided where filled
forms are read (`record/clients/filled_forms.py`).
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from session_forms.filling.filling import start
from session_forms.words.reason_words import says_why
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.workflows.errors import ReasonNeeded
from therapist_app.workflows.forms.answer_words import state_words
from therapist_app.workflows.forms.opening_forms import (
    OpenForm,
    is_open_correction,
    reopen_form,
)
from therapist_app.workflows.forms.outdated_releases import outdated_by
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Changed:
    """One question whose answer was corrected; "" stands for no answer."""

    question_id: str
    prompt: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A finished correction: when, by whom, why, and what it changed.

    Attributes:
        by: The name of who finished it; empty where that was not kept yet.
        releases: The ids of summaries that left before and hold it once they are issued again.
        reports: Those of reports that left before. They stay as they are: a quarter that is closed
            later counts the corrected answers.

    """

    day: date
    by: str
    reason: str
    changed: tuple[Changed, ...]
    releases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


def begin_correction(workspace: Workspace, filled_form_id: str, reason: str) -> OpenForm:
    """Keep why a finished form is corrected, and return the correction to be filled in.

    It begins with the answers that count. One that was begun before is gone on with.

    Raises:
        ReasonNeeded: No reason is given, or the form cannot be corrected: it is not finished, it is
            a note, or the client's record is restricted.

    """
    opened = reopen_form(workspace, filled_form_id)
    if is_open_correction(opened.filled):
        return opened
    if not (opened.may_correct and says_why(reason)):
        raise ReasonNeeded(("correction",))
    first = opened.filled
    now = workspace.now()
    begun = open_correction(workspace, first.id)
    if begun is not None:
        filled_forms.save(workspace.caseload, replace(begun, amend_reason=reason.strip()))
        return reopen_form(workspace, begun.id)
    correction = replace(
        first,
        id=workspace.caseload.new_id(),
        status="draft",
        started_at=now,
        changed_at=now,
        finished_at=None,
        amends=first.id,
        amend_reason=reason.strip(),
        amended_by=workspace.vault.person.name,
    )
    filled_forms.add(workspace.caseload, correction)
    return reopen_form(workspace, correction.id)


def open_correction(workspace: Workspace, filled_form_id: str) -> FilledForm | None:
    """Return the correction of a form that was begun and not finished."""
    found = filled_forms.versions(workspace.caseload, filled_form_id)
    return next((each for each in found if is_open_correction(each)), None)


def corrections(workspace: Workspace, filled: FilledForm) -> tuple[Correction, ...]:
    """Return the finished corrections of a form, oldest first, each with what it changed."""
    found = filled_forms.versions(workspace.caseload, filled.amends or filled.id)
    finished = [each for each in found if each.status == "finished"]
    return tuple(
        Correction(
            (after.finished_at or after.changed_at).astimezone().date(),
            after.amended_by,
            after.amend_reason,
            _changed(workspace, before, after),
            *outdated_by(workspace, after),
        )
        for before, after in pairwise(finished)
    )


def _changed(workspace: Workspace, before: FilledForm, after: FilledForm) -> tuple[Changed, ...]:
    form = workspace.form_of(after)
    context = form_context(workspace, before, form)
    old = start(form, context, workspace.answers_of(before))
    new = start(form, context, workspace.answers_of(after))
    today = workspace.today()
    return tuple(
        Changed(each.question.id, now.prompt, was_words, now_words)
        for each, now in zip(old.question_states(), new.question_states(), strict=True)
        if (was_words := state_words(each, today)) != (now_words := state_words(now, today))
    )

"""What the record shows of an action that an alert asks for: the one place that decides it.

An enquiry, and the record of an event, count once they were finished after the alert opened. A
plan counts as a whole alone: its form says that it is complete, nothing that the form asks of a
complete one is open, and something of it changed since. A few lines are no plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from session_forms.answers import Answers, QuestionId
from session_forms.filling.filling import FormState, answer, start
from session_forms.form.definition import FormDefinition
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.one_matter import ENQUIRY, is_enquiry
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.workspace import Workspace

PARTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class ShownInRecord:
    """What the record shows of one action.

    Attributes:
        done_at: When a form that shows it was finished; None while none was.
        lacks: What a plan that was finished since still lacks, or that a form was begun since and
            none was finished, as a sentence; empty otherwise.

    """

    done_at: datetime | None = None
    lacks: str = ""


def shown_in_record(
    workspace: Workspace, opened: Sequence[Alert], action_id: str, form_ids: Iterable[str]
) -> ShownInRecord:
    """Return what the record shows of an action since the first of some alerts opened.

    The form in which one of them opened says nothing about it, but for an enquiry that opened it.
    """
    wanted = frozenset(form_ids)
    for each in opened:
        if asked_at := _asked_at(workspace, each, action_id, wanted):
            return ShownInRecord(asked_at)
    found = sorted(_since(workspace, opened, wanted), key=_finished_at, reverse=True)
    lacking = {each.id: _lacks(workspace, opened, each) for each in found}
    whole = (each for each in found if not lacking[each.id])
    if done := next(whole, None):
        return ShownInRecord(done.finished_at)
    return ShownInRecord(None, lacking[found[0].id] if found else _begun(workspace, opened, wanted))


def _begun(workspace: Workspace, opened: Sequence[Alert], wanted: frozenset[str]) -> str:
    """Return that a form was begun since the first of some alerts opened; empty where none was."""
    if not wanted:
        return ""
    since = min(each.opened_at for each in opened)
    own = {each.filled_form_id for each in opened}
    is_begun = any(
        each.form_id in wanted
        and each.status == "draft"
        and each.changed_at >= since
        and (each.amends or each.id) not in own
        for each in filled_forms.every_version(workspace.caseload, opened[0].client_id)
    )
    return _("It is begun and saved, and not finished yet.") if is_begun else ""


def _asked_at(
    workspace: Workspace, alert: Alert, action_id: str, form_ids: frozenset[str]
) -> datetime | None:
    """Return when the enquiry that opened an alert was finished: it is not asked for twice."""
    if action_id != ENQUIRY or alert.form_id not in form_ids:
        return None
    if not is_enquiry(workspace.forms.latest(alert.form_id), alert.stream):
        return None
    return filled_forms.load(workspace.caseload, alert.filled_form_id).finished_at


def _since(
    workspace: Workspace, opened: Sequence[Alert], wanted: frozenset[str]
) -> tuple[FilledForm, ...]:
    """Return the forms of some kinds that were finished after the first of some alerts opened."""
    if not wanted:
        return ()
    own = {filled_forms.as_it_counts(workspace.caseload, each.filled_form_id).id for each in opened}
    return tuple(
        each
        for each in filled_forms.every_version(workspace.caseload, opened[0].client_id)
        if each.form_id in wanted
        and fitting_forms.fits(workspace, each)
        and (each.amends or each.id) not in own
        and _is_since(each, opened)
    )


def _is_since(filled: FilledForm, opened: Sequence[Alert]) -> bool:
    """Return whether a form was finished after the first of some alerts opened.

    A correction speaks for itself: a plan that was finished before is changed by one. A form on
    paper counts by the day on it: one from before does not speak for today.
    """
    since = min(each.opened_at for each in opened)
    opened_on = since.astimezone().date()
    is_recent = filled.filled_on is None or filled.filled_on >= opened_on
    return filled.finished_at is not None and filled.finished_at >= since and is_recent


def _lacks(workspace: Workspace, opened: Sequence[Alert], plan: FilledForm) -> str:
    """Return what a plan lacks to count, as a sentence; empty where it counts, or is no plan."""
    complete: dict[str, str] | None = pathway()["whole"].get(plan.form_id)
    if complete is None:
        return ""
    form, answers = workspace.form_of(plan), workspace.answers_of(plan)
    state = _as_finished(workspace, plan, form, answers)
    said = {QuestionId(each): value for each, value in complete.items()}
    for each, value in said.items():
        state = answer(state, each, value)
    if state.blocking:
        return _open_parts([f"“{each.prompt}”" for each in state.blocking])
    if any(answers.get(each) != value for each, value in said.items()):
        return _("All parts of the plan are filled in, but it is not marked as complete yet.")
    before = _before(workspace, opened, plan)
    if before is not None and _of_the_plan(form, before) == _of_the_plan(form, answers):
        return _("The plan was finished since, and nothing in it was changed.")
    return ""


def _as_finished(
    workspace: Workspace, plan: FilledForm, form: FormDefinition, answers: Answers
) -> FormState:
    """Return a plan as it stood on the day on which it was finished: days in it may be over."""
    context = form_context(workspace, plan, form)
    day = plan.filled_on or _finished_at(plan).astimezone().date()
    return start(form, replace(context, today=day), answers)


def _before(workspace: Workspace, opened: Sequence[Alert], plan: FilledForm) -> Answers | None:
    """Return the plan as it was finished last before the first of some alerts opened."""
    earlier = [
        each
        for each in filled_forms.every_version(workspace.caseload, plan.client_id)
        if each.form_id == plan.form_id
        and each.status == "finished"
        and fitting_forms.fits(workspace, each)
        and not _is_since(each, opened)
    ]
    last = max(earlier, key=lambda each: each.answered_at, default=None)
    return workspace.answers_of(last) if last is not None else None


def _of_the_plan(form: FormDefinition, answers: Answers) -> Answers:
    """Return the answers that are the plan itself: those that the client's copy shows."""
    about_it = set(form.client_copy.leaves_out) if form.client_copy else set()
    return {each: value for each, value in answers.items() if each not in about_it}


def _open_parts(parts: Sequence[str]) -> str:
    named, more = listed(parts[:PARTS_NAMED]), len(parts) - PARTS_NAMED
    if more <= 0:
        return _("The plan is not complete yet. Still open: {parts}.").format(parts=named)
    said = ngettext(
        "The plan is not complete yet. Still open: {parts}, and {count} more.",
        "The plan is not complete yet. Still open: {parts}, and {count} more.",
        more,
    )
    return said.format(parts=named, count=more)


def _finished_at(filled: FilledForm) -> datetime:
    return filled.finished_at or filled.changed_at

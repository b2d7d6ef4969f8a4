"""A form from the screen to the record: kept as a draft, and finished.

A critical answer opens its alert in the same transaction that keeps the answer. Changing
the answer later does not close the alert, and a correction that leaves it opens no second one.
Nor does an answer in a form that an open alert asked for (`one_matter.py`).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from session_forms.answers import Answers, answers_to_json
from session_forms.conditions.alert_levels import LEVELS
from session_forms.filling.filling import FormState
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.errors import AlreadyFinished, AlreadySigned
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.consenting import keep_consents
from therapist_app.workflows.course.promised_contacts import keep_promised_contact
from therapist_app.workflows.forms.one_matter import keep_alert
from therapist_app.workflows.forms.opening_forms import OpenForm, is_signed, may_change
from therapist_app.workflows.forms.outdated_releases import note_outdated
from therapist_app.workflows.forms.paper_facts import with_paper_facts
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """When a form was kept, and what became of its critical answers.

    Attributes:
        alerts: Those that keeping it opened.
        added_to: Those that were open, and to whose matter an answer was added.

    """

    at: datetime
    alerts: tuple[Alert, ...]
    added_to: tuple[Alert, ...] = ()


def keep_draft(workspace: Workspace, opened: OpenForm, state: FormState) -> Kept:
    """Keep the answers as they stand, and open the alerts they call for."""
    return _keep(workspace, replace(opened.filled, answers=answers_to_json(state.answers)), state)


def finish_form(workspace: Workspace, opened: OpenForm, state: FormState) -> Kept:
    """Keep what is shown and answered, drop what is hidden, and mark the form finished."""
    finished = replace(
        opened.filled,
        status="finished",
        answers=answers_to_json(state.answers_to_keep),
        finished_at=workspace.now(),
    )
    if finished.amends is None or finished.form_id == filled_forms.NOTE_FORM:
        return _keep(workspace, finished, state)
    note_outdated(workspace, finished)  # first: the ledger may tell of more, and never of less
    by_whom = replace(finished, amended_by=workspace.vault.person.name)
    with workspace.caseload.change("form_corrected", f"form:{finished.amends}"):
        return _keep(workspace, by_whom, state)


def latest_answers(workspace: Workspace, client_id: str) -> dict[str, Answers]:
    """Return the answers of the newest finished version of each form of one client."""
    newest: dict[str, FilledForm] = {}
    found = fitting_forms.for_client(workspace, client_id)
    for filled in sorted(found, key=fitting_forms.given_at):
        if filled.status == "finished":
            newest[filled.form_id] = filled
    return {form_id: workspace.answers_of(filled) for form_id, filled in newest.items()}


def _keep(workspace: Workspace, filled: FilledForm, state: FormState) -> Kept:
    filled = with_paper_facts(state.form, filled, state.answers)
    at = workspace.now()
    opened: list[Alert] = []
    added_to: dict[str, Alert] = {}
    is_draft = filled.status == "draft"
    with workspace.caseload.together(draft=is_draft):
        is_brief = is_draft and filled.filled_by != "paper"  # a paper form's day changes too
        if not (is_brief and filled_forms.keep_answers(workspace.caseload, filled, at)):
            _keep_whole(workspace, filled, at)
        if not is_draft:
            keep_consents(workspace, filled)
            keep_promised_contact(workspace, filled)
        known = _answers_alerted(workspace, filled)
        for raised in sorted(state.alerts, key=lambda each: -LEVELS.index(each.level)):
            if (raised.question_id, raised.stream, raised.level) in known:
                continue
            alert = Alert(
                id=workspace.caseload.new_id(),
                client_id=filled.client_id,
                appointment_id=filled.appointment_id,
                filled_form_id=filled.id,
                form_id=filled.form_id,
                question_id=raised.question_id,
                stream=raised.stream,
                level=raised.level,
                states=raised.states,
                opens=raised.opens,
                opened_at=at,
            )
            if alerts.is_kept(workspace.caseload, alert):
                continue
            workspace.caseload.anchor_through()
            answering = keep_alert(workspace, alert, filled)
            if answering is alert:
                opened.append(alert)
            elif answering not in opened:
                added_to[answering.id] = answering
    return Kept(at, tuple(opened), tuple(added_to.values()))


def _answers_alerted(workspace: Workspace, filled: FilledForm) -> set[tuple[str, str, str]]:
    """Return what the earlier versions of a form that is corrected opened alerts for."""
    if filled.amends is None:
        return set()
    earlier = {each.id for each in filled_forms.versions(workspace.caseload, filled.amends)}
    return {
        (each.question_id, each.stream, each.level)
        for each in alerts.for_client(workspace.caseload, filled.client_id)
        if each.filled_form_id in earlier
    }


def _keep_whole(workspace: Workspace, filled: FilledForm, at: datetime) -> None:
    stored = filled_forms.find(workspace.caseload, filled.id)
    if stored is not None:
        is_note = stored.form_id == filled_forms.NOTE_FORM  # its signature alone closes it
        if stored.status == "finished" and not (is_note or may_change(workspace, stored)):
            raise AlreadyFinished
        kept = replace(
            filled,
            status="finished" if stored.status == "finished" else filled.status,
            started_at=stored.started_at,
            changed_at=at,
            finished_at=filled.finished_at or stored.finished_at,
        )
        filled_forms.save(workspace.caseload, kept)
        return
    if filled.form_id != "session-note" and is_signed(workspace, filled.appointment_id):
        raise AlreadySigned
    filled_forms.add(workspace.caseload, replace(filled, started_at=at, changed_at=at))

"""A contact that was promised before the course: it becomes a promise when its form is finished.

Such a promise belongs to no alert and to no session. One stands at a time: a later day takes the
place of the one before.
"""

from datetime import date

from session_forms.answers import QuestionId
from session_forms.words.texts import translate as _
from therapist_app.record.clients import promises
from therapist_app.record.model import FilledForm, Promise
from therapist_app.workflows.workspace import Workspace

FIRST_CONTACT = "first-contact"
ELIGIBILITY = "eligibility"
ASKED = {FIRST_CONTACT: "contact_by", ELIGIBILITY: "look_again"}
"""The question of each form that asks by what day there is contact again."""


def is_before_the_course(promise: Promise) -> bool:
    """Return whether a promise was made before the course, and not for an alert or a session."""
    return promise.alert_id is None and promise.appointment_id is None


def keep_promised_contact(workspace: Workspace, filled: FilledForm) -> None:
    """Keep the contact that a finished form promises; call within the change that finishes it.

    A form that names no day takes none back: what was promised stands until a person closes it.
    """
    question = ASKED.get(filled.form_id)
    if question is None:
        return
    day = workspace.answers_of(filled).get(QuestionId(question))
    if not isinstance(day, str):
        return
    due_on, by = date.fromisoformat(day), workspace.vault.person.name
    for earlier in promises.still_open(workspace.caseload, filled.client_id):
        if is_before_the_course(earlier):
            if earlier.due_on == due_on:
                return
            words = _("Another day was agreed.")
            promises.close(workspace.caseload, earlier.id, "let_go", by, words)
    promise = Promise(
        id=workspace.caseload.new_id(),
        client_id=filled.client_id,
        kind="next_contact",
        alert_id=None,
        appointment_id=None,
        due_on=due_on,
        words="",
        promised_at=workspace.now(),
        promised_by=by,
    )
    promises.add(workspace.caseload, promise)

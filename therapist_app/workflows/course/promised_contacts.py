"""A contact that was promised in a talk: on the way into the course, or in a contact during it.

On the way in it becomes a promise when its form is finished, later when the contact is written
down. Such a promise belongs to no alert and to no session. One stands at a time: a later day takes
the place of the one before.
"""

from datetime import date

from session_forms.answers import QuestionId
from session_forms.words.texts import _
from therapist_app.record.clients import promises
from therapist_app.record.model import FilledForm, Promise
from therapist_app.workflows.workspace import Workspace

FIRST_CONTACT = "first-contact"
ELIGIBILITY = "eligibility"
DANGER_TOLD = "danger_told_first"
"""What a session that starts over an unanswered danger of the first contact is noted by."""
ASKED = {FIRST_CONTACT: "contact_by", ELIGIBILITY: "look_again"}
"""The question of each form that asks by what day there is contact again."""


def is_of_a_talk(promise: Promise) -> bool:
    """Return whether a promise was made in a talk, and not for an alert or a session."""
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
    promise_next_contact(workspace, filled.client_id, date.fromisoformat(day))


def promise_next_contact(workspace: Workspace, client_id: str, due_on: date) -> None:
    """Keep that there is contact again by a day; an earlier agreement of a talk gives way to it."""
    by = workspace.vault.person.name
    for earlier in promises.still_open(workspace.caseload, client_id):
        if is_of_a_talk(earlier):
            if earlier.due_on == due_on:
                return
            words = _("Another day was agreed.")
            promises.close(workspace.caseload, earlier.id, "let_go", by, words)
    promise = Promise(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        kind="next_contact",
        alert_id=None,
        appointment_id=None,
        due_on=due_on,
        words="",
        promised_at=workspace.now(),
        promised_by=by,
    )
    promises.add(workspace.caseload, promise)

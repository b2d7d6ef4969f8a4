"""A first contact that was opened by mistake, taken out of the record again.

It is an erasure, with its tombstone and its search, and needs no second person: nothing is lost
but what somebody may be called, and where they are reached.
"""

from collections import Counter

from session_forms.answers import QuestionId
from therapist_app.record.client_rights import client_moves
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.client_rights.erasing import hash_of, subject_of
from therapist_app.record.clients import filled_forms
from therapist_app.record.database.audit_chain import Deed
from therapist_app.record.model import FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.errors import NotDiscarded
from therapist_app.workflows.people.second_person import colleagues
from therapist_app.workflows.rights.data_rights import erase_by_id, may_use_rights
from therapist_app.workflows.workspace import Workspace

BARE = Counter({"clients": 1, "identities": 1, "filled_forms": 1})
"""The rows of whoever was added by the page of a first contact and by nothing else."""
FOUND_THERE = frozenset({QuestionId("day")})
"""What the form answers by itself."""


def may_discard(workspace: Workspace, client_id: str) -> bool:
    """Return whether nothing stands about a client but a first contact without an answer."""
    filled = filled_forms.for_client(workspace.caseload, client_id)
    if len(filled) != 1 or not _is_bare(workspace, filled[0]):
        return False
    held = Counter(table for table, _row in rows_of(workspace.caseload, client_id))
    return (
        held == BARE
        and may_use_rights(workspace)
        and client_moves.move_of(workspace.service, client_id) is None
    )


def discard(workspace: Workspace, client_id: str) -> None:
    """Erase a client of whom nothing stands but a first contact without an answer.

    Where somebody else is in the service, everybody is told once.

    Raises:
        NotDiscarded: Something stands about them by now, or they are not one's own.

    """
    if not may_discard(workspace, client_id):
        raise NotDiscarded
    about = subject_of(hash_of(workspace.service, client_id))
    told = Deed("first_contact_discarded", about) if colleagues(workspace.vault) else None
    erase_by_id(workspace, client_id, "no_longer_needed", told)


def _is_bare(workspace: Workspace, filled: FilledForm) -> bool:
    return (
        filled.form_id == FIRST_CONTACT
        and filled.status == "draft"
        and fitting_forms.fits(workspace, filled)
        and FOUND_THERE.issuperset(workspace.answers_of(filled))
    )

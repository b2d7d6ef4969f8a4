"""A client's rights over their data: restriction, legal hold, erasure; one client at a time.

Only whoever keeps the caseload may do any of it, not somebody who covers.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from session_forms.words.list_words import facts_in_a_line
from therapist_app.record.backups.backup_list import Backup, backups_of
from therapist_app.record.backups.kept_copies import KeptCopy, kept_copies, throw_away
from therapist_app.record.client_rights import client_moves, protection
from therapist_app.record.client_rights.erasing import (
    Erased,
    Reason,
    erase_for,
    hash_of,
    subject_of,
)
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.clients import appointments as meetings
from therapist_app.record.database import audit
from therapist_app.record.database.audit_chain import Deed
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.confirmations import Confirmation, note_confirmed, told_of
from therapist_app.record.model import LegalHold, Restriction, RestrictionReason
from therapist_app.record.service_model import ErasureBasis
from therapist_app.workflows.errors import ErasureRefused
from therapist_app.workflows.people.second_person import colleagues, require_second_person
from therapist_app.workflows.rights.left_of_client import LeftOfClient, left_of_client
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.safety_thread import due_words, promise_words
from therapist_app.workflows.workspace import Workspace

HELD = frozenset({"held", "signed"})
ARRIVALS = ("client_added", "client_arrived")
"""How the audit says that a client is kept in a caseload from now on."""


@dataclass(frozen=True, slots=True)
class Protections:
    """What stands in the way of changing or erasing a record."""

    restriction: Restriction | None
    hold: LegalHold | None


@dataclass(frozen=True, slots=True)
class ErasureAccount:
    """What erasing a client would take away, and what would stay.

    Attributes:
        drafts: Forms that were begun and not finished.
        signed_notes: Sessions whose note is signed.
        open_alerts: Alerts that nobody has answered.
        to_come: Sessions that are planned.
        under_way: Sessions that were begun and are not over.
        unsigned_notes: Sessions that are over and whose note is not signed.
        backups: Backups that hold the client until they are thrown away.
        kept: What stood in the place of the caseload before, and may hold the client too.
        promised: What was promised and is not kept yet, with its day, a line for each.
        left: What left the service about the client, as far as the record knows.

    """

    sessions: int
    forms: int
    drafts: int
    signed_notes: int
    open_alerts: int
    to_come: int
    under_way: int
    unsigned_notes: int
    backups: tuple[Backup, ...]
    kept: tuple[KeptCopy, ...] = ()
    promised: tuple[str, ...] = ()
    left: tuple[LeftOfClient, ...] = ()


def may_use_rights(workspace: Workspace) -> bool:
    """Return whether the caseload in use is the person's own."""
    mine = workspace.vault.person.uid
    return any(
        each.id == workspace.vault.caseload_id and each.owner == mine
        for each in workspace.vault.caseload_choices()
    )


def note_opened(workspace: Workspace, client_id: str) -> None:
    """Note that somebody opened a client's record."""
    audit.note(workspace.caseload, "client_opened", f"client:{client_id}")


def protections(workspace: Workspace, client_id: str) -> Protections:
    """Return the restriction and the hold that stand."""
    return Protections(
        protection.restriction_of(workspace.caseload, client_id),
        protection.hold_on(workspace.caseload, client_id),
    )


def restrict(
    workspace: Workspace, client_id: str, reason: RestrictionReason, review_on: date | None = None
) -> None:
    """Restrict a client's record; one on the way to a colleague stays.

    Raises:
        NotAllowed: The caseload is somebody else's.
        CannotRestrict: What keeps people safe would be hidden.

    """
    _check_own(workspace)
    made = Restriction(workspace.caseload.new_id(), client_id, reason, workspace.now(), review_on)
    protection.restrict(workspace.caseload, made)
    move = client_moves.move_of(workspace.service, client_id)
    if move is not None:
        client_moves.withdraw(workspace.service, move)


def lift_restriction(workspace: Workspace, client_id: str, reason: str) -> None:
    """Lift a restriction, with a reason."""
    _check_own(workspace)
    protection.lift_restriction(workspace.caseload, client_id, reason.strip())


def hold(workspace: Workspace, client_id: str, reason: str, review_on: date | None = None) -> None:
    """Keep a reason why a client's record must be kept."""
    _check_own(workspace)
    made = LegalHold(
        workspace.caseload.new_id(), client_id, reason.strip(), workspace.now(), review_on
    )
    protection.hold(workspace.caseload, made)


def lifting_of(workspace: Workspace, client_id: str) -> str:
    """Return what a second person confirms who confirms that this hold is lifted."""
    standing = protection.hold_on(workspace.caseload, client_id)
    return f"legal_hold:{audit.mark_of(standing.id if standing else '')}"


def lift_hold(
    workspace: Workspace, client_id: str, reason: str, confirmation: Confirmation | None = None
) -> None:
    """Lift a hold, with a reason, and with a second person as for an erasure.

    Raises:
        NotAllowed: As `erase_client` raises.

    """
    _check_own(workspace)
    require_second_person(workspace.vault, confirmation, lifting_of(workspace, client_id))
    protection.lift_hold(workspace.caseload, client_id, reason.strip())
    if confirmation is not None:
        note_confirmed(workspace.vault, "hold_lift_confirmed", "legal_hold", confirmation)
    elif colleagues(workspace.vault):
        audit.note(workspace.service, "hold_lifted_alone", "legal_hold")


def erasure_account(workspace: Workspace, client_id: str) -> ErasureAccount:
    """Return what erasing a client would take away."""
    found = meetings.for_client(workspace.caseload, client_id)
    filled = filled_forms.for_client(workspace.caseload, client_id)
    return ErasureAccount(
        sessions=sum(each.state in HELD for each in found),
        forms=len(filled),
        drafts=sum(each.status == "draft" for each in filled),
        signed_notes=sum(each.state == "signed" for each in found),
        open_alerts=len(alerts.unacknowledged(workspace.caseload, client_id)),
        to_come=sum(each.state == "planned" for each in found),
        under_way=sum(each.state in ("in_progress", "on_hold") for each in found),
        unsigned_notes=sum(each.state == "held" for each in found),
        backups=_backups_holding(workspace, client_id),
        kept=kept_here(workspace),
        promised=tuple(
            facts_in_a_line(promise_words(each), due_words(each.due_on, workspace.today()))
            for each in open_promises(workspace, client_id)
        ),
        left=left_of_client(workspace, client_id),
    )


def _backups_holding(workspace: Workspace, client_id: str) -> tuple[Backup, ...]:
    """Return the backups that may hold a client: of this caseload, and of those of before.

    Of this caseload those that were made since the client was kept here; where that moment is
    not known, all: rather one too many than one that is not told. A client who came over lay
    sealed in the service file as well.
    """
    service, own = workspace.service, _caseload_id(workspace)
    kept = audit.since(workspace.caseload, ARRIVALS, f"client:{client_id}")
    here = [each for each in backups_of(service, own) if kept is None or each.made_at >= kept]
    before = client_moves.caseloads_before(service, client_id)
    files = (*before, *([SERVICE] if before else []))
    elsewhere = (file for file in dict.fromkeys(files) if file != own)
    return (*here, *(each for file in elsewhere for each in backups_of(service, file)))


def kept_here(workspace: Workspace) -> tuple[KeptCopy, ...]:
    """Return what stood in the place of the caseload in use before; nothing where there is none."""
    return kept_copies(workspace.caseload, _path(workspace)) if workspace.vault.caseload_id else ()


def throw_away_kept(workspace: Workspace) -> None:
    """Throw away now what stood in the place of the caseload before.

    Raises:
        NotAllowed: The caseload is somebody else's.
        CannotWrite: The disk refuses.

    """
    _check_own(workspace)
    throw_away(workspace.vault, _caseload_id(workspace))


def erasure_of(workspace: Workspace, client_id: str) -> str:
    """Return what a second person confirms who confirms that this client is erased."""
    return f"erasure:{hash_of(workspace.service, client_id).hex()}"


def erase_client(
    workspace: Workspace,
    client_id: str,
    typed_code: str,
    basis: ErasureBasis,
    confirmation: Confirmation | None = None,
) -> Erased:
    """Erase a client whose code was typed to confirm it.

    Args:
        workspace: Of whose client it is.
        client_id: Whom.
        typed_code: What was typed.
        basis: Why.
        confirmation: What a second person signed who was there (`second_person.confirm`). Without
            it, where somebody else is in the service and did not sign in for long, everybody is
            told.

    Raises:
        NotAllowed: The caseload is somebody else's, or as `require_second_person` raises.
        ErasureRefused: The code is not the client's.
        ClientProtected: A legal hold or a restriction stands.

    """
    _check_own(workspace)
    if typed_code.strip().upper() != workspace.client(client_id).code:
        raise ErasureRefused
    about = erasure_of(workspace, client_id)
    require_second_person(workspace.vault, confirmation, about)
    beside: Deed | None = None
    subject = subject_of(hash_of(workspace.service, client_id))
    if confirmation is not None:
        beside = Deed("erasure_confirmed", subject, told_of(confirmation))
    elif colleagues(workspace.vault):
        beside = Deed("erased_alone", subject)
    return erase_by_id(workspace, client_id, basis, beside)


def erase_by_id(
    workspace: Workspace, client_id: str, basis: ErasureBasis, beside: Deed | None = None
) -> Erased:
    """Erase a client; whoever calls this has asked what must be asked before."""
    reason, path = Reason(basis, beside), _path(workspace)
    return erase_for(workspace.caseload, workspace.service, client_id, reason, path)


def _check_own(workspace: Workspace) -> None:
    if not may_use_rights(workspace):
        raise NotAllowed("owner")


def _caseload_id(workspace: Workspace) -> str:
    found = workspace.vault.caseload_id
    assert found is not None
    return found


def _path(workspace: Workspace) -> Path:
    return workspace.vault.place.caseload(_caseload_id(workspace))

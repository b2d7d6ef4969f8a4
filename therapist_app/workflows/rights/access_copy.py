"""The copy of a record for its client: collected, looked through, sealed, written, audited."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.access.access_bundle import ENDING, covering_pdf, sealed_bundle
from exports.access.access_record import AccessRecord
from exports.errors import FilesNotWritten
from exports.package.sealing import LONGEST_PASSPHRASE
from exports.package.writing import publish
from session_forms.words.texts import pgettext
from therapist_app.record.crypto.passphrases import SHORTEST
from therapist_app.record.database import audit
from therapist_app.workflows.forms.paper_copies import may_be_saved_as
from therapist_app.workflows.people.second_person import colleagues
from therapist_app.workflows.rights.course_parts import (
    course_part,
    identity_part,
    promises_part,
    sessions_part,
)
from therapist_app.workflows.rights.form_parts import (
    alerts_part,
    begun_part,
    forms_part,
    notes_part,
)
from therapist_app.workflows.rights.keeping_parts import kept_part, received_part
from therapist_app.workflows.rights.protection_parts import (
    consents_part,
    protections_part,
    trail_part,
)
from therapist_app.workflows.workspace import Workspace

PARTS = (
    identity_part,
    course_part,
    sessions_part,
    forms_part,
    notes_part,
    alerts_part,
    promises_part,
    begun_part,
    consents_part,
    protections_part,
    received_part,
    kept_part,
    trail_part,
)
PassphraseFault = Literal["too_short", "too_long"]
CopyOutcome = Literal["written", "wrong_place", "taken"] | PassphraseFault


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """What is to be made of a client's record.

    Attributes:
        left_out: The ids of the lines that are left out.
        passphrase: Told to the client by another channel.

    """

    record: AccessRecord
    left_out: frozenset[str]
    passphrase: str
    practice: bool

    @property
    def shared(self) -> AccessRecord:
        """The record as it leaves."""
        return self.record.without(self.left_out)


def access_record(workspace: Workspace, client_id: str) -> AccessRecord:
    """Return everything held about a client; collecting it reads the identity, which is noted."""
    client = workspace.client(client_id)
    with workspace.caseload.change("identity_read", f"client:{client_id}"):
        parts = tuple(part(workspace, client_id) for part in PARTS)
    return AccessRecord(client.code, workspace.today(), parts)


def left_out_at_first(record: AccessRecord) -> frozenset[str]:
    """Return the lines that stay out until somebody decides: those about other people."""
    return frozenset(each.id for each in record.about_others)


def seal_copy(request: CopyRequest) -> bytes:
    """Return the sealed copy; it takes a second or two, and needs no record: run it as a job."""
    return sealed_bundle(request.shared, request.passphrase, practice=request.practice)


def copy_name(workspace: Workspace) -> str:
    """Return a name for the file that says nothing about anybody."""
    return f"{pgettext('name of a file', 'copy')}-{workspace.today():%Y-%m}{ENDING}"


def refusal(workspace: Workspace, passphrase: str, path: str) -> CopyOutcome | None:
    """Return why a copy cannot be made, before it is; None when it can."""
    if fault := passphrase_fault(passphrase):
        return fault
    if not may_be_saved_as(workspace, path):
        return "wrong_place"
    taken = (each for each in _places(Path(path)) if each.exists())
    return "taken" if next(taken, None) else None


def passphrase_fault(passphrase: str) -> PassphraseFault | None:
    """Return why a passphrase cannot lock a PDF; None when it can."""
    if len(passphrase.strip()) < SHORTEST:
        return "too_short"
    return "too_long" if len(passphrase.encode()) > LONGEST_PASSPHRASE else None


def write_copy(workspace: Workspace, client_id: str, sealed: bytes, path: str) -> tuple[str, ...]:
    """Write a sealed copy and the page that goes with it; return their names.

    Making one is an audit event, kept before the files appear under their names. Everybody else
    in the service is told that one was made, and not of whom: it is all that is held, with names.

    Raises:
        FilesNotWritten: A name is taken or the place refuses; no file was left.

    """
    if not may_be_saved_as(workspace, path):
        raise FilesNotWritten("The copy would stand beside the record: choose another place.")
    target, cover = _places(Path(path))
    with workspace.caseload.change("access_bundle_made", f"client:{client_id}"):
        publish({target: sealed, cover: covering_pdf(practice=workspace.practice)}, {})
        if colleagues(workspace.vault):
            audit.note(workspace.service, "access_bundle_made", "copy")
    return target.name, cover.name


def _places(path: Path) -> tuple[Path, Path]:
    target = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
    return target, target.with_name(target.stem + "-how-to-open.pdf")

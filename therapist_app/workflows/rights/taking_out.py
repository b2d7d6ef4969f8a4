"""All clients of one's own caseload in one locked file, to go on with another program."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from exports.access.access_bundle import ENDING
from exports.access.caseload_bundle import TakenClient, sealed_caseload
from exports.package.writing import publish
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.workflows.forms.paper_copies import may_be_saved_as
from therapist_app.workflows.people.second_person import colleagues
from therapist_app.workflows.permissions import require
from therapist_app.workflows.rights.access_copy import (
    PassphraseFault,
    access_record,
    passphrase_fault,
)
from therapist_app.workflows.workspace import Workspace

TakeOutFault = (
    Literal["wrong_place", "no_pdf", "taken", "nobody", "two_caseloads"] | PassphraseFault
)
Told = Callable[[int, int], object]
"""Is told how many clients of how many are read."""


def fault_in_taking_out(workspace: Workspace, passphrase: str, path: Path) -> TakeOutFault | None:
    """Return why the file cannot be made, before it is; None when it can.

    Raises:
        NotAllowed: They have no clients of their own, or cover for somebody.
        NoCaseload: No caseload is in use.

    """
    require(workspace.vault, "take_clients_out")
    if fault := passphrase_fault(passphrase):
        return fault
    if not may_be_saved_as(workspace, str(path)):
        return "wrong_place"
    if path.suffix != ENDING:
        return "no_pdf"
    if path.exists():
        return "taken"
    if not clients.all_codes(workspace.caseload, restricted=True):
        return "nobody"
    theirs = [each for each in workspace.vault.caseload_choices() if each.access != "cover"]
    return "two_caseloads" if len(theirs) > 1 else None


def take_out(workspace: Workspace, passphrase: str, path: Path, tell: Told) -> int:
    """Write every client into one new locked file; return how many they are.

    It is kept of each client before the file appears under its name, and everybody else in the
    service is told. Restricted clients are among them: the file is where their record is kept on.

    Raises:
        NotAllowed: As `fault_in_taking_out`.
        NoCaseload: Likewise.
        FilesNotWritten: The place refuses; no file was left.

    """
    require(workspace.vault, "take_clients_out")
    caseload = workspace.caseload
    who = [each for each, _code, _hidden in clients.all_codes(caseload, restricted=True)]
    taken = []
    for number, client_id in enumerate(who, start=1):
        rows = tuple(rows_of(caseload, client_id))
        taken.append(TakenClient(access_record(workspace, client_id), rows))
        tell(number, len(who))
    today, practice = workspace.today(), workspace.practice
    sealed = sealed_caseload(taken, passphrase, made_on=today, practice=practice)
    with caseload.together():
        for client_id in who:
            audit.note(caseload, "clients_taken_out", f"client:{client_id}")
        publish({path: sealed}, {})
        if colleagues(workspace.vault):
            audit.note(workspace.service, "clients_taken_out", "copy")
    return len(who)

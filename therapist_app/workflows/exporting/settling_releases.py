"""What an interruption left of a release is settled at the next sign-in."""

from contextlib import suppress
from pathlib import Path

from exports.package.release import clear_unfinished, is_written
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release as LedgerEntry
from therapist_app.workflows.workspace import Workspace

CUT_OFF, FOUND, NOT_LOOKED_AT = "release-cut-off", "release-found", "release-not-looked-at"


def settle_releases(workspace: Workspace) -> None:
    """Settle what an interruption left open, and warn in the vault of what came of it.

    A release is put in its place by one step, so that either all of it stands there or nothing.
    Whatever fails, work goes on; what could not be settled is tried again at the next sign-in, and
    so is a release whose place cannot be looked at.
    """
    with suppress(KnownRecordError, OSError):
        for each in releases.unsettled(workspace.service):
            warning = _settle(workspace, each)
            workspace.vault.warnings = (*workspace.vault.warnings, warning)


def _settle(workspace: Workspace, release: LedgerEntry) -> str:
    folder = Path(release.place)
    if not folder.is_dir():
        return NOT_LOOKED_AT
    clear_unfinished(folder, release.id)
    if is_written(folder, release.id):
        releases.settle(workspace.service, release, "released")
        return FOUND
    releases.settle(workspace.service, release, "interrupted")
    return CUT_OFF

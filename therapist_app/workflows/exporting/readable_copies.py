"""Copies of a release that anybody can read: each with a reason, listed before it is made."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from exports.errors import ExportError, NotForExport
from exports.package.package import REPORT
from exports.package.parquet import parquet_files
from exports.package.release import write_readable_copy
from exports.package.verification import VerifiedPackage
from exports.package.writing import publish, replace_with
from session_forms.words.texts import _
from therapist_app.record.errors import RecordError
from therapist_app.record.service import export_keys, releases, service_keys
from therapist_app.workflows.exporting.exporting import Prepared
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


def save_readable_copy(workspace: Workspace, prepared: Prepared, folder: Path, reason: str) -> Path:
    """Write a copy of a release that anybody can read, by an act of its own, and return its folder.

    The list of readable copies knows of it before the first byte is written.

    Raises:
        ExportError: There is no reason, or the files could not be put there.
        RecordError: The list could not be told.
        NoCaseload: It is of one client, and they keep none.
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, prepared.request.action)
    if prepared.needs_second:
        raise NotForExport(_("Only a second person can save this, by approving it."))
    recipient, service = prepared.request.recipient, workspace.service
    with _entered(workspace, prepared.release.id, reason):
        return write_readable_copy(
            folder,
            prepared.release,
            partial(service_keys.sign_export, service, recipient),
            public_key=service_keys.export_public_key(service, recipient),
            changes=export_keys.export_key_changes(service, recipient),
        )


def save_report(workspace: Workspace, package: VerifiedPackage, to: Path, reason: str) -> None:
    """Write the report of a package that was opened here as a PDF that anybody can read.

    So nobody is locked out of their own report. It is noted as every readable copy is.

    Raises:
        ExportError: There is no reason, or the file could not be put there.
        RecordError: The list could not be told.

    """
    require(workspace.vault, "read_packages")
    with _entered(workspace, package.release_id, reason):
        replace_with(to, package.files[REPORT])


def save_parquet(workspace: Workspace, package: VerifiedPackage, folder: Path, reason: str) -> Path:
    """Write the tables of a package as Parquet into a new folder in `folder`, and return it.

    It is noted as every readable copy is.

    Raises:
        ExportError: pyarrow is not installed, the tables are not as described, there is no reason,
            or the files could not be put there.
        RecordError: The list could not be told.

    """
    files = parquet_files(package)
    place = folder / f"{package.release_id}-parquet"
    require(workspace.vault, "read_packages")
    with _entered(workspace, package.release_id, reason):
        publish({}, {place: files})
    return place


@contextmanager
def _entered(workspace: Workspace, release_id: str, reason: str) -> Generator[None]:
    """Have the list know of something that anybody can read, before it is written."""
    why = reason.strip()
    if not why:
        raise NotForExport(_("Write down why somebody needs a copy that is not encrypted."))
    service = workspace.service
    copy = releases.enter_readable(service, release_id, workspace.vault.person.name, why)
    try:
        yield
    except ExportError:
        with suppress(RecordError):
            releases.take_back_readable(service, copy)
        raise

"""A version of the programme that is here, as a folder of files that a text editor opens."""

from pathlib import Path

from exports.package.writing import publish
from programme.errors import PackRefused
from programme.loading.earlier_versions import earlier_version
from programme.loading.library import installed_folder
from programme.packs.archive import read_tar
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from therapist_app.record.service import content_files as kept
from therapist_app.workflows.content.pack_registry import registry_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

Key = tuple[str, str]
"""Id and version of a programme."""


def can_be_saved(workspace: Workspace, key: Key) -> bool:
    """Return whether a version's files are here: an installed pack, or what came with us."""
    return _digest_of(workspace, key) != "" or _is_shipped(workspace, key)


def save_as_folder(workspace: Workspace, key: Key, place: Path) -> Path:
    """Write the files of a version into a new folder in a place, and return that folder.

    Raises:
        NotAllowed: The person signed in does not answer for the content.
        exports.errors.CannotWrite: Such a folder is there already, or the place refuses.
        PackRefused: The files of that version are not here.

    """
    require(workspace.vault, "sign_pack")
    digest = _digest_of(workspace, key)
    data = kept.load_pack(workspace.service, digest) if digest else None
    if data is not None:
        files = content_files(MemoryFolder(read_tar(data)))
    elif _is_shipped(workspace, key):
        files = content_files(installed_folder())
    else:
        raise PackRefused("The files of this version are not here.")
    folder = place / "-".join(key)
    publish({}, {folder: files})
    return folder


def _digest_of(workspace: Workspace, key: Key) -> str:
    for each in (installed.listed for installed in registry_of(workspace.service)):
        if (each.kind, each.id, each.version) == ("programme", *key):
            return each.sha256
    return ""


def _is_shipped(workspace: Workspace, key: Key) -> bool:
    return key not in workspace.packs.programme_hashes and earlier_version(*key) is None

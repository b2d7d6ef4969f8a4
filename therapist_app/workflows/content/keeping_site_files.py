"""The forms and words that a clinic added beside the record, kept in the service file as well.

While their folder is there it counts, and the service file follows it. Where it is gone, as after
a rebuild from backups, it is made again from the service file.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from session_forms.clinic.site_folder import FOLDER
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    make_private_folder,
    read_private_file,
)
from therapist_app.record.service import content_files
from therapist_app.record.vault.vault import Vault

PUT_BACK = "forms-put-back"
MOST_BYTES = 1_000_000


def settle_site_files(vault: Vault) -> bool:
    """Return whether the folder was made again, which the vault then warns of.

    Practice has no such folder of its own. Where something cannot be read or written, both sides
    stay as they are.
    """
    if vault.practice:
        return False
    folder = vault.place.path / FOLDER
    with suppress(KnownRecordError, OSError):
        kept = content_files.site_files(vault.service)
        if folder.is_dir():
            found = _read(folder)
            if found != kept:
                content_files.keep_site_files(vault.service, found)
        elif kept:
            _make(folder, kept)
            vault.warnings = (*vault.warnings, PUT_BACK)
            return True
    return False


def _read(folder: Path) -> dict[str, bytes]:
    return {each.name: read_private_file(each, MOST_BYTES) for each in folder.glob("*.toml")}


def _make(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder whole or not at all: half of it would be taken for what the clinic wants."""
    draft = folder.with_name(f"{FOLDER}.new")
    shutil.rmtree(draft, ignore_errors=True)
    make_private_folder(draft)
    for name, data in files.items():
        create_private_file(draft / name, data)
    flush_folder(draft)
    draft.rename(folder)
    flush_folder(folder.parent)

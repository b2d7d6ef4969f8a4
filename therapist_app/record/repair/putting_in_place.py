"""Putting a salvaged file in the place of the damaged one, which is kept beside it."""

import os
import shutil
from pathlib import Path

from therapist_app.record.database.database import Opening
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.folder.files import flush_folder, translate_os_error
from therapist_app.record.folder.layout import BEFORE_SALVAGE, anchor_beside, log_beside


def put_in_place(opening: Opening, salvaged: Path) -> Path:
    """Put a salvaged file in the place of the damaged one, and return where that is kept.

    Nobody may have either open. Cut off at any moment, the damaged file or the salvaged one
    stands there, and the copy beside it is whole.

    Raises:
        RecordDamaged: There is no salvaged file.
        DiskFull: The damaged file stands where it stood.
        CannotWrite: The disk refuses.

    """
    path = opening.path
    if not salvaged.is_file() or not anchor_beside(salvaged).is_file():
        raise RecordDamaged("missing")
    kept = _free(path.with_name(path.name + BEFORE_SALVAGE))
    try:
        _copy(log_beside(path), log_beside(kept))
        _copy(anchor_beside(path), kept.with_name(kept.name + "-anchor"))
        _copy(path, kept)
        _copy(salvaged, fresh := path.with_name(path.name + ".new"))
        flush_folder(path.parent)
        # A log would be folded into the new file, and an anchor speaks of the old one.
        log_beside(path).unlink(missing_ok=True)
        anchor_beside(path).unlink(missing_ok=True)
        fresh.replace(path)
        _copy(anchor_beside(salvaged), anchor_beside(path))
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    return kept


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        return
    with source.open("rb") as read, target.open("wb") as write:
        target.chmod(0o600)
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())

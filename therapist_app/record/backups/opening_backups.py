"""Opening a backup that may be sealed to a key pair that its holder gave up since."""

from collections.abc import Sequence
from pathlib import Path

from therapist_app.record.backup_format.backup_file import BackupFile, open_backup
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import BackupDamaged
from therapist_app.record.header.header import Header
from therapist_app.record.header.pairs import opening_key


def open_with_any_pair(
    header: Header, path: Path, uid: str, opening: Masked, before: Sequence[Masked] = ()
) -> BackupFile:
    """Return a backup opened with a person's opening key, or with one that they gave up.

    A copy on a stick that was elsewhere when they did is sealed to the one of then.

    Args:
        header: The service's.
        path: Of the backup.
        uid: Whose the key is, or `CONTINUITY`.
        opening: Their key of now.
        before: Of the continuity sheet, the opening keys of the sheets before, as they are.

    Raises:
        KnownRecordError: As `open_backup` raises with the key of now.

    """
    try:
        return open_backup(path, uid, opening)
    except BackupDamaged as error:
        if error.detail != "label":
            raise
        for pair in range(header.pair_of(uid) - 1, 0, -1):
            found = opening_key(header, uid, opening, pair)
            try:
                return open_backup(path, uid, found)
            except BackupDamaged:
                continue
            finally:
                found.forget()
        for each in before:
            try:
                return open_backup(path, uid, each)
            except BackupDamaged:
                continue
        raise

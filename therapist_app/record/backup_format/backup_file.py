"""One backup as a file, opened by somebody it is sealed to."""

from dataclasses import dataclass
from pathlib import Path

from therapist_app.record.backup_format.backup_label import Label, open_box, read_label
from therapist_app.record.backup_format.backup_manifest import Manifest, open_manifest
from therapist_app.record.backup_format.backup_secret import halves
from therapist_app.record.backup_format.backup_tail import read_tail
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import KnownRecordError


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup whose secret is known; the database inside it was not looked at."""

    path: Path
    label: Label
    manifest: Manifest
    secret: Masked


def label_of(path: Path) -> Label:
    """Return what a backup says of itself to anybody.

    Raises:
        BackupPlaceMissing: The file cannot be reached.
        BackupDamaged: It is no whole backup.
        RecordTooNew: A later version made it.

    """
    return read_label(read_tail(path).label)


def open_backup(path: Path, uid: str, private_key: Masked) -> BackupFile:
    """Return a backup opened with a person's private key.

    Raises:
        BackupRefused: It is not sealed to this person.
        BackupDamaged: Label or manifest is not as it was written.
        KnownRecordError: As `label_of` raises.

    """
    tail = read_tail(path)
    label = read_label(tail.label)
    secret = open_box(label, uid, private_key)
    key, audit_key = halves(secret)
    audit_key.forget()
    try:
        manifest = open_manifest(tail.manifest, key, tail.label)
    except KnownRecordError:
        secret.forget()
        raise
    finally:
        key.forget()
    return BackupFile(path, label, manifest, secret)

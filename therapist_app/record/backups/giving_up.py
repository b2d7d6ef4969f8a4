"""The backups of a service once somebody may know the keys that they are sealed to.

A new backup is made first, under the keys of now. The older ones then go, or are sealed anew to
the holders of now and signed by whoever gave up their keys. A backup of somebody's clients that
a colleague made while they covered is never signed as the owner's: it goes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from session_forms.held_files import remove_file, rename_over
from therapist_app.record.backup_format.backup_file import (
    FIRST,
    VERSION,
    BackupFile,
    add_tail,
    digest_of,
    halves,
    lock_manifest,
    spell_label,
    with_boxes,
)
from therapist_app.record.backup_format.backup_making import UNFINISHED, Tell, header_text
from therapist_app.record.backup_format.backup_signature import Signer, signed
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import back_up
from therapist_app.record.backups.backup_list import Backup, folder_of
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.vouching import vouched_for
from therapist_app.record.errors import BackupDamaged, KnownRecordError
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    translate_os_error,
)
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.key_boxes import holders
from therapist_app.record.vault.openings import signer_of
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What became of the backups of before.

    Attributes:
        sealed_anew: How many open with the keys of now alone.
        destroyed: How many files are gone.
        out_of_reach: The folders that are not there, whose backups still open with the old keys.
        of_others: Of how many colleagues' clients backups here still open with the old keys.

    """

    sealed_anew: int
    destroyed: int
    out_of_reach: tuple[str, ...]
    of_others: int


def give_up_backups(vault: Vault, tell: Tell, *, keep: bool) -> GivenUp:
    """Let no backup that the person signed in may decide about open with keys of before.

    Args:
        vault: Theirs, after `revoke`.
        tell: Gets how many pages of the new backup are done, of how many.
        keep: Whether the older backups are sealed anew; else they are destroyed.

    Raises:
        KnownRecordError: The new backup was not made or is not whole; the older ones are there.

    """
    before = backups.listed(vault.service)
    run = back_up(vault, tell)
    mine = {SERVICE, *(grant.id for grant in owned_by(vault.header, vault.person.uid))}
    made = {each.database for each in run.backups if each.is_whole and each.place == backups.HERE}
    if not mine <= made:
        raise next((error for _place, error in run.problems), BackupDamaged("not-made"))
    still = {(each.id, each.place) for each in backups.listed(vault.service)}
    sealed_anew = destroyed = 0
    missing: set[str] = set()
    for each in (old for old in before if (old.id, old.place) in still and old.database in mine):
        if not folder_of(vault.place, each.place).is_dir():
            missing.add(each.place)
        elif keep and _seal_anew(vault, each):
            sealed_anew += 1
        else:
            _destroy(vault, each)
            destroyed += 1
    return GivenUp(
        sealed_anew, destroyed, tuple(sorted(missing)), len(set(_of_others(vault, before)) - mine)
    )


def _of_others(vault: Vault, before: tuple[Backup, ...]) -> Iterator[str]:
    """Yield the caseloads of colleagues of which a backup here is sealed to the person."""
    for each in before:
        if each.database != SERVICE:
            try:
                backup = _opened(vault, each)
            except KnownRecordError:
                continue
            backup.secret.forget()
            yield each.database


def _opened(vault: Vault, backup: Backup) -> BackupFile:
    path, opening = backup.path(vault.place), vault.credentials.keys.opening
    return open_with_any_pair(vault.header, path, vault.person.uid, opening)


def _destroy(vault: Vault, backup: Backup) -> None:
    backups.enter(vault.service, replace(backup, removed_at=vault.service.now()))
    try:
        remove_file(backup.path(vault.place))
    except OSError as error:
        raise translate_os_error(error) from None


def _seal_anew(vault: Vault, backup: Backup) -> bool:
    """Seal a backup to the holders of now; return whether it may stay."""
    try:
        opened = _opened(vault, backup)
    except KnownRecordError:
        return False
    try:
        is_own = backup.database == SERVICE or opened.manifest.made_by == vault.person.uid
        vouched_for(vault.header, opened)
        if is_own:
            _write(vault, opened)
    except KnownRecordError:
        return False
    finally:
        opened.secret.forget()
    if is_own:
        backups.enter(vault.service, replace(backup, made_by=vault.person.uid))
    return is_own


def _write(vault: Vault, opened: BackupFile) -> None:
    """Put the same database with another tail in the place of a backup."""
    signer, text = (
        signer_of(vault.header, vault.author.actor),
        header_text(vault.place, vault.header),
    )
    fresh = opened.path.with_name(opened.path.name + UNFINISHED)
    try:
        _copy_database(opened, fresh)
        _add_tail(vault, opened, fresh, signer, text)
        rename_over(fresh, opened.path)
        flush_folder(opened.path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        remove_file(fresh)


def _copy_database(opened: BackupFile, fresh: Path) -> None:
    create_private_file(fresh)
    with opened.path.open("rb") as source, fresh.open("wb", buffering=0) as target:
        left = opened.manifest.size
        while left and (part := source.read(min(left, 1 << 20))):
            target.write(part)
            left -= len(part)
        os.fsync(target.fileno())
    if digest_of(fresh, opened.manifest.size) != opened.manifest.sha256:
        raise BackupDamaged("digest")


def _add_tail(vault: Vault, opened: BackupFile, fresh: Path, signer: Signer, text: str) -> None:
    of_service = opened.label.database == SERVICE
    is_signed = opened.signature is not None
    version = VERSION if is_signed else FIRST
    bare = replace(opened.label, version=version, header=text if of_service else "")
    recipients = holders(vault.header, bare.database)
    label = spell_label(with_boxes(bare, opened.secret, recipients, vault.sources))
    manifest = replace(
        opened.manifest,
        header_generation=vault.header.generation,
        made_by=vault.person.uid,
        header="" if of_service else text,
    )
    key, audit_key = halves(opened.secret)
    audit_key.forget()
    locked = lock_manifest(manifest, key, label, vault.sources.random_bytes(12))
    key.forget()
    signature = signed(label, locked, manifest.sha256, signer) if is_signed else b""
    add_tail(fresh, label, locked, signature)  # nobody signs what nobody vouched for

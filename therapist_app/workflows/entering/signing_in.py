"""Signing in, also for somebody whose caseload came along with a move and is still a backup."""

from pathlib import Path

from therapist_app.record.backups.awaiting import lacks_a_caseload, put_back_awaited
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.errors import CannotWrite, DiskFull, KnownRecordError, RecordTooNew
from therapist_app.record.keyring.new_sheets import NewOwnSheet
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.sign_in import unlocking
from therapist_app.record.sign_in.key_holder import FileKeys, keys_by_sheet, keys_for
from therapist_app.record.vault.vault import OnlyReadBecause, Vault

_DISK = ("", "disk", "read-only", "cannot-open")
"""What an error says where the disk is why; other errors are no reason to go on and only read."""
ARRIVED = "caseload-arrived"
"""The word for a caseload that was put in place at this sign-in."""


def sign_in(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    *,
    practice: bool,
    sources: ClockAndRandom,
    key_file: Path | None = None,
    is_day_right: bool = False,
) -> Vault:
    """Open the service for a person, and look at what must be known first; the passphrase is wiped.

    Where the disk is full or protected it is opened to be read: `Vault.only_read_because`.

    Raises:
        ClockLeapt: Somebody must say first that the day is right; nothing was written.
        KnownRecordError: As `unlock` raises.

    """
    has_arrived = False
    if lacks_a_caseload(folder, uid):
        try:
            keys = keys_for(folder, uid, bytearray(passphrase), sources, key_file)
            has_arrived = _put_back(keys)
        except BaseException:
            wipe(passphrase)
            raise
    again = Masked(bytearray(passphrase))
    try:
        vault = unlocking.unlock(
            folder,
            uid,
            passphrase,
            practice=practice,
            sources=sources,
            key_file=key_file,
            is_day_right=is_day_right or practice,
        )
        look_before_work(vault)
    except (DiskFull, CannotWrite) as refused:
        if refused.detail not in _DISK:
            raise
        is_full = isinstance(refused, DiskFull)
        because: OnlyReadBecause = "disk-full" if is_full else "disk-protected"
        with again.revealed() as whole:
            return unlocking.unlock_to_read(
                folder,
                uid,
                bytearray(whole),
                because,
                practice=practice,
                sources=sources,
                key_file=key_file,
            )
    finally:
        again.forget()
    return _telling(vault, has_arrived=has_arrived)


def sign_in_with_sheet(
    folder: Path,
    uid: str,
    typed: str,
    new_passphrase: bytearray,
    *,
    practice: bool,
    sources: ClockAndRandom,
    is_day_right: bool = False,
) -> tuple[Vault, NewOwnSheet]:
    """Do the same with a recovery sheet, which a new one takes the place of.

    Raises:
        KnownRecordError: As `unlock_with_sheet` raises.

    """
    has_arrived = False
    if lacks_a_caseload(folder, uid):
        try:
            keys = keys_by_sheet(folder, uid, typed, sources)
            has_arrived = _put_back(keys)
        except BaseException:
            wipe(new_passphrase)
            raise
    vault, sheet = unlocking.unlock_with_sheet(
        folder,
        uid,
        typed,
        new_passphrase,
        practice=practice,
        sources=sources,
        is_day_right=is_day_right or practice,
    )
    return _telling(vault, has_arrived=has_arrived), sheet


def _put_back(keys: FileKeys) -> bool:
    try:
        return bool(put_back_awaited(keys))
    except RecordTooNew:
        raise
    except KnownRecordError:  # unlocking says in words what is missing or damaged
        return False


def _telling(vault: Vault, *, has_arrived: bool) -> Vault:
    if has_arrived:
        vault.warnings = (*vault.warnings, ARRIVED)
    return vault

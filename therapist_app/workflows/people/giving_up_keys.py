"""Somebody may know a passphrase, a sheet or a key file: the person makes their keys new.

Asked for with the passphrase of now, shown as a new sheet, done once that was typed back. The
backups of before come last: whatever becomes of them is told, and the keys are new already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from session_forms.words.texts import N_, _, ngettext
from therapist_app.record.backups.giving_up import (
    GivenUp,
    finish_giving_up,
    give_up_backups,
    is_giving_up_unfinished,
    plan_giving_up,
)
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import KnownRecordError, WrongPassphrase
from therapist_app.record.keyring import revoking
from therapist_app.record.keyring.revoking import NewPair
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.errors import NotYourPassphrase
from therapist_app.workflows.people.keeping_own_keys import Proof
from therapist_app.workflows.permissions import require

Tell = Callable[[int, int], object]
_AS_THEY_WERE = N_(
    "The older backups are as they were, and open with what was given up. The next sign-in "
    "tries it again."
)


@dataclass(frozen=True, slots=True)
class KeysAreNew:
    """What came of it.

    Attributes:
        told: What became of the backups, and what is left to do, in sentences.
        problem: Why the backups of before are as they were, where they are.

    """

    told: tuple[str, ...] = ()
    problem: KnownRecordError | None = None


def begin_new_keys(vault: Vault, proof: Proof, new: bytearray, after: Path | None) -> NewPair:
    """Return new keys under a new passphrase and a new sheet; nothing has changed yet.

    Raises:
        NotYourPassphrase: The passphrase or key file of now is not right.
        PassphraseTooWeak: The new one breaks a rule, or is the one of now.
        KeyFileUnfit: A key file is needed and not there, or cannot be one.
        NotPossibleYet: An administrator must sign in first.

    """
    try:
        require(vault, "give_up_own_keys")
        return revoking.new_pair(vault, proof.passphrase, new, proof.key_file, after)
    except WrongPassphrase:
        raise NotYourPassphrase from None
    finally:
        wipe(proof.passphrase, new)


def make_keys_new(vault: Vault, new: NewPair, *, keep_backups: bool, tell: Tell) -> KeysAreNew:
    """Put new keys in force whose sheet was typed back; the old ones open nothing of today.

    Args:
        vault: Theirs.
        new: From `begin_new_keys`; forgotten.
        keep_backups: Whether older backups are sealed anew; else they are destroyed.
        tell: Gets how many pages of a new backup are done, of how many.

    Raises:
        KnownRecordError: The keys are still those of before.

    """
    require(vault, "give_up_own_keys")
    if not vault.practice:
        plan_giving_up(vault, keep=keep_backups)
    revoking.revoke(vault, new)
    new.keys.private.forget()
    if vault.practice:
        return KeysAreNew()
    try:
        return KeysAreNew(_told(give_up_backups(vault, tell, keep=keep_backups)))
    except KnownRecordError as error:
        return KeysAreNew((_(_AS_THEY_WERE),), error)


def finish_new_keys(vault: Vault) -> KeysAreNew | None:
    """Deal with older backups where that was cut off, or a folder is there again that was not.

    Returns:
        What came of it; None where there was nothing to do.

    """
    if vault.practice or vault.is_only_read or not is_giving_up_unfinished(vault):
        return None
    try:
        return KeysAreNew(_told(finish_giving_up(vault, lambda _done, _whole: None)))
    except KnownRecordError as error:
        return KeysAreNew((_(_AS_THEY_WERE),), error)


def _told(done: GivenUp) -> tuple[str, ...]:
    told = []
    if done.sealed_anew:
        told.append(
            ngettext(
                "{n} older backup was sealed anew.",
                "{n} older backups were sealed anew.",
                done.sealed_anew,
            ).format(n=done.sealed_anew)
        )
    if done.destroyed:
        told.append(
            ngettext(
                "{n} older backup was destroyed.",
                "{n} older backups were destroyed.",
                done.destroyed,
            ).format(n=done.destroyed)
        )
    told.extend(
        _("{folder} was not there: destroy the older backups in it yourself.").format(folder=each)
        for each in done.out_of_reach
    )
    if done.copies:
        told.append(
            ngettext(
                "{n} file that was kept from before a restore or repair was destroyed.",
                "{n} files that were kept from before a restore or repair were destroyed.",
                done.copies,
            ).format(n=done.copies)
        )
    if done.damaged_kept:
        told.append(
            _(
                "A damaged file that is kept beside the record still opens with it. Throw it away "
                "under Backups once you need nothing of it."
            )
        )
    if done.of_others:
        told.append(
            _("Backups of clients whom you cover open with it until their therapist destroys them.")
        )
    return tuple(told)

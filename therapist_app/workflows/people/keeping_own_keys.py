"""What a person does with their own keys: another passphrase, a new sheet, a key file.

Each asks for the passphrase of now: an open window alone changes nothing. Deriving a key takes
its time, so these run off the window's thread, and nothing else calls the record meanwhile.
"""

from dataclasses import dataclass
from pathlib import Path

from session_forms.words.texts import pgettext
from therapist_app.record.backups import older_sheets
from therapist_app.record.backups.backup_list import HERE
from therapist_app.record.backups.older_sheets import back_up_for_new_sheet
from therapist_app.record.crypto import key_files
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import WrongPassphrase
from therapist_app.record.keyring import new_sheets, own_keys
from therapist_app.record.keyring.new_sheets import NewOwnSheet
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.errors import NotYourPassphrase
from therapist_app.workflows.permissions import require


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that it is the person signed in: the passphrase, which is wiped, and key file."""

    passphrase: bytearray
    key_file: Path | None = None


def needs_key_file(vault: Vault) -> bool:
    """Return whether the person signs in with a key file besides their passphrase."""
    person = vault.header.person(vault.person.uid)
    return person is not None and person.passphrase.terms.key_file


def change_passphrase(vault: Vault, proof: Proof, new: bytearray) -> None:
    """Lock the person's keys under a new passphrase; both are wiped.

    Raises:
        NotYourPassphrase: The passphrase or key file of now is not right; nothing was changed.
        PassphraseTooWeak: The new one breaks a rule; nothing was changed.
        KeyFileUnfit: The key file is needed and not there.

    """
    _require(vault, "change_own_passphrase", proof, new)
    try:
        own_keys.change_passphrase(vault, proof.passphrase, new, proof.key_file)
    except WrongPassphrase:
        raise NotYourPassphrase from None
    finally:
        wipe(proof.passphrase, new)


def renew_sheet(vault: Vault, proof: Proof) -> NewOwnSheet:
    """Return a new recovery sheet, which opens nothing until `confirm_sheet` has put it in force.

    Raises:
        NotYourPassphrase: As `change_passphrase` raises.
        KeyFileUnfit: As `change_passphrase` raises.

    """
    _require(vault, "renew_own_sheet", proof)
    if not own_keys.is_own_passphrase(vault, proof.passphrase, proof.key_file):
        raise NotYourPassphrase
    return new_sheets.new_own_sheet(vault)


def confirm_sheet(vault: Vault, new: NewOwnSheet) -> None:
    """Put a new recovery sheet in force that was typed back, and back up what is open.

    What still needs the sheet of before, `needing_own_old_sheet` says.
    """
    require(vault, "renew_own_sheet")
    new_sheets.confirm_own_sheet(vault, new)
    back_up_for_new_sheet(vault, lambda _done, _whole: None)


def needing_own_old_sheet(vault: Vault) -> tuple[str, ...]:
    """Return where the newest backups open with one's recovery sheet of before alone, in words."""
    here = pgettext("where backups lie", "this laptop")
    return tuple(here if at == HERE else at for at in older_sheets.needing_own_old_sheet(vault))


def keep_old_sheet(vault: Vault) -> None:
    """Go on with the sheet of before, where a new one was shown and never typed back."""
    require(vault, "renew_own_sheet")
    new_sheets.give_up_new_sheet(vault, vault.person.uid)


def make_key_file(vault: Vault, path: Path) -> None:
    """Write a new key file where none was; it is not in use by that.

    Raises:
        KeyFileUnfit: "beside-the-record": it would lie in the service folder.
        CannotWrite: Something is there already, or the disk refuses.
        DiskFull: Nothing was written.

    """
    require(vault, "change_own_key_file")
    key_files.make_key_file(path, vault.place.path, vault.service.sources)


def use_key_file(vault: Vault, proof: Proof, after: Path | None) -> None:
    """Ask for a key file besides the passphrase from now on, for another one, or for none.

    Raises:
        NotYourPassphrase: As `change_passphrase` raises.
        KeyFileUnfit: The one of before is missing, or the new one cannot be one.

    """
    _require(vault, "change_own_key_file", proof)
    try:
        own_keys.use_key_file(vault, proof.passphrase, proof.key_file, after)
    except WrongPassphrase:
        raise NotYourPassphrase from None
    finally:
        wipe(proof.passphrase)


def _require(vault: Vault, action: str, proof: Proof, new: bytearray | None = None) -> None:
    try:
        require(vault, action)
    except Exception:
        wipe(proof.passphrase)
        wipe(new or bytearray())
        raise

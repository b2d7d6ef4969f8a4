"""Somebody whose keys are known, whether or not the databases of the service can be opened.

What is damaged cannot be unlocked; who owns it must still be able to put a backup in its place.
"""

from dataclasses import dataclass
from pathlib import Path

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.sign_in.file_keys import FileKeys, keys_for
from therapist_app.record.sign_in.opening_with_keys import open_with_keys
from therapist_app.record.vault.founding import Author, actor_for
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class KeyHolder(FileKeys):
    """A person, their private keys, and the service as far as its header tells."""

    @property
    def author(self) -> Author:
        """Who writes: this person."""
        return Author(actor_for(self.uid, self.keys), self.sources)

    def data_key(self, database: str) -> Masked:
        """Return the newest data key of a database; forget it.

        Raises:
            BackupRefused: This person holds none.

        """
        newest, *older = self.data_keys(database)
        for each in older:
            each.forget()
        return newest

    def data_keys(self, database: str) -> list[Masked]:
        """Return every data key of a database that this person holds, newest first."""
        held = data_keys(self.header, database, self.uid, self.keys.opening)
        return [each.key for each in held]


def owner_of(vault: Vault) -> KeyHolder:
    """Return the person signed in, with keys that outlast the closing of the vault."""
    keys = vault.credentials.keys
    kept = PersonKeys(copied(keys.opening), copied(keys.signing))
    return KeyHolder(vault.place, vault.header, vault.person.uid, kept, vault.sources)


def open_vault(owner: KeyHolder) -> Vault:
    """Open everything for a person, whose own keys stay as they are.

    Raises:
        KnownRecordError: As `open_with_keys` raises.

    """
    keys = PersonKeys(copied(owner.keys.opening), copied(owner.keys.signing))
    return open_with_keys(owner.place, owner.header, owner.uid, keys, owner.sources)


def owner_by_passphrase(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    sources: ClockAndRandom,
    key_file: Path | None = None,
) -> KeyHolder:
    """Return a person by their passphrase, which is wiped; no database is opened.

    Raises:
        HeaderAltered: The header was changed by somebody who may not.
        KnownRecordError: As `keys_for` raises.

    """
    return checked_owner(keys_for(folder, uid, passphrase, sources, key_file))


def checked_owner(keys: FileKeys) -> KeyHolder:
    """Return whoever these keys are of, once the header is known to be the service's own.

    Raises:
        HeaderAltered: It was changed by somebody who may not; the keys are forgotten.

    """
    try:
        keys.check_header()
    except BaseException:
        keys.keys.forget()
        raise
    return KeyHolder(keys.place, keys.header, keys.uid, keys.keys, keys.sources)


def copied(secret: Masked) -> Masked:
    """Return a secret once more, to be forgotten by itself."""
    with secret.revealed() as whole:
        return Masked(bytearray(whole))

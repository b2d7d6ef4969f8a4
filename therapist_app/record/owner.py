"""Somebody whose keys are known, whether or not the databases of the service can be opened.

What is damaged cannot be unlocked; who owns it must still be able to put a backup in its place.
"""

from dataclasses import dataclass
from pathlib import Path

from typing_extensions import Unpack

from therapist_app.record.founding import Author, actor_for
from therapist_app.record.header import SERVICE, Header
from therapist_app.record.header_seal import check_header
from therapist_app.record.holders import data_keys
from therapist_app.record.layout import ServiceFolder
from therapist_app.record.opened import Vault
from therapist_app.record.person_keys import PersonKeys
from therapist_app.record.sources import Sources
from therapist_app.record.vault import Circumstances, sign_in
from therapist_app.record.wiping import Masked


@dataclass(frozen=True, slots=True)
class Owner:
    """A person, their private keys, and the service as far as its header tells."""

    place: ServiceFolder
    header: Header
    uid: str
    keys: PersonKeys
    sources: Sources

    @property
    def author(self) -> Author:
        """Who writes: this person."""
        return Author(actor_for(self.uid, self.keys), self.sources)

    def data_key(self, database: str) -> Masked:
        """Return the newest data key of a database; forget it.

        Raises:
            BackupRefused: This person holds none.

        """
        newest, *older = data_keys(self.header, database, self.uid, self.keys.opening)
        for each in older:
            each.key.forget()
        return newest.key

    def data_keys(self, database: str) -> list[Masked]:
        """Return every data key of a database that this person holds, newest first."""
        held = data_keys(self.header, database, self.uid, self.keys.opening)
        return [each.key for each in held]

    def check_header(self) -> None:
        """Check that the header is the service's own, which needs no database.

        Raises:
            HeaderAltered: It was changed by somebody who may not.

        """
        keys = self.data_keys(SERVICE)
        try:
            check_header(self.header, keys)
        finally:
            for key in keys:
                key.forget()


def owner_of(vault: Vault) -> Owner:
    """Return the person signed in, with keys that outlast the closing of the vault."""
    keys = vault.credentials.keys
    kept = PersonKeys(copied(keys.opening), copied(keys.signing))
    return Owner(vault.place, vault.header, vault.person.uid, kept, vault.sources)


def owner_by_passphrase(
    folder: Path, uid: str, passphrase: bytearray, **circumstances: Unpack[Circumstances]
) -> Owner:
    """Return a person by their passphrase, which is wiped; no database is opened.

    Raises:
        HeaderAltered: The header was changed by somebody who may not.
        KnownRecordError: As `sign_in` raises.

    """
    header, keys = sign_in(folder, uid, passphrase, **circumstances)
    owner = Owner(ServiceFolder(folder), header, uid, keys, circumstances["sources"])
    try:
        owner.check_header()
    except BaseException:
        keys.forget()
        raise
    return owner


def copied(secret: Masked) -> Masked:
    """Return a secret once more, to be forgotten by itself."""
    with secret.revealed() as whole:
        return Masked(bytearray(whole))

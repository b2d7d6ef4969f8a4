"""A second person at the laptop for what cannot be undone: their passphrase, beside the first.

Nothing is opened with it. They sign with their keys what it is that they confirm, and the audit
names them by that.
Where a colleague signed in not long ago, somebody can come, and nobody does it alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import NotAllowed, WrongPassphrase
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.confirmations import Confirmation, confirmed, is_valid
from therapist_app.record.keyring.own_keys import open_by_passphrase
from therapist_app.record.sign_in.attempts import note_attempt
from therapist_app.record.sign_in.unlocking import ready_header, was_here
from therapist_app.record.vault.vault import Vault

CAN_COME = timedelta(days=14)
"""Who signed in within this time can come."""


@dataclass(slots=True)
class SecondPerson:
    """Somebody else of the service; the passphrase is wiped once it was tried."""

    uid: str
    passphrase: bytearray
    key_file: Path | None = None


def colleagues(vault: Vault) -> tuple[PersonEntry, ...]:
    """Return who else is in the service and could be the second; practice asks nobody."""
    if vault.practice:
        return ()
    others = (each for each in vault.header.people if each.uid != vault.person.uid)
    return tuple(vault.header.entry(each) for each in others)


def can_somebody_come(vault: Vault) -> bool:
    """Return whether a colleague signed in here so lately that nobody does it alone."""
    since = vault.service.now() - CAN_COME
    return any(was_here(vault.service, each.uid, since) for each in colleagues(vault))


def require_second_person(vault: Vault, confirmation: Confirmation | None, about: str) -> None:
    """Refuse what nobody confirmed, where a colleague can come.

    Raises:
        NotAllowed: "second-can-come"; "second-person" where it is no word of theirs for this act.

    """
    if confirmation is None:
        if can_somebody_come(vault):
            raise NotAllowed("second-can-come")
        return
    is_here = vault.header.person(confirmation.by) is not None and confirmation.about == about
    if not is_here or not is_valid(vault, confirmation, vault.person.uid):
        raise NotAllowed("second-person")


def confirm(vault: Vault, second: SecondPerson, about: str) -> Confirmation:
    """Return what a second person whose passphrase is right signs; it touches no database.

    Args:
        vault: Of whoever does it.
        second: Who confirms it.
        about: The one act that they confirm.

    Raises:
        NotAllowed: They are not in the service, or are the first one.
        WrongPassphrase: The try is counted, as at the sign-in.
        Throttled: The next try must wait.
        KeyFileUnfit: They use a key file, and it was not given.

    """
    person = vault.header.person(second.uid)
    try:
        if person is None or second.uid == vault.person.uid:
            raise NotAllowed("second-person")
        ready_header(vault.place, vault.sources)
        keys = open_by_passphrase(vault.header, person, second.passphrase, second.key_file)
    finally:
        wipe(second.passphrase)
    if keys is None:
        note_attempt(vault.place.attempts, vault.header, second.uid, vault.sources)
        raise WrongPassphrase
    try:
        return confirmed(vault, second.uid, keys, about)
    finally:
        keys.forget()

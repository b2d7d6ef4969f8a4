"""Who gets exports, and the name by which they know a client: stable, meaningless to others.

EDPB guidelines 01/2025 ask for a keyed one-way function whose secret is kept apart. The key is
random, one for each recipient and purpose, and stays when data keys change or a caseload is
handed over. What goes in is the client's random id, never a name or a date.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from therapist_app.record.crypto import base32
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import wipe, wipe_bytes
from therapist_app.record.database.audit import believed, mark_of
from therapist_app.record.database.columns import MOMENT, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.service.keys_in_rows import (
    identity_name,
    key_of,
    pseudonym_name,
    text_of,
    wrapped_text,
)
from therapist_app.record.service.service_keys import wrapped

PSEUDONYM_LENGTH = 16
_COMPARED = "recipient_compared"
_AT_ONCE = timedelta(minutes=1)

OWN_LEAD = "Clinical lead"
"""The lead of this service, by the name under which they stand here in any language."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets exports.

    Attributes:
        age_key: Their public key; empty where there is none.
        entered_at: When that key was entered.
        compared_at: When two people compared it; None until then.
        compared_by: The name of the person here who compared it.
        earlier_key: The key that this one took the place of; empty where there was none.

    """

    name: str
    age_key: str = ""
    entered_at: datetime | None = None
    compared_at: datetime | None = None
    compared_by: str = ""
    earlier_key: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether there is a key, and it was compared."""
        return bool(self.age_key) and self.compared_at is not None


@dataclass(frozen=True, slots=True)
class OwnAgeKey:
    """A key of the service itself, with which others seal what they send to it.

    Attributes:
        identity: The private half as it stands in the file; `identity_of` returns it whole.

    """

    public_key: str
    identity: str = field(repr=False)
    made_at: datetime


_TABLE = SharedTable(
    "recipients",
    Recipient,
    key=("name",),
    columns={"entered_at": OPTIONAL_MOMENT, "compared_at": OPTIONAL_MOMENT},
)
_OWN = SharedTable("own_age_keys", OwnAgeKey, key=("public_key",), columns={"made_at": MOMENT})


def save(service: ServiceFile, recipient: Recipient) -> None:
    """Add a recipient, or change their key, which is to be compared then."""
    with service.change("recipient_changed", "recipient") as change:
        _TABLE.replace(change, recipient)


def enter_key(service: ServiceFile, name: str, age_key: str) -> Recipient:
    """Enter the key of a recipient, new or known; it is not compared yet."""
    before = load(service, name) or Recipient(name)
    earlier = before.age_key if before.age_key != age_key else before.earlier_key
    entered = Recipient(name, age_key, entered_at=service.now(), earlier_key=earlier)
    save(service, entered)
    return entered


def note_compared(service: ServiceFile, recipient: Recipient, by: str) -> Recipient:
    """Note that two people compared the key, who did so here, and when."""
    compared = replace(recipient, compared_at=service.now(), compared_by=by)
    with service.change(_COMPARED, "recipient", (_mark(recipient),)) as change:
        _TABLE.save(change, compared)
    return compared


def comparers(service: ServiceFile, recipient: Recipient) -> frozenset[str] | None:
    """Return who signed that they compared this very key, by uid.

    None where an earlier version noted no more than that one was compared at that time: everybody
    can write in the service file, but in nobody's name.
    """
    found = believed(service, (_COMPARED,))
    signed = {each.by for each in found if each.fields == (_mark(recipient),)}
    at = recipient.compared_at
    is_of_before = at is not None and any(
        not each.fields and abs(each.at - at) < _AT_ONCE for each in found
    )
    return None if is_of_before and not signed else frozenset(signed)


def _mark(recipient: Recipient) -> str:
    return mark_of(f"{recipient.name}\n{recipient.age_key}")


def drop_key(service: ServiceFile, recipient: Recipient) -> Recipient:
    """Throw a key away that turned out to be another; the recipient has none then."""
    without = Recipient(recipient.name, earlier_key=recipient.earlier_key)
    with service.change("recipient_key_refused", "recipient") as change:
        _TABLE.save(change, without)
    return without


def load(service: ServiceFile, name: str) -> Recipient | None:
    """Return a recipient, if known."""
    return _TABLE.first(service, "WHERE name = ?", (name,))


def all_recipients(service: ServiceFile) -> tuple[Recipient, ...]:
    """Return every recipient, by name."""
    return _TABLE.select(service, "ORDER BY name")


def own_keys(service: ServiceFile) -> tuple[OwnAgeKey, ...]:
    """Return the service's own keys, the newest first."""
    return _OWN.select(service, "ORDER BY made_at DESC, public_key")


def keep_own_key(service: ServiceFile, public_key: str, identity: str) -> OwnAgeKey:
    """Keep a new key of the service's own."""
    stands = wrapped_text(service, identity_name(public_key), identity)
    own = OwnAgeKey(public_key, stands, service.now())
    with service.change("own_age_key_made", "recipient") as change:
        _OWN.insert(change, own)
    return own


def identity_of(service: ServiceFile, own: OwnAgeKey) -> str:
    """Return the private half of a key of the service's own.

    Raises:
        RecordDamaged: It is not what was kept.

    """
    return text_of(service, identity_name(own.public_key), own.identity)


def pseudonym_for(service: ServiceFile, client_id: str, recipient: str, purpose: str) -> str:
    """Return 16 characters and a check character (Crockford's base 32)."""
    key = _pseudonym_key(service, recipient, purpose)
    digest = hmac.digest(key, bytes.fromhex(client_id), "sha256")
    wipe(key)
    characters = base32.encode(digest[: PSEUDONYM_LENGTH * 5 // 8])
    return characters + base32.check_character(characters)


def take_over_key(
    service: ServiceFile, recipient: str, purpose: str, is_spelling: Callable[[str], bool]
) -> None:
    """Let a purpose of the list go on with the key of the oldest purpose that was typed as it is.

    What `is_spelling` refuses stays as it is, and so does everything once the purpose has a key.
    """
    known = service.rows(
        "SELECT purpose FROM pseudonym_keys WHERE recipient = ? ORDER BY created_at, purpose",
        (recipient,),
    )
    typed = [str(each) for (each,) in known]
    former = next((each for each in typed if is_spelling(each)), None)
    if former is None or purpose in typed:
        return
    with service.change("pseudonym_key_taken_over", "pseudonyms") as change:
        change.execute(
            "UPDATE pseudonym_keys SET purpose = ? WHERE recipient = ? AND purpose = ?",
            (purpose, recipient, former),
        )


def purposes_of(service: ServiceFile, recipient: str) -> tuple[str, ...]:
    """Return the purposes for which a recipient has pseudonyms."""
    found = service.rows(
        "SELECT purpose FROM pseudonym_keys WHERE recipient = ? ORDER BY purpose", (recipient,)
    )
    return tuple(str(purpose) for (purpose,) in found)


def start_new_key(service: ServiceFile, recipient: str, purpose: str) -> None:
    """Put a new key in the place of one; nobody can then tell which pseudonyms belong together."""
    key, stands = _new_key(service, recipient)
    wipe(key)
    with service.change("pseudonym_key_replaced", "pseudonyms") as change:
        change.execute(
            "UPDATE pseudonym_keys SET key = ?, created_at = ? WHERE recipient = ? AND purpose = ?",
            (stands, moment_text(service.now()), recipient, purpose),
        )


def _pseudonym_key(service: ServiceFile, recipient: str, purpose: str) -> bytearray:
    found = service.row(
        "SELECT key FROM pseudonym_keys WHERE recipient = ? AND purpose = ?", (recipient, purpose)
    )
    if found:
        return key_of(service, pseudonym_name(recipient), found[0])
    key, stands = _new_key(service, recipient)
    with service.change("pseudonym_key_made", "pseudonyms") as change:
        change.execute(
            "INSERT INTO pseudonym_keys (recipient, purpose, key, created_at) VALUES (?, ?, ?, ?)",
            (recipient, purpose, stands, moment_text(service.now())),
        )
    return key


def _new_key(service: ServiceFile, recipient: str) -> tuple[bytearray, bytes]:
    """Return a new key, to be wiped, and how it stands in the file."""
    drawn = service.sources.random_bytes(KEY_LENGTH)
    key = bytearray(drawn)
    wipe_bytes(drawn)
    return key, wrapped(service, pseudonym_name(recipient), key)

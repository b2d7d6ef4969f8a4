"""The name by which a recipient knows a client: stable, meaningless to others.

EDPB guidelines 01/2025 ask for a keyed one-way function whose secret is kept apart. The key is
random, one for each recipient and purpose, and stays when data keys change or a caseload is
handed over. What goes in is the client's random id, never a name or a date.
"""

import hmac
from collections.abc import Callable

from therapist_app.record.crypto import base32
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import wipe, wipe_bytes
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service.keys_as_made import (
    PSEUDONYMS,
    check_as_made,
    check_never_made,
    told,
    told_gone,
)
from therapist_app.record.service.keys_in_rows import key_of, pseudonym_name
from therapist_app.record.service.service_keys import wrapped

PSEUDONYM_LENGTH = 16


def pseudonym_for(service: ServiceFile, client_id: str, recipient: str, purpose: str) -> str:
    """Return 16 characters and a check character (Crockford's base 32).

    Raises:
        KeyNotAsMade: What is kept for the recipient is not what somebody signed that they made.

    """
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
    key = _pseudonym_key(service, recipient, former)
    before = told_gone(PSEUDONYMS, (recipient, former))
    tells = before, told(PSEUDONYMS, (recipient, purpose), key)
    wipe(key)
    with service.change("pseudonym_key_taken_over", "pseudonyms", tells) as change:
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
    tells = told(PSEUDONYMS, (recipient, purpose), key)
    wipe(key)
    with service.change("pseudonym_key_replaced", "pseudonyms", (tells,)) as change:
        change.execute(
            "INSERT OR REPLACE INTO pseudonym_keys (recipient, purpose, key, created_at)"
            " VALUES (?, ?, ?, ?)",
            (recipient, purpose, stands, moment_text(service.now())),
        )


def _pseudonym_key(service: ServiceFile, recipient: str, purpose: str) -> bytearray:
    found = service.row(
        "SELECT key FROM pseudonym_keys WHERE recipient = ? AND purpose = ?", (recipient, purpose)
    )
    if found:
        key = key_of(service, pseudonym_name(recipient), found[0])
        if recipient:  # the ledger's own keeps nobody from a correction
            check_as_made(service, PSEUDONYMS, (recipient, purpose), key)
        return key
    if recipient:
        check_never_made(service, PSEUDONYMS, (recipient, purpose))
    key, stands = _new_key(service, recipient)
    tells = told(PSEUDONYMS, (recipient, purpose), key)
    with service.change("pseudonym_key_made", "pseudonyms", (tells,)) as change:
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

"""Keys that stand in rows of the service file: wrapped, as its other secrets are.

Those of before are wrapped when the next session begins. What tells one from the other is its
length, and of the service's own keys, which are text, how it begins.
"""

from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import wipe, wipe_bytes
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.service.service_keys import unwrapped, wrapped

FIGURES = "key of figures"
WRAPPED = "wrapped:"
"""How the private half of a key of the service's own begins where it stands wrapped."""


def pseudonym_name(recipient: str) -> str:
    """Return the name under which a recipient's keys are wrapped, whatever the purpose."""
    return f"pseudonyms for {recipient}"


def identity_name(public_key: str) -> str:
    """Return the name under which the private half of a key of the service's own is wrapped."""
    return f"own key {public_key}"


def key_of(service: ServiceFile, name: str, stands: bytes) -> bytearray:
    """Return a key that stands in a row, to be wiped after use.

    Raises:
        RecordDamaged: It is not what was wrapped under this name.

    """
    if len(stands) == KEY_LENGTH:
        return bytearray(stands)
    return unwrapped(service, name, stands)


def wrapped_text(service: ServiceFile, name: str, text: str) -> str:
    """Return a secret text as it stands in a row."""
    plain = bytearray(text.encode())
    stands = WRAPPED + wrapped(service, name, plain).hex()
    wipe(plain)
    return stands


def text_of(service: ServiceFile, name: str, stands: str) -> str:
    """Return a secret text that stands in a row.

    Raises:
        RecordDamaged: It is not what was wrapped under this name.

    """
    if not stands.startswith(WRAPPED):
        return stands
    try:
        sealed = bytes.fromhex(stands.removeprefix(WRAPPED))
    except ValueError:
        raise RecordDamaged("secret-missing") from None
    whole = unwrapped(service, name, sealed)
    try:
        return whole.decode()
    finally:
        wipe(whole)


def wrap_rows(change: Change, service: ServiceFile) -> None:
    """Wrap the keys that stand in rows and are not wrapped yet, within a change."""
    is_bare = (KEY_LENGTH,)
    keys = service.rows("SELECT purpose, key FROM record_keys WHERE length(key) = ?", is_bare)
    for purpose, key in keys:
        change.execute(
            "UPDATE record_keys SET key = ? WHERE purpose = ?",
            (_wrapped_row(service, FIGURES, key), purpose),
        )
    listed = service.rows(
        "SELECT recipient, purpose, key FROM pseudonym_keys WHERE length(key) = ?", is_bare
    )
    for recipient, purpose, key in listed:
        change.execute(
            "UPDATE pseudonym_keys SET key = ? WHERE recipient = ? AND purpose = ?",
            (_wrapped_row(service, pseudonym_name(recipient), key), recipient, purpose),
        )
    for public_key, identity in service.rows("SELECT public_key, identity FROM own_age_keys"):
        if not identity.startswith(WRAPPED):
            stands = wrapped_text(service, identity_name(public_key), identity)
            change.execute(
                "UPDATE own_age_keys SET identity = ? WHERE public_key = ?", (stands, public_key)
            )


def _wrapped_row(service: ServiceFile, name: str, key: bytes) -> bytes:
    plain = bytearray(key)
    wipe_bytes(key)
    stands = wrapped(service, name, plain)
    wipe(plain)
    return stands

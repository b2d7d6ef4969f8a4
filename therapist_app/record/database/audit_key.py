"""The key of a database's audit chain, which outlives the key of the database.

At first it follows from the data key. When that is changed the chain must still verify, so
the audit key is kept inside, sealed under the new data key; while the change is under way
under both, each in a row named after its data key.
"""

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlcipher3 import dbapi2

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, authenticate, derive_masked
from therapist_app.record.crypto.slots import NONCE_LENGTH, TAG_LENGTH
from therapist_app.record.crypto.wiping import Masked

PREFIX = "audit_key "
_KEEP = (
    "INSERT INTO about (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def audit_key_of(connection: dbapi2.Connection, data_key: Masked) -> Masked:
    """Return the key of the audit chain in an open database."""
    found = connection.execute(
        "SELECT value FROM about WHERE key = ?", (row_name(data_key),)
    ).fetchone()
    if found is None:
        return derive_masked(data_key, "audit")
    sealed = bytes.fromhex(found[0])
    whole = bytearray(KEY_LENGTH)
    with _wrapping(data_key).revealed() as key:
        ChaCha20Poly1305(key).decrypt_into(
            sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], PREFIX.encode(), whole
        )
    return Masked(whole)


def kept_row(
    audit_key: Masked, data_key: Masked, sources: ClockAndRandom
) -> tuple[str, tuple[str, str]]:
    """Return the statement, and its values, that keep an audit key for this data key."""
    nonce = sources.random_bytes(NONCE_LENGTH)
    sealed = bytearray(KEY_LENGTH + TAG_LENGTH)
    with _wrapping(data_key).revealed() as key, audit_key.revealed() as whole:
        ChaCha20Poly1305(key).encrypt_into(nonce, whole, PREFIX.encode(), sealed)
    return _KEEP, (row_name(data_key), (nonce + bytes(sealed)).hex())


def row_name(data_key: Masked) -> str:
    """Return the name of the row that belongs to a data key; it tells nothing of the key."""
    naming = derive_masked(data_key, "audit key name")
    name = authenticate(naming, b"audit key")[:8].hex()
    naming.forget()
    return PREFIX + name


def _wrapping(data_key: Masked) -> Masked:
    return derive_masked(data_key, "audit key wrap")

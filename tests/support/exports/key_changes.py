"""Changes of the key that a service signs with, as a service would sign them."""

from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.package.key_change import KeyChange

DAY = date(2026, 11, 3)
KEEPER = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)


def changed(
    before: Ed25519PrivateKey,
    after: Ed25519PrivateKey,
    by: Ed25519PrivateKey | None = None,
    keeper: Ed25519PrivateKey = KEEPER,
    day: date = DAY,
) -> KeyChange:
    """Return a change; `by` signs in the place of the key of before, `keeper` of the keeper's."""
    told = KeyChange(day, public(before), public(after), public(KEEPER))
    signed = (by or before).sign(told.statement), keeper.sign(told.statement)
    return replace(told, by_before=signed[0], by_keeper=signed[1])


def public(key: Ed25519PrivateKey) -> bytes:
    """Return the public half of a key."""
    return key.public_key().public_bytes_raw()

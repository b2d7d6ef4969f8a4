"""A key sealed to a person, so that only their private key opens it.

X25519 with a key pair for this box alone, HKDF, ChaCha20-Poly1305. The one-time pair makes
the derived key unique, so the nonce may be zero. Every buffer that held a secret is wiped.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import derive
from therapist_app.record.crypto.wiping import Masked, wipe, wipe_bytes
from therapist_app.record.errors import HeaderAltered

_NONCE = bytes(12)
_KEY = 32
_TAG = 16


def seal(secret: bytearray, recipient: bytes, context: bytes, sources: ClockAndRandom) -> bytes:
    """Return `secret` sealed to the public key `recipient`; `context` must be given to open it."""
    return _sealed(secret, recipient, context, bytearray(sources.random_bytes(_KEY)))


def seal_alike(secret: bytearray, recipient: bytes, context: bytes) -> bytes:
    """Return the same box each time for the same secret, recipient and context.

    The one-time pair follows from the secret, so that whoever knows that can make the box again and
    compare; to anybody else it shows as little. The secret must be a key that nobody can guess.
    """
    one_time = derive(secret, "one-time pair of a sealed box", recipient + context)
    return _sealed(secret, recipient, context, one_time)


def _sealed(secret: bytearray, recipient: bytes, context: bytes, one_time: bytearray) -> bytes:
    private = X25519PrivateKey.from_private_bytes(one_time)
    wipe(one_time)
    public = private.public_key().public_bytes_raw()
    key = _shared_key(private, recipient, public + recipient)
    sealed = bytearray(len(secret) + _TAG)
    ChaCha20Poly1305(key).encrypt_into(_NONCE, secret, context, sealed)
    wipe(key)
    return public + bytes(sealed)


def unseal(box: bytes, private_key: Masked, context: bytes) -> bytearray:
    """Return what a box holds, in a buffer to be wiped.

    Raises:
        HeaderAltered: The box is not whole, not for this key, or not for this context.

    """
    with private_key.revealed() as whole:
        private = X25519PrivateKey.from_private_bytes(whole)
    recipient = private.public_key().public_bytes_raw()
    secret = bytearray(max(len(box) - _KEY - _TAG, 0))
    try:
        key = _shared_key(private, box[:_KEY], box[:_KEY] + recipient)
    except ValueError:
        raise HeaderAltered("sealed-key") from None
    try:
        ChaCha20Poly1305(key).decrypt_into(_NONCE, box[_KEY:], context, secret)
    except InvalidTag:
        raise HeaderAltered("sealed-key") from None
    finally:
        wipe(key)
    return secret


def public_key_of(private_key: bytearray) -> bytes:
    """Return the public half of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def _shared_key(private: X25519PrivateKey, other: bytes, salt: bytes) -> bytearray:
    shared = private.exchange(X25519PublicKey.from_public_bytes(other))
    key = derive(shared, "sealed box", salt)
    wipe_bytes(shared)
    return key

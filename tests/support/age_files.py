"""Files as age writes them under a passphrase, quick to open: no second of work for each guess.

Told again from the format's own description (age-encryption.org/v1), with a work factor of 2.
"""

import hashlib
import hmac
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"age-encryption.org/v1"
DOUBLINGS = 1
CHUNK = 1 << 16
FILE_KEY, SALT, NONCE = bytes(range(16)), bytes(range(16, 32)), bytes(range(32, 48))


def quickly_sealed(data: bytes, passphrase: str) -> bytes:
    """Return `data` as an age file that opens under a passphrase."""
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=VERSION + b"/scrypt" + SALT, n=1 << DOUBLINGS, r=8, p=1, dklen=32
    )
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), FILE_KEY, None)
    recipient = b"-> scrypt %b %d\n%b\n" % (_spelt(SALT), DOUBLINGS, _spelt(wrapped))
    head = VERSION + b"\n" + recipient + b"---"
    proof = hmac.digest(_derived(b"", b"header"), head, "sha256")
    return head + b" " + _spelt(proof) + b"\n" + NONCE + _payload(data)


def _payload(data: bytes) -> bytes:
    key = ChaCha20Poly1305(_derived(NONCE, b"payload"))
    starts = range(0, max(len(data), 1), CHUNK)
    return b"".join(
        key.encrypt(
            number.to_bytes(11, "big") + bytes([start == starts[-1]]),
            data[start : start + CHUNK],
            None,
        )
        for number, start in enumerate(starts)
    )


def _derived(salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(FILE_KEY)


def _spelt(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")

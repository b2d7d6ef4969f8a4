"""Signing content packs in the name of the person signed in, with a key that stands nowhere.

It follows from their own signing key each time: it opens with their passphrase or their recovery
sheet, goes with the header into every backup, and is never what they sign the record with.
"""

from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.signing import sign, verify_key_of
from therapist_app.record.vault.vault import Vault

USE = "signing content packs"


def content_key(vault: Vault) -> bytes:
    """Return the public half of the key: 32 bytes, Ed25519."""
    key = derive_masked(vault.credentials.keys.signing, USE)
    with key.revealed() as seed:
        public = verify_key_of(seed)
    key.forget()
    return public


def sign_content(vault: Vault, data: bytes) -> bytes:
    """Return the signature of `data` (Ed25519, 64 bytes)."""
    key = derive_masked(vault.credentials.keys.signing, USE)
    signature = sign(key, data)
    key.forget()
    return signature

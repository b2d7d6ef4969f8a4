"""Content packs: signed by whoever answers for the content, and checked before any of it is read.

found = verify_pack(data)
found.signer      # the fingerprint; two people compare it
"""

import binascii
import hashlib
import json
from dataclasses import dataclass, replace

from exports.package.package import as_json
from exports.package.sealing import fingerprint, is_authentic, sign_with
from programme.errors import PackRefused
from programme.packs.building import Pack, open_pack
from programme.packs.naming import SIGNATURE
from session_forms.words.texts import _

KEYS = ("algorithm", "fingerprint", "public_key", "signature")
ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class SignedPack:
    """A pack whose every byte was signed.

    Attributes:
        pack: The pack.
        signer: The fingerprint of the key that signed it; compare it with the author.
        sha256: The hash of the whole file.
        data: The whole file.

    """

    pack: Pack
    signer: str
    sha256: str
    data: bytes


def sign_pack(data: bytes, signing_key: bytes) -> SignedPack:
    """Return a pack with a signature over its list.

    Raises:
        PackRefused: It is no pack, not whole, or signed already.
        SealRefused: The key is none.

    """
    pack = open_pack(data)
    if pack.signature is not None:
        raise PackRefused(
            _("The pack is signed already: sign the one that was not, or pack afresh.")
        )
    return with_signature(pack, *sign_with(signing_key, pack.manifest_bytes))


def with_signature(pack: Pack, public_key: bytes, signature: bytes) -> SignedPack:
    """Return a pack with the signature that a key made over its list.

    Raises:
        PackRefused: The signature is not that key's for this pack.

    """
    return verify_pack(replace(pack, signature=_spelt(public_key, signature)).data)


def verify_pack(data: bytes) -> SignedPack:
    """Return a pack once its list, its files and its signature agree, to the last byte.

    Raises:
        PackRefused: It is no pack, not whole, not signed, or the signature does not fit.

    """
    pack = open_pack(data)
    if pack.signature is None:
        raise PackRefused(
            _(
                "The pack is not signed yet. A clinical lead makes it from its folder, under "
                "Versions in the library: there it is signed and saved as a file that can be "
                "installed."
            )
        )
    public_key = _vouching_key(pack.signature, pack.manifest_bytes)
    digest = hashlib.sha256(data).hexdigest()
    return SignedPack(pack, fingerprint(public_key), digest, data)


def _vouching_key(written: bytes, signed: bytes) -> bytes:
    """Return the public key in a signature, which has to be spelt as `sign_pack` spells it."""
    try:
        said = json.loads(written)
        public_key, signature = (
            binascii.unhexlify(said[key]) for key in ("public_key", "signature")
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PackRefused(
            _("{file} cannot be read: the pack is not authentic.").format(file=SIGNATURE)
        ) from None
    if _spelt(public_key, signature) != written or not is_authentic(public_key, signature, signed):
        raise PackRefused(_("The signature does not fit the pack: it is not authentic."))
    return public_key


def _spelt(public_key: bytes, signature: bytes) -> bytes:
    return as_json(
        {
            "algorithm": ALGORITHM,
            "fingerprint": fingerprint(public_key),
            "public_key": public_key.hex(),
            "signature": signature.hex(),
        }
    )

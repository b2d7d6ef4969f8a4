"""Signatures and seals of packages: the only place outside the record that touches cryptography.

A release is signed in the record, which hands in a callable. A content pack is signed here, with
a key that its author keeps in a file. Here signatures are checked, and a package is sealed for a
recipient with age and opened again.
"""

import hashlib
import io
import unicodedata
from collections.abc import Mapping

import pyrage
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from exports.errors import OtherKey, SealDamaged, SealRefused
from session_forms.words.texts import _

NOT_OPENED = (
    "The passphrase does not open this file, or the file was changed: type it again, "
    "and if that does not help, ask for the file again."
)
SEALED_HEAD = b"age-encryption.org/"
PRIVATE_HEAD = "age-secret-key-"
PUBLIC_HEAD, PUBLIC_LENGTH = "age1", 62
GROUPS, BYTES_OF_A_GROUP = 8, 2
_NO_KEY_FITS = "No matching keys found"
"""What age says where no key opens the head of a file; of all else, that it is damaged."""


def is_authentic(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Return whether `signature` is that of `public_key` (Ed25519, RFC 8032) over `data`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """Return what two people compare: 128 bits as eight groups of five digits.

    Digits alone are told apart over a telephone, in every language.
    """
    shown = hashlib.sha256(public_key).digest()[: GROUPS * BYTES_OF_A_GROUP]
    pairs = (shown[at : at + BYTES_OF_A_GROUP] for at in range(0, len(shown), BYTES_OF_A_GROUP))
    return " ".join(f"{int.from_bytes(each):05}" for each in pairs)


def new_signing_key() -> bytes:
    """Return a new Ed25519 key for signing packs, as PEM (PKCS #8), for its owner's eyes only."""
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def sign_with(signing_key: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return the public half of a key as `new_signing_key` makes it, and its signature of `data`.

    Raises:
        SealRefused: It is no such key.

    """
    try:
        key = load_pem_private_key(signing_key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SealRefused(_("The key file holds no signing key (Ed25519, PEM): check its place."))
    return key.public_key().public_bytes_raw(), key.sign(data)


def age_key_in(typed: str) -> str:
    """Return the public age key in a text or a file, as `age1...`.

    Spaces, line breaks, capitals and lines that begin with # do not matter.

    Raises:
        SealRefused: There is no whole key in it, or it is a private one.

    """
    lines = [each.strip() for each in typed.splitlines()]
    words = "".join("".join(each.split()) for each in lines if not each.startswith("#"))
    key = words.casefold()
    if key.startswith(PRIVATE_HEAD):
        raise SealRefused(
            _(
                "This is a private key. It must stay with its owner: ask for the public one, "
                "which begins with age1."
            )
        )
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        if key.startswith(PUBLIC_HEAD) and len(key) == PUBLIC_LENGTH:
            raise SealRefused(
                _("A character of this key is mistyped. Compare it with the key that was sent.")
            ) from None
        raise SealRefused(
            _("This is not a complete key. It begins with age1 and has 62 characters.")
        ) from None
    return key


def new_age_key() -> tuple[str, str]:
    """Return a new pair of age keys: the public half, and the identity that opens."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def seal(data: bytes, recipient_key: str) -> bytes:
    """Return `data` encrypted for the recipient's age key.

    Raises:
        SealRefused: The key is mistyped or of another kind.

    """
    try:
        return pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient_key.strip())])
    except (pyrage.RecipientError, pyrage.EncryptError):
        raise SealRefused(
            _("The recipient's key is no valid age key, which begins with age1: ask for it again.")
        ) from None


def unseal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return what was sealed under a passphrase; nothing at all unless every byte is as it was.

    Raises:
        SealRefused: The passphrase is another one, or the file was changed or is no such file.

    """
    try:
        return pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise SealRefused(NOT_OPENED) from None


LONGEST_PASSPHRASE = 127
"""Bytes; a PDF takes no more (ISO 32000-2, 7.6.4.3)."""


def lock_pdf(pdf: bytes, attached: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return a PDF with files inside that only the passphrase opens, in any program for PDF.

    AES-256 in the form of PDF 2.0 (revision 6); the passphrase is spelt as `spelt` says.

    Raises:
        SealRefused: The passphrase is longer than a PDF takes.

    """
    writer = PdfWriter(clone_from=io.BytesIO(pdf))  # pages alone would lose the tags for reading
    writer.pdf_header = "%PDF-2.0"  # the first that knows this lock
    for name, data in attached.items():
        writer.add_attachment(name, data)
    writer.encrypt(spelt(passphrase), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unlock_pdf(data: bytes, passphrase: str) -> tuple[bytes, dict[str, bytes]]:
    """Return a locked PDF as it was before, and the files inside it.

    Raises:
        SealRefused: The passphrase is another one, or it is no such file or is not whole.

    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if not reader.is_encrypted or not reader.decrypt(spelt(passphrase)):
            raise SealRefused(NOT_OPENED)
        attached = {name: files[0] for name, files in reader.attachments.items()}
        del reader.root_object["/Names"]  # where the files stand that were just taken out
        writer = PdfWriter(clone_from=reader)
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, LookupError, ValueError, TypeError, AttributeError, RuntimeError):
        raise SealRefused(NOT_OPENED) from None
    return out.getvalue(), attached


def spelt(passphrase: str) -> str:
    """Return a passphrase in the one spelling that programs for PDF agree on.

    Raises:
        SealRefused: It is longer than a PDF takes.

    """
    words = unicodedata.normalize("NFKC", passphrase)
    if len(words.encode()) > LONGEST_PASSPHRASE:
        raise SealRefused(_("The passphrase is longer than a PDF takes: choose a shorter one."))
    return words


def unseal(data: bytes, identity: str) -> bytes:
    """Return what was sealed; nothing at all unless every byte is as it was sealed.

    `identity` is one age identity, or several in a line each, of which one opens it.

    Raises:
        OtherKey: It is sealed for none of them. A file whose first lines were changed reads alike.
        SealDamaged: It was changed, or is not whole.
        SealRefused: An identity is mistyped.

    """
    try:
        lines = [each for each in map(str.strip, identity.splitlines()) if each]
        return pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(each) for each in lines])
    except pyrage.IdentityError:
        raise SealRefused(_("The identity is not a valid age identity: check the file.")) from None
    except pyrage.DecryptError as error:
        if str(error) == _NO_KEY_FITS:
            raise OtherKey(
                _(
                    "The file is encrypted for somebody else's key. Where the sender made it for "
                    "yours, its first lines were changed on the way: ask for it again."
                )
            ) from None
        raise SealDamaged(
            _("The encrypted file was changed or is not whole: ask the sender for it again.")
        ) from None


def is_identity(typed: str) -> bool:
    """Return whether a text is one whole age identity."""
    try:
        pyrage.x25519.Identity.from_str(typed)
    except pyrage.IdentityError:
        return False
    return True

"""Signatures and seals."""

import re

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.errors import OtherKey, SealDamaged, SealRefused
from exports.package.sealing import (
    SEALED_HEAD,
    age_key_in,
    fingerprint,
    is_authentic,
    is_identity,
    new_age_key,
    seal,
    unlock_pdf,
    unseal,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def test_a_signature_holds_for_its_words_alone():
    signature = KEY.sign(b"list")

    assert is_authentic(PUBLIC, signature, b"list")
    assert not is_authentic(PUBLIC, signature, b"lists")


@pytest.mark.parametrize(
    ("key", "signature"), [(b"", b""), (PUBLIC, b"short"), (b"x" * 31, b"y" * 64)]
)
def test_what_is_no_key_or_no_signature_is_not_authentic(key, signature):
    assert not is_authentic(key, signature, b"list")


def test_a_fingerprint_is_the_same_for_the_same_key_and_can_be_read_aloud():
    assert fingerprint(PUBLIC) == fingerprint(PUBLIC)
    assert re.fullmatch(r"\d{5}( \d{5}){7}", fingerprint(PUBLIC))
    assert fingerprint(b"") == "58288 50242 39164 07188 39675 62664 39279 47396"
    assert fingerprint(PUBLIC) != fingerprint(b"x" * 32)


def test_what_was_sealed_opens_with_the_right_identity():
    identity = pyrage.x25519.Identity.generate()

    sealed = seal(b"package", f" {identity.to_public()}\n")

    assert sealed.startswith(SEALED_HEAD)
    assert unseal(sealed, str(identity)) == b"package"


@pytest.mark.parametrize(
    "key", ["", "age1", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]
)
def test_a_mistyped_recipient_is_refused(key):
    with pytest.raises(SealRefused):
        seal(b"package", key)


def test_a_mistyped_identity_is_refused():
    with pytest.raises(SealRefused):
        unseal(b"age-encryption.org/v1", "AGE-SECRET-KEY-1")


@pytest.mark.parametrize("cut", ["short", "flipped", "longer", "other"])
def test_a_sealed_file_that_was_changed_gives_nothing(cut):
    identity = pyrage.x25519.Identity.generate()
    sealed = seal(b"x" * 200_000, str(identity.to_public()))
    changed = {
        "short": sealed[:-70_000],
        "flipped": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "longer": sealed + b"more",
        "other": sealed,
    }[cut]
    opener = pyrage.x25519.Identity.generate() if cut == "other" else identity

    with pytest.raises(SealRefused):
        unseal(changed, str(opener))


def test_a_key_of_the_right_length_with_another_letter_is_told_to_be_mistyped():
    key, _identity = new_age_key()
    last = "q" if key[-1] != "q" else "p"

    with pytest.raises(SealRefused, match="A character of this key is mistyped"):
        age_key_in(key[:-1] + last)
    with pytest.raises(SealRefused, match="not a complete key"):
        age_key_in(key[:-1])


def test_a_private_key_is_whole_or_it_is_none():
    assert is_identity(str(pyrage.x25519.Identity.generate()))
    assert not is_identity("AGE-SECRET-KEY-1")


def test_another_key_and_damage_are_two_things():
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = seal(b"package", str(identity.to_public()))

    with pytest.raises(OtherKey, match="somebody else's key"):
        unseal(sealed, str(other))
    with pytest.raises(SealDamaged, match="is not whole"):
        unseal(sealed[:-1], str(identity))


@pytest.mark.parametrize(
    "inside",
    [
        b"trailer<</Size 1/Root 1 0 R/Encrypt 1 0 R>>\nstartxref\n9\n",
        b"1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R/Encrypt 1 0 R>>\n",
        (
            b"1 0 obj<</Prev 9>>endobj\nxref\n0 1\n0000000000 65535 f \n"
            b"trailer<</Size 1/Root 1 0 R/Prev 9/Encrypt 1 0 R>>\nstartxref\n38\n"
        ),
    ],
)
def test_a_pdf_that_is_none_of_ours_is_refused_whatever_it_says_of_itself(inside):
    with pytest.raises(SealRefused):
        unlock_pdf(b"%PDF-1.7\n" + inside + b"%%EOF", "words")

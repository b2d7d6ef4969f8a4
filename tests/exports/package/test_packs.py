"""Packs are signed and verified to the last byte."""

import json
from dataclasses import replace

import pytest

from exports.errors import SealRefused
from exports.package.package import as_json
from exports.package.packs import sign_pack, verify_pack
from exports.package.sealing import fingerprint, new_signing_key, sign_with
from programme.errors import PackRefused
from tests.support.programme.packs import LEAD, STRANGER, forms_folder, packed, signed
from tests.support.sampling import sampled


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory):
    return packed(forms_folder(tmp_path_factory.mktemp("forms"), "1.0", ("a", 1, "Well?")))


@pytest.fixture(scope="module")
def whole(unsigned):
    return sign_pack(unsigned.data, LEAD)


def said(pack) -> dict[str, str]:
    return json.loads(pack.pack.signature)


def with_signature(pack, **changes: str) -> bytes:
    return replace(pack.pack, signature=as_json(said(pack) | changes)).data


def refused(data: bytes, match: str = ".") -> None:
    with pytest.raises(PackRefused, match=match):
        verify_pack(data)


def test_a_signed_pack_says_who_signed_it(whole):
    public_key, _signature = sign_with(LEAD, b"")

    assert verify_pack(whole.data) == whole
    assert whole.signer == fingerprint(public_key)
    assert whole.pack.manifest.ref == "forms our-forms 1.0"


def test_the_same_key_and_pack_give_the_same_bytes(unsigned, whole):
    assert sign_pack(unsigned.data, LEAD).data == whole.data


@pytest.mark.parametrize("every", sampled([5, 1], every=2))
def test_every_single_byte_counts(whole, every):
    taken = []

    for at in range(0, len(whole.data), every):
        changed = bytearray(whole.data)
        changed[at] ^= 0x20 if chr(changed[at]).isalpha() else 1
        try:
            verify_pack(bytes(changed))
        except PackRefused:
            continue
        taken.append(at)

    assert taken == []


def test_a_signature_of_another_pack_does_not_fit(whole, tmp_path):
    other = signed(forms_folder(tmp_path, "1.1", ("a", 1, "Well?")))

    refused(replace(other.pack, signature=whole.pack.signature).data, "does not fit")


def test_a_key_that_did_not_sign_does_not_fit(whole):
    public_key, _signature = sign_with(STRANGER, b"")
    lie = {"public_key": public_key.hex(), "fingerprint": fingerprint(public_key)}

    refused(with_signature(whole, **lie), "does not fit")


@pytest.mark.parametrize(
    "changes",
    [
        {"fingerprint": "0000 0000"},
        {"algorithm": "none"},
        {"public_key": "zz"},
        {"signature": ""},
        {"note": "more"},
    ],
)
def test_a_signature_that_says_anything_else_is_refused(whole, changes):
    refused(with_signature(whole, **changes))


def test_capital_letters_in_a_signature_are_refused(whole):
    refused(with_signature(whole, signature=said(whole)["signature"].upper()))


@pytest.mark.parametrize("written", [b"", b"[]", b"{}", b"[" * 100_000, b'{"public_key": 4}'])
def test_a_signature_that_cannot_be_read_is_refused(unsigned, written):
    refused(replace(unsigned, signature=written).data, "cannot be read")


def test_a_pack_without_a_signature_is_refused(unsigned):
    refused(unsigned.data, "not signed")


def test_a_signed_pack_is_not_signed_over(whole):
    with pytest.raises(PackRefused, match="signed already"):
        sign_pack(whole.data, STRANGER)


@pytest.mark.parametrize("key", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_key_that_is_none_is_refused(unsigned, key):
    with pytest.raises(SealRefused, match="signing key"):
        sign_pack(unsigned.data, key)


def test_every_new_key_is_another():
    assert new_signing_key() != new_signing_key()

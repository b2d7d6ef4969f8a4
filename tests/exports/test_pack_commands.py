"""`python -m exports sign` and `verify`, for packs."""

import os

import pytest

from exports import commands
from exports.__main__ import main
from exports.package.packs import verify_pack
from programme.packs import archive
from tests.support.programme.packs import forms_folder, packed


@pytest.fixture
def pack(tmp_path):
    place = tmp_path / "forms-our-forms-1.0.pack"
    place.write_bytes(packed(forms_folder(tmp_path / "f", "1.0", ("a", 1, "Well?"))).data)
    return place


@pytest.fixture
def key(tmp_path):
    return tmp_path / "lead.key"


def sign(pack, key, *more):
    return main(["sign", str(pack), "--key", str(key), *more])


def test_a_pack_is_signed_in_its_place_with_a_new_key(pack, key, capsys):
    assert sign(pack, key, "--new-key") == 0

    signer = verify_pack(pack.read_bytes()).signer
    assert capsys.readouterr().out == (
        f"Signed: forms our-forms 1.0, by {signer}. "
        "Read this number to whoever installs it, face to face or by telephone.\n"
    )
    assert sorted(pack.parent.glob("*.part")) == []


def test_a_new_key_is_its_owners_alone(pack, key):
    sign(pack, key, "--new-key")

    assert key.stat().st_mode & 0o077 == 0


def test_the_key_signs_the_next_pack_as_well(pack, key, tmp_path):
    sign(pack, key, "--new-key")
    first = verify_pack(pack.read_bytes()).signer
    pack.write_bytes(packed(forms_folder(tmp_path / "g", "1.1", ("a", 1, "Well?"))).data)

    assert sign(pack, key) == 0
    assert verify_pack(pack.read_bytes()).signer == first


def fails(capsys, words):
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_key_that_is_there_is_never_written_over(pack, key, capsys):
    key.write_text("something else")

    assert sign(pack, key, "--new-key") == 1

    fails(capsys, "already there: leave out --new-key to sign with the key in it")
    assert key.read_text() == "something else"


def test_no_key_is_made_for_what_is_no_pack(pack, key, capsys):
    pack.write_bytes(b"something else")

    assert sign(pack, key, "--new-key") == 1

    fails(capsys, "no pack")
    assert not key.exists()


def test_a_missing_key_is_said(pack, key, capsys):
    assert sign(pack, key) == 1

    fails(capsys, "There is no file lead.key")


def test_a_key_that_others_can_read_is_refused(pack, key, capsys):
    sign(pack, key, "--new-key")
    key.chmod(0o644)
    capsys.readouterr()

    assert sign(pack, key) == 1

    fails(capsys, "chmod 600 lead.key")


def test_a_key_file_far_too_large_is_refused(pack, key, capsys):
    key.write_bytes(b"x" * 10_001)

    assert sign(pack, key) == 1

    fails(capsys, "lead.key is larger")


def test_a_pack_that_cannot_be_read_is_said(pack, key, capsys, monkeypatch):
    def refuse(*_given, **_more):
        raise PermissionError

    monkeypatch.setattr(commands, "read_at_most", refuse)

    assert sign(pack, key) == 1

    fails(capsys, "cannot be read")


def test_a_disk_that_refuses_leaves_the_pack_as_it_was(pack, key, capsys, monkeypatch):
    sign(pack, key, "--new-key")
    pack.write_bytes(packed(pack.parent / "f").data)
    before = pack.read_bytes()
    capsys.readouterr()

    def refuse(*_given):
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", refuse)

    assert sign(pack, key) == 1

    fails(capsys, "cannot be written")
    assert pack.read_bytes() == before
    assert sorted(pack.parent.glob(".*")) == []


@pytest.mark.parametrize("name", ["forms-our-forms-1.0.pack", "renamed"])
def test_a_whole_pack_is_told_whatever_its_name(pack, key, capsys, name):
    sign(pack, key, "--new-key")
    place = pack.rename(pack.with_name(name))
    signer = verify_pack(place.read_bytes()).signer
    capsys.readouterr()

    assert main(["verify", str(place)]) == 0

    assert capsys.readouterr().out == (
        'Whole: pack, forms our-forms 1.0, "Our forms", made on 2026-03-02, 1 files; '
        f"signer to compare, face to face or by telephone: {signer}.\n"
    )


def test_a_known_signer_is_told(pack, key, capsys):
    sign(pack, key, "--new-key")
    signer = verify_pack(pack.read_bytes()).signer

    assert main(["verify", str(pack), "--signer", signer]) == 0
    assert f"known signer {signer}" in capsys.readouterr().out


def test_an_unknown_signer_ends_with_one(pack, key, capsys):
    sign(pack, key, "--new-key")

    assert main(["verify", str(pack), "--signer", "0000"]) == 1

    fails(capsys, "is not known here: compare this number with the author first, face to face or")


def test_a_changed_pack_ends_with_one(pack, key, capsys):
    sign(pack, key, "--new-key")
    data = bytearray(pack.read_bytes())
    data[600] ^= 1
    pack.write_bytes(bytes(data))

    assert main(["verify", str(pack)]) == 1

    fails(capsys, "not as the pack lists it")


def test_a_pack_that_is_not_there_ends_with_one(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "no.pack")]) == 1

    fails(capsys, "There is no file no.pack")


def test_a_file_larger_than_any_pack_is_not_read(pack, capsys, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)

    assert main(["verify", str(pack)]) == 1

    fails(capsys, "larger than")

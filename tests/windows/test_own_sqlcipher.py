"""The record's library, built here with the system's OpenSSL: what is pinned, what may differ."""

import sys
from pathlib import Path

import own_sqlcipher as own
import pytest

ROOT = Path(__file__).resolve().parents[2]

TOLD = {"compile_options": ["COMPILER=gcc-14", "TEMP_STORE=2"], "cipher_version": ["4.19"]}


def test_it_is_built_from_the_source_that_is_pinned_by_its_digest():
    pinned = own.pin((ROOT / "requirements.lock").read_text("utf-8"), "sqlcipher3")

    first, *hashes = pinned.splitlines()
    assert first.startswith("sqlcipher3==")
    assert len(hashes) > 1
    assert all("--hash=sha256:" in line for line in hashes)
    with pytest.raises(ValueError, match="is not pinned"):
        own.pin("a==1 \\\n    --hash=sha256:0\n", "b")


def test_another_compiler_is_no_difference_and_a_missing_option_is():
    ours = {"compile_options": ["COMPILER=gcc-12", "TEMP_STORE=2"], "cipher_version": ["4.19"]}
    assert own.differences(TOLD, ours) == []

    without = {"compile_options": ["SECURE"], "cipher_version": ["4.19"]}

    assert own.differences(TOLD, without) == [
        "compile_options has no TEMP_STORE=2",
        "compile_options has SECURE besides",
    ]


def test_what_one_of_them_does_not_tell_is_a_difference():
    assert own.differences(TOLD, TOLD | {"sqlite": "3.53"}) == [
        "sqlite has no None",
        "sqlite has 3.53 besides",
    ]


def test_it_is_compiled_without_what_would_differ_from_one_building_to_the_next(
    tmp_path, monkeypatch
):
    uv = tmp_path / "uv"
    uv.write_text(f'#!/bin/sh\necho "$CFLAGS:$CPPFLAGS" >{tmp_path}/flags\n', "ascii")
    uv.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(own, "OWN", tmp_path / "own")
    monkeypatch.delenv("CFLAGS", raising=False)

    own.build(ROOT / "requirements.lock")

    assert (tmp_path / "flags").read_text("ascii") == ":-g0\n"


def test_one_that_holds_the_folder_where_it_was_built_is_told(tmp_path):
    library = tmp_path / "_sqlite3.so"
    library.write_bytes(b"\x7fELF\0.text\0.note.gnu.build-id\0")
    assert not own.tells_its_folder(library)

    library.write_bytes(library.read_bytes() + b".debug_line_str\0")

    assert own.tells_its_folder(library)

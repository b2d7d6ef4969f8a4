"""The record's library, built here with the system's OpenSSL: what is pinned, what may differ."""

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

"""From a passphrase to a key."""

import tracemalloc
from dataclasses import replace
from inspect import unwrap

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.kdf import CEILING, DEFAULT, FLOOR, KdfCost
from therapist_app.record.errors import CannotWrite, RecordBug

SALT = bytes(range(16))
derive_key = unwrap(kdf.derive_key)
"""The product's own: that of the process of the tests derives each key once."""


def test_the_key_is_what_another_implementation_derives() -> None:
    passphrase = bytearray(b"nine green bottles")

    key = derive_key(passphrase, SALT, FLOOR)

    other = Argon2id(salt=SALT, length=32, iterations=3, lanes=4, memory_cost=65536)
    assert key == other.derive(b"nine green bottles")
    assert passphrase == bytearray(18)


def test_the_usual_cost_lies_at_or_above_the_floor() -> None:
    assert FLOOR.is_acceptable
    assert DEFAULT.is_acceptable
    assert CEILING.is_acceptable
    assert (FLOOR.memory, FLOOR.passes, FLOOR.lanes) == (65536, 3, 4)
    assert KdfCost(memory=131072, passes=3, lanes=4) == DEFAULT


# Acceptance A7, A8
@pytest.mark.parametrize(
    "cost",
    [
        replace(FLOOR, memory=65535),
        replace(FLOOR, memory=8),
        replace(FLOOR, memory=2**31),
        replace(FLOOR, passes=2),
        replace(FLOOR, passes=0),
        replace(FLOOR, passes=5),
        KdfCost(memory=1024 * 1024, passes=16, lanes=4),
        replace(FLOOR, lanes=3),
        replace(FLOOR, lanes=1_000_000),
        replace(FLOOR, memory=-1),
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_anything_is_allocated(cost: KdfCost) -> None:
    passphrase = bytearray(b"nine green bottles")
    tracemalloc.start()

    with pytest.raises(RecordBug):
        derive_key(passphrase, SALT, cost)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    assert not any(passphrase)


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(RecordBug):
        derive_key(bytearray(b"nine green bottles"), b"short", FLOOR)


def test_too_little_memory_is_a_plain_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Exhausted:
        ARGON2_OK = 0
        ARGON2_VERSION_13 = 0x13
        ARGON2_FLAG_CLEAR_PASSWORD = 1
        Argon2_id = 2

        def argon2_ctx(self, _context: object, _kind: int) -> int:
            return -22

    monkeypatch.setattr(kdf, "lib", Exhausted())
    passphrase = bytearray(b"nine green bottles")

    with pytest.raises(CannotWrite, match="no-memory"):
        derive_key(passphrase, SALT, FLOOR)

    assert not any(passphrase)

"""What stands in for signatures in the model of the protocol, where very many orders are tried.

Nobody in the model guesses a key or forges a signature: each signs with seeds that they hold. So
a hash of verify key and message tells as much as a real signature does, and is made in a
hundredth of the time. What is signed is spelt once for each thing that is spelt. The tests of the
model, and those of `record/header`, sign in earnest.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest

from tests.support.record.protocol_model import DEES_SHEET, NAMES, OTHER, SHEETS, THIEF, keys_of
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.signing import VERIFY_LENGTH
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header import pairs, statements

MOST_PAIRS = 16
"""More than anybody makes in one order of acts."""
SPELT = ("_message", "_slots", "_boxes", "_service_boxes")
KEPT = 20_000


@contextmanager
def standing_in() -> Iterator[None]:
    """Sign by hashes inside the block."""
    signers = {
        id(keys.private.signing): keys.verify
        for name in (*NAMES, THIEF, OTHER, *SHEETS, DEES_SHEET)
        for keys in (keys_of(name, pair) for pair in range(1, MOST_PAIRS))
    }

    def sign(seed: Masked, message: bytes) -> bytes:
        return _mark(signers[id(seed)], message)

    def seal(_opening: object, to: bytes, context: bytes, _sources: ClockAndRandom) -> bytes:
        return hashlib.blake2b(to + context, digest_size=48).digest()

    with pytest.MonkeyPatch.context() as patch:
        for module in (statements, pairs):
            patch.setattr(module, "sign", sign)
            patch.setattr(module, "is_signed", _is_marked)
        patch.setattr(pairs, "seal", seal)
        for name in SPELT:
            patch.setattr(statements, name, lru_cache(KEPT)(getattr(statements, name)))
        yield


def _mark(verify_key: bytes, message: bytes) -> bytes:
    return hashlib.blake2b(verify_key + message).digest()


def _is_marked(message: bytes, signature: bytes, verify_key: bytes) -> bool:
    keys = range(0, len(verify_key), VERIFY_LENGTH)
    return any(_mark(verify_key[at : at + VERIFY_LENGTH], message) == signature for at in keys)

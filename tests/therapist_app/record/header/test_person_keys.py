"""A person's private keys, locked in a slot."""

from dataclasses import replace

import pytest

from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.slots import FLOOR, SlotTerms
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.person_keys import (
    PersonKeys,
    Slot,
    lock_keys,
    make_keys,
    new_salt,
    open_keys,
)

SOURCES = system_sources()
KEY = bytes(range(32))
TERMS = SlotTerms(("therapist",), FLOOR)


def locked() -> tuple[PersonKeys, Slot]:
    keys = make_keys(SOURCES).private
    salt = new_salt(SOURCES)
    return keys, lock_keys(keys, bytearray(KEY), TERMS, salt, context=b"context", sources=SOURCES)


def whole(keys: PersonKeys) -> tuple[bytes, bytes]:
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        return bytes(opening), bytes(signing)


def test_the_right_key_gives_the_same_keys_back_and_is_wiped() -> None:
    keys, slot = locked()
    key = bytearray(KEY)

    opened = open_keys(slot, key, b"context")

    assert opened is not None
    assert whole(opened) == whole(keys)
    assert not any(key)


def test_a_wrong_key_opens_nothing_and_says_no_more() -> None:
    _, slot = locked()

    assert open_keys(slot, bytearray(32), b"context") is None


def test_a_slot_moved_or_changed_is_told_apart_from_a_wrong_key() -> None:
    _, slot = locked()
    changed = replace(slot, wrapped=slot.wrapped[:-1] + bytes([slot.wrapped[-1] ^ 1]))

    for each, context in ((slot, b"another context"), (changed, b"context")):
        with pytest.raises(HeaderAltered):
            open_keys(each, bytearray(KEY), context)


def test_forgotten_keys_are_gone() -> None:
    keys, _ = locked()

    keys.forget()

    assert whole(keys) == (bytes(32), bytes(32))

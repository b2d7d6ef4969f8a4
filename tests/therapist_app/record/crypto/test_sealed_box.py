"""A key sealed to a person."""

import pytest

from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.sealed_box import public_key_of, seal, unseal
from therapist_app.record.crypto.signing import is_signed, sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered

SOURCES = system_sources()


def key_pair() -> tuple[Masked, bytes]:
    private = bytearray(SOURCES.random_bytes(32))
    public = public_key_of(private)
    return Masked(private), public


def test_a_box_opens_for_its_recipient_in_its_context() -> None:
    private, public = key_pair()

    box = seal(bytearray(b"data key"), public, b"here", SOURCES)

    assert unseal(box, private, b"here") == b"data key"


def test_a_box_never_looks_the_same_twice() -> None:
    _, public = key_pair()

    boxes = [seal(bytearray(b"data key"), public, b"here", SOURCES) for _ in range(2)]

    assert boxes[0] != boxes[1]


def test_a_box_stays_shut_for_anybody_else_and_anywhere_else() -> None:
    private, public = key_pair()
    box = seal(bytearray(b"data key"), public, b"here", SOURCES)

    for key, context in ((key_pair()[0], b"here"), (private, b"there")):
        with pytest.raises(HeaderAltered):
            unseal(box, key, context)


def test_a_box_that_is_not_whole_stays_shut() -> None:
    private, public = key_pair()
    box = seal(bytearray(b"data key"), public, b"here", SOURCES)
    flipped = [box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :] for at in range(len(box))]
    cut = [box[:length] for length in range(len(box))]

    for damaged in (*flipped, *cut, bytes(80)):
        with pytest.raises(HeaderAltered):
            unseal(damaged, private, b"here")


def test_a_signature_is_one_persons_for_one_message() -> None:
    seed = bytearray(SOURCES.random_bytes(32))
    verify = verify_key_of(seed)

    signature = sign(Masked(seed), b"message")

    assert is_signed(b"message", signature, verify)
    assert not is_signed(b"another", signature, verify)
    assert not is_signed(b"message", bytes(64), verify)
    assert not is_signed(b"message", signature, b"no key")

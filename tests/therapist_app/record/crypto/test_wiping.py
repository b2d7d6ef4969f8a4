"""Secrets are overwritten, and those that stay are never whole."""

from therapist_app.record.crypto.wiping import Masked, wipe, wipe_bytes


def test_wiping_leaves_zeros_of_the_same_length() -> None:
    first, second = bytearray(b"secret"), bytearray(b"another")

    wipe(first, second)

    assert (first, second) == (bytearray(6), bytearray(7))


def test_bytes_that_a_library_returned_can_be_overwritten() -> None:
    secret = bytes(bytearray(b"shared secret"))

    wipe_bytes(secret)

    assert secret == bytes(13)


def test_bytes_that_python_shares_are_left_alone() -> None:
    wipe_bytes(b"")
    wipe_bytes(b"a")

    assert bytes(bytearray(b"a")) == b"a"


def test_a_masked_secret_is_whole_only_inside_the_block() -> None:
    given = bytearray(b"0123456789abcdef")

    masked = Masked(given)
    with masked.revealed() as whole:
        inside = bytes(whole)

    assert inside == b"0123456789abcdef"
    assert given == whole == bytearray(16)


def test_a_forgotten_secret_does_not_come_back() -> None:
    masked = Masked(bytearray(b"0123456789abcdef"))

    masked.forget()

    with masked.revealed() as whole:
        assert whole == bytearray(16)

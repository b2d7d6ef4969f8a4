"""Characters that survive being read aloud and typed."""

import pytest

from therapist_app.record.crypto.base32 import (
    ALPHABET,
    check_character,
    decode,
    encode,
    is_tidy,
    tidy,
)


def test_bytes_come_back_from_their_characters() -> None:
    data = bytes(range(236, 256))

    assert decode(encode(data)) == data
    assert encode(bytes(5)) == "00000000"


def test_what_looks_alike_is_read_alike() -> None:
    assert tidy("o0-iI lL 1a") == "00111" + "11A"
    assert is_tidy(tidy("o0-iI lL 1a"))
    assert not is_tidy("U")


def test_one_wrong_character_always_changes_the_check() -> None:
    text = "7QK2"
    right = check_character(text)

    wrong = [
        check_character(text[:place] + other + text[place + 1 :])
        for place in range(len(text))
        for other in ALPHABET
        if other != text[place]
    ]

    assert right not in wrong


@pytest.mark.parametrize("text", ["7QK2", "0123", "ZY00"])
def test_two_neighbours_swapped_change_the_check(text: str) -> None:
    for place in range(len(text) - 1):
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]

        assert swapped == text or check_character(swapped) != check_character(text)


def test_the_start_tells_like_texts_apart() -> None:
    assert len({check_character("7QK2", start) for start in range(8)}) == 8


@pytest.mark.parametrize(("text", "check"), [("7QK2", "M"), ("0123456789ABCDEF", "P")])
def test_a_check_is_the_same_in_each_version(text: str, check: str) -> None:
    """A pseudonym that a recipient has from before ends in it."""
    assert check_character(text) == check

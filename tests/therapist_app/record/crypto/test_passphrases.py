"""What a passphrase must be."""

import pytest

from therapist_app.record.crypto.passphrases import check_passphrase, normalised
from therapist_app.record.errors import PassphraseTooWeak


# Acceptance A4
@pytest.mark.parametrize(
    "text",
    [
        "vexed otter quilt",
        "nine green bottles on a wall",
        "zq7 Kp!m2 vR9#xL",
        "   eleven   spaced   oboes   ",
        "Ārā Māori waiata 🌊🌊 ngā",
        "x'0011223344556677889900aabbccddeeff'",
        "wobbly %s gnu' \" OR 1=1 --\n\0 end",
        "correct-zebra-" * 73,
    ],
)
def test_a_long_unguessable_passphrase_is_accepted_whatever_it_is_made_of(text: str) -> None:
    check_passphrase(bytearray(text.encode()))


# Acceptance A4
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "too-short"),
        ("zq7 Kp!m2 vR9#", "too-short"),
        ("q" * 1025, "too-long"),
        ("passwordpassword", "guessable"),
        ("aaaaaaaaaaaaaaaaaaaa", "guessable"),
        ("1234567890123456", "guessable"),
        ("qwertyuiopasdfgh", "guessable"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PassphraseTooWeak) as caught:
        check_passphrase(bytearray(text.encode()))

    assert caught.value.detail == reason


# Acceptance A4
def test_a_passphrase_made_of_words_near_at_hand_is_refused() -> None:
    passphrase = bytearray(b"ilse-zorkathonvex")
    check_passphrase(passphrase)

    with pytest.raises(PassphraseTooWeak, match="context-word"):
        check_passphrase(passphrase, ("Ilse Zorkathonvex",))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PassphraseTooWeak, match="not-text"):
        check_passphrase(bytearray(b"\xff" * 20))


def test_composed_and_decomposed_characters_are_one_passphrase() -> None:
    composed, decomposed = bytearray("\u00e9".encode()), bytearray("e\u0301".encode())

    assert normalised(composed) == normalised(decomposed) == "\u00e9".encode()
    assert not any(composed)
    assert not any(decomposed)


def test_plain_text_stays_as_it_is_and_the_buffer_given_is_wiped() -> None:
    given = bytearray(b"plain text")

    spelt = normalised(given)

    assert spelt == b"plain text"
    assert given == bytearray(10)


def test_bytes_that_are_no_text_are_taken_as_they_are() -> None:
    assert normalised(bytearray(b"\xff\xfe")) == b"\xff\xfe"

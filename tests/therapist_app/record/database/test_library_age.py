"""The age of the library that encrypts."""

from datetime import date

import pytest

from therapist_app.record.database.library_age import LONGEST, day_in, is_old, made_on


def test_the_library_tells_the_day_of_its_cryptography() -> None:
    day = made_on()

    assert day is not None
    assert day >= date(2025, 10, 1)  # that of the version that is pinned; a newer one is later


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("OpenSSL 3.6.0 1 Oct 2025", date(2025, 10, 1)),
        ("OpenSSL 4.1.2 27 Jan 2027 (Library)", date(2027, 1, 27)),
        ("OpenSSL 3.6.0 31 Feb 2025", None),
        ("CommonCrypto", None),
        ("", None),
    ],
)
def test_a_day_is_read_from_words_and_nothing_else_is(words: str, day: date | None) -> None:
    assert day_in(words) == day


def test_a_library_is_old_after_a_year() -> None:
    day = date(2025, 10, 1)

    assert not is_old(day, day + LONGEST)
    assert is_old(day, date(2026, 10, 2))

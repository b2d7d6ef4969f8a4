"""Known numbers in a line of text."""

import pytest

from exports.leaks.numbers import numbers_in, numbers_of
from exports.leaks.plain_words import plain

KNOWN = frozenset(numbers_of("+44 20 7946 0958"))


def found(text, known=KNOWN, *, typed=True):
    return list(numbers_in(plain(text), known, typed=typed))


@pytest.mark.parametrize(
    "text",
    [
        "+44 20 7946 0958",
        "02079460958",
        "020 7946-0958",
        "(020) 7946 0958",
        "0044 2079460958",
        "020\N{EN DASH}7946\N{NO-BREAK SPACE}0958",
        "7946 0958",
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_a_telephone_is_found_however_it_is_grouped(text, typed):
    assert found(f"call {text} today", typed=typed)


@pytest.mark.parametrize("text", ["020_7946_0958", "020,7946,0958", "O2O 7946 O958"])
def test_what_was_typed_is_read_more_closely(text):
    assert found(text)
    assert not found(text, typed=False)


def test_a_longer_number_is_not_the_telephone():
    assert not found("10794609581230")
    assert not found("1 2 3 4")


def test_a_short_number_is_found_without_its_country_but_not_in_a_longer_one():
    known = frozenset(numbers_of("+49 30 901820"))

    assert found("030/90 18 20", known)
    assert found("901820", known)
    assert not found("1234567901820", known)


def test_a_postcode_of_digits_counts_as_a_whole_and_where_it_was_typed():
    known = frozenset(numbers_of("01069 Dresden"))

    assert found("in 01069", known)
    assert not found("101069", known)
    assert not found("01069", known, typed=False)


def test_what_has_few_digits_is_no_number():
    assert not list(numbers_of("thornberry lane 12"))


@pytest.mark.parametrize(
    ("number", "before"), [("279460958", 6), ("901820", 4)], ids=["a long one", "a short one"]
)
def test_a_number_is_found_behind_its_country_and_check_digits_but_no_more(number, before):
    known = frozenset(numbers_of(number))

    assert found("8" * before + number, known)
    assert not found("8" * (before + 1) + number, known)

"""How identifiers may be spelled."""

from datetime import date

import pytest

from exports.case.leak_search import (
    date_spellings,
    holds_phrase,
    is_nearly,
    phone_pattern,
    plain,
    words_of,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "1985-03-07", "07.03.1985", "7.3.1985", "7/3/85", "3/7/1985", "07/03/1985", "19850307",
        "07031985", "7 march 1985", "march 7, 1985", "7 mar 85", "7. march 1985", "07-03-1985",
    ],
)  # fmt: skip
def test_a_birth_date_is_known_in_its_usual_spellings(spelling):
    assert spelling in set(date_spellings(date(1985, 3, 7)))


@pytest.mark.parametrize(
    ("word", "other", "alike"),
    [
        ("oakenshaw", "oakenshaw", True),
        ("oakenshaw", "oakenshw", True),
        ("oakenshaw", "oakeenshaw", True),
        ("oakenshaw", "oakenshow", True),
        ("oakenshaw", "oakneshaw", True),
        ("oakenshaw", "oakenshawx", True),
        ("oakenshaw", "oaknshw", False),
        ("oakenshaw", "oaxxnshaw", False),
        ("adam", "adams", False),
        ("billie", "willia", False),
    ],
)
def test_one_slip_in_a_long_word_is_still_the_word(word, other, alike):
    assert is_nearly(word, other) is alike
    assert is_nearly(other, word) is alike


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0958", "02079460958", "020 7946-0958", "(020) 7946 0958", "0044 2079460958"],
)
def test_a_telephone_is_found_however_it_is_grouped(text):
    pattern = phone_pattern("+44 20 7946 0958")

    assert pattern.search(f"call {text} today")


def test_a_longer_number_is_not_the_telephone():
    assert not phone_pattern("079460958").search("1079460958123")


def test_what_has_few_digits_is_no_telephone():
    assert phone_pattern("Thornberry Lane 12") is None


def test_words_compare_without_case_and_accents():
    assert words_of("\u0141ukasz \u017b\u00f3\u0142\u0107, O'Neill") == [
        "lukasz",
        "zolc",
        "o'neill",
    ]
    assert plain("  A\n b ") == "a b"


def test_a_phrase_is_found_as_whole_words_alone():
    assert holds_phrase("code k7-412 here", "k7-412")
    assert not holds_phrase("code k7-4123 here", "k7-412")

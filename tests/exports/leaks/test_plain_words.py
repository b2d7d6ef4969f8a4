"""How words compare."""

from random import Random

import pytest

from exports.leaks.plain_words import (
    is_nearly,
    plain,
    plain_words,
    spelled,
    with_one_less,
    words_of,
)


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
        ("moore", "moors", True),
        ("adam", "adams", False),
        ("billie", "willia", False),
    ],
)
def test_one_slip_in_a_long_word_is_still_the_word(word, other, alike):
    assert is_nearly(word, other) is alike
    assert is_nearly(other, word) is alike
    if alike:
        assert with_one_less(word) & with_one_less(other)


def test_words_compare_without_case_accents_and_signs_that_are_not_seen():
    assert plain_words("\u0141ukasz \u017b\u00f3\u0142\u0107, O'Neill") == [
        "lukasz",
        "zolc",
        "oneill",
    ]
    assert plain_words("Mary\N{RIGHT SINGLE QUOTATION MARK}s an\N{SOFT HYPHEN}na") == [
        "mary",
        "anna",
    ]
    assert plain_words("\u0410\u043d\u043d\u0430 \uff2d\uff41\uff58") == plain_words("AHHa Max")
    assert plain("  A\n b \u0663\N{EN DASH}4") == "a b 3-4"


def test_a_word_compares_alike_whatever_stands_beside_it():
    texts = ("Mary's O`Neill", "Z\u00fcrich`s", "\u01f0ana's \u0130lk", "12 \u0663 x\u00bd's", "''")
    for text in texts:
        for other in ("", "plain ", "\u00e9t\u00e9 ", "\u03b0 "):
            words = plain_words(other + text)
            assert words[len(plain_words(other)) :] == plain_words(text)
            assert words == [each.text for each in words_of(other + text)]


def test_an_umlaut_is_also_written_with_an_e_and_the_reverse():
    assert set(spelled("J\u00f6rg")) == {"jorg", "joerg"}
    assert set(spelled("Mueller")) == {"mueller", "muller"}
    assert "bahnhofstr" in set(spelled("Bahnhofstra\u00dfe"))


@pytest.mark.parametrize("seed", range(3))
def test_words_of_many_notes_are_those_that_a_release_is_searched_for(seed):
    """Whatever signs stand between them, and whichever of the two ways reads them."""
    chance = Random(seed)
    signs = "abzAZ09__-''.,;:\t\n \x1c\x7f\u2019\u00e4\u00df\u0130\u0416\u2028"
    for _each in range(2000):
        text = "".join(chance.choices(signs, k=chance.randint(0, 12)))

        assert plain_words(text) == [each.text for each in words_of(text)]

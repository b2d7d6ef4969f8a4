"""The closed list of what a release is for."""

from dataclasses import replace

import pytest

from exports.purposes import PURPOSES, WITHIN_A_SERVICE, is_spelling_of, purpose_in_words
from tests.support.exports.cases import occasion


def test_every_purpose_has_words_of_its_own() -> None:
    words = [purpose_in_words(each) for each in PURPOSES]

    assert len(set(words)) == len(words) == 8
    assert all(each[0].isupper() and "_" not in each for each in words)


def test_no_purpose_of_somebody_else_is_the_services_own() -> None:
    others = set(PURPOSES) - WITHIN_A_SERVICE

    assert others == {"transfer", "funder", "research", "client_request"}
    assert set(PURPOSES) >= WITHIN_A_SERVICE


def test_a_purpose_that_was_typed_before_there_was_a_list_stays_readable() -> None:
    assert purpose_in_words("quarterly review") == "quarterly review"
    typed = replace(occasion(), purpose="Half-yearly review")
    assert typed.purpose_in_words == "Half-yearly review"


@pytest.mark.parametrize("typed", ["supervision", " Supervision", "SUPERVISION  "])
def test_a_spelling_says_the_purpose_that_it_is_equal_to_and_no_other(typed: str) -> None:
    assert [each for each in PURPOSES if is_spelling_of(typed, each)] == ["supervision"]


def test_what_is_not_equal_to_an_entry_says_none() -> None:
    assert not any(is_spelling_of("supervision of May", each) for each in PURPOSES)

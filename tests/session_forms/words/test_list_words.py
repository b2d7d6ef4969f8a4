"""Several things in one sentence."""

from gettext import NullTranslations

from session_forms.words.list_words import either, facts_in_a_line, listed, together
from session_forms.words.texts import install
from tests.support.catalogues import Catalogue


def test_any_number_of_parts_is_joined():
    assert [either(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a or b",
        "a or b or c",
    ]
    assert together(["a", "b"]) == "a and b"
    assert listed(["a", "{b}"]) == "a, {b}"


def test_a_language_joins_in_its_own_way():
    catalogue = Catalogue("de")
    catalogue.add("{first} or {second}", "{first} oder {second}")
    install(catalogue.translations(), "de")
    try:
        assert either(["a", "b"]) == "a oder b"
    finally:
        install(NullTranslations())


def test_facts_of_one_line_stand_beside_each_other_without_those_that_are_empty():
    assert facts_in_a_line("S03", "", "Limits", "signed") == "S03 · Limits · signed"
    assert facts_in_a_line("", "") == ""


def test_a_language_orders_the_facts_of_a_line():
    catalogue = Catalogue("de")
    catalogue.add("{first} · {second}", "{second} | {first}")
    install(catalogue.translations(), "de")
    try:
        assert facts_in_a_line("a", "b") == "b | a"
    finally:
        install(NullTranslations())

"""Several things in one sentence."""

from gettext import NullTranslations

from session_forms.words.list_words import either, listed, together
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

"""The programme in another language."""

import pytest

from programme.loading.library import installed
from programme.loading.translating import TEXTS, programme_in_language, programme_translation
from session_forms.clinic.translations import texts_in
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import parse_toml

HEAD = 'programme = "pps-core"\nversion = "{version}"\nlanguage = "de"\n[texts]\n'


def read(text, name="pps-core.v{version}.de.texts.toml"):
    version = installed().version
    head = HEAD.format(version=version)
    file = parse_toml(name.format(version=version), (head + text).encode())
    return programme_translation(file, installed())


def test_a_translated_text_is_said_and_what_is_not_translated_is_counted():
    texts = read('"session_plans.S01.title" = "Willkommen"\n').texts

    said = programme_in_language(installed(), texts)

    assert said.session_plans["S01"].title == "Willkommen"
    assert said.session_plans["S02"].title == installed().session_plans["S02"].title
    assert "are not translated and stand in English." in said.session_plans["S01"].aim
    assert "are not translated and stand in English." in said.intended_purpose


def test_a_programme_that_is_translated_whole_says_nothing_of_it_and_keeps_all_else():
    places = dict(texts_in(installed(), TEXTS))
    said = programme_in_language(
        installed(), {place: "De: " + text for place, text in places.items()}
    )

    assert "not translated" not in " ".join(dict(texts_in(said, TEXTS)).values())
    assert programme_in_language(said, places) == installed()


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        ("", "other.de.texts.toml", "does not say programme, version and language"),
        (
            '"session_plans.S01.titel" = "Willkommen"',
            "pps-core.v{version}.de.texts.toml",
            "no text at this place",
        ),
    ],
)
def test_texts_that_do_not_fit_are_named(text, name, what):
    with pytest.raises(DefinitionError, match=what):
        read(text, name)


def test_a_translation_of_another_version_is_refused():
    text = HEAD.format(version="9.9.9")
    with pytest.raises(DefinitionError, match="no such programme"):
        programme_translation(parse_toml("x.texts.toml", text.encode()), installed())

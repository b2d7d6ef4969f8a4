"""The programme in another language."""

import pytest

from programme.definition.definition import Programme
from programme.loading.library import installed
from programme.loading.translating import (
    TEXTS,
    asked_of,
    places_of,
    programme_in_language,
    programme_texts,
    programme_translation,
)
from session_forms.clinic.translations import texts_in
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import parse_toml
from tests.support.texts_of_models import text_keys

HEAD = 'programme = "pps-core"\nversion = "{version}"\nlanguage = "de"\n[texts]\n'
SHARED = "frame.steps.safety-check.title"
LACKS = "not translated and stand"


NOT_TRANSLATED = {
    *("id", "code", "version", "language", "licence"),
    *("form", "form_id", "forms", "review_form", "measures", "optional_measures"),
    *("measures_given_at", "question", "questions", "equals", "any_of"),  # of forms
    *("session", "session_ids", "session_plans", "watch_from", "review_at", "may_merge"),
    *("module", "module_id", "modules", "emphasis", "completion", "clinic_choice"),
    *("part_1", "part_2", "core_after"),  # steps
    *("first_session", "knowledge_checks", "vignettes", "placeholders"),  # files and names
    *("claim", "source", "grade", "policy", "approved_by"),  # what it rests on, and on whose word
    "label",  # it leaves the clinic
    "adaptations",  # a text for each flag has no place of its own: it stays English
}
"""Texts of a programme that stay as they are in another language."""


def test_of_every_text_of_a_programme_it_is_decided_whether_it_is_translated():
    assert text_keys(Programme) == TEXTS | NOT_TRANSLATED
    assert TEXTS.isdisjoint(NOT_TRANSLATED)


def read(text, name="pps-core.v{version}.de.texts.toml"):
    version = installed().version
    head = HEAD.format(version=version)
    file = parse_toml(name.format(version=version), (head + text).encode())
    return programme_translation(file, places_of([installed()]))


def test_a_translated_text_is_said_and_what_is_not_translated_is_counted_where_it_stands():
    texts = read('"session_plans.S01.title" = "Willkommen"\n').texts

    said = programme_in_language(installed(), texts)

    assert said.session_plans["S01"].title == "Willkommen"
    assert said.session_plans["S02"].title == installed().session_plans["S02"].title
    assert "are not translated and stand in English." in said.session_plans["S01"].aim
    assert "are not translated and stand in English." in said.intended_purpose
    assert all(LACKS in step.guidance.purpose for step in said.session_plans["S01"].steps)


def test_a_programme_that_is_translated_whole_says_nothing_of_it_and_keeps_all_else():
    places = programme_texts(installed())
    said = programme_in_language(
        installed(), {place: "De: " + text for place, text in places.items()}
    )

    assert "not translated" not in " ".join(dict(texts_in(said, TEXTS)).values())
    assert programme_in_language(said, places) == installed()


def test_what_sessions_share_is_translated_once_and_said_in_each_of_them():
    texts = dict.fromkeys(asked_of(programme_texts(installed())), "De")
    assert len(texts) < len(programme_texts(installed())) * 0.6

    said = programme_in_language(installed(), texts)

    assert "not translated" not in said.model_dump_json()
    assert said.session_plan("S09").step("safety-check").title == "De"
    assert said.planned_session("S01").title == "De"


def test_a_session_may_say_what_it_shares_in_words_of_its_own():
    own = SHARED.replace("frame", "session_plans.S02")

    said = programme_in_language(installed(), {SHARED: "Ankommen", own: "Da sein"})

    assert said.session_plan("S02").step("safety-check").title == "Da sein"
    assert said.session_plan("S03").step("safety-check").title == "Ankommen"


def test_a_step_that_is_translated_whole_says_nothing_of_the_others():
    places = programme_texts(installed())
    texts = {each: "De" for each in places if each.startswith("frame.steps.safety-check.")}

    plan = programme_in_language(installed(), texts).session_plan("S02")

    assert plan.step("safety-check").guidance.purpose == "De"
    assert LACKS in plan.step("scores").guidance.purpose
    assert LACKS in plan.aim


def test_what_names_a_session_is_no_text():
    places = programme_texts(installed())

    assert {place for place in places if place.startswith("gates.")} == {
        f"gates.{gate.id}.text" for gate in installed().gates
    }
    assert not [place for place in places if ".bring_forward." in place]
    with pytest.raises(DefinitionError, match="no text at this place"):
        read('"gates.G1.before" = "S03"')


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        ("", "other.de.texts.toml", "does not say what it is for, version and language"),
        ("", "pps-core.v{version}.de.S01.x.texts.toml", "does not say what it is for"),
        (
            '"session_plans.S01.titel" = "Willkommen"',
            "pps-core.v{version}.de.texts.toml",
            "no text at this place; write session_plans.S01.title",
        ),
        (
            '"session_plans.S01.handout" = "Ein Blatt"',
            "pps-core.v{version}.de.texts.toml",
            "write each as it is, here {clinic_hours}, {clinic_phone}, {crisis_line}",
        ),
    ],
)
def test_texts_that_do_not_fit_are_named(text, name, what):
    with pytest.raises(DefinitionError, match=what):
        read(text, name)


def test_a_translation_may_stand_in_several_files():
    assert read("", "pps-core.v{version}.de.S01.texts.toml").language == "de"


def test_a_translation_of_another_version_is_told_those_that_are_here():
    text = HEAD.format(version="9.9.9")
    known = f"name pps-core {installed().version}"
    with pytest.raises(DefinitionError, match=f"no such programme in this version; {known}"):
        programme_translation(parse_toml("x.texts.toml", text.encode()), places_of([installed()]))

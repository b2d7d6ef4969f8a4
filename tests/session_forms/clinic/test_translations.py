"""A clinic's translation of a form: by id, version and language."""

from pathlib import Path

import pytest

from session_forms.clinic.site_folder import translation_files, with_site_files
from session_forms.clinic.translations import (
    FORM_FIELDS,
    FORM_TEXTS,
    form_in_language,
    form_translation,
    forms_in_language,
    is_spoken,
    texts_in,
    translation_problems,
    with_texts,
)
from session_forms.commands.checks import check_files
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import parse_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary, installed
from tests.support.texts_of_models import text_keys

NAME = "safety-plan.v1.de.texts.toml"
HEAD = 'form = "safety-plan"\nversion = 1\nlanguage = "de"\n'


NOT_TRANSLATED = {
    *("id", "question", "score", "part", "source_id", "opens", "or_reason_in"),  # names of things
    *("equals", "any_of", "includes_any"),  # answers that a condition asks for
    *("states", "because"),  # of an alert: they stand in the record, and a lead signed them
    "export_label",  # it leaves the clinic
}
"""Texts of a form that nobody is shown while it is filled in."""


def file_of(text, name=NAME):
    return parse_toml(name, text.encode())


def translation(texts, *, head=HEAD, name=NAME):
    lines = "".join(f'"{place}" = "{text}"\n' for place, text in texts.items())
    return file_of(f"{head}[texts]\n{lines}", name)


def everything(form, prefix="De: "):
    return {place: prefix + text for place, text in texts_in(form, FORM_TEXTS, FORM_FIELDS)}


@pytest.mark.parametrize("form", installed().all(), ids=lambda form: f"{form.id}.v{form.version}")
def test_every_text_of_every_form_can_be_translated_and_nothing_else_changes(form):
    texts = everything(form)
    said = with_texts(form, texts, FORM_TEXTS, FORM_FIELDS)

    assert dict(texts_in(said, FORM_TEXTS, FORM_FIELDS)) == texts
    back = {place: text.removeprefix("De: ") for place, text in texts.items()}
    assert with_texts(said, back, FORM_TEXTS, FORM_FIELDS) == form
    assert (said.scores, said.licence) == (form.scores, form.licence)


def test_of_every_text_of_a_form_it_is_decided_whether_it_is_translated():
    assert text_keys(FormDefinition, FORM_FIELDS) == FORM_TEXTS | NOT_TRANSLATED
    assert FORM_TEXTS.isdisjoint(NOT_TRANSLATED)


def test_a_form_that_lacks_texts_says_how_many():
    form = installed().get("safety-plan", 1)
    texts = everything(form)
    del texts["title"]

    said = form_in_language(form, texts)

    assert said.title == form.title
    assert said.introduction.endswith(
        f"1 text of {len(texts) + 1} is not translated and stands in English."
    )
    assert form_in_language(form, everything(form)).introduction == "De: " + form.introduction


@pytest.mark.parametrize(
    ("language", "spoken", "fits"),
    [
        ("de", "de", True),
        ("de", "de_AT", True),
        ("de-AT", "de", False),
        ("de-AT", "de_Latn_AT", True),
        ("de", "de_Latn_AT", True),
        ("de-AT", "de_Latn_DE", False),
        ("zh-Hans", "zh_Hans_CN", True),
        ("en", "en_XA", True),
        ("fr", "de", False),
    ],
)
def test_texts_are_for_those_who_speak_their_language(language, spoken, fits):
    assert is_spoken(language, spoken) is fits


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (translation({}, head=HEAD.replace("safety-plan", "no-plan")), "there is no such form"),
        (translation({}, head=HEAD.replace("= 1", "= 9")), "there is no such form"),
        (translation({}, head=HEAD.replace("= 1", '= "1"')), "there is no such form"),
        (translation({}, head=HEAD.replace('form = "safety-plan"', "")), "there is no such form"),
        (
            translation({}, name="safety-plan.v1.fr.texts.toml"),
            "does not say what it is for, version and language",
        ),
        (translation({"titel": "Plan"}), "there is no text at this place"),
        (translation({"zzzz": "Plan"}), "there is no text at this place"),
        (translation({"title": "Plan {of}"}), "the names in braces"),
        (
            translation({}, head=HEAD.replace('"de"', '"qx"'), name="safety-plan.v1.qx.texts.toml"),
            "there is no such language; write its short code",
        ),
        (
            translation(
                {}, head=HEAD.replace("safety-plan", "phq-9"), name="phq-9.v1.de.texts.toml"
            ),
            "not our own",
        ),
        (file_of(HEAD + "textes = 1"), "textes"),
    ],
)
def test_texts_that_do_not_fit_are_named(file, what):
    assert what in " ".join(str(each) for each in translation_problems(file, installed()))
    with pytest.raises(DefinitionError):
        form_translation(file, installed())


def test_a_misspelt_place_is_told_the_one_that_it_is_like():
    (problem,) = translation_problems(translation({"titel": "Plan"}), installed())

    assert "write title" in str(problem)


def test_words_of_others_are_translated_where_the_clinic_holds_permission():
    head = 'form = "phq-9"\nversion = 1\nlanguage = "de"\npermission = "Letter, March 2026."\n'

    assert form_translation(
        translation({}, head=head, name="phq-9.v1.de.texts.toml"), installed()
    ).permission


def test_a_form_that_is_not_here_in_a_version_is_told_those_that_are():
    (problem,) = translation_problems(translation({}, head=HEAD.replace("= 1", "= 9")), installed())

    assert "name safety-plan 1" in str(problem)


def test_files_of_a_clinic_that_hold_texts_are_no_forms(tmp_path):
    (tmp_path / NAME).write_text(f'{HEAD}[texts]\ntitle = "Sicherheitsplan"\n', "utf-8")

    assert with_site_files(installed(), tmp_path).problems == ()


def test_every_version_of_a_form_is_said_in_its_own_texts():
    plan = installed().get("safety-plan", 1)
    later = plan.model_copy(update={"version": 2})
    earlier = FormLibrary([later], ("left out",), kept=[plan])
    texts = {("safety-plan", 1): {"title": "Sicherheitsplan"}}

    said = forms_in_language(earlier, texts, "de_AT")

    assert said.get("safety-plan", 1).title == "Sicherheitsplan"
    assert said.get("safety-plan", 2).title == plan.title
    assert "not translated" in said.latest("safety-plan").introduction
    assert said.latest("safety-plan").version == 2
    assert said.problems == ("left out",)


def test_who_speaks_the_language_of_the_forms_reads_them_as_they_are():
    assert forms_in_language(installed(), {}, "en_GB").all() == installed().all()


def test_a_file_of_texts_is_checked_by_name_as_every_other_file_is(tmp_path):
    (tmp_path / NAME).write_text(f'{HEAD}[texts]\ntitel = "Sicherheitsplan"\n', "utf-8")

    report = check_files([tmp_path / NAME])

    assert "write title" in str(report.problems[0])


def test_the_texts_in_another_language_are_found_beside_the_forms_and_none_without_a_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "phq-9.eo.texts.toml").write_text("", "utf-8")
    (tmp_path / "own.v1.toml").write_text("", "utf-8")

    assert [each.name for each in translation_files(tmp_path)] == ["phq-9.eo.texts.toml"]
    assert translation_files(tmp_path / "none") == ()

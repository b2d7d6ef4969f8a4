"""The content in the language that is installed."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from session_forms.clinic.site_folder import FOLDER
from session_forms.words.texts import install
from therapist_app.workflows.content.content_in_use import content_in_use

PLAN = 'form = "safety-plan"\nversion = 1\nlanguage = "de"\n[texts]\ntitle = "Sicherheitsplan"\n'
COURSE = """
programme = "pps-core"
version = "0.3.0"
language = "{language}"
[texts]
"session_plans.S01.title" = "Willkommen ({language})"
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Path]:
    """A service whose clinic translated two texts, and a third file that fits nothing."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "safety-plan.v1.de.texts.toml").write_text(PLAN, "utf-8")
    for language in ("de", "fr"):
        name = f"pps-core.v0.3.0.{language}.texts.toml"
        (folder / name).write_text(COURSE.format(language=language), "utf-8")
    (folder / "other.de.texts.toml").write_text(COURSE.format(language="de"), "utf-8")
    yield tmp_path
    install(NullTranslations())


def test_english_is_spoken_as_it_is_written(service: Path) -> None:
    found = content_in_use(service)

    assert found.forms.latest("safety-plan").title != "Sicherheitsplan"
    assert found.forms.problems == ()


def test_what_the_clinic_translated_is_said_and_the_rest_says_that_it_is_not(service: Path) -> None:
    install(NullTranslations(), "de_AT")

    found = content_in_use(service)

    assert found.forms.latest("safety-plan").title == "Sicherheitsplan"
    assert found.programme.session_plans["S01"].title == "Willkommen (de)"
    assert "not translated" in found.forms.latest("goals").introduction
    assert "not translated" in found.programme.session_plans["S02"].aim


def test_texts_of_a_country_go_before_those_of_its_language(service: Path) -> None:
    text = PLAN.replace('"de"', '"de-AT"').replace("Sicherheitsplan", "Sicherheitsplan (AT)")
    (service / FOLDER / "safety-plan.v1.de-AT.texts.toml").write_text(text, "utf-8")
    install(NullTranslations(), "de_Latn_AT")

    assert content_in_use(service).forms.latest("safety-plan").title == "Sicherheitsplan (AT)"


def test_a_file_that_fits_nothing_is_left_out_and_named(service: Path) -> None:
    install(NullTranslations(), "de")

    problems = content_in_use(service).forms.problems

    assert len(problems) == 1
    assert "other.de.texts.toml" in problems[0]

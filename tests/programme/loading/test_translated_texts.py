"""Files of texts, each held to what it is for."""

import pytest

from programme.loading.library import installed
from programme.loading.translated_texts import problems_of_texts, translated_texts
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import parse_toml
from session_forms.library.library import installed as forms
from tests.support.programme.translations import form_file, programme_file


def files(*given: tuple[str, str]):
    return [parse_toml(name, text.encode()) for name, text in given]


def test_files_for_one_programme_and_for_a_form_are_put_together():
    found = translated_texts(
        files(
            programme_file("S01", {"session_plans.S01.title": "Bonvenon"}),
            programme_file("S02", {"session_plans.S02.title": "Du planoj"}),
            form_file({"title": "Plano"}),
        ),
        forms(),
        [installed()],
    )

    [course, plan] = found
    assert course.key == ("pps-core", installed().version)
    assert set(course.said) == {"session_plans.S01.title", "session_plans.S02.title"}
    assert course.written["session_plans.S01.title"] == installed().session_plan("S01").title
    assert course.lacking == len(course.asked) - 2
    assert (plan.key, plan.title) == (("safety-plan", 1), forms().get("safety-plan", 1).title)
    assert plan.lacking == len(plan.written) - 1


def test_one_text_stands_in_one_file():
    title = {"session_plans.S01.title": "Bonvenon"}
    twice = files(programme_file("S01", title), programme_file("S02", title))

    with pytest.raises(DefinitionError, match=r"S02.*another file gives the text .*; take one"):
        translated_texts(twice, forms(), [installed()])


def test_everything_that_is_wrong_is_told_of_every_file():
    wrong = files(
        programme_file("S01", {"session_plans.S01.titel": "Bonvenon", "tittle": "Programo"}),
        form_file({"titel": "Plano"}),
        ("x.texts.toml", "language = 4\n"),
    )

    told = [str(each) for each in problems_of_texts(wrong, forms(), [installed()])]

    assert len(told) == 6
    assert "write session_plans.S01.title" in told[0]
    assert "x.texts.toml" in told[-1]

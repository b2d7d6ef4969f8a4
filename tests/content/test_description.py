"""The page about the programme says what the programme is, on paper as in the documents."""

from pathlib import Path

from programme.first_line.description import installed_description
from programme.loading.library import installed
from session_forms.library import library

PAGE = (Path(__file__).parents[2] / "docs" / "description.md").read_text()
ROWS = {each.field: each for each in installed_description().rows}


def test_the_page_in_the_documents_says_every_row() -> None:
    for row in ROWS.values():
        assert f"| {row.field} | {row.tags} | {row.says} |" in PAGE


def test_the_page_says_that_the_names_of_the_criteria_could_not_be_read() -> None:
    assert "could not be read" in installed_description().basis
    assert installed_description().basis.replace(". ", ".\n") in PAGE


def test_the_length_is_that_of_the_programme() -> None:
    programme = installed()
    planned = [each for phase in programme.phases for each in phase.sessions]
    course = [each.id for each in planned if each.after_end is None and not each.extra]
    boosters = [each.id for each in planned if each.id.startswith("B")]
    months = [each.after_end.months for each in planned if each.id.startswith("FU")]

    assert ROWS["Length"].tags == f"{len(course)} sessions of 60 minutes"
    assert (len(boosters), months) == (3, [3, 6, 12])


def test_the_measures_are_counted() -> None:
    forms = library.installed()
    measures = sum(forms.latest(each).measure is not None for each in forms.ids())

    assert ROWS["Measures"].tags == f"{measures} in the library"

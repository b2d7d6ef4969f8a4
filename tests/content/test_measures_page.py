"""docs/measures.md lists every measure as it is."""

import re
from pathlib import Path

import pytest

from programme.loading.library import installed as installed_programme
from session_forms.library.library import installed
from tests.support.pages import table_under

PROGRAMME = installed_programme()
PAGE = (Path(__file__).parents[2] / "docs/measures.md").read_text("utf-8")


def test_the_page_lists_every_measure_with_its_version_and_verdict() -> None:
    rows = list(table_under(PAGE, "## The list\n"))[2:]
    forms = [installed().latest(form_id) for form_id in installed().ids()]

    listed = {(row[1].strip("`"), row[2], row[3]) for row in rows}

    assert listed == {
        (form.id, str(form.version), form.licence.status) for form in forms if form.validated
    }
    assert all(all(cell.strip() for cell in row) for row in rows)


@pytest.mark.parametrize(
    ("head", "asked_in"),
    [
        ("The default programme asks for these:", "measures"),
        ("Left to the clinic:", "optional_measures"),
    ],
)
def test_the_page_says_in_which_sessions_each_measure_is_due(head: str, asked_in: str) -> None:
    rows = [row for row in list(table_under(PAGE, head))[2:] if not row[1].startswith("every week")]

    said = {form: sessions_in(row[1]) for row in rows for form in forms_in(row[0])}

    due: dict[str, set[str]] = {form: set() for form in said}
    for plan in PROGRAMME.session_plans.values():
        for form in due.keys() & set(getattr(plan, asked_in)):
            due[form].add(plan.id)
    assert said == due
    assert len(said) > 8


def forms_in(cell: str) -> list[str]:
    """The ids of the measures of a row, which names them as they are called or by their ids."""
    parts = re.findall(r"`(.+?)`", cell) or [each.strip() for each in cell.split(",")]
    return [
        each
        for each in (part.lower().replace(" ", "-") for part in parts)
        if each in PROGRAMME.forms
    ]


def sessions_in(cell: str) -> set[str]:
    after_the_end = {each for each in PROGRAMME.session_plans if each.startswith("FU")}
    named = set(re.findall(r"\b(?:S|FU)\d+\b(?! on)", cell))
    return named | (after_the_end if "follow-ups" in cell else set())

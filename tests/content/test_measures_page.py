"""docs/measures.md lists every measure as it is."""

from pathlib import Path

from session_forms.library.library import installed
from tests.test_documents import table_under

PAGE = (Path(__file__).parents[2] / "docs/measures.md").read_text("utf-8")


def test_the_page_lists_every_measure_with_its_version_and_verdict() -> None:
    rows = list(table_under(PAGE, "## The list\n"))[2:]
    forms = [installed().latest(form_id) for form_id in installed().ids()]

    listed = {(row[1].strip("`"), row[2], row[3]) for row in rows}

    assert listed == {
        (form.id, str(form.version), form.licence.status) for form in forms if form.validated
    }
    assert all(all(cell.strip() for cell in row) for row in rows)

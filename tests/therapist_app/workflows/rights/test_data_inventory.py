"""The pages about the record are those that the schema and the forms make."""

from pathlib import Path

import pytest

from exports.errors import ExportError
from session_forms.library.library import installed
from therapist_app.terminal.record_command import write_inventory
from therapist_app.workflows.rights.data_inventory import inventory_pages

DOCS = Path(__file__).parents[4] / "docs"


@pytest.mark.parametrize("name", ["data-inventory.md", "impact-assessment.md"])
def test_the_page_in_the_documents_is_the_one_that_is_made(name: str) -> None:
    made = inventory_pages(installed())[name]

    assert (DOCS / name).read_bytes() == made, "run: python -m therapist_app record inventory"


def test_every_form_is_in_the_inventory() -> None:
    page = inventory_pages(installed())["data-inventory.md"].decode()

    for form in installed().all():
        assert f"(`{form.id}`)" in page


def test_both_pages_are_written_and_written_over(tmp_path: Path) -> None:
    (tmp_path / "data-inventory.md").write_text("older")

    told = write_inventory(tmp_path)

    assert told == "Written: data-inventory.md, impact-assessment.md."
    for name, data in inventory_pages(installed()).items():
        assert (tmp_path / name).read_bytes() == data


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="make it first"):
        write_inventory(tmp_path / "nowhere")

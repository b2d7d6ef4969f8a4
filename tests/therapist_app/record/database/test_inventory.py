"""The data inventory knows every table and column, and no other."""

import pytest

from therapist_app.record.client_rights.client_rows import columns_of, tables_of
from therapist_app.record.database import inventory as inventories
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.inventory import inventory
from therapist_app.record.errors import RecordBug


def test_every_table_and_column_of_a_record_has_its_line(
    caseload: Caseload, service: ServiceFile
) -> None:
    lines = {file.kind: file for file in inventory()}

    for kind, database in (("caseload", caseload), ("service", service)):
        told = {
            each.name: tuple(column.name for column in each.columns) for each in lines[kind].tables
        }
        assert told == {each: columns_of(database, each) for each in tables_of(database)}


def test_every_line_says_what_why_whom_and_for_how_long() -> None:
    for file in inventory():
        assert file.who_reads
        for table in file.tables:
            assert all((table.what, table.why, table.whom, table.kept)), table.name
            assert all(column.holds for column in table.columns), table.name


@pytest.mark.parametrize(
    ("more", "code"),
    [({"pictures": ("id",)}, "inventory-tables"), ({"codes": ("hash", "code")}, "inventory-col")],
)
def test_a_table_or_column_without_a_line_is_our_bug(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, tuple[str, ...]], code: str
) -> None:
    schema = inventories._schema
    monkeypatch.setattr(inventories, "KINDS", (inventories.SERVICE,))
    monkeypatch.setattr(inventories, "_schema", lambda kind: {**schema(kind), **more})

    with pytest.raises(RecordBug, match=code):
        inventory()

"""What measures are called: by the tables of the report of a service that has nobody yet.

Cells name their measure by a key, the same in every language. Its table, its row and its column
have words in the report; a row that a report over nobody does not have is called by its form, or
by its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.combining.cell_store import CellKey
from exports.disclosure.cells import OTHER
from exports.disclosure.protected import change, row_key
from exports.reports.service_report import raw_tables
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """The words of every table, row and column of a report.

    Attributes:
        tables: Titles of tables by their id.
        columns: Titles of columns by table and column.
        rows: What rows are about by table and key.
        forms: Titles of forms by their id.

    """

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    rows: Mapping[tuple[str, str], str]
    forms: Mapping[str, str]

    def table(self, key: CellKey) -> str:
        """Return the title of the table in which a measure stands."""
        return self.tables.get(key.table, key.table)

    def column(self, key: CellKey) -> str:
        """Return the title of the column in which a measure stands."""
        return self.columns.get((key.table, key.column), key.column)

    def row(self, key: CellKey) -> str:
        """Return what the row of a measure is about."""
        if key.stratum:
            group = key.stratum.partition("=")[2]
            return _("Groups too small to stand alone") if group == OTHER else group
        known = self.rows.get((key.table, key.row))
        if known is not None:
            return known
        parts = key.row.split(".")
        named = next((self.forms[part] for part in parts if part in self.forms), None)
        return named or " ".join(parts[1:-1] or parts[-1:])

    def line(self, key: CellKey) -> str:
        """Return a measure in one line: what the row is about, and the column."""
        return facts_in_a_line(self.row(key), self.column(key))


def measure_words(forms: FormLibrary, programme: Programme) -> MeasureWords:
    """Return the words, in the language that is installed."""
    tables = change(raw_tables((), forms, programme))
    return MeasureWords(
        tables={each.id: each.title for each in tables},
        columns={(each.id, column.id): column.title for each in tables for column in each.columns},
        rows={
            (each.id, row_key(row)): facts_in_a_line(
                *(_(cell) for cell in row if isinstance(cell, str) and cell)
            )
            for each in tables
            for row in each.rows
        },
        forms={each: forms.latest(each).short_title for each in forms.ids()},
    )

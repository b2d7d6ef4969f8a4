"""The tables of a release as one workbook, for people who read them in a spreadsheet program."""

from collections.abc import Iterator, Sequence

from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import Report
from exports.document.tables import Cell, Column, Table
from exports.document.workbook import CellValue, Sheet, workbook
from exports.occasion import Occasion, month_in_words
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _


def release_workbook(
    report: Report, occasion: Occasion, tables: Sequence[Table], codebook: Table
) -> bytes:
    """Return rules and notes, every table, and the codebook, each on its sheet.

    A number is a number; what may not be told is said as on paper.
    """
    return workbook(
        report.title,
        [
            Sheet(pgettext("sheet", "Rules and notes"), [*_rules(report, occasion, tables)]),
            *(Sheet(each.id, _lines(each)) for each in tables),
            Sheet(codebook.id, _lines(codebook)),
        ],
    )


def _rules(
    report: Report, occasion: Occasion, tables: Sequence[Table]
) -> Iterator[Sequence[CellValue]]:
    """Yield what the release is, how its figures are told, and the notes of each table."""
    programme, version = report.programme
    yield report.title, _("Practice: invented data") if occasion.practice else ""
    yield pgettext("codebook", "Release"), occasion.release_id
    if occasion.replaces:
        yield _("In place of release"), occasion.replaces
    yield pgettext("field of a release", "Month"), month_in_words(occasion.month)
    yield pgettext("field of a release", "Recipient"), occasion.recipient
    yield pgettext("field of a release", "Purpose"), occasion.purpose_in_words
    if not occasion.is_about_one:
        yield pgettext("field of a release", "Covers"), occasion.covers
        yield pgettext("field of a release", "Period"), occasion.period
    yield pgettext("field of a release", "Programme"), f"{programme} {version}"
    yield pgettext("field of a release", "Application"), occasion.app_version
    yield pgettext("field of a release", "Rules"), _(READER_PROFILES[occasion.profile].says)
    for table in tables:
        yield table.id, table.title
        for note in table.notes:
            yield "", note


def _lines(table: Table) -> list[Sequence[CellValue]]:
    return [
        [column.title for column in table.columns],
        *([*map(_value, row, table.columns)] for row in table.rows),
    ]


def _value(cell: Cell, column: Column) -> CellValue:
    if cell.value is not None and column.kind != "text":
        return cell.value
    return cell.text

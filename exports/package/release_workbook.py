"""The tables of a release as one workbook, for people who read them in a spreadsheet program."""

from collections.abc import Iterator, Sequence

from exports.document.document import Report
from exports.document.tables import Table
from exports.document.workbook import CellValue, WorkbookSheet, table_lines, workbook
from exports.occasion import Occasion, month_in_words
from session_forms.words.texts import _, pgettext


def release_workbook(
    report: Report, occasion: Occasion, tables: Sequence[Table], codebook: Table
) -> bytes:
    """Return rules and notes, every table, and the codebook, each on its sheet.

    A number is a number; what may not be told is said as on paper.
    """
    return workbook(
        report.title,
        [
            WorkbookSheet(
                pgettext("sheet", "Rules and notes"), [*_rules(report, occasion, tables)]
            ),
            *(WorkbookSheet(each.id, table_lines(each)) for each in tables),
            WorkbookSheet(codebook.id, table_lines(codebook)),
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
    yield pgettext("field of a release", "Purpose"), occasion.purpose_in_words
    if not occasion.is_about_one:
        yield pgettext("field of a release", "Covers"), occasion.covers
        until = month_in_words(occasion.last_month)
        yield pgettext("field of a release", "Up to the end of"), until
    yield pgettext("field of a release", "Programme"), f"{programme} {version}"
    yield pgettext("field of a release", "Application"), occasion.app_version
    yield pgettext("field of a release", "Rules"), report.rule
    for table in tables:
        yield table.id, table.title
        for note in table.notes:
            yield "", note

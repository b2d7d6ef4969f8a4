"""What stands together on a sheet, and how a long table goes on on the next."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from reportlab.platypus import Spacer

from exports.document.document import Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import Cell, Column, Table
from exports.document.typesetting import groups_of, height_of, on_sheets, report_pdf
from exports.paper.charts.chart import ChartData
from exports.paper.charts.course_chart import CourseChart, Station
from exports.paper.charts.figure_cards import FigureCard, FigureCards, Reading
from exports.paper.pages.keeping import LEAST_ROWS
from exports.paper.pages.page import HEIGHT, Sheet, make_pdf
from exports.paper.pages.typography import prose

CARD = FigureCard(
    "Better",
    "58 %",
    "45 to 70",
    "of 62",
    Reading(45, 58, 70),
    Reading(38, 51, 64),
    100,
    "100 %",
)
CHART = ChartData("PHQ-9", 0, 27, (("S01", 17), ("S02", 8)))


def table(rows, title="Scores", notes=("The note below.",)):
    columns = (
        Column("name", "Name of the row", "text", ""),
        Column("n", "Number", "count", ""),
    )
    cells = tuple((Cell(f"row-{at:02d}"), Cell(str(at), at)) for at in range(1, rows + 1))
    return Table(title.lower(), title, columns, cells, notes)


def pages(*parts):
    report = Report("Report", "R-1", tuple(parts), ("p", "1"), ())
    data = report_pdf(report, ("foot",), practice=True)
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def filler(lines):
    return PreviewPage("Filler", tuple(Prose(f"Line {at}.") for at in range(lines)))


def test_words_and_chart_stand_with_the_table_below_and_small_words_with_what_is_above():
    caption, remark, closing = Prose("c", small=True), Prose("r", small=True), Prose("end")
    blocks = [Facts(()), Heading("h"), Prose("p"), CHART, caption, table(2), remark, closing]

    assert groups_of(blocks) == [
        [Facts(())],
        [Heading("h"), Prose("p"), CHART, caption, table(2), remark],
        [closing],
    ]


def test_a_heading_after_a_chart_begins_a_group_of_its_own():
    way, remark = CourseChart("Way", (Station("S01", held=True),)), Prose("r", small=True)
    blocks = [Prose("p"), way, Heading("a"), CHART, remark, Heading("b"), CHART]

    assert groups_of(blocks) == [
        [Prose("p"), way],
        [Heading("a"), CHART, remark],
        [Heading("b"), CHART],
    ]


@pytest.mark.parametrize("lines", [14, 18, 22, 26, 30])
def test_a_chart_its_caption_and_its_table_share_a_sheet(lines):
    part = PreviewPage(
        "Measure", (Prose("Verdict."), CHART, Prose("Caption.", small=True), table(3))
    )

    [sheet] = [text for text in pages(filler(lines), part) if "Verdict." in text]

    for words in ("Measure", "Caption.", "Scores", "row-01", "row-03", "The note below."):
        assert words in sheet


@pytest.mark.parametrize("lines", range(20, 36))
def test_a_long_table_never_leaves_a_row_or_its_title_alone(lines):
    part = PreviewPage("Measures", (Prose("Intro."), table(14)))

    sheets = [text for text in pages(filler(lines), part) if "row-" in text]

    for text in sheets:
        assert "Name of the row" in text
        assert text.count("row-") >= LEAST_ROWS
    assert all(words in sheets[0] for words in ("Measures", "Intro.", "Scores", "row-01"))
    assert "The note below." in sheets[-1]


def test_a_long_table_goes_over_as_many_sheets_as_it_needs():
    sheets = pages(PreviewPage("Measures", (table(80), Prose("Remark.", small=True))))

    assert len(sheets) > 2
    assert sum(text.count("row-") for text in sheets) == 80
    assert "Remark." in sheets[-1]


def test_a_picture_by_itself_has_its_title_above_and_how_to_read_it_below():
    cards = FigureCards("Two figures", (CARD, CARD))

    [text] = pages(PreviewPage("Outcomes", (Prose("Before."), cards, Prose("After."))))

    order = ("Before.", "Two figures", "58 %", "Dashed: the time before", "After.")
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_picture_ends_what_stands_together():
    cards = FigureCards("Two figures", (CARD,))

    assert groups_of([Prose("a"), cards, table(2)]) == [[Prose("a"), cards], [table(2)]]


def test_what_is_not_for_paper_is_not_printed():
    hidden = PreviewPage("Coded answers", (table(2),), printed=False)

    assert "Coded answers" not in "".join(pages(filler(1), hidden))


def test_lines_of_prose_hold_about_seventy_characters():
    text = "Zero is a score and what is not known is counted as not known. " * 4

    data = make_pdf(Sheet("Prose"), lambda: [prose(text), Spacer(1, 1)])

    longest = max(
        len(line) for line in PdfReader(io.BytesIO(data)).pages[0].extract_text().split("\n")
    )
    assert 64 <= longest <= 80


def test_a_part_with_a_sheet_of_its_own_begins_there_however_much_is_left():
    first = PreviewPage("First", (Prose("Short."),))
    second = PreviewPage("Second", (Prose("Also short."),), on_new_sheet=True)

    assert len(pages(first, replace(second, on_new_sheet=False))) == 1
    made = pages(first, second)

    assert len(made) == 2
    assert "Second" in made[1]
    assert "Second" not in made[0]


def test_a_table_with_more_words_than_room_breaks_between_words_and_never_within_one():
    columns = tuple(Column(f"c{at}", f"Column number {at}", "text", "") for at in range(5))
    row = tuple(Cell(f"unbreakable{at} and many other words beside it") for at in range(5))
    wide = Table("wide", "Wide", columns, (row,))

    [page] = pages(PreviewPage("Wide", (wide,)))

    assert all(f"unbreakable{at}" in page for at in range(5))


def lines(name, count):
    """Return a part of so many groups, each as high as the others."""
    facts = [Facts(((f"{name} {at}", "said"),)) for at in range(count)]
    return PreviewPage(name, tuple(facts))


def begin_anew(*parts):
    return [each.on_new_sheet for each in on_sheets(parts)]


def test_a_part_begins_on_a_new_sheet_unless_there_is_room_or_the_old_one_is_nearly_empty():
    whole = next(count for count in range(100) if height_of(lines("Whole", count)) > 0.9 * HEIGHT)
    some, few = lines("Some", whole * 2 // 3), lines("Few", whole // 5)
    long = lines("Long", whole)

    assert begin_anew(some, few) == [True, False]
    assert begin_anew(some, long) == [True, True]
    assert begin_anew(few, long) == [True, False]
    assert begin_anew(few, long, some, some) == [True, False, False, True]
    assert begin_anew(few, replace(long, printed=False), some) == [True, False, False]


@pytest.mark.parametrize(("rows", "last_on", "after_on"), [(10, 1, 1), (20, 0, 1), (30, 0, 2)])
def test_where_a_part_goes_on_is_reckoned_as_the_sheets_are_made(rows, last_on, after_on):
    """A table of few rows stands whole on the next sheet; one of many ends there or beyond."""
    few = PreviewPage("Few", (table(9),))
    long = PreviewPage("Long", (table(9), table(rows, title="Last")))
    after = PreviewPage("After", (table(8),))

    first, *others = on_sheets((few, long, after))
    made = pages(replace(first, on_new_sheet=False), *others)

    assert [each.on_new_sheet for each in others] == [False, after_on > 1]
    assert next(at for at, text in enumerate(made) if "Last" in text) == last_on
    assert next(at for at, text in enumerate(made) if "After" in text) == after_on


def test_a_part_that_is_as_high_as_is_said_fills_its_sheet_and_one_line_more_does_not():
    def part(lines):
        return PreviewPage("Lines", tuple(Prose(f"Line {at}.") for at in range(lines)))

    most = max(lines for lines in range(60) if height_of(part(lines)) <= HEIGHT)

    def sheets(lines):
        return len(pages(PreviewPage("", ()), replace(part(lines), on_new_sheet=True)))

    assert (sheets(most), sheets(most + 2)) == (2, 3)


def test_long_names_of_facts_have_room_on_one_line():
    name = "Sessions that did not take place"

    [page] = pages(PreviewPage("Facts", (Facts(((name, "done"),), leads=True),)))

    assert name in page

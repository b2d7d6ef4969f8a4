"""A report as one HTML file: the same words as on paper, heads, and nothing from outside."""

import re
from html.parser import HTMLParser
from itertools import pairwise

from exports.document.document import Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import Cell, Column, Table
from exports.document.web_page import report_html
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from tests.support.exports.papers import report_of

COLUMNS = (Column("a", "A < B", "text", ""), Column("n", "How many", "count", ""))
PICTURE = ChangeChart((ChangeLine("PHQ-9", "2 (1 to 3)", "12", 20.0, 10.0, 30.0),))


class Reader(HTMLParser):
    """Collects the tags with their attributes, and the words between them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._depth: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._depth.append(tag)

    def handle_data(self, data):
        if not {"style", "svg"} & set(self._depth[-4:]) and data.strip():
            self.words.append(data.strip())

    def handle_endtag(self, tag):
        while self._depth and self._depth.pop() != tag:
            pass

    def all_of(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def a_report(*blocks, printed=True):
    page = PreviewPage("Part <one>", blocks, printed)
    return Report("Title & more", "R-1", (page,), ("p", "1"), ())


def read(*blocks, **changed):
    return Reader(report_html(a_report(*blocks, **changed), ("Release R-1",), practice=True))


def test_words_stand_in_their_order_and_nothing_in_them_is_a_tag():
    made = read(Prose("a <b> c"), Heading("Head"), Facts((("For", "Lead & co"),)), Prose("s", True))

    assert made.words == [
        "Title & more R-1",
        "Practice: invented data",
        "R-1",
        "Title & more",
        "Part <one>",
        "a <b> c",
        "Head",
        "For",
        "Lead & co",
        "s",
        "Release R-1",
    ]


def test_every_table_has_a_caption_heads_and_its_rows_a_name():
    table = Table("t", "Table", COLUMNS, ((Cell("x"), Cell("5", 5)),), ("A note.",))

    made = read(table)

    assert [each["scope"] for each in made.all_of("th")] == ["col", "col", "row"]
    assert len(made.all_of("caption")) == 1
    assert made.words[-2] == "A note."


def test_a_table_that_begins_with_a_number_has_no_names_of_rows():
    table = Table("t", "Table", COLUMNS[::-1], ((Cell("5", 5), Cell("x")),))

    assert [each["scope"] for each in read(table).all_of("th")] == ["col", "col"]


def test_every_picture_says_what_it_shows():
    [picture] = read(PICTURE).all_of("svg")

    assert picture["role"] == "img"
    assert "PHQ-9: mean change 2 (1 to 3)" in (picture["aria-label"] or "")


def test_what_is_not_printed_is_not_shown():
    assert "hidden" not in read(Prose("hidden"), printed=False).words


def test_a_whole_report_asks_for_nothing_outside_itself():
    page = report_html(report_of("service"), ("R",), practice=False).decode()
    made = Reader(page.encode())

    assert made.all_of("html") == [{"lang": "en-GB"}]
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _given in made.tags}
    assert not re.search(r"(src|href)=|url\(|https?://", page)
    assert "default-src 'none'" in page
    heads = [int(tag[1]) for tag, _given in made.tags if re.fullmatch(r"h[1-6]", tag)]
    assert heads[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(heads))
    assert len(made.all_of("caption")) == len(made.all_of("table")) > 5


def test_a_summary_with_its_chart_is_told_too():
    made = Reader(report_html(report_of("single"), ("R",), practice=False))

    assert any("PHQ-9" in (each["aria-label"] or "") for each in made.all_of("svg"))

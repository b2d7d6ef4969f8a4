"""The report as PDF: read aloud in the order of the web page, and faults in its tree are found."""

import io
from functools import cache
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject, TextStringObject

from tests.support.exports.packages import files_of
from tests.support.exports.tags_reading import Reading

KINDS = ("service", "single")
BETWEEN = "\N{MIDDLE DOT}"
"""Stands between the parts of a foot on paper."""


@cache
def reading_of(kind):
    return Reading(files_of(kind)["report.pdf"])


class Page(HTMLParser):
    """What a screen reader says of the web page, in order."""

    def __init__(self, page):
        super().__init__()
        self.words = []
        self._within = None
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        if tag == "svg":
            self.words += (dict(attrs)["aria-label"] or "").split()
        if tag in {"svg", "style", "title"}:
            self._within = tag

    def handle_endtag(self, tag):
        if tag == self._within:
            self._within = None

    def handle_data(self, data):
        if self._within is None:
            self.words += data.split()


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_is_read_in_the_words_and_the_order_of_the_web_page(kind):
    reading = reading_of(kind)
    aside = {BETWEEN, "R-4F2A-77" if kind == "service" else "7H2K-0001-9QW3-MX41"}
    said = [each for each in reading.spoken(reading.top).split() if each not in aside]
    shown = [each for each in Page(files_of(kind)["report.html"]).words if each not in aside]

    assert said == shown
    assert len(said) > 300


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_heads_and_every_picture_its_words(kind):
    reading = reading_of(kind)

    assert reading.problems == []
    assert all(table.of("TH") for table in reading.top.of("Table"))
    assert all(picture.alt for picture in reading.top.of("Figure"))
    assert reading.top.of("Table")
    assert reading.top.of("Figure")


def kids(node):
    found = node.get("/K", [])
    return [each.get_object() for each in found] if isinstance(found, ArrayObject) else []


def of_kind(writer, kind):
    """Return the parts of a kind, in order."""
    waiting = [writer.root_object["/StructTreeRoot"]["/K"].get_object()]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, NumberObject) and "/S" in node:
            if node["/S"] == kind:
                yield node
            waiting = [*kids(node), *waiting]


def no_words(writer):
    del next(of_kind(writer, "/Figure"))["/Alt"]


def no_heads(writer):
    for head in of_kind(writer, "/TH"):
        head[NameObject("/S")] = NameObject("/TD")


def no_scope(writer):
    del next(of_kind(writer, "/TH"))["/A"]


def a_row_too_short(writer):
    next(of_kind(writer, "/TR"))["/K"].pop()


def another_order(writer):
    document = next(of_kind(writer, "/Document"))
    document["/K"].reverse()


def a_level_left_out(writer):
    next(of_kind(writer, "/H2"))[NameObject("/S")] = NameObject("/H4")


def a_part_left_out(writer):
    next(of_kind(writer, "/Document"))["/K"].pop()


def no_language(writer):
    writer.root_object[NameObject("/Lang")] = TextStringObject("")


def not_tagged(writer):
    writer.root_object["/MarkInfo"].update({NameObject("/Marked"): NameObject("/false")})


FAULTS = {
    "a picture without words": (no_words, "a figure has no words"),
    "a table without heads": (no_heads, "a table has no heads"),
    "a head of nothing": (no_scope, "a head says not of what"),
    "a row too short": (a_row_too_short, "not equally long"),
    "another order": (another_order, "is read after"),
    "a level left out": (a_level_left_out, "a heading of level 4 follows"),
    "a part left out": (a_part_left_out, "stands 0 times in the tree"),
    "no language": (no_language, "it names no language"),
    "not tagged": (not_tagged, "it does not say that it is tagged"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_planted_fault_is_found(what):
    plant, said = FAULTS[what]
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files_of("single")["report.pdf"])))
    plant(writer)
    out = io.BytesIO()
    writer.write(out)

    assert any(said in each for each in Reading(out.getvalue()).problems)


def test_a_copy_without_a_planted_fault_has_none():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files_of("single")["report.pdf"])))
    out = io.BytesIO()
    writer.write(out)

    assert Reading(out.getvalue()).problems == []

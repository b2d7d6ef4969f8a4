"""Pages: the same bytes, embedded fonts, no traces, no markup from people."""

import io
import tomllib
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.platypus import PageBreak

from exports.paper.charts.chart import ChartData, Space
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.painter import Drawing, paint
from exports.paper.drawing import fonts
from exports.paper.drawing.colours import PRINT
from exports.paper.drawing.fonts import REPLACEMENT, markup, printable
from exports.paper.drawing.shapes import Dot
from exports.paper.pages.page import HEIGHT, Sheet, make_pdf
from exports.paper.pages.typography import space, words

HOSTILE = (
    '<img src="file:///etc/passwd"/> <a href="http://example.org">x</a> <b <para> & '
    "\N{RIGHT-TO-LEFT OVERRIDE}turned\0 M\N{LATIN SMALL LETTER A WITH MACRON}ori"
)


def read(data):
    return PdfReader(io.BytesIO(data))


def text_of(data):
    return "\n".join(page.extract_text() for page in read(data).pages)


def two_pages(sheet):
    return make_pdf(sheet, lambda: [words("one"), PageBreak(), words("two")])


def test_the_same_page_gives_the_same_bytes():
    sheet = Sheet("Summary", "7H2K", ("R-1", "November 2026"), practice=True)

    assert two_pages(sheet) == two_pages(sheet)


def test_every_page_has_chip_title_foot_and_its_number():
    data = two_pages(Sheet("Summary", "7H2K", ("R-1", "November 2026")))

    for number, page in enumerate(read(data).pages, start=1):
        text = page.extract_text()
        assert "7H2K" in text
        assert "Summary" in text
        assert "R-1 · November 2026" in text
        assert f"Page {number} of 2" in text


def test_practice_is_said_on_every_page_and_only_in_practice():
    for page in read(two_pages(Sheet("Summary", practice=True))).pages:
        assert "Practice: invented data" in page.extract_text()
    assert "Practice" not in text_of(two_pages(Sheet("Summary")))


def test_room_at_the_foot_of_a_page_does_not_begin_another_one():
    full = [space(HEIGHT - 13.5), words("last line"), space(8), PageBreak(), words("next")]

    pages = read(make_pdf(Sheet("Room"), lambda: full)).pages

    assert ["last line" in page.extract_text() for page in pages] == [True, False]


def test_fonts_are_ours_and_embedded():
    fonts = {}
    for page in read(two_pages(Sheet("Summary", "7H2K", practice=True))).pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"]] = font["/FontDescriptor"]

    assert all("OpenSans" in name for name in fonts)
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_details_hold_the_title_and_neither_the_program_nor_anything_else():
    reader = read(two_pages(Sheet("Summary")))

    assert {value for key, value in reader.metadata.items() if "Date" not in key} <= {
        "Summary",
        "",
        "/False",
    }
    assert "/Metadata" not in reader.trailer["/Root"]
    assert not reader.attachments


def test_what_a_person_wrote_is_never_read_as_markup():
    data = make_pdf(Sheet(HOSTILE, HOSTILE[:12]), lambda: [words(HOSTILE)])

    text = text_of(data)
    assert '<img src="file:///etc/passwd"/>' in text
    assert "M\N{LATIN SMALL LETTER A WITH MACRON}ori" in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert all("/Annots" not in page for page in read(data).pages)


def test_a_very_long_line_without_spaces_is_printed():
    data = make_pdf(Sheet("Long"), lambda: [words("x" * 20_000)])

    assert len(read(data).pages) > 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a b"),
        ("zero\0width\N{ZERO WIDTH SPACE}", "zerowidth"),
        ("\ud800lone", "lone"),
        ("line\nbreak", "line\nbreak"),
        ("e\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("\N{GRINNING FACE}", REPLACEMENT),
    ],
)
def test_only_what_can_be_printed_is_printed(text, shown):
    fonts._printed.cache_clear()  # each sign is judged here, whatever was printed before

    assert printable(text) == shown


def test_line_breaks_survive_as_line_breaks():
    assert markup("a < b\nc") == "a &lt; b<br/>c"


def test_print_colours_are_those_of_the_look_on_white_ground():
    tokens = tomllib.loads(Path("therapist_app/theme/tokens.toml").read_text())["light"]
    ground = {"surface", "surface-raised"}

    assert {name: tokens[name] for name in PRINT if name not in ground} == {
        name: value for name, value in PRINT.items() if name not in ground
    }
    assert {PRINT[name] for name in ground} == {"#FFFFFF"}


def test_a_chart_is_painted_as_vectors_with_its_words():
    chart = ChartData("PHQ-9", 0, 27, (("S01", 17), ("S02", None), ("S03", 0)), cutoff=10)

    data = make_pdf(
        Sheet("Chart"), lambda: [Drawing(chart_shapes(chart, Space()), Space(), "PHQ-9")]
    )

    assert "cut-off 10" in text_of(data)
    assert not read(data).pages[0].images


def test_a_ring_is_painted_hollow():
    class Canvas:
        def __init__(self):
            self.fills = []

        def __getattr__(self, name):
            return lambda *values, **_more: self.fills.append((name, values))

    canvas = Canvas()

    paint(canvas, Dot(1, 1, 3, "accent", hollow=True), 10)

    assert ("setFillColor", PRINT["surface"]) in [
        (name, f"#{values[0].hexval()[2:].upper()}")
        for name, values in canvas.fills
        if name == "setFillColor"
    ]

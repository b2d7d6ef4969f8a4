"""What a PDF of ours draws, read back for a printer."""

import io

import pytest
from pypdf import PdfReader

from exports.paper.forms.worksheet import Filled, worksheet_pdf
from exports.paper.pages.page import PAGE_HEIGHT, PAGE_WIDTH, Sheet, make_pdf
from exports.paper.pages.page_reading import DrawnWords, Outline, drawn_pages
from exports.paper.pages.typography import space, words
from session_forms.library import library


def words_of(pages):
    return [item for page in pages for item in page.items if isinstance(item, DrawnWords)]


@pytest.mark.parametrize("form_id", ["phq-9", "safety-plan", "goals"])
def test_every_word_of_a_worksheet_is_read_back(form_id):
    data = worksheet_pdf(library.installed().latest(form_id))

    pages = drawn_pages(data)

    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    read = "".join(each.text for each in words_of(pages))
    assert sorted("".join(read.split())) == sorted("".join(printed.split()))
    assert {(round(page.width), round(page.height)) for page in pages} == {
        (round(PAGE_WIDTH), round(PAGE_HEIGHT))
    }


def test_places_sizes_and_faces_are_those_of_the_page():
    [page] = drawn_pages(make_pdf(Sheet("Head"), lambda: [words("Title", "title")]))

    head, title, foot = page.items[0], words_of([page])[1], words_of([page])[-1]

    assert (head.text, head.strong, head.size) == ("Head", True, 9.5)
    assert head.y < title.y < foot.y
    assert (title.size, round(title.colour[0], 2)) == (15, 0.16)
    assert foot.text == "Page 1 of 1"
    assert not foot.strong


def test_lines_shapes_and_dashes_are_read_back():
    form = library.installed().latest("phq-9")
    pages = drawn_pages(worksheet_pdf(form, Filled({"q1": 2}, code="K7-412"), practice=True))

    outlines = [item for page in pages for item in page.items if isinstance(item, Outline)]

    assert any(each.fill and each.stroke and each.dash == (4, 3) for each in outlines)
    assert any(each.fill and not each.stroke for each in outlines)
    circles = [each for each in outlines if any(step.kind == "curve" for step in each.segments)]
    assert len(circles) >= 40
    assert any(step.kind == "close" for each in outlines for step in each.segments)


def test_a_page_without_words_has_none():
    data = make_pdf(Sheet(""), lambda: [space(1)])

    assert [each.text for each in words_of(drawn_pages(data))] == ["Page 1 of 1"]


def test_fields_to_type_in_are_left_to_the_file():
    form = library.installed().latest("gad-7")

    fillable = drawn_pages(worksheet_pdf(form, fillable=True))

    plain = drawn_pages(worksheet_pdf(form))
    assert [sorted(page.items, key=repr) for page in fillable] == [
        sorted(page.items, key=repr) for page in plain
    ]

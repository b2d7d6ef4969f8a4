"""Each kind of page is printed as before: what stands where, and how large.

A change of one is meant, or a fault: `./dev golden` writes it anew, and the difference is read.
They hold invented texts where they can, so that new wording of a form moves few of them.
"""

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from exports.paper.forms.worksheet import worksheet_pdf
from exports.paper.manual.printing import whole_manual_pdf
from exports.paper.pages.page_reading import DrawnPage, DrawnWords, drawn_pages
from exports.paper.take_home.client_copy import client_copy_pdf
from exports.paper.take_home.handout import handout_pdf
from programme.loading.loading import load_programme
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.reference.directory import installed_directory
from tests.support.exports.papers import TODAY, every_kind, pdf_of
from tests.support.programme.programmes import shelf, write_programme
from tests.support.session_forms.forms import make_form

ENOUGH = 24
"""Letters of each line of words: where it stands is asked, not what it says."""
HANDOUT = """# After today

A few words about the week, which go on for longer than one line of this page has room for.

## What helps

- Go for a walk, and call somebody who knows; it takes longer than the wish lasts.
- Sleep.

1. First.
2. Then.

**Next time:** {next_date}
"""
COPIED = """
[client_copy]
title = "What helps me"
sizes = ["a4", "a4_large_print", "pocket_card"]

[[questions]]
id = "signs"
kind = "list"
prompt = "Signs that it begins"

[[questions]]
id = "reason"
kind = "long_text"
prompt = "Why I do this"

[[questions]]
id = "sure"
kind = "rating"
prompt = "How sure I am"
low = { value = 0, label = "Not at all" }
high = { value = 10, label = "Completely" }
"""
COPIED_ANSWERS = {
    "signs": ("I sleep badly", "My chest is tight", "I put off calling, one day after another"),
    "reason": "So that nobody is hurt. " * 12,
    "sure": 8,
}


def outline(data: bytes) -> str:
    """Return a line for all that is drawn, to a tenth of a point, and for each field."""
    fields = (page.get("/Annots", ()) for page in PdfReader(io.BytesIO(data)).pages)
    return "".join(
        f"{line}\n"
        for page, annotations in zip(drawn_pages(data), fields, strict=True)
        for line in (*_drawn(page), *(_field(each.get_object()) for each in annotations))
    )


def _drawn(page: DrawnPage) -> Iterator[str]:
    yield f"page {_said(page.width, page.height)}"
    for each in page.items:
        if isinstance(each, DrawnWords):
            weight = "strong" if each.strong else "plain"
            at = _said(each.x, each.y, each.size, each.gap)
            yield f"{weight} {at} {_colour(each.colour)} {each.text[:ENOUGH]}".rstrip()
        else:
            points = (point for segment in each.segments for point in segment.points)
            numbers = _said(*(number for point in points for number in point))
            ink = f"{_colour(each.stroke)} {_colour(each.fill)} {_said(each.width, *each.dash)}"
            yield f"outline {numbers} {ink}"


def _field(annotation) -> str:
    return f"{annotation['/Subtype']} {_said(*map(float, annotation['/Rect']))}"


def _colour(colour) -> str:
    return "-" if colour is None else "".join(f"{round(255 * each):02x}" for each in colour)


def _said(*numbers: float) -> str:
    return " ".join(f"{round(each, 1) + 0.0:g}" for each in numbers)


PAPERS = (
    "worksheet of every kind",
    "worksheet to fill in",
    "worksheet with answers",
    "copy of a record",
    "copy of a caseload",
    "covering page",
    "summary of one client",
    "supervision pack",
    "week",
    "page of a drill",
    "day sheet",
    "hand-over page of a helpline",
    "programme on one page",
    "handouts of a course",
)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_printed_as_before(name, golden):
    golden(f"papers/{name.replace(' ', '-')}.txt", outline(pdf_of(name)))


def test_a_worksheet_in_large_print_is_printed_as_before(golden):
    golden("papers/large-worksheet.txt", outline(worksheet_pdf(every_kind(), large=True)))


@pytest.mark.parametrize("size", ["a4", "a4_large_print", "pocket_card"])
def test_what_a_client_takes_along_is_printed_as_before(size, golden):
    state = start(make_form(COPIED), Context(today=TODAY), COPIED_ANSWERS)
    numbers = {"crisis_line": "0800 111"}

    data = client_copy_pdf(state, size, installed_directory(), numbers=numbers, practice=True)

    golden(f"papers/client-copy-{size}.txt", outline(data))


@pytest.mark.parametrize("large", [False, True])
def test_a_handout_is_printed_as_before(large, golden):
    data = handout_pdf(HANDOUT, {"crisis_line": "0800 111"}, large=large)

    golden(f"papers/handout{'-large' if large else ''}.txt", outline(data))


def test_a_manual_is_printed_as_before(tmp_path, golden):
    tiny = load_programme(write_programme(tmp_path), shelf())

    golden("papers/manual.txt", outline(whole_manual_pdf(tiny, shelf())))

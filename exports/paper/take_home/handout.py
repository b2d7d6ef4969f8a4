"""The page that a client takes home after a session.

    data = handout_pdf(plan.handout, {"crisis_line": "116 123"})

A stranger who finds it learns no name, no service and no reason for coming.
"""

import re
from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable, PageBreak

from exports.paper.drawing.tags import language_tag
from exports.paper.manual.entries import handout_title
from exports.paper.pages.markdown import markdown
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import LARGE
from programme.definition.placeholders import fill
from session_forms.words.texts import WRITTEN_IN

USUAL = 1.15
_PAGES = re.compile(r"^(?=# )", re.MULTILINE)


def handout_pdf(
    handout: str,
    values: Mapping[str, str],
    *,
    large: bool = False,
    practice: bool = False,
    written_in: str = WRITTEN_IN,
) -> bytes:
    """Return a page for the client, its placeholders filled; `written_in` is its language.

    Where no value is known stands a line to write on. Of two sessions in one meeting, each page
    begins a sheet of paper.
    """
    scale = LARGE if large else USUAL
    sheet = Sheet(
        title=handout_title(handout),
        practice=practice,
        scale=scale,
        language=language_tag(written_in),
    )
    return make_pdf(sheet, lambda: list(_story(fill(handout, values), scale)))


def _story(text: str, scale: float) -> Iterator[Flowable]:
    pages = [each for each in _PAGES.split(text) if each.strip()]
    for number, page in enumerate(pages):
        if number:
            yield PageBreak()
        yield from markdown(page, scale)

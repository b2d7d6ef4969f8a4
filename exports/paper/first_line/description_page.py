"""The programme on one page, for an inventory of prevention initiatives.

data = description_pdf(installed_description(), programme)
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.drawing.tags import language_tag
from exports.paper.pages.page import WIDTH, Sheet, make_pdf
from exports.paper.pages.typography import prose, ruled_cells, space, words
from programme.definition.definition import Programme
from programme.first_line.description import Description
from session_forms.words.texts import pgettext

SHARES = (0.18, 0.23, 0.59)
TIGHT = 2.0
"""Room above and below a row, so that the page is one."""


def description_pdf(description: Description, programme: Programme) -> bytes:
    """Return the page; it says of which version of the programme it speaks."""
    which = f"{programme.id} {programme.version}"
    sheet = Sheet(title=description.title, foot=(which,), language=language_tag(programme.language))
    return make_pdf(sheet, lambda: list(_story(description, programme)))


def _story(description: Description, programme: Programme) -> Iterator[Flowable]:
    yield words(description.title, "title")
    yield space(3)
    yield prose(programme.intended_purpose, least=WIDTH)
    yield space(6)
    head = [
        words(pgettext("column", "Field"), "label"),
        words(pgettext("column", "Tags"), "label"),
        words(pgettext("column", "More"), "label"),
    ]
    rows = [
        [words(each.field, "strong", rank=0), words(each.tags), words(each.says)]
        for each in description.rows
    ]
    yield ruled_cells([head, *rows], [WIDTH * each for each in SHARES], TIGHT)
    yield space(6)
    yield prose(description.basis, "caption", least=WIDTH)

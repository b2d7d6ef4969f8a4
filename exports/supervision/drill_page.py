"""What came of a drill, on one page that stays in the clinic.

    data = drill_page_pdf(page, practice=False)

It names files by whose they are and no client; nobody else's record is on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exports.document.document import Block, PreviewPage, Prose
from exports.document.tables import Cell, Column, Table
from exports.document.typesetting import story_of
from exports.paper.pages.page import Sheet, make_pdf
from session_forms.words.day_words import written_day
from session_forms.words.texts import _, pgettext


@dataclass(frozen=True, slots=True)
class DrillPage:
    """A drill in words.

    Attributes:
        held_on: The day.
        service: The number by which the service is known again.
        said: What came of it, a sentence each.
        files: Each file of the service, and what became of it.

    """

    held_on: date
    service: str
    said: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def drill_page_pdf(page: DrillPage, *, practice: bool) -> bytes:
    """Return the page as a PDF, with lines to sign on."""
    title = _("Drill of {day}").format(day=written_day(page.held_on))
    foot = (_("Service {number}").format(number=page.service), _("no client is named"))
    sheet = Sheet(title, _("Stays in the clinic"), foot, practice)
    pages = [PreviewPage(pgettext("page", "The service from its backups"), tuple(_blocks(page)))]
    return make_pdf(sheet, lambda: story_of(title, pages))


def _blocks(page: DrillPage) -> Iterator[Block]:
    yield from (Prose(each) for each in page.said)
    titles = {"file": pgettext("column", "File"), "found": pgettext("column", "What became of it")}
    yield Table(
        id="drill-files",
        title=pgettext("table", "Every file of the service"),
        columns=tuple(Column(key, words, "text", words) for key, words in titles.items()),
        rows=tuple((Cell(name), Cell(found)) for name, found in page.files),
    )
    yield Prose(_("Held by: ____________________    Seen by: ____________________"))

"""A report that is read on the screen, one page at a time."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exports.paper.pages.page_reading import DrawnPage
from session_forms.words.texts import _, pgettext
from therapist_app.widgets.paper_page import PaperPage
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    empty,
    hold,
    row,
    stack,
    text,
)


class ReportCard(QWidget):
    """The page that is open, with the keys to the others; gone while no report is.

    Signals:
        turned: By how many pages to go on.
        closed: It is to be shown no more.

    """

    turned = Signal(int)
    closed = Signal()

    def __init__(self, *, above: Sequence[Part] = (), beneath: Sequence[Part] = ()) -> None:
        super().__init__()
        self._shown: tuple[Sequence[DrawnPage], int] | None = None
        self.title = text("", "strong", wrap=True)
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.close_report = button(_("Close the report"), "quiet")
        self.page: PaperPage | None = None
        self._place = stack()
        turning = row(self.previous, self.following, self.close_report, STRETCH, gap="xs")
        parts = (self.title, *above, turning, self._place, *beneath)
        self.setLayout(stack(card(pgettext("card", "Report"), *parts, gap="s")))
        self.previous.clicked.connect(partial(self.turned.emit, -1))
        self.following.clicked.connect(partial(self.turned.emit, 1))
        self.close_report.clicked.connect(self.closed)
        self.hide()

    def show_page(self, name: str, pages: Sequence[DrawnPage], at: int) -> None:
        """Show one page of a report; it is drawn again only when it is another one."""
        if self._shown is not None and self._shown[0] is pages and self._shown[1] == at:
            return
        was_open, self._shown = self.page is not None, (pages, at)
        had = self.window().focusWidget()
        empty(self._place)
        title = _("{title}, page {page} of {count}").format(
            title=name, page=at + 1, count=len(pages)
        )
        self.title.setText(title)
        self.page = PaperPage(title, pages[at])
        self._place.addWidget(hold(stack(self.page)))
        self.previous.setEnabled(at > 0)
        self.following.setEnabled(at + 1 < len(pages))
        self.show()
        if not was_open or had in (self.previous, self.following):
            ways = (had, self.following, self.previous, self.close_report)
            mine = (self.following, self.previous, self.close_report)
            next(each for each in ways if each in mine and each.isEnabled()).setFocus()

    def show_none(self) -> None:
        """Be gone."""
        empty(self._place)
        self.page = self._shown = None
        self.hide()

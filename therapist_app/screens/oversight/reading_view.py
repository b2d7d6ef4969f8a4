"""One page at a time of a report that left, above everything else on the page of oversight."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.oversight.reading import ReadingState, ReadingViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.paper_page import PaperPage
from therapist_app.widgets.parts import STRETCH, button, card, empty, hold, row, stack, text
from therapist_app.workflows.supervision.what_left import WhatLeft


class ReadingView(QWidget):
    """The page that is open; gone while no report is."""

    def __init__(self, viewmodel: ReadingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self._shown: object = None
        self.message = MessagePlace()
        self.title = text("", "strong", wrap=True)
        self.made = text("", "small", wrap=True)
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.close_report = button(_("Close the report"), "quiet")
        self.page: PaperPage | None = None
        self._place = stack()
        self._card = card(
            pgettext("card", "Report"),
            self.title,
            self.made,
            row(self.previous, self.following, self.close_report, STRETCH, gap="xs"),
            self._place,
            gap="s",
        )
        self.setLayout(stack(self.message, self._card, gap="m"))
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.close_report.clicked.connect(viewmodel.close)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def show_state(self, state: ReadingState) -> None:
        """Show the page that is open, why there is none, or nothing."""
        if state.refused:
            self.message.show_message("attention", _("The report cannot be shown"), state.refused)
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        else:
            self.message.clear()
        shown = (state.read, state.page)
        if shown != self._shown:
            was_open, self._shown = self.page is not None, shown
            self._show_page(state, was_open=was_open)
        self.setVisible(state.read is not None or bool(state.refused or state.problem))

    def _show_page(self, state: ReadingState, *, was_open: bool) -> None:
        empty(self._place)
        self.page = None
        read = state.read
        self._card.setVisible(read is not None)
        if read is None:
            return
        had = self.window().focusWidget()
        title = _("{title}, page {page} of {count}").format(
            title=read.id, page=state.page + 1, count=len(read.pages)
        )
        self.title.setText(title)
        self.made.setText(made_words(read))
        self.page = PaperPage(title, read.pages[state.page])
        self._place.addWidget(hold(stack(self.page)))
        self.previous.setEnabled(state.page > 0)
        self.following.setEnabled(state.page + 1 < len(read.pages))
        self.show()
        if not was_open or had in (self.previous, self.following):
            ways = (had, self.following, self.previous, self.close_report)
            mine = (self.following, self.previous, self.close_report)
            next(each for each in ways if each in mine and each.isEnabled()).setFocus()

    @Slot()
    def _on_previous(self) -> None:
        self._viewmodel.turn_page(-1)

    @Slot()
    def _on_following(self) -> None:
        self._viewmodel.turn_page(1)


def made_words(read: WhatLeft) -> str:
    """Return how what is shown stands to what left."""
    if read.is_to_the_byte:
        return _(
            "Made again from the same figures: its tables are those that left, sign for sign. "
            "Nothing of it is saved here."
        )
    return _(
        "Made again from the same figures, in the words and tables of this version or language: "
        "those that left may be arranged otherwise. Nothing of it is saved here."
    )

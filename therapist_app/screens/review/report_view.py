"""The report of one package, read on the screen: nothing of it is saved."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.review.review_state import OpenReport, ReviewState
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.widgets.paper_page import PaperPage
from therapist_app.widgets.parts import STRETCH, button, card, empty, hold, row, stack, text


class ReportView(QWidget):
    """One page at a time, as the sender saw it; gone while no report is open."""

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._shown: OpenReport | None = None
        self.title = text("", "strong", wrap=True)
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.close_report = button(_("Close the report"), "quiet")
        self.page: PaperPage | None = None
        self._place = stack()
        kept = _("It is shown here alone: nothing of it is saved.")
        self.setLayout(
            stack(
                card(
                    pgettext("card", "Report"),
                    self.title,
                    row(self.previous, self.following, self.close_report, STRETCH, gap="xs"),
                    self._place,
                    text(kept, "small", tone="muted", wrap=True),
                    gap="s",
                )
            )
        )
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.close_report.clicked.connect(viewmodel.close_report)
        self.hide()

    def show_state(self, state: ReviewState) -> None:
        """Show the page that is open, or nothing."""
        reading = state.reading
        if reading is self._shown:
            return
        was_open, self._shown = self._shown is not None, reading
        empty(self._place)
        self.page = None
        self.setVisible(reading is not None)
        if reading is None:
            return
        title = _("{title}, page {page} of {count}").format(
            title=reading.title, page=reading.page + 1, count=len(reading.pages)
        )
        self.title.setText(title)
        self.page = PaperPage(title, reading.pages[reading.page])
        self._place.addWidget(hold(stack(self.page)))
        had = self.window().focusWidget()
        self.previous.setEnabled(reading.page > 0)
        self.following.setEnabled(reading.page + 1 < len(reading.pages))
        if not was_open or had in (self.previous, self.following):
            ways = (had, self.following, self.previous, self.close_report)
            mine = (self.following, self.previous, self.close_report)
            next(each for each in ways if each in mine and each.isEnabled()).setFocus()

    def _on_previous(self) -> None:
        self._viewmodel.turn_page(-1)

    def _on_following(self) -> None:
        self._viewmodel.turn_page(1)

"""The middle: everything that will leave, page by page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.page_view import page_blocks
from therapist_app.screens.outcomes.viewmodel import OutcomesState
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    banner,
    button,
    card,
    chip,
    empty,
    empty_state,
    hold,
    row,
    stack,
    symbol,
    text,
)

MOST_CHIPS = 4


class PreviewView(QWidget):
    """What would leave, what was refused, or what was written.

    Signals:
        page_turned: By how many pages.

    """

    page_turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.previous = button(_("Previous page"), "quiet")
        self.following = button(_("Next page"), "quiet")
        self.previous.clicked.connect(self._on_previous_clicked)
        self.following.clicked.connect(self._on_following_clicked)
        self._shown: object = None
        for key in (self.previous, self.following):
            key.setParent(self)
            key.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._place = layout

    def show_state(self, state: OutcomesState) -> None:
        """Show the page; it is drawn again only when it is another one."""
        shown = (state.pages, state.page, state.refused, state.saved, state.is_busy)
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = self.previous.hasFocus(), self.following.hasFocus()
        for key in (self.previous, self.following):
            key.setParent(self)  # or they would go with the page that is replaced
        parts = self._parts(state)
        _fill(self._place, hold(stack(*parts, STRETCH, gap="m", margins=("l",) * 4)))
        if any(had_focus):
            (self.previous if had_focus[0] else self.following).setFocus()

    def _parts(self, state: OutcomesState) -> list[Part]:
        if state.is_busy:
            return [
                text(_("Preparing: figures, pages, and the search for names."), "lead", wrap=True)
            ]
        found: list[Part] = []
        if state.refused:
            found.append(banner("attention", _("Nothing was released"), state.refused))
        if state.saved:
            words = _(
                "In the folder {folder}, and there as one file: {file}. It stands in the ledger."
            )
            names = words.format(folder=state.saved[0], file=state.saved[1])
            found.append(banner("good", _("Signed and saved"), names))
        if state.is_prepared:
            return [*found, *self._page_parts(state)]
        if not found:
            found.append(
                empty_state(
                    "outcomes",
                    _("Nothing is prepared yet"),
                    _("Choose for whom and what for. You see every page before anything leaves."),
                )
            )
        return found

    def _page_parts(self, state: OutcomesState) -> list[Part]:
        told = row(
            symbol("info"),
            text(_("This is everything that will leave. Nothing is added later."), wrap=True),
            gap="s",
        )
        told.setStretch(1, 1)
        page = state.pages[state.page]
        title = _("Page {page} of {count} · {title}").format(
            page=state.page + 1, count=len(state.pages), title=page.title
        )
        beneath: list[Part] = []
        if not page.printed:
            beneath = [text(_("In the tables of the package, not on paper."), "caption")]
        return [
            told,
            card(title, *beneath, page_blocks(page), action=self._keys(state), gap="s"),
            card(_("In the package"), _files(state.files), gap="s"),
        ]

    def _keys(self, state: OutcomesState) -> QWidget:
        self.previous.setEnabled(state.page > 0)
        self.following.setEnabled(state.page + 1 < len(state.pages))
        keys = hold(row(self.previous, self.following, gap="xs"))
        self.previous.show()
        self.following.show()
        return keys

    def _on_previous_clicked(self) -> None:
        self.page_turned.emit(-1)

    def _on_following_clicked(self) -> None:
        self.page_turned.emit(1)


def _files(names: tuple[str, ...]) -> QWidget:
    """Return the files, all tables as one."""
    tables = [each for each in names if each.startswith("tables/")]
    others = [each for each in names if not each.startswith("tables/")]
    chips = [chip(each, "quiet", "form") for each in others]
    if tables:
        words = ngettext("{count} table", "{count} tables", len(tables)).format(count=len(tables))
        chips.insert(0, chip(words, "quiet", "outcomes"))
    chips.append(chip(_("signature"), "quiet", "lock"))
    if look().is_large:
        return hold(stack(*chips, gap="xs"))
    lines = [chips[at : at + MOST_CHIPS] for at in range(0, len(chips), MOST_CHIPS)]
    return hold(stack(*(row(*each, STRETCH, gap="s") for each in lines), gap="s"))


def _fill(place: QVBoxLayout, page: QWidget) -> None:
    empty(place)
    place.addWidget(page)

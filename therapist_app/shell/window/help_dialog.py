"""Help where one is: what F1 says of a page, and the sheet with every key."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.destination import HELP_KEY, SHORTCUTS_KEY
from therapist_app.paths import is_here, title_of
from therapist_app.shell.window.sheet_dialog import SheetDialog
from therapist_app.theme.focus_ring import show_focus
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import MAIN_KEY, main_act_of
from therapist_app.widgets.layout.arriving import place_words
from therapist_app.widgets.page_help import ExplainsItself, Keys, PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import LINE_KEYS

SIZE = (620, 520)
UNEXPLAINED = PageHelp(
    "This page says what happened and what you can do about it. Nothing that you saved is "
    "changed by reading it."
)


class Paragraph(QLabel):
    """One part of the help; Tab stops at it, and a screen reader says it once.

    A label that holds others: of a group Orca would say its description and its lines as well.

    Signals:
        left: An arrow leads on from it, by so many parts; what scrolls around it never sees it.

    """

    left = Signal(int)

    def __init__(self, title: str, *parts: Part, words: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{title}: {words}")
        self.setLayout(
            stack(text(title, "lead", wrap=True), *parts, gap="xs", margins=("s", "s", "s", "s"))
        )

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Lead on with Down and Up."""
        by = LINE_KEYS.get(Qt.Key(ev.key()))
        if by is None:
            super().keyPressEvent(ev)
        else:
            self.left.emit(by)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring while it has the keyboard."""
        super().paintEvent(event)
        show_focus(self)


class HelpDialog(SheetDialog):
    """What a page is for, or every key: paragraphs over the window, one a stop of Tab."""

    def __init__(
        self,
        title: str,
        key: str,
        paragraphs: Sequence[Paragraph],
        over: QWidget,
        *,
        read_on: str = "",
    ) -> None:
        super().__init__(key, over)
        self.setAccessibleName(title)
        self.paragraphs = paragraphs
        self._read_on = read_on
        self.read = button(_("Read it here"), "secondary")
        self.read.clicked.connect(self._on_read_clicked)
        if not (read_on and is_here(read_on)):
            self.read.hide()
        body = scroll(stack(*paragraphs, STRETCH, gap="m"))
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out(title, body, row(self.read, STRETCH, self.shut), SIZE)
        for each in paragraphs:
            each.left.connect(self._on_left)
        paragraphs[0].setFocus()

    @Slot(int)
    def _on_left(self, by: int) -> None:
        """Go from one paragraph to the next, and say where there is none."""
        here = next(at for at, each in enumerate(self.paragraphs) if each.hasFocus())
        if 0 <= here + by < len(self.paragraphs):
            self.paragraphs[here + by].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            announce(self, _("There is no other line."))

    @Slot()
    def _on_read_clicked(self) -> None:
        """Open the document in the place of this sheet."""
        from therapist_app.shell.window.guide_dialog import GuideDialog

        self.close()
        GuideDialog(self._read_on, self._over).open()


def show_page_help(page: QWidget, over: QWidget, *, tells_shortcuts: bool) -> None:
    """Say over a window what a page is for, and its keys."""
    told = page.page_help if isinstance(page, ExplainsItself) else UNEXPLAINED
    paragraphs = [_about(told), _own_keys(page, told, tells_shortcuts=tells_shortcuts)]
    if told.read_on:
        words = _("This goes on in “{document}”, among the documents of this application.")
        title = title_of(told.read_on) if is_here(told.read_on) else told.read_on
        words = words.format(document=title)
        paragraphs.append(
            Paragraph(pgettext("help", "Read on"), text(words, wrap=True), words=words)
        )
    place = _(told.title) or (place_words(page) if told.read_on else "")
    title = _("Help: {page}").format(page=place) if place else pgettext("help", "Help")
    HelpDialog(title, HELP_KEY, paragraphs, over, read_on=told.read_on).open()


def show_shortcuts(page: QWidget, over: QWidget, everywhere: Iterable[tuple[str, Keys]]) -> None:
    """List over a window every key that does the same on all pages, and those of a page."""
    own = page.page_help.keys if isinstance(page, ExplainsItself) else ()
    groups = [(NP_("heading over keys", "On this page"), own)] if own else []
    groups += everywhere
    paragraphs = [_keys(_(title), _translated(keys)) for title, keys in groups]
    title = pgettext("help", "Keyboard shortcuts")
    HelpDialog(title, SHORTCUTS_KEY, paragraphs, over).open()


def _about(told: PageHelp) -> Paragraph:
    words = _(told.about)
    return Paragraph(pgettext("help", "What this page is for"), reading(words), words=words)


def _own_keys(page: QWidget, told: PageHelp, *, tells_shortcuts: bool) -> Paragraph:
    main = main_act_of(page)
    keys = [] if main is None else [(MAIN_KEY, main.accessibleName())]
    keys += _translated(told.keys)
    if tells_shortcuts:
        keys.append((SHORTCUTS_KEY, _("All keyboard shortcuts")))
    keys.append((pgettext("keys", "Escape"), _("Close this help")))
    return _keys(pgettext("help", "Keys"), keys)


def _translated(keys: Keys) -> list[tuple[str, str]]:
    return [(_(key), _(does)) for key, does in keys]


def _keys(title: str, keys: Sequence[tuple[str, str]]) -> Paragraph:
    grid = QGridLayout()
    grid.setHorizontalSpacing(look().space("l"))
    for at, (key, does) in enumerate(keys):
        grid.addWidget(text(key, "strong", tone="accent"), at, 0)
        grid.addWidget(text(does, wrap=True), at, 1)
    grid.setColumnStretch(1, 1)
    return Paragraph(title, grid, words=" ".join(f"{key}: {does}." for key, does in keys))

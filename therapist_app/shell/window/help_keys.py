"""The keys that explain: F1 says what a page is for, Shift+F1 all words, Ctrl+/ lists every key.

The sheets that they show load with the first press: the unlock window is there before them.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.destination import HELP_KEY, SHORTCUTS_KEY, WHOLE_KEY
from therapist_app.widgets.page_help import Keys


class HelpKeys(QObject):
    """F1, Shift+F1 and, where keys lead to places, Ctrl+/, for one window."""

    def __init__(
        self,
        window: QWidget,
        page: Callable[[], QWidget | None],
        everywhere: Iterable[tuple[str, Keys]] = (),
    ) -> None:
        """Ask `page` what is shown; it answers None while nothing is.

        `everywhere` are the keys that do the same on all pages, by the group they stand in.
        """
        super().__init__(window)
        self._window, self._page = window, page
        self._everywhere = tuple(everywhere)
        help_key = QShortcut(QKeySequence(HELP_KEY), window)
        help_key.activated.connect(self.show_help)
        whole_key = QShortcut(QKeySequence(WHOLE_KEY), window)
        whole_key.activated.connect(self.say_all)
        self._shortcuts_key = QShortcut(QKeySequence(SHORTCUTS_KEY), window)
        self._shortcuts_key.activated.connect(self.show_shortcuts)
        self.allow_shortcuts(allowed=True)

    def tell_everywhere(self, everywhere: Iterable[tuple[str, Keys]]) -> None:
        """Tell other keys from now on that do the same on all pages."""
        self._everywhere = tuple(everywhere)

    def allow_shortcuts(self, *, allowed: bool) -> None:
        """Show the sheet of all keys or not: a client who has the laptop has no use for it."""
        self._shortcuts_key.setEnabled(allowed and bool(self._everywhere))

    @Slot()
    def show_help(self) -> None:
        """Say what the page is for, and its keys."""
        page = self._page()
        if page is None:
            return
        from therapist_app.shell.window.help_dialog import show_page_help

        show_page_help(page, self._window, tells_shortcuts=self._shortcuts_key.isEnabled())

    @Slot()
    def say_all(self) -> None:
        """Have a screen reader say all that stands where the keyboard is, without leaving it.

        On coming there only its beginning is said.
        """
        here: QWidget | None = self._window.focusWidget()
        if self._page() is None or here is None:
            return
        from therapist_app.accessibility.speaking import all_at

        announce(here, all_at(here) or _("Nothing more stands here."))

    def read(self, document: str) -> None:
        """Open a document of the application over the window."""
        from therapist_app.shell.window.guide_dialog import GuideDialog

        GuideDialog(document, self._window).open()

    @Slot()
    def show_shortcuts(self) -> None:
        """List every key that does the same on all pages, and those of the page one is on."""
        page = self._page()
        if page is None:
            return
        from therapist_app.shell.window.help_dialog import show_shortcuts

        show_shortcuts(page, self._window, self._everywhere)

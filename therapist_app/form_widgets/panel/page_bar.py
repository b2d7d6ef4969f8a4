"""The bar beneath the questions that turns to another page of a form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, row
from therapist_app.widgets.words import text


class PageBar(QWidget):
    """Back, the page, on; not there while everything stands on one page.

    Signals:
        turned: By how many pages the person turns.

    """

    turned = Signal(int)

    def __init__(self, keys_in: QWidget) -> None:
        super().__init__()
        self.back = button(pgettext("button", "Previous page"), "secondary")
        self.on = button(pgettext("button", "Next page"), "secondary", "next")
        self.place = text("", "small", tone="muted")
        self.back.setToolTip(pgettext("key", "Alt+Up"))
        self.on.setToolTip(pgettext("key", "Alt+Down"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look().space("m"), 0, look().space("xs"))
        outer.addLayout(row(self.back, STRETCH, self.place, STRETCH, self.on))
        self.back.clicked.connect(self._on_back_clicked)
        self.on.clicked.connect(self._on_on_clicked)
        self._keys: list[QShortcut] = []
        for keys, slot in (("Alt+Up", self._on_back_clicked), ("Alt+Down", self._on_on_clicked)):
            shortcut = QShortcut(QKeySequence(keys), keys_in)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
            shortcut.activatedAmbiguously.connect(slot)  # in a session they also turn to a step
            self._keys.append(shortcut)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether there is more than one page, so that its keys turn it."""
        return not self.isHidden()

    def show_page(self, at: int, count: int) -> None:
        """Show the place of a page, counted from 0, among so many."""
        self.place.setText(_("Page {number} of {count}").format(number=at + 1, count=count))
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at < count - 1)
        self.setVisible(count > 1)
        for key in self._keys:
            key.setEnabled(count > 1)

    def _on_back_clicked(self) -> None:
        self.turned.emit(-1)

    def _on_on_clicked(self) -> None:
        self.turned.emit(1)

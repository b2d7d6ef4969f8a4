"""A sheet to read over the window: Escape, or the key that opened it, leads back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.theme.look import look
from therapist_app.widgets.parts import button, row, stack, text

EDGE = 24
"""How much of the window stays in sight around it, in pixels."""


class SheetDialog(QDialog):
    """A title, something to read, and a foot with Close, over the window as large as it has room.

    Attributes:
        shut: The button that closes it.

    """

    def __init__(self, key: str, over: QWidget) -> None:
        """Stand over a window; `key`, as Qt spells it, closes the sheet as well."""
        super().__init__(over)
        self.setWindowTitle(pgettext("program", "Sessions"))  # which everybody sees who passes by
        self.setAccessibleDescription(_("Escape closes it."))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._over = over
        self.shut = button(pgettext("button", "Close"), "secondary")
        self.shut.clicked.connect(self.close)
        QShortcut(QKeySequence(key), self).activated.connect(self.close)

    def _lay_out(self, title: str, body: QWidget, foot: QHBoxLayout, size: tuple[int, int]) -> None:
        """Compose it; `size` is its width and height in pixels at a text size of 100 %."""
        sheet = QFrame()
        sheet.setProperty("kind", "page")
        parts = (text(title, "title", wrap=True), body, foot)
        sheet.setLayout(stack(*parts, gap="s", margins=("l", "m", "l", "m")))
        self.setLayout(row(sheet))
        wide, high = (look().scaled(each) for each in size)
        self.resize(min(wide, self._over.width() - EDGE), min(high, self._over.height() - EDGE))

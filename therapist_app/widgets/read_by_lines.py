"""What is only read, within reach of the keyboard: heard line by line with Down and Up."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_role
from therapist_app.theme.focus_ring import RingBeside, ring_beside, show_focus
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import Part, stack

LINE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
END_KEYS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class ReadByLines(QWidget):
    """A part of a page that holds words alone; no key would stop there otherwise.

    Attributes:
        lines: What is read, in its order.

    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self._at = -1
        self._ring: RingBeside | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("Down reads line by line."))
        tell_role(self, "read")

    def hold_lines(self, lines: Sequence[str], layout: QLayout | None = None) -> None:
        """Read these lines, those that say nothing left out; `layout` is what shows them."""
        self.lines, self._at = tuple(each for each in lines if each.strip()), -1
        if layout is not None:
            layout.setContentsMargins(0, look().space("xs"), 0, look().space("xs"))
            self.setLayout(layout)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have a screen reader say the line after the last one, or before it, or one at an end."""
        key = Qt.Key(event.key())
        is_ours = key in LINE_KEYS or key in END_KEYS
        if not is_ours or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        ends = range(len(self.lines)) or (-1,)
        at = ends[END_KEYS[key]] if key in END_KEYS else self._at + LINE_KEYS[key]
        self._at = max(-1, min(len(self.lines), at))
        is_there = 0 <= at < len(self.lines)
        announce(self, self.lines[at] if is_there else _("There is no other line."))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first line again."""
        self._at = -1
        super().focusInEvent(event)
        self._take_ring_off()
        self._ring = ring_beside(self)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._take_ring_off()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is, where no room around it does."""
        if self._ring is None:
            show_focus(self)

    def _take_ring_off(self) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None


def read_whole(name: str, *parts: Part) -> ReadByLines:
    """Return parts of a page that hold words alone, all of them read in their order."""
    read = ReadByLines(name)
    read.hold_lines((), stack(*parts))
    labels = read.findChildren(QLabel)
    read.hold_lines([each.accessibleName() or each.text() for each in labels])
    return read


def spelled(number: str) -> str:
    """Return a number as it is compared aloud, figure by figure."""
    return " ".join("".join(number.split()))


def lines_of(words: str) -> list[str]:
    """Return the lines of a text, as somebody reads them aloud one after the other."""
    return words.splitlines()

"""What is read before something is heard once: whoever comes back hears what they came back to."""

from PySide6 import QtGui
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from session_forms.words.texts import _
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.accessibility.in_short import READ_BEFORE
from therapist_app.accessibility.roles import describe_anew
from therapist_app.destination import WHOLE_KEY


class HeardOnce(QObject):
    """Lets a part of a page say what is read before it, until the keyboard has left it again."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._before = ""
        self._is_listened_to = False
        self._left = QTimer(self, singleShot=True, interval=0)
        self._left.timeout.connect(self._on_left)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def _part(self) -> QWidget:
        part = self.parent()  # no name of our own: the two would keep each other
        assert isinstance(part, QWidget)
        return part

    def put_before(self, before: str) -> None:
        """Have this read on coming into the part, and on its key from then on."""
        self._before = before
        self._part.setProperty(READ_BEFORE, before)
        describe_quietly(self._part, before)

    def shorten(self) -> None:
        """Say no more than which key reads it."""
        if self._before:
            describe_anew(self._part, _("{key} reads what comes first.").format(key=WHOLE_KEY))

    @Slot()
    def _on_left(self) -> None:
        """Say it no more, once the keyboard is elsewhere."""
        if not self._is_listened_to:
            self.shorten()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not Shiboken.isValid(self._part):  # which goes before this does
            return
        is_inside = self._part.isAncestorOf(new)
        if self._is_listened_to and not is_inside:
            self._left.start()
        self._is_listened_to = is_inside and QtGui.QAccessible.isActive()

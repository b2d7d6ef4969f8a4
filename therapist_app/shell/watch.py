"""One look at every event: whether a person did something, and the two keys that always work."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
HIDE = (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
LOCK = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


class Watch(QObject):
    """An event filter for the whole application.

    A shortcut of the window would be dead while a dialog is open; these two keys never are.

    Signals:
        acted: A person touched a key, the mouse or the screen.
        hide_pressed: F9 was pressed.
        lock_pressed: Ctrl+L was pressed.

    """

    acted = Signal()
    hide_pressed = Signal()
    lock_pressed = Signal()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice what a person does; keep the two keys to ourselves."""
        if event.type() not in ACTS:
            return False
        self.acted.emit()
        if isinstance(event, QKeyEvent):
            pressed = (event.key(), event.modifiers())
            if pressed == HIDE:
                if not event.isAutoRepeat():
                    self.hide_pressed.emit()
                return True
            if pressed == LOCK:
                self.lock_pressed.emit()
                return True
        return False

"""Whether a person did something, and the two keys that always work."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
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
    """An event filter on every window of the application that gets the keyboard.

    A shortcut of the main window would be dead while a dialog is open; these two keys never are.
    What a person does reaches a window once, and then goes on to many widgets: a filter over
    the whole application would run thousands of times for each page that is opened.

    Signals:
        acted: A person touched a key, the mouse or the screen.
        hide_pressed: F9 was pressed.
        lock_pressed: Ctrl+L was pressed.

    """

    acted = Signal()
    hide_pressed = Signal()
    lock_pressed = Signal()

    def follow(self, app: QGuiApplication) -> None:
        """Stand on each window from the moment it gets the keyboard."""
        app.focusWindowChanged.connect(self._stand_on)
        self._stand_on(app.focusWindow())

    @Slot(QWindow)
    def _stand_on(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # twice on the same window counts once

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

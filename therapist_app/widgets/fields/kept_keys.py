"""Keys that a field has a use for, where the page around it has another one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


def keeps_key(event: QEvent, is_its: Callable[[QKeyEvent], bool]) -> bool:
    """Take a key for a field that has the keyboard, and return whether it was one of its own.

    Qt asks the field before any shortcut of the page is looked at.
    """
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    if not (is_asked and isinstance(event, QKeyEvent) and is_its(event)):
        return False
    event.accept()
    return True

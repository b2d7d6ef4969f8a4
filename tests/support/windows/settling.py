"""Wait for a window to take its shape, or have all of it made."""

from PySide6.QtWidgets import QApplication, QWidget

from therapist_app.accessibility.told import MadeWhenMet

# A layout asks for another: a label that wraps, then its card, then the page that scrolls.
ROUNDS = 5


def settle() -> None:
    """Let every layout that was asked for happen."""
    for _round in range(ROUNDS):
        QApplication.processEvents()


def make_whole(window: QWidget) -> None:
    """Make what a person would meet further down: choices out of sight have no buttons yet."""
    for each in window.findChildren(QWidget):
        if isinstance(each, MadeWhenMet):
            each.make_parts()

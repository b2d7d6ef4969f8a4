"""What stands far below as well, for a check of all of a page at once."""

from PySide6.QtWidgets import QWidget

from therapist_app.accessibility.told import MadeWhenMet


def make_whole(window: QWidget) -> None:
    """Make what a person would meet further down: choices out of sight have no buttons yet."""
    for each in window.findChildren(QWidget):
        if isinstance(each, MadeWhenMet):
            each.make_parts()

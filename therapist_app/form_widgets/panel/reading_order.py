"""Which way a form's language is read."""

from PySide6.QtCore import Qt

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def direction(language: str) -> Qt.LayoutDirection:
    """Return the direction of a language such as ``he`` or ``ar-EG``."""
    base = language.partition("-")[0]
    if base in RIGHT_TO_LEFT:
        return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight

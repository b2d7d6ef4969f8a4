"""Wait for a window to take its shape."""

from PySide6.QtWidgets import QApplication

# A layout asks for another: a label that wraps, then its card, then the page that scrolls.
ROUNDS = 5


def settle() -> None:
    """Let every layout that was asked for happen."""
    for _round in range(ROUNDS):
        QApplication.processEvents()

"""How far something has come."""

from PySide6.QtWidgets import QProgressBar

PROGRESS_WIDTH = 220


def progress_bar(
    percent: int = 0, *, name: str, width: int | None = PROGRESS_WIDTH
) -> QProgressBar:
    """Return a thin bar beside words that say the same; without a width it takes what is there."""
    bar = QProgressBar(value=percent, textVisible=False)
    bar.setAccessibleName(name)
    if width is not None:
        bar.setFixedWidth(width)
    return bar

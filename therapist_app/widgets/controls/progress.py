"""How far something has come."""

from PySide6.QtWidgets import QProgressBar

from therapist_app.accessibility.roles import tell_role

PROGRESS_WIDTH = 220


def progress_bar(
    percent: int = 0, *, name: str, width: int | None = PROGRESS_WIDTH, aside: bool = False
) -> QProgressBar:
    """Return a thin bar beside words that say the same; without a width it takes what is there.

    One that a person's own answers move is told `aside`: a screen reader would say its percentage
    between an answer and the next question, and not of what it is.
    """
    bar = QProgressBar(value=percent, textVisible=False)
    bar.setAccessibleName(name)
    if aside:
        tell_role(bar, "aside")
    if width is not None:
        bar.setFixedWidth(width)
    return bar

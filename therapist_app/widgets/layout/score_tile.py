"""A score, never alone."""

from PySide6.QtWidgets import QFrame

from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import box, chip
from therapist_app.widgets.layout.layouts import STRETCH, row, stack
from therapist_app.widgets.words import text

FIGURE_WIDTH = 44


def score_tile(
    name: str, score: str, band: str, change: tuple[str, str], detail: str = ""
) -> QFrame:
    """Return a score with its band, its change since the first, and when it was taken.

    `change` is the words and the tone of a chip: ("6 higher, reliable", "attention").
    """
    top = row(text(name, "strong", wrap=True), text(detail, "caption"))
    top.setStretch(0, 1)
    figure = text(score, "display")
    figure.setMinimumWidth(round(FIGURE_WIDTH * look().text_scale))
    beside = stack(text(band, wrap=True), row(chip(*change), STRETCH), gap="xs")
    middle = row(figure, beside, gap="m")
    middle.setStretch(1, 1)
    frame = box("tile", stack(top, middle, gap="xs", margins=("m", "s", "m", "s")))
    frame.setAccessibleName(
        ", ".join(each for each in (name, score, band, change[0], detail) if each)
    )
    return frame

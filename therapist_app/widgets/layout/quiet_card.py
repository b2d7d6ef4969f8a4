"""A quiet card: words beside the work, which ask for nothing."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from therapist_app.widgets.layout.frames import box
from therapist_app.widgets.layout.layouts import STRETCH, Columns, Part, row, stack
from therapist_app.widgets.words import reading, symbol, text


def quiet_card(
    title: str, paragraphs: Sequence[str], *actions: QWidget, symbol_name: str = "info"
) -> QFrame:
    """Return a card in the colour of the paper, with what can be done about it below.

    Paragraphs stand beside each other where there is room.
    """
    words: list[Part] = [reading(each) for each in paragraphs]
    if len(paragraphs) > 1:
        words = [Columns(*(stack(reading(each), STRETCH) for each in paragraphs))]
    moves: list[Part] = [row(*actions, STRETCH)] if actions else []
    head = row(symbol(symbol_name), text(title, "strong", wrap=True), gap="s")
    head.setStretch(1, 1)
    frame = box("well", stack(head, *words, *moves, gap="s", margins=("l", "m", "l", "m")))
    frame.setAccessibleName(title)
    return frame

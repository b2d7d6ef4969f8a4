"""When a key was pressed, also where that was lost on the way to the window."""

from time import monotonic_ns

from PySide6.QtGui import QKeyEvent

IN_A_MILLISECOND = 1_000_000


def pressed_at(event: QKeyEvent) -> int:
    """Return the moment of a key in milliseconds: that of now where the key names none.

    Beside a screen reader on Linux Qt hands on a copy of each key, without its moment: all of
    them would be one word, however long somebody waited in between.
    """
    return event.timestamp() or monotonic_ns() // IN_A_MILLISECOND

"""While the window is hidden, nothing that still happens behind it is told."""

from PySide6.QtGui import QAccessible


class Hush:
    """Holds back what Qt tells of changes by itself; what is asked is answered all the same."""

    def __init__(self) -> None:
        self._was_telling = False

    def begin(self) -> None:
        """Tell nothing from now on."""
        self._was_telling = self._was_telling or QAccessible.isActive()
        QAccessible.setActive(False)

    def end(self) -> None:
        """Tell again, if somebody was told before."""
        if self._was_telling:
            QAccessible.setActive(True)
        self._was_telling = False

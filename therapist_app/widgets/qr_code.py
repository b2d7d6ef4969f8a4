"""A QR code on screen: dark on white in every scheme, or no camera reads it."""

import segno
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.texts import pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.theme.look import look

QUIET = 4
"""Light modules around the code, which ISO/IEC 18004 asks for."""
SIDE = 205


class QrCode(QWidget):
    """Words for a camera; whoever cannot see it finds the same words beside it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._rows = tuple(tuple(each) for each in segno.make(words, error="m", micro=False).matrix)
        side = look().scaled(SIDE)
        self.setFixedSize(QSize(side, side))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        tell_role(self, "chart")
        self.setAccessibleName(pgettext("picture", "QR code of our key"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each dark module on white."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        module = self.width() // (len(self._rows) + 2 * QUIET)
        margin = (self.width() - module * len(self._rows)) // 2
        for y, cells in enumerate(self._rows):
            for x, is_dark in enumerate(cells):
                if is_dark:
                    left, top = margin + x * module, margin + y * module
                    painter.fillRect(QRect(left, top, module, module), Qt.GlobalColor.black)

"""One number of a rating."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import measures


class Step(QRadioButton):
    """A number in a box. Chosen is filled, ringed and bold: three signs, one of them colour."""

    def __init__(self, words: str, *, client: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._sizes = measures(look(), client=client)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Return a square that can be hit."""
        return QSize(self._sizes.height, self._sizes.height)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least square that can be hit."""
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the number."""
        chosen, focused = self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focus" if focused else "accent" if chosen else self._sizes.edge
        painter.setPen(QPen(look().qcolor(edge), 2 if focused or chosen else 1))
        ground = "surface-sunken" if self.underMouse() else "surface-raised"
        painter.setBrush(look().qcolor("accent" if chosen else ground))
        radius = look().size("radius_control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        if focused and chosen:
            draw_focus_ring(painter, self.rect())
        painter.setPen(look().qcolor("on-accent" if chosen else "text"))
        painter.setFont(self._sizes.strong if chosen else self._sizes.font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

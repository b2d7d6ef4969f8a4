"""The quiet half of the unlock screen."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, reading, row, stack, symbol, text

HILLS = (  # colour, left, top and width as shares of the frame
    ("band-3", 0.26, 0.64, 1.30),
    ("band-4", -0.62, 0.70, 1.40),
    ("accent-soft", -0.42, 0.80, 1.84),
)
FLATTENED = 0.9
WIDTH = 520


class WelcomeView(QFrame):
    """Low hills in the paper colours: something quiet to look at, with nothing to read into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setLayout(
            stack(
                row(symbol("plan", "accent"), text(_("Sessions"), "lead"), STRETCH),
                STRETCH,
                text(_("A quiet place"), "display"),
                text(_("for careful work"), "display"),
                look().space("s"),
                reading(
                    _(
                        "Everything you write stays on this laptop, encrypted. "
                        "Nothing is sent anywhere."
                    )
                ),
                STRETCH,
                STRETCH,
                gap="hair",
                margins=(56, 48, 48, 40),
            )
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hills."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().qcolor("surface-sunken"))
        painter.drawRect(self.rect())
        wide, tall = self.width(), self.height()
        for color, left, top, width in HILLS:
            painter.setBrush(look().qcolor(color))
            across = wide * width
            painter.drawEllipse(QRectF(wide * left, tall * top, across, across * FLATTENED))

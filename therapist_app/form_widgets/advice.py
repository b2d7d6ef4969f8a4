"""A line under a question: what is wrong, or a word of advice, with its sign."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from therapist_app.theme.look import look
from therapist_app.widgets.words import symbol, text

SIGN_SHARE = 0.9


class AdviceLine(QWidget):
    """A sign and a sentence; without a sentence it is not there."""

    def __init__(self, sign: str, tone: str) -> None:
        super().__init__()
        self.label = text("", "small", tone=tone, wrap=True)
        side = round(look().size("icon") * SIGN_SHARE)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look().space("xs"))
        line.addWidget(symbol(sign, tone, side=side), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)

    def show_words(self, words: str) -> None:
        """Show a sentence, or nothing."""
        self.label.setText(words)
        self.setVisible(bool(words))

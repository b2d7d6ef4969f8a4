"""A line under a question: what is wrong, or a word of advice, with its sign."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

SIGN_SHARE = 0.9


class AdviceLine(QWidget):
    """A sign and a sentence; without a sentence it is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.label = text("", "small", wrap=True)
        self.sign = ""
        self._side = round(look().size("icon") * SIGN_SHARE)
        self._mark = QLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look().space("xs"))
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)

    def show_words(self, words: str, tone: str, sign: str) -> None:
        """Show a sentence in a tone, after a sign, or nothing."""
        set_state(self.label, "tone", value=tone)
        self._mark.setPixmap(pixmap(sign, tone, self._side))
        self.sign = sign
        self.label.setText(words)
        self.setVisible(bool(words))

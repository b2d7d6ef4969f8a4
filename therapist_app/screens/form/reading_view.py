"""A form that belongs to a signed session: words on paper, nothing to change."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.parts import text


class ReadingView(QWidget):
    """Every question and its answer in words."""

    def __init__(self, words: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().space("xs"))
        for prompt, answer in words:
            column.addWidget(text(prompt, "reading", wrap=True))
            said = text(answer or _("not answered"), "strong" if answer else "muted", wrap=True)
            said.setContentsMargins(0, 0, 0, look().space("s"))
            column.addWidget(said)

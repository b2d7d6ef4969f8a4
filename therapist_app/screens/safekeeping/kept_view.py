"""What stood in the place of the caseload before, to be thrown away; hidden without it."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import STRETCH, button, card, row, stack, text


class KeptView(QWidget):
    """A sentence for each thing that is kept, and one button for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.throw_away = button(_("Throw it away now"), "secondary")
        self.words = text("", wrap=True)
        sheet = card(_("What stood here before"), self.words, row(self.throw_away, STRETCH))
        self.setLayout(stack(sheet))

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show what is kept, or nothing."""
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))

"""The first question: practise, or set up for real work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    button,
    card,
    page_head,
    reading,
    row,
    scroll,
    stack,
)


class WelcomeView(QWidget):
    """Two ways in.

    Signals:
        real_chosen: To set up a service.
        practice_chosen: To practise.

    """

    real_chosen = Signal()
    practice_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.real = button(_("Set up for real work"), "primary")
        self.practice = button(_("Practise"), "secondary")
        real = card(
            _("For your clinic"),
            reading(
                _(
                    "One encrypted record for this laptop. You choose a passphrase and print a "
                    "recovery sheet: have a printer or a pen ready. It takes about five minutes."
                )
            ),
            row(self.real, STRETCH),
            gap="m",
        )
        practice = card(
            _("To learn it first"),
            reading(
                _(
                    "Invented clients, the whole programme, nothing at stake. "
                    "Practice and real work are never mixed."
                )
            ),
            row(self.practice, STRETCH),
            gap="m",
        )
        body = stack(
            reading(
                _(
                    "This application guides therapists through a prevention programme. It works "
                    "without any network: what you write stays on this laptop."
                )
            ),
            Columns(real, practice),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(_("Welcome"), _("There is no record on this laptop yet"))
        self.setLayout(stack(head, scroll(body), gap="hair"))
        self.real.clicked.connect(self.real_chosen)
        self.practice.clicked.connect(self.practice_chosen)

    def focus_first(self) -> None:
        """Put the keyboard on the first way."""
        self.real.setFocus()

"""What is for a client who asked: the way to their own copy, since they have no key."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.parts import STRETCH, button, row, stack, text


class ClientAsksView(QWidget):
    """Says what a client who asks for themselves gets, and leads there."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        said = text(
            _(
                "For the client themselves make a copy under their data rights: a PDF that opens "
                "with a passphrase. What is made here goes to somebody else, who has a key."
            ),
            "small",
            wrap=True,
        )
        self.copy = button(_("Go to data rights"))
        self.setLayout(stack(said, row(self.copy, STRETCH), gap="s"))
        self.copy.clicked.connect(viewmodel.open_data_rights)

    def show_state(self, state: OutcomesState) -> None:
        """Show it for what a client asked for; without clients nobody here can make their copy."""
        self.setVisible(state.client_asks and state.choices.has_clients)

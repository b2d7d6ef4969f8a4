"""How many clients of a large caseload were read so far, and a way to stop."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import NN_, _, counted, pgettext
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.parts import button, progress_bar, row, stack, text

READ = NN_("{done} of {count} client is read …", "{done} of {count} clients are read …")


class ReadingBar(QWidget):
    """A bar beside a button; there only while many clients are read."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self.stop = button(pgettext("button", "Stop"))
        self.bar = progress_bar(name=_("How many clients are read"), width=None)
        self.words = text("", "small", wrap=True)
        self.setLayout(
            stack(self.words, row(self.bar, self.stop, gap="s"), gap="xs", margins=("l",) * 4)
        )
        self.stop.clicked.connect(viewmodel.stop)
        self.hide()

    def show_state(self, state: OutcomesState) -> None:
        """Show how far the reading has come."""
        self.setVisible(state.is_busy and bool(state.of))
        self.bar.setValue(100 * state.done // max(1, state.of))
        self.words.setText(counted(READ, state.of, done=state.done))

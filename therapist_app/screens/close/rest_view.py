"""What becomes of the steps that were not done: another meeting, or that was all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.close.viewmodel import CloseState
from therapist_app.widgets.parts import Columns, Option, card, reading, text


class RestView(QWidget):
    """The steps that are open, and where they go.

    Signals:
        carry_on_chosen: They go to another meeting.
        was_all_chosen: The session counts as held without them.

    """

    carry_on_chosen = Signal()
    was_all_chosen = Signal()

    def __init__(self, state: CloseState) -> None:
        super().__init__()
        self.next_time = Option(_("Carry on with them next time"))
        self.was_all = Option(_("That was all: the session counts as held"))
        self.choices = QButtonGroup(self)
        self.choices.addButton(self.next_time)
        self.choices.addButton(self.was_all)
        titles = "; ".join(state.page.open_steps)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                _("Not everything was done"),
                reading(titles),
                Columns(self.next_time, self.was_all, gap="s"),
                text(
                    _("Next time begins with the safety check, then goes on here."),
                    "small",
                    tone="muted",
                    wrap=True,
                ),
            )
        )
        self.next_time.clicked.connect(self.carry_on_chosen)
        self.was_all.clicked.connect(self.was_all_chosen)

    def show_state(self, state: CloseState) -> None:
        """Show what was chosen; nothing to choose where every step is done or left out."""
        self.setVisible(bool(state.page.open_steps) and not state.is_signed)
        follows = state.page.appointment.rest_follows
        (self.next_time if follows else self.was_all).setChecked(True)

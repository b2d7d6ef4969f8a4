"""The measures that are due: hand over, fill in together, or enter a total from paper."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, button, card, chip, row, stack, text
from therapist_app.workflows.sessions.seeing_a_session import DueMeasure

STATES = {
    "due": (N_("due"), "attention"),
    "draft": (N_("begun"), "quiet"),
    "finished": (N_("done"), "good"),
}


class DueRow(QWidget):
    """One measure.

    Signals:
        hand_over_chosen: The form to hand over.
        form_chosen: The form to fill in here.

    """

    hand_over_chosen = Signal(str)
    form_chosen = Signal(str)

    def __init__(self, due: DueMeasure) -> None:
        super().__init__()
        self._form_id = due.form_id
        words, tone = STATES[due.state]
        minutes = _("{count} min").format(count=due.minutes) if due.minutes else ""
        self.hand_over = button(_("Hand over"), "secondary", "handover")
        self.open = button(_("Enter from paper") if due.on_paper else _("Fill in together"))
        if due.state == "finished":
            self.open = button(_("Look at it"), "quiet")
        self.hand_over.setVisible(not due.on_paper and due.state != "finished")
        for each in (self.hand_over, self.open):
            each.setAccessibleName(f"{each.text().strip()}: {due.title}")
        title = [text(due.title, "strong", wrap=True), text(minutes, "caption")]
        self.setLayout(_line(title, [chip(_(words), tone), self.hand_over, self.open]))
        self.hand_over.clicked.connect(self._on_hand_over_clicked)
        self.open.clicked.connect(self._on_open_clicked)

    def _on_hand_over_clicked(self) -> None:
        self.hand_over_chosen.emit(self._form_id)

    def _on_open_clicked(self) -> None:
        self.form_chosen.emit(self._form_id)


class DueView(QWidget):
    """All measures of this session.

    Signals:
        hand_over_chosen: The form to hand over.
        form_chosen: The form to fill in here.
        all_chosen: Hand over everything that is due, one after the other.

    """

    hand_over_chosen = Signal(str)
    form_chosen = Signal(str)
    all_chosen = Signal()

    def __init__(self, due: tuple[DueMeasure, ...]) -> None:
        super().__init__()
        self.rows = [DueRow(each) for each in due]
        waiting = [each for each in due if each.state != "finished" and not each.on_paper]
        self.all: QPushButton = button(_("Hand over all"), "quiet", "handover")
        self.all.setVisible(len(waiting) > 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(_("Measures of this session"), *self.rows, action=self.all, gap="xs"))
        for each in self.rows:
            each.hand_over_chosen.connect(self.hand_over_chosen)
            each.form_chosen.connect(self.form_chosen)
        self.all.clicked.connect(self.all_chosen)


def _line(title: Sequence[QWidget], actions: Sequence[QWidget]) -> QVBoxLayout:
    """Return title and actions in one line, or under each other in large text."""
    if look().is_large:
        return stack(row(*title, STRETCH), row(*actions, STRETCH), gap="xs")
    return stack(row(*title, STRETCH, *actions, gap="s", margins=(0, "hair", 0, "hair")))

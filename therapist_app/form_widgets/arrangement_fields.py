"""What is agreed of an appointment besides its session and its hour, as it is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.parts import stack
from therapist_app.workflows.course.planning import MODES, Arrangement
from therapist_app.workflows.course.plans_begun import BegunArrangement
from therapist_app.workflows.course.ways_of_meeting import HOW_CHOICES


class ArrangementFields(QWidget):
    """What is agreed of an appointment besides its session and its hour: how you meet.

    Signals:
        written: Something was chosen or written.

    """

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        ways = ((each, _(HOW_CHOICES[way])) for each, way in MODES.items())
        self.modes = DecisionField(ways, name=_("How you meet"))
        self.setLayout(stack(self.modes))
        self.modes.chosen.connect(self.written)

    @property
    def agreed(self) -> Arrangement | None:
        """What is agreed; None while something is not chosen, and it is said which."""
        chosen = MODES.get(self.modes.chosen_id)
        self.modes.show_problem("" if chosen else _("Choose how you meet."), again=True)
        if chosen is None:
            self.modes.start_focus()
            return None
        return Arrangement(mode=chosen)

    @property
    def begun(self) -> BegunArrangement:
        """What is chosen and written so far."""
        return BegunArrangement(mode=self.modes.chosen_id)

    def write(self, arrangement: Arrangement | BegunArrangement) -> None:
        """Choose and write what was agreed, or begun, before."""
        if arrangement.mode:
            self.modes.choose(arrangement.mode)

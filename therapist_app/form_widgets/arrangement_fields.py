"""What is agreed of an appointment besides its session and its hour, as it is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.parts import LabelledField, TextLine, stack
from therapist_app.workflows.course.planning import MODES, Arrangement
from therapist_app.workflows.course.plans_begun import BegunArrangement
from therapist_app.workflows.course.ways_of_meeting import HOW_CHOICES

LONGEST_PLACE = 40
"""It stands in a column of the day sheet."""


class PlaceField(LabelledField):
    """Where an appointment is held, as a person types it."""

    def __init__(self, place: str = "") -> None:
        self.line = TextLine()
        self.line.setMaxLength(LONGEST_PLACE)
        self.line.setText(place)
        hint = _("Optional. It is printed on the day sheet, so write no name.")
        super().__init__(_("&Room or place"), self.line, hint=hint)

    @property
    def written(self) -> str:
        """What is written, without the spaces around it."""
        return self.line.text().strip()


class ArrangementFields(QWidget):
    """What is agreed of an appointment besides its session and its hour: how and where you meet.

    Signals:
        written: Something was chosen or written.

    """

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        ways = ((each, _(HOW_CHOICES[way])) for each, way in MODES.items())
        self.modes = DecisionField(ways, name=_("How you meet"))
        self.place = PlaceField()
        self.setLayout(stack(self.modes, self.place, gap="m"))
        self.modes.chosen.connect(self.written)
        self.place.line.edited.connect(self.written)

    @property
    def agreed(self) -> Arrangement | None:
        """What is agreed; None while something is not chosen, and it is said which."""
        chosen = MODES.get(self.modes.chosen_id)
        self.modes.show_problem("" if chosen else _("Choose how you meet."), again=True)
        if chosen is None:
            self.modes.start_focus()
            return None
        return Arrangement(mode=chosen, place=self.place.written)

    @property
    def begun(self) -> BegunArrangement:
        """What is chosen and written so far."""
        return BegunArrangement(mode=self.modes.chosen_id, place=self.place.line.text())

    def write(self, arrangement: Arrangement | BegunArrangement) -> None:
        """Choose and write what was agreed, or begun, before."""
        if arrangement.mode:
            self.modes.choose(arrangement.mode)
        self.place.line.setText(arrangement.place)

"""Which rules about how a course goes the service follows."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Tick, card, row, text
from therapist_app.workflows.policies.settling_policies import RuleLine

WHY = N_(
    "Each is a reason to stop and ask how the work goes. A rule that is off asks nobody, for any"
    " client of this service."
)


class RulesView(QWidget):
    """A tick for each rule.

    Signals:
        switched: The rule as it should be.

    """

    switched = Signal(RuleLine)

    def __init__(self, rules: Sequence[RuleLine]) -> None:
        super().__init__()
        self._rules = tuple(rules)
        self.ticks = [Tick(each.title, checked=each.is_on) for each in rules]
        for tick in self.ticks:
            tick.clicked.connect(self._on_clicked)
        self.setLayout(
            row(card(_("Rules about the course"), text(_(WHY), "small", wrap=True), *self.ticks))
        )

    @Slot()
    def _on_clicked(self) -> None:
        ticked = [each.isChecked() for each in self.ticks]
        before = self._rules
        self._rules = tuple(
            replace(rule, is_on=on) for rule, on in zip(before, ticked, strict=True)
        )
        for rule in self._rules:
            if rule not in before:
                self.switched.emit(rule)

"""What may have become of an appointment, or may become of it: three quiet buttons in a line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import Flow, stack
from therapist_app.workflows.overviews.plan_choices import CANCELLED, MISSED

MOVE = "move"


def off_words(*, is_before: bool = False) -> dict[str, str]:
    """Return what each of them says, by what it asks; before its day nobody failed to come."""
    missed = {} if is_before else {MISSED: _("Did not come")}
    return missed | {
        CANCELLED: pgettext("button", "Cancel it"),
        MOVE: pgettext("button", "Move"),
    }


def off_words_alone(*, is_before: bool = False) -> dict[str, str]:
    """Return the same where no appointment stands beside them, as in a menu."""
    alone = {
        MISSED: _("The client did not come"),
        CANCELLED: _("Cancel the next session"),
        MOVE: _("Move the next session"),
    }
    return {act: alone[act] for act in off_words(is_before=is_before)}


class OffButtons(QWidget):
    """Say that nobody came or that it was cancelled, or give it another day.

    Signals:
        chosen: What is asked: missed, cancelled or move.

    """

    chosen = Signal(str)

    def __init__(self, about: str, *, is_before: bool = False) -> None:
        """Take whose appointment it is, which is said with each, and whether its day is to come."""
        super().__init__()
        self.acts = {
            act: ChoosingButton(words, act, "quiet", name=f"{words}, {about}")
            for act, words in off_words(is_before=is_before).items()
        }
        for each in self.acts.values():
            each.chosen.connect(self.chosen)
        self.setLayout(stack(Flow(*self.acts.values(), gap="xs")))

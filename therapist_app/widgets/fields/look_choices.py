"""Colours and the size of text, to be chosen; each choice is told at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.settings import SCHEMES, TEXT_SCALES, LookSettings
from therapist_app.widgets.controls.options import Option, one_of
from therapist_app.widgets.layout.layouts import Columns, hold, stack
from therapist_app.widgets.words import text

SCHEME_WORDS = {
    "system": N_("As the system"),
    "light": NP_("colours of the window", "Light"),
    "dark": NP_("colours of the window", "Dark"),
    "contrast-high": NP_("colours of the window", "High contrast"),
}


SIZE_WHY = N_("Pages are arranged for the size; they are not only zoomed.")
COLOURS_WHY = N_("What the system says, or your choice.")
Arrange = Callable[[str, str, QWidget], QWidget]
"""Puts together what something is called, a sentence about it, and what can be chosen."""


def under_each_other(title: str, _sentence: str, choices: QWidget) -> QWidget:
    """Return what can be chosen under its title."""
    return hold(stack(text(title, "strong"), choices, gap="s"))


class LookChoices(QWidget):
    """What somebody needs before they can read anything else.

    Signals:
        chosen: The settings with the look that was chosen.

    """

    chosen = Signal(LookSettings)

    def __init__(self, look: LookSettings, arrange: Arrange = under_each_other) -> None:
        super().__init__()
        self._look = look
        self.schemes = [Option(_(SCHEME_WORDS[each])) for each in SCHEMES]
        self.scales = [Option(f"{round(each * 100)} %") for each in TEXT_SCALES]
        one_of(self, self.scales, chosen=TEXT_SCALES.index(look.text_scale))
        one_of(self, self.schemes, chosen=SCHEMES.index(look.scheme))
        for option in (*self.scales, *self.schemes):
            # Later, since an arrow key chooses first and moves the keyboard then.
            option.turned.connect(self._on_turned, Qt.ConnectionType.QueuedConnection)
        sizes, colours = _("Size of text"), pgettext("field", "Colours")
        self.setLayout(
            stack(
                arrange(sizes, _(SIZE_WHY), Columns(*self.scales, gap="s", name=sizes)),
                arrange(colours, _(COLOURS_WHY), Columns(*self.schemes, gap="s", name=colours)),
                gap="s",
            )
        )

    def focus_chosen(self) -> None:
        """Put the keyboard on the size in force."""
        self.scales[TEXT_SCALES.index(self._look.text_scale)].setFocus()

    def show_look(self, look: LookSettings) -> None:
        """Show the look in force."""
        self._look = look
        self.scales[TEXT_SCALES.index(look.text_scale)].setChecked(True)
        self.schemes[SCHEMES.index(look.scheme)].setChecked(True)

    @Slot()
    def _on_turned(self) -> None:
        look = replace(
            self._look,
            scheme=SCHEMES[_checked(self.schemes)],
            text_scale=TEXT_SCALES[_checked(self.scales)],
        )
        if look != self._look:
            self.chosen.emit(look)


def _checked(options: list[Option]) -> int:
    return next(at for at, option in enumerate(options) if option.isChecked())

"""How it looks: scheme, size of text, motion."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.settings import SCHEMES, TEXT_SCALES, LookSettings
from therapist_app.widgets.parts import Columns, Option, Tick, card, row, text

SCHEME_WORDS = {
    "system": N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast-high": N_("High contrast"),
}


class LookView(QWidget):
    """The look; each choice takes effect at once.

    Signals:
        chosen: The new settings.

    """

    chosen = Signal(LookSettings)

    def __init__(self, look: LookSettings) -> None:
        super().__init__()
        self._look = look
        self.schemes = [Option(_(SCHEME_WORDS[each])) for each in SCHEMES]
        self.scales = [Option(f"{round(each * 100)} %") for each in TEXT_SCALES]
        self.still = Tick(_("Nothing moves"), checked=look.reduced_motion)
        self.one_by_one = Tick(_("Forms begin with one question a page"), checked=look.one_by_one)
        for options in (self.schemes, self.scales):
            group = QButtonGroup(self)
            for option in options:
                group.addButton(option)
                option.clicked.connect(self._on_clicked)
        self.schemes[SCHEMES.index(look.scheme)].setChecked(True)
        self.scales[TEXT_SCALES.index(look.text_scale)].setChecked(True)
        self.still.clicked.connect(self._on_clicked)
        self.one_by_one.clicked.connect(self._on_clicked)
        sheet = card(
            _("Look"),
            text(_("Colours"), "strong"),
            Columns(*self.schemes, gap="s"),
            text(_("Size of text"), "strong"),
            Columns(*self.scales, gap="s"),
            self.still,
            self.one_by_one,
        )
        self.setLayout(row(sheet))

    def focus_chosen(self) -> None:
        """Put the keyboard on the scheme in force."""
        self.schemes[SCHEMES.index(self._look.scheme)].setFocus()

    @Slot()
    def _on_clicked(self) -> None:
        look = replace(
            self._look,
            scheme=SCHEMES[_checked(self.schemes)],
            text_scale=TEXT_SCALES[_checked(self.scales)],
            reduced_motion=self.still.isChecked(),
            one_by_one=self.one_by_one.isChecked(),
        )
        if look != self._look:
            self.chosen.emit(look)


def _checked(options: list[Option]) -> int:
    return next(at for at, option in enumerate(options) if option.isChecked())

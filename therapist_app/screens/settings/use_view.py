"""What the service uses forms for, and what is wrong with the files it added."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from session_forms.form.licences import CONTEXTS, Context
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Option, Part, card, reading, row, text

USE_WORDS = {
    "clinical": N_("Work with clients, not for profit"),
    "educational": N_("Teaching and training"),
    "research": N_("Research"),
    "commercial": N_("Work with clients, for fees"),
}

WHY = N_("Some rights holders exclude a use; such forms are then neither offered nor due.")


class UseView(QWidget):
    """One of four uses; a form whose holder excludes it is not offered.

    Signals:
        chosen: The new use.

    """

    chosen = Signal(str)

    def __init__(self, use: Context, problems: tuple[str, ...], *, may_settle: bool) -> None:
        super().__init__()
        self._use = use
        self.options = [Option(_(USE_WORDS[each])) for each in CONTEXTS]
        group = QButtonGroup(self)
        for option in self.options:
            group.addButton(option)
            option.clicked.connect(self._on_clicked)
        self.options[CONTEXTS.index(use)].setChecked(True)
        sheet = card(
            _("Use of forms"),
            *(self._choice() if may_settle else self._settled()),
            *_problems(problems),
        )
        self.setLayout(row(sheet))

    def _choice(self) -> list[Part]:
        return [*self.options, text(_(WHY), "small", wrap=True)]

    def _settled(self) -> list[Part]:
        for option in self.options:
            option.setParent(self)
            option.hide()
        who = _("Settled by who keeps the list of people or leads the service.")
        return [
            text(_(USE_WORDS[self._use]), "strong", wrap=True),
            text(_(WHY), "small", wrap=True),
            text(who, "small", wrap=True),
        ]

    @Slot()
    def _on_clicked(self) -> None:
        at = next(at for at, option in enumerate(self.options) if option.isChecked())
        if CONTEXTS[at] != self._use:
            self._use = CONTEXTS[at]
            self.chosen.emit(self._use)


def _problems(problems: tuple[str, ...]) -> list[Part]:
    if not problems:
        return []
    head = text(_("Files of the clinic that could not be used"), "strong", wrap=True)
    return [head, *(reading(each) for each in problems)]

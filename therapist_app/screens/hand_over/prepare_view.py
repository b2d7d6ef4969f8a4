"""Before the laptop changes hands: what is handed over, and the PIN to get it back with."""

from PySide6.QtWidgets import QLineEdit, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.hand_over.pin import LEAST_DIGITS
from therapist_app.screens.hand_over.viewmodel import HandOverState, HandOverViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    TextLine,
    button,
    card,
    page_head,
    row,
    scroll,
    stack,
    text,
)

CARD_WIDTH = 460


class PrepareView(QWidget):
    """The therapist's side: choose a PIN, then hand over."""

    def __init__(self, viewmodel: HandOverViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self.pin, self.again = secret_line(), secret_line()
        hint = ngettext(
            "At least {count} digit, for this hand-over only",
            "At least {count} digits, for this hand-over only",
            LEAST_DIGITS,
        ).format(count=LEAST_DIGITS)
        self.pin_field = LabelledField(_("PIN to give the laptop back"), self.pin, hint=hint)
        self.again_field = LabelledField(_("The same PIN again"), self.again)
        self.start = button(_("Hand over now"), "primary", "handover")
        self.not_now = button(_("Not now"), "quiet")
        told = text(
            _("The client sees these questions and nothing else. Your passphrase works too."),
            "small",
            tone="muted",
            wrap=True,
        )
        titles = [text(each, "strong", wrap=True) for each in viewmodel.titles]
        actions = row(self.not_now, STRETCH, self.start)
        sheet = card(
            _("Hand over"), *titles, told, self.pin_field, self.again_field, actions, gap="m"
        )
        sheet.setMaximumWidth(round(CARD_WIDTH * look().text_scale))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        head = page_head(_("Hand over"), code=viewmodel.code)
        body = scroll(stack(middle, STRETCH, margins=("page", "xl", "page", "l")))
        self.setLayout(whole_page(head, body))
        self.start.clicked.connect(self._on_start_clicked)
        self.again.returnPressed.connect(self._on_start_clicked)
        self.not_now.clicked.connect(viewmodel.leave)

    def show_state(self, state: HandOverState) -> None:
        """Show what is wrong with the PIN."""
        words = {
            "digits": _("Digits only, please."),
            "short": ngettext(
                "A little longer: at least {count} digit.",
                "A little longer: at least {count} digits.",
                LEAST_DIGITS,
            ).format(count=LEAST_DIGITS),
            "simple": _("This one is easy to guess from beside you. Choose another."),
        }
        self.pin_field.show_problem(words.get(state.pin_problem, ""))
        differs = state.pin_problem == "differ"
        self.again_field.show_problem(_("The two are not the same.") if differs else "")

    def focus_first(self) -> None:
        """Put the keyboard into the PIN."""
        self.pin.setFocus()

    def _on_start_clicked(self) -> None:
        pin, again = self.pin.text(), self.again.text()
        self.again.setText("")
        self._viewmodel.hand_over(pin, again)
        if not self.isVisible():
            self.pin.setText("")


def secret_line() -> TextLine:
    """Return a line whose words are not shown."""
    line = TextLine()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line

"""Giving it back: still in the client's colour, until the therapist types the PIN."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.hand_over.prepare_view import secret_line
from therapist_app.screens.hand_over.viewmodel import HandOverState, HandOverViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    box,
    button,
    row,
    scroll,
    stack,
    text,
)

SHEET_WIDTH = 560


class GiveBackView(QWidget):
    """A thank-you for the client, a field for the therapist."""

    def __init__(self, viewmodel: HandOverViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self.typed = secret_line()
        self.typed.setProperty("turn", "client")
        self.field = LabelledField(_("Therapist: PIN of this hand-over, or passphrase"), self.typed)
        self.take_back = button(_("Open"), "primary")
        self.take_back.setProperty("turn", "client")
        self.keep_going = button(_("Back to the questions"), "client")
        thanks = text(_("Thank you. Your answers are kept."), "title", wrap=True)
        please = text(_("Please give the laptop back now."), "reading", wrap=True)
        actions = row(self.keep_going, STRETCH, self.take_back)
        edge = look().space("page")
        inside = (thanks, please, 8, self.field, 8, actions)
        sheet = box("card", stack(*inside, gap="s", margins=(edge, edge, edge, edge)))
        sheet.setMaximumWidth(round(SHEET_WIDTH * look().text_scale))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        frame = box(
            "client", stack(scroll(stack(STRETCH, middle, STRETCH)), margins=(40, 24, 40, 28))
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.take_back.clicked.connect(self._on_take_back_clicked)
        self.typed.returnPressed.connect(self._on_take_back_clicked)
        self.keep_going.clicked.connect(viewmodel.keep_going)

    def show_state(self, state: HandOverState) -> None:
        """Show whether the last PIN was wrong."""
        if state.tries_left is None:
            self.field.show_problem("")
        else:
            words = ngettext(
                "That was not it. After one more the application locks.",
                "That was not it. {count} more tries, then the application locks.",
                state.tries_left,
            )
            self.field.show_problem(words.format(count=state.tries_left))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        self.typed.setFocus()

    def _on_take_back_clicked(self) -> None:
        typed = self.typed.text()
        self.typed.setText("")
        self._viewmodel.take_back(typed)

"""Numbers that are to count as compared: shown whole, and ticked, before any of them is trusted."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import NN_, _, counted, pgettext
from therapist_app.form_widgets.panel.following import Following
from therapist_app.screens.review.combining import MOST_LINES, Choice
from therapist_app.screens.review.review_state import ReviewState
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    TextLine,
    Tick,
    button,
    card,
    empty,
    hold,
    read_in_order,
    row,
    ruled,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines, spelled

MORE = NN_("{count} more number is in the list.", "{count} more numbers are in the list.")


class ComparingView(QWidget):
    """What a person says of numbers before packages under them are opened; else gone.

    Signals:
        over: It was answered, or left.

    """

    over = Signal()

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._asked: tuple[Choice, ...] = ()
        self._following = Following(self)
        self._rows = QVBoxLayout()
        self.more = text("", "small", wrap=True)
        self.name = TextLine()
        self.name_field = LabelledField(
            _("Name of the service"), self.name, hint=_("As it is to be called on this laptop.")
        )
        self.compared = Tick(_("I compared every group of each number with the service"))
        self.confirm = button(_("Save that it was compared"), "primary")
        self.leave = button(pgettext("button", "Cancel"))
        self.missing = text("", "small", tone="muted", wrap=True)
        words = text(
            _(
                "Whoever signs under a number is believed from then on. Call the service on a "
                "number that you know already, or ask face to face. Your name and today's date "
                "are saved with it."
            ),
            wrap=True,
        )
        title = pgettext("card", "Numbers to compare")
        self.setLayout(
            stack(
                card(
                    title,
                    words,
                    self._rows,
                    self.more,
                    self.name_field,
                    self.compared,
                    self.missing,
                    row(self.leave, STRETCH, self.confirm, gap="s"),
                    gap="s",
                )
            )
        )
        self.name.edited.connect(self._show_missing)
        self.compared.turned.connect(self._show_missing)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.leave.clicked.connect(self._on_leave_clicked)
        self.hide()

    def show_state(self, state: ReviewState) -> None:
        """Show the numbers that are asked about, and begin anew where they are others."""
        if state.to_confirm == self._asked:
            return
        self._asked = state.to_confirm
        self._following.stop()
        self.setVisible(bool(self._asked))
        empty(self._rows)
        for each in ruled(_number(*each) for each in self._asked[:MOST_LINES]):
            self._rows.addWidget(hold(stack(each)))
        more = len(self._asked) - MOST_LINES
        self.more.setText(counted(MORE, more) if more > 0 else "")
        self.more.setVisible(more > 0)
        self.name.clear()
        self.compared.setChecked(False)
        self.name_field.setVisible(self._viewmodel.asks_for_name)
        read_in_order(self._rows)
        self._show_missing()
        if self._asked:
            first = self.name if self._viewmodel.asks_for_name else self.compared
            first.setFocus()
            self._following.follow(self)

    @Slot()
    def _show_missing(self) -> None:
        is_named = bool(self.name.text().strip()) or not self._viewmodel.asks_for_name
        is_ready = is_named and self.compared.isChecked()
        self.confirm.setEnabled(is_ready)
        # a line stands here always, so that the button stays under the pointer
        if is_ready:
            self.missing.setText(_("It can be saved."))
        elif is_named:
            self.missing.setText(_("Compare the number, and tick the box first."))
        else:
            self.missing.setText(_("Enter the name, compare the number, and tick the box first."))

    def _on_confirm_clicked(self) -> None:
        self._viewmodel.confirm_compared(self.name.text())
        self.over.emit()

    def _on_leave_clicked(self) -> None:
        self._viewmodel.compare_nothing()
        self.over.emit()


def _number(number: str, name: str) -> QWidget:
    """Return one number as it is compared, group by group, under the name it gets."""
    said = text(number, "strong", wrap=True)
    said.setAccessibleName(spelled(number))
    lines = [text(name, wrap=True), said] if name else [said]
    shown = ReadByLines(name or _("Number to compare"))
    shown.hold_lines([spelled(group) for group in number.split()], stack(*lines, gap="xs"))
    return shown

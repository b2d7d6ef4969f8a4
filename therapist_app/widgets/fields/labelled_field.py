"""A field under its label, with a hint and a place for what is wrong."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.accessibility.in_short import (
    HEARD_OF_A_FIELD,
    describe_in_short,
    hold_whole,
    in_short,
)
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import symbol, text


class LabelledField(StyledInPlace, QWidget):
    """A field that is never without its words; a problem is shown and spoken."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self.label = text(label, "strong", wrap=True)
        self.hint = text(hint, "caption", wrap=True, told="aside")
        self.hint.setMaximumWidth(look().size("form_width"))  # a line of 140 letters at the most
        self._wrong: QLabel | None = None
        self._problem_line: QWidget | None = None
        name = label.replace("&", "")
        self.label.setAccessibleName(name)  # whoever met it before its field remembers the key
        field.setAccessibleName(name)
        self._about = field.accessibleDescription()
        describe_in_short(field, hint or self._about)
        self.label.setBuddy(field)
        self.setFocusProxy(field)
        self._layout = stack(self.label, field, self.hint, gap="xs")
        self.setLayout(self._layout)
        if not hint:
            self.hint.hide()
        self._had_keyboard = False
        self._said = QTimer(self, singleShot=True, interval=0)
        self._said.timeout.connect(self._say)

    @property
    def problem(self) -> QLabel:
        """What is wrong, in words; made when it is first asked for, since mostly nothing is."""
        if self._wrong is None:
            self._wrong = text("", "small", tone="urgent", wrap=True, told="aside")
            self._problem_line = hold(row(symbol("alert", "urgent"), self._wrong, gap="xs"))
            self._problem_line.hide()
            self._layout.addWidget(self._problem_line)
        return self._wrong

    def show_problem(self, words: str, *, again: bool = False) -> None:
        """Say what is wrong under the field, or nothing.

        `again` says it anew where it stands there already: somebody tried once more.
        """
        before = "" if self._wrong is None else self._wrong.text()
        if self.isVisible() and (again or words != before):
            self._had_keyboard = self._has_keyboard
            self._said.start()  # by then the keyboard is where this leads it
        if words or self._wrong is not None:
            self.problem.setText(words)
        if self._problem_line is not None:
            self._problem_line.setVisible(bool(words))
        hint = self.hint.text() or self._about
        hold_whole(self.field, hint)
        describe_quietly(self.field, words or in_short(hint, HEARD_OF_A_FIELD))
        set_state(self.field, "problem", value=bool(words))

    @property
    def _has_keyboard(self) -> bool:
        here: QWidget | None = self.window().focusWidget()
        return here is not None and (here is self.field or self.field.isAncestorOf(here))

    @Slot()
    def _say(self) -> None:
        """Say it, unless the keyboard has come to the field meanwhile, which is described by it."""
        if self._had_keyboard or not self._has_keyboard:
            announce(self, self.problem.text(), "problem")

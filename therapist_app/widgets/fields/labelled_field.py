"""A field under its label, with a hint and a place for what is wrong."""

from PySide6.QtWidgets import QWidget

from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import symbol, text


class LabelledField(QWidget):
    """A field that is never without its words; a problem is shown and spoken."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self.label = text(label, "strong", wrap=True)
        self.hint = text(hint, "caption", wrap=True)
        self.problem = text("", "small", tone="urgent", wrap=True)
        self._problem_line = hold(row(symbol("alert", "urgent"), self.problem, gap="xs"))
        name = label.replace("&", "")
        self.label.setAccessibleName(name)  # whoever met it before its field remembers the key
        field.setAccessibleName(name)
        field.setAccessibleDescription(hint)
        self.label.setBuddy(field)
        self.setFocusProxy(field)
        self.setLayout(stack(self.label, field, self.hint, self._problem_line, gap="xs"))
        self.hint.setVisible(bool(hint))
        self._problem_line.hide()

    def show_problem(self, words: str) -> None:
        """Say what is wrong under the field, or nothing."""
        if words != self.problem.text() and self.isVisible():
            announce(self, words, "problem")
        self.problem.setText(words)
        self._problem_line.setVisible(bool(words))
        self.field.setAccessibleDescription(words or self.hint.text())
        set_state(self.field, "problem", value=bool(words))

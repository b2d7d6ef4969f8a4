"""What cannot be undone, asked once: the act, the question, the way back, and the act for good."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.parts import STRETCH, button, row, stack, text


class AskedOnceView(QWidget):
    """An act that is asked once before it is done; Escape leaves it undone.

    What does it for good is never pressed by a second Enter: the keyboard goes to the way back.

    Attributes:
        said: What can be said of it.
        unfinished: What is unfinished, if anything.
        more: What else is to be known, at its place in the column.

    """

    def __init__(
        self, act: str, leave: str, for_good: str, leave_it: Callable[[], None], *, above: bool
    ) -> None:
        super().__init__()
        self._leave_it = leave_it
        self._was_asking = False
        self.said = text("", "small", wrap=True)
        self.unfinished = text("", "small", wrap=True)
        self.more = text("", "small", wrap=True)
        self.act = button(act)
        self.question = text("", "strong", wrap=True)
        self.leave = button(leave)
        self.for_good = button(for_good)
        first, then = ([self.more], []) if above else ([], [self.more])
        self.setLayout(
            stack(
                self.said,
                self.unfinished,
                *first,
                row(self.act, STRETCH),
                self.question,
                *then,
                row(self.leave, self.for_good, STRETCH, gap="s"),
                gap="s",
            )
        )
        self.leave.clicked.connect(leave_it)

    def show_asked(self, unfinished: str, question: str, *, is_asking: bool, is_busy: bool) -> None:
        """Show the act, or its question in its place; nothing where there is nothing to ask.

        The question is said as well: the keyboard goes on to the way back, which does not say it.
        """
        is_there = bool(question)
        is_asking = is_asking and is_there
        self.question.setText(question)
        for each in (self.leave, self.for_good) if not is_asking or is_busy else (self.act,):
            each.clearFocus()  # else Qt hands it on, and the act for good is heard on the way
        self.act.setVisible(is_there and not is_asking)
        self.act.setEnabled(not is_busy)
        asking: tuple[QWidget, ...] = (self.question, self.leave, self.for_good)
        for part in asking:
            part.setVisible(is_asking)
            part.setEnabled(not is_busy)
        self.unfinished.setText(unfinished)
        self.unfinished.setVisible(bool(unfinished))
        self.setVisible(is_there)
        if is_asking and not self._was_asking:
            announce(self, question)
        self._was_asking = is_asking

    def following(self, had_keyboard: QWidget | None) -> QPushButton | None:
        """Return where the keyboard goes on from here; None where it did not stand here."""
        if had_keyboard not in (self.act, self.leave, self.for_good):
            return None
        return self.leave if self._was_asking else self.act

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it undone with Escape, while it is asked."""
        if event.key() == Qt.Key.Key_Escape and self._was_asking:
            self._leave_it()
            return
        super().keyPressEvent(event)

"""Which answers finishing will drop: those to questions that another answer has hidden."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.questions.kinds import Question
from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import box
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.words import symbol, text

MOST_NAMED = 3


class DroppedNote(QWidget):
    """Names the questions; not there while no answer would be dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.title = text("", "strong", wrap=True)
        self.names = text("", wrap=True)
        words = hold(stack(self.title, self.names, gap="hair"))
        sign = hold(stack(symbol("info", "text"), None))
        line = row(sign, words, gap="m", margins=("m", "s", "m", "s"))
        line.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look().space("s"), 0, 0)
        outer.addWidget(box("banner", line))
        self.hide()

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Name the questions whose answers will not be kept."""
        count = len(questions)
        self.title.setText(
            _("One answer is hidden now; finishing drops it.")
            if count == 1
            else _("{count} answers are hidden now; finishing drops them.").format(count=count)
        )
        names = [each.prompt for each in questions[:MOST_NAMED]]
        if count > MOST_NAMED:
            names.append(_("and {count} more").format(count=count - MOST_NAMED))
        self.names.setText("\n".join(names))
        self.setVisible(bool(questions))

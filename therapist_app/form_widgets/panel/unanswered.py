"""What Finish found: the questions to look at again, each one a way back to it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from session_forms.questions.kinds import Question
from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.frames import box
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.words import symbol, text

MOST_LISTED = 3
MOST_LETTERS = 70


class UnansweredList(QWidget):
    """Says what is unanswered and what a second Finish does; not there while nothing is.

    Signals:
        chosen: The id of the question the person wants to go to.

    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text("", "strong", tone="attention", wrap=True)
        self.detail = text("", wrap=True)
        self._links: dict[str, QPushButton] = {}
        self._links_column = QVBoxLayout()
        self._links_column.setSpacing(0)
        words = hold(stack(self.title, self.detail, self._links_column, gap="hair"))
        sign = hold(stack(symbol("alert", "attention"), None))
        line = row(sign, words, gap="m", margins=("m", "s", "m", "s"))
        line.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look().space("xs"), 0, look().space("s"))
        outer.addWidget(box("banner", line, tone="attention"))
        self.hide()

    def show_questions(self, questions: Sequence[Question], needed: Collection[str]) -> None:
        """List questions; `needed` are those that hold up finishing."""
        count = len(questions)
        self.title.setText(
            _("One question to look at again")
            if count == 1
            else _("{count} questions to look at again").format(count=count)
        )
        self.detail.setText(
            _("Finish keeps the form once the marked ones are answered: safety needs them.")
            if needed
            else _("They may stay open. Finish again keeps the form as it is.")
        )
        self._clear()
        for question in questions[:MOST_LISTED]:
            self._add_link(question)
        if count > MOST_LISTED:
            self._links_column.addWidget(
                text(_("and {count} more, marked below").format(count=count - MOST_LISTED), "small")
            )
        self.setVisible(bool(questions))

    def keep_only(self, question_ids: Collection[str]) -> None:
        """Take away what has been answered since; nothing left, nothing shown."""
        if self.isHidden():
            return
        for question_id, link in self._links.items():
            link.setVisible(question_id in question_ids)
        if not question_ids:
            self.hide()

    def _add_link(self, question: Question) -> None:
        prompt = question.prompt
        link = button(_shortened(prompt), "quiet")
        link.setAccessibleName(_("Go to: {prompt}").format(prompt=prompt))
        link.setProperty("question", question.id)
        link.clicked.connect(self._on_link_clicked)
        self._links[question.id] = link
        self._links_column.addWidget(link)

    def _clear(self) -> None:
        self._links.clear()
        while (item := self._links_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _on_link_clicked(self) -> None:
        self.chosen.emit(self.sender().property("question"))


def _shortened(prompt: str) -> str:
    if len(prompt) <= MOST_LETTERS:
        return prompt
    return prompt[:MOST_LETTERS].rpartition(" ")[0] + " …"

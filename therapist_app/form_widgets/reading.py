"""A form that is only read: every question and its answer in words, and how it is corrected."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.day_words import written_day
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    box,
    button,
    row,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.forms.correcting_forms import Correction

CORRECT = "note"
"""The sign of correcting: a pencil."""


class AnswersInWords(ReadByLines):
    """Every question and its answer in words.

    Attributes:
        answers: What shows each answer, in the order of the questions.

    """

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        super().__init__(_("Questions and answers"))
        self.answers: list[QWidget] = []
        column, lines = QVBoxLayout(), list[str]()
        column.setSpacing(look().space("xs"))
        for prompt, answer in words:
            column.addWidget(text(prompt, "reading", wrap=True))
            said = text(
                answer or pgettext("answer", "not answered"),
                "strong" if answer else "muted",
                wrap=True,
            )
            said.setContentsMargins(0, 0, 0, look().space("s"))
            column.addWidget(said)
            self.answers.append(said)
            lines.append(f"{with_stop(prompt)} {said.text()}")
        self.hold_lines(lines, column)


class CorrectionsView(QWidget):
    """What was corrected, when, by whom and why, with what stood there before."""

    def __init__(self, made: Sequence[Correction]) -> None:
        super().__init__()
        self.setLayout(stack(*(_correction(each) for each in made), gap="s"))
        if not made:
            self.hide()  # empty, it would take room for a moment whenever a question above it goes


class CorrectView(QWidget):
    """Asks why a finished form is corrected; nothing changes before that is said.

    Signals:
        begun: Why it is corrected.
        closed: It was not meant.

    """

    begun = Signal(str)
    closed = Signal()

    def __init__(self, reason: str = "") -> None:
        super().__init__()
        self.reason = TextLine()
        self.reason.setText(reason)
        self.go = MainButton(pgettext("button", "Correct"))
        self.go.setObjectName("begin_correction")
        self.cancel = button(pgettext("button", "Cancel"), "quiet")
        self._show_missing()
        kept = _("What was answered first stays and is shown; the corrected answers count.")
        inside = stack(
            LabelledField(_("Why it is corrected"), self.reason),
            text(kept, "small", wrap=True),
            row(STRETCH, self.cancel, self.go),
            gap="s",
            margins=("m",) * 4,
        )
        self.setLayout(stack(box("well", inside)))
        self.reason.edited.connect(self._show_missing)
        self.reason.returnPressed.connect(self._on_go)
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self.closed)

    @Slot()
    def _show_missing(self) -> None:
        is_said = says_why(self.reason.text())
        self.go.wait_for("" if is_said else _("Say why it is corrected first."))

    @Slot()
    def _on_go(self) -> None:
        if says_why(self.reason.text()):
            self.begun.emit(self.reason.text())


def _corrected_words(made: Correction) -> str:
    day = written_day(made.day)
    if not made.by:  # who corrected was not kept at first
        return _("Corrected on {day}: {reason}").format(day=day, reason=made.reason)
    said = _("Corrected on {day} by {name}: {reason}")
    return said.format(day=day, name=made.by, reason=made.reason)


def _correction(made: Correction) -> QWidget:
    lines: list[Part] = [text(_corrected_words(made), "strong", wrap=True)]
    for each in made.changed:
        lines.append(text(each.prompt, "small", tone="muted", wrap=True))
        before, after = (
            each.before or pgettext("answer", "not answered"),
            each.after or pgettext("answer", "not answered"),
        )
        words = _("first: {before}; corrected: {after}").format(before=before, after=after)
        lines.append(text(words, wrap=True))
    if made.releases:
        words = _("This changes exports that left before: {ids}. Issue them again under Outcomes.")
        lines.append(text(words.format(ids=", ".join(made.releases)), "small", wrap=True))
    if made.reports:
        words = _(
            "Reports of quarters that left before keep their figures: {ids}. A quarter that is "
            "closed from now on counts the corrected answers."
        )
        lines.append(text(words.format(ids=", ".join(made.reports)), "small", wrap=True))
    return box("well", stack(*lines, gap="xs", margins=("m",) * 4))

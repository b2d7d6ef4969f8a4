"""Right after a measure: the score with its meaning, one sentence to say, and the answers."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.alert_banner import AnswerButton, quiet_line
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    TwoColumns,
    box,
    card,
    chip,
    hold,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.measures.score_moment import AnswerLine, ScoreMoment

SHARES = (17, 9)
NUMBER_ENDS = ".  "
"""What stands between a question and its number where a form is told in words."""
A_WORD = 8
"""Letters of an answer that stands beside its question."""
Given = tuple[str, Iterable[tuple[str, str]]]
NO_ANSWER = "\N{EN DASH}"
"""In a column of numbers; a screen reader is told in words."""


class ScoreView(QWidget):
    """One measure as it was answered.

    Signals:
        alert_chosen: The alert to go to.

    Attributes:
        alert_line: That an alert is open, in large text: it would lie below what is seen, so the
            page keeps it in sight. None where none is open, and where it stands under the score.

    """

    alert_chosen = Signal(str)

    def __init__(self, moment: ScoreMoment, given_with_it: Iterable[Given] = ()) -> None:
        """Show a measure, and by their titles the answers of what was answered with it."""
        super().__init__()
        self._moment = moment
        self.alert_line: QWidget | None = None
        left = stack(self._score(), STRETCH)
        given = [card(title, _grid_of(words), gap="s") for title, words in given_with_it]
        right = stack(self._answers(), *self._critical(), *given, STRETCH, gap="s")
        self.setLayout(stack(TwoColumns(left, right, shares=SHARES, gap="m")))

    def _score(self) -> QWidget:
        moment = self._moment
        meaning: list[Part] = [text(moment.band, "lead", wrap=True, told="words")]
        if moment.change:
            sign = {"good": "check", "attention": "alert"}.get(moment.tone, "")
            meaning.append(row(chip(moment.change, moment.tone, sign), STRETCH))
        number: list[Part] = [text(moment.value, "display", told="words")] if moment.value else []
        parts: list[Part] = [row(*number, stack(*meaning, gap="xs"), gap="m", grows=len(number))]
        if moment.alert:
            name = _("Answer the alert: {fact}").format(fact=moment.alert)
            answer_it = AnswerButton(moment.alert_id, name=name)
            answer_it.setObjectName("answer_alert")
            answer_it.chosen.connect(self.alert_chosen)
            line = quiet_line(text(_("An alert is open"), wrap=True), answer_it)
            if look().is_large:
                self.alert_line = line
            else:
                parts.append(line)
        elif moment.say:
            said = text(moment.say, "reading", wrap=True)
            title = text(_("A sentence you can say"), "small", tone="muted")
            parts.append(box("well", stack(title, said, gap="xs", margins=("m",) * 4)))
        if moment.chart is not None:
            parts.append(ChartView(moment.chart))
        if moment.grounds:
            parts.append(text(moment.grounds, "small", tone="muted", wrap=True))
        return card(moment.title, *parts, action=chip(moment.answered, "quiet"), gap="m")

    def _answers(self) -> QWidget:
        moment = self._moment
        has_start = any(each.start for each in moment.lines)
        grid = _grid()
        heads = [pgettext("column", "now")]
        heads += [pgettext("column", "start")] if has_start else []
        for column, words in enumerate(heads, start=2):
            grid.addWidget(text(words, "small", tone="muted"), 0, column)
        for at, line in enumerate(moment.lines, start=1):
            _fill(grid, at, line, has_start=has_start)
        return card(pgettext("card", "Answers"), hold(grid), gap="s")

    def _critical(self) -> list[Part]:
        return [
            box(
                "well",
                row(
                    symbol("info", "text-muted"),
                    text(words, wrap=True),
                    gap="s",
                    margins=("m", "s", "m", "s"),
                    grows=1,
                ),
            )
            for words in self._moment.critical
        ]


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look().space("m"))
    grid.setVerticalSpacing(look().space("s"))
    grid.setColumnStretch(1, 1)
    return grid


def _grid_of(words: Iterable[tuple[str, str]]) -> QWidget:
    """Return questions with their answers; one that is longer than a word stands beneath."""
    grid = _grid()
    for at, (question, answer) in enumerate(words):
        number, _point, prompt = question.partition(NUMBER_ENDS)
        line = AnswerLine(number, prompt, answer, "", in_words=len(answer) > A_WORD)
        _fill(grid, at, line, has_start=False)
    return hold(grid)


def _fill(grid: QGridLayout, at: int, line: AnswerLine, *, has_start: bool) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(text(line.number, "small", tone="muted"), at, 0, top)
    if line.in_words:
        said = text(line.now, "strong", wrap=True)
        before = _("At the start: {answer}").format(answer=line.start) if line.start else ""
        earlier: list[Part] = [text(before, "small", tone="muted", wrap=True)] if before else []
        grid.addWidget(hold(stack(text(line.prompt, wrap=True), said, *earlier)), at, 1, 1, -1)
        return
    grid.addWidget(text(line.prompt, wrap=True), at, 1, top)
    said = text(line.now or NO_ANSWER, "strong")
    if not line.now:
        said.setAccessibleName(pgettext("answer", "not answered"))
    grid.addWidget(said, at, 2, top)
    if has_start:
        grid.addWidget(text(line.start, "small", tone="muted"), at, 3, top)

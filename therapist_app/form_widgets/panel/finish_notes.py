"""What Finish found: the questions to look at again, and the answers that it will drop."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from programme.definition.requirements import AnswerRequirement
from session_forms.filling.filling import FormState
from session_forms.filling.states import QuestionState
from session_forms.questions.kinds import Question
from session_forms.words.texts import _, ngettext
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.frames import box
from therapist_app.widgets.layout.layouts import STRETCH, Margins, empty, hold, row, stack
from therapist_app.widgets.words import symbol, text

MOST_LISTED = 3
MOST_LETTERS = 70


class FinishNote(QWidget):
    """A sign and what was found; not there while nothing is."""

    def __init__(self, sign: str, ink: str, tone: str = "", *, margins: Margins) -> None:
        super().__init__()
        self.title = text("", "strong", tone=tone, wrap=True)
        self.detail = text("", wrap=True)
        self._words = stack(self.title, self.detail, gap="hair")
        mark = hold(stack(symbol(sign, ink), STRETCH))
        line = row(mark, hold(self._words), gap="m", margins=("m", "s", "m", "s"))
        line.setStretch(1, 1)
        self.setLayout(stack(box("banner", line, tone=tone), margins=margins))
        self.hide()


class QuestionList(FinishNote):
    """Lists questions, each with the way to it.

    Signals:
        chosen: The id of the question the person wants to go to.

    """

    chosen = Signal(str)

    def __init__(self, sign: str, ink: str, tone: str = "") -> None:
        super().__init__(sign, ink, tone, margins=(0, "xs", 0, "s"))
        self._links: dict[str, QPushButton] = {}
        self._links_column = QVBoxLayout()
        self._links_column.setSpacing(0)
        self._words.addLayout(self._links_column)

    def list_questions(self, questions: Sequence[QuestionState]) -> None:
        """List questions in the words in which they are asked; without any it is not there."""
        self._links.clear()
        empty(self._links_column)
        for each in questions[:MOST_LISTED]:
            self._add_link(each.question.id, each.prompt)
        more = len(questions) - MOST_LISTED
        if more > 0:
            words = _("and {count} more, marked below").format(count=more)
            self._links_column.addWidget(text(words, "small"))
        self.setVisible(bool(questions))

    def _add_link(self, question_id: str, prompt: str) -> None:
        link = button(_shortened(prompt), "quiet")
        link.setAccessibleName(_("Go to: {prompt}").format(prompt=prompt))
        link.setProperty("question", question_id)
        link.clicked.connect(self._on_link_clicked)
        self._links[question_id] = link
        self._links_column.addWidget(link)

    def _on_link_clicked(self) -> None:
        self.chosen.emit(self.sender().property("question"))


class NeededList(QuestionList):
    """Lists what holds up finishing: safety needs an answer, or an answer does not fit."""

    def __init__(self) -> None:
        super().__init__("alert", "attention", "attention")

    def show_questions(self, questions: Sequence[QuestionState], others: int, finish: str) -> None:
        """List the questions, and say beside them how many others are open, which may stay so.

        `finish` is what the button says that keeps the form.
        """
        is_unfit = [each.problem is not None for each in questions]
        title, needed = _unfit(len(questions)) if all(is_unfit) else _needed(is_unfit)
        self.title.setText(title)
        needed = needed.format(button=finish)
        self.detail.setText(f"{needed} {_also_open(others)}" if others else needed)
        self.list_questions(questions)


def _needed(is_unfit: Sequence[bool]) -> tuple[str, str]:
    """Return what is said where safety needs answers; the answers of some may not fit."""
    count = len(is_unfit)
    title = ngettext("One question needs an answer", "{count} questions need an answer", count)
    needed = ngettext(
        "It is needed for safety. Answer it, then press “{button}”.",
        "They are needed for safety. Answer them, then press “{button}”.",
        count,
    )
    if any(is_unfit):
        needed = _("They are needed for safety, or do not fit. Answer them, then press “{button}”.")
    return title.format(count=count), needed


def _unfit(count: int) -> tuple[str, str]:
    """Return what is said where each answer is there, and does not fit."""
    title = ngettext("One answer does not fit", "{count} answers do not fit", count)
    return title.format(count=count), ngettext(
        "What is wrong stands with it. Change it, then press “{button}”.",
        "What is wrong stands with each. Change them, then press “{button}”.",
        count,
    )


class AwaitedList(QuestionList):
    """Lists what the course waits for, where nothing holds up finishing."""

    def __init__(self) -> None:
        super().__init__("alert", "attention", "attention")

    def show_questions(self, questions: Sequence[QuestionState], finish: str) -> None:
        """List the questions, and say what comes of it when `finish`, a button, is pressed."""
        count = len(questions)
        self.title.setText(
            ngettext(
                "The course waits for one answer", "The course waits for {count} answers", count
            ).format(count=count)
        )
        words = ngettext(
            "Without it, a later step or the end of this session stays closed, or an alert open. "
            "Press “{button}” again to save the form all the same: then it can only be corrected, "
            "with a reason.",
            "Without them, a later step or the end of this session stays closed, or an alert "
            "open. Press “{button}” again to save the form all the same: then it can only be "
            "corrected, with a reason.",
            count,
        )
        self.detail.setText(words.format(button=finish))
        self.list_questions(questions)


class OpenList(QuestionList):
    """Says quietly what has no answer and may stay so, where nothing holds up finishing."""

    def __init__(self) -> None:
        super().__init__("info", "text-muted")

    def show_questions(self, questions: Sequence[QuestionState], others: int, finish: str) -> None:
        """List the questions, and say what `finish`, the words of a button, does when pressed.

        `others` are open as well and not pointed at.
        """
        count = len(questions)
        self.title.setText(
            ngettext("One question is open", "{count} questions are open", count).format(
                count=count
            )
        )
        words = ngettext(
            "You may leave it open. Press “{button}” again to save the form as it is.",
            "You may leave them open. Press “{button}” again to save the form as it is.",
            count,
        ).format(button=finish)
        self.detail.setText(f"{words} {_also_open(others)}" if others else words)
        self.list_questions(questions)


def _also_open(others: int) -> str:
    return ngettext(
        "One more question is open. You may leave it open.",
        "{count} more questions are open. You may leave them open.",
        others,
    ).format(count=others)


class FoundByFinish:
    """The three lists, of which one shows what Finish found and nobody has answered since.

    Attributes:
        button: The words of the button that keeps the form.
        questions: The ids of what Finish found and the list that is shown began with.

    """

    def __init__(self, finish: str) -> None:
        self.button = finish
        self.needed, self.awaited, self.open_ones = NeededList(), AwaitedList(), OpenList()
        self.questions: tuple[str, ...] = ()
        self._said: QuestionList = self.open_ones
        self._listed: tuple[tuple[str, ...], int] | None = None

    @property
    def lists(self) -> tuple[QuestionList, ...]:
        """The three, the most pressing first."""
        return self.needed, self.awaited, self.open_ones

    @property
    def is_needed(self) -> bool:
        """Whether what was found holds up finishing."""
        return self._said is self.needed

    @property
    def words(self) -> str:
        """What the list that is shown says above its questions."""
        return f"{self._said.title.text()}. {self._said.detail.text()}"

    def show_questions(
        self, questions: Sequence[Question], state: FormState, lacking: Sequence[AnswerRequirement]
    ) -> None:
        """Show what must be answered; without any what the course waits for; else what is open."""
        found = tuple(question.id for question in questions)
        blocking = {question.id for question in state.blocking}
        awaited = {answer.question for answer in lacking}
        ways = ((blocking, self.needed), (awaited, self.awaited))
        here = [(tuple(one for one in found if one in ids), said) for ids, said in ways]
        whole = (found, self.open_ones)
        self.questions, self._said = next((way for way in here if way[0]), whole)
        self._listed = None
        self.show_state(state, lacking)

    def show_state(self, state: FormState, lacking: Sequence[AnswerRequirement]) -> None:
        """List what Finish found and nobody has answered since, and count it."""
        needed = {question.id for question in state.blocking}
        others = {question.id for question in state.unanswered} - needed
        awaited = {answer.question for answer in lacking}
        still = {self.needed: needed, self.awaited: awaited, self.open_ones: others}[self._said]
        left = tuple(one for one in self.questions if one in still)
        listed = left, len(others)
        if listed == self._listed:
            return
        self._listed = listed
        asked = [state.question_state(one) for one in left]
        said = self._said
        self.needed.show_questions(asked if said is self.needed else [], len(others), self.button)
        self.awaited.show_questions(asked if said is self.awaited else [], self.button)
        more = len(others - set(left))
        self.open_ones.show_questions(asked if said is self.open_ones else [], more, self.button)


class DroppedNote(FinishNote):
    """Names the questions whose answers finishing drops: another answer has hidden them."""

    def __init__(self) -> None:
        super().__init__("info", "text", margins=(0, "s", 0, 0))

    def show_questions(self, questions: Sequence[Question], finish: str = "") -> None:
        """Name the questions whose answers will not be kept.

        `finish`, the words of a button, is pressed once more to go on without them.
        """
        count = len(questions)
        self.title.setText(
            ngettext(
                "One answer is hidden now. It is deleted when you finish.",
                "{count} answers are hidden now. They are deleted when you finish.",
                count,
            ).format(count=count)
        )
        names = [each.prompt for each in questions[:MOST_LISTED]]
        if count > MOST_LISTED:
            names.append(_("and {count} more").format(count=count - MOST_LISTED))
        if finish:
            names.append(_("Press “{button}” again to go on.").format(button=finish))
        self.detail.setText("\n".join(names))
        self.setVisible(bool(questions))


def _shortened(prompt: str) -> str:
    if len(prompt) <= MOST_LETTERS:
        return prompt
    return prompt[:MOST_LETTERS].rpartition(" ")[0] + " …"

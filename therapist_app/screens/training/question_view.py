"""One question a page: choose, see why, go on; all of it by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from programme.definition.training import CheckOption
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.screens.training.asking import Round
from therapist_app.screens.training.viewmodel import TrainingViewModel
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Option,
    Part,
    banner,
    button,
    foot_bar,
    hold,
    one_of,
    row,
    scroll,
    stack,
    text,
)

LETTERS = "ABCDEF"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionView(StyledInPlace, QWidget):
    """A question with its options; once it is told, every option says why."""

    def __init__(self, asked: Round, group: str, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._asked = asked
        question = asked.question
        self.options = [
            Option(each.text, key=LETTERS[place]) for place, each in enumerate(question.options)
        ]
        self._group = one_of(self, self.options, chosen=asked.chosen)
        self.go = MainButton(
            _words_for(asked), "next" if asked.is_told else "check", shows_key=False
        )
        self.go.wait_for(_missing_words(asked))
        self.leave = button(_("Back to training"))
        count = _("Question {place} of {count}").format(
            place=asked.at + 1, count=len(asked.questions)
        )
        parts: list[Part] = [
            row(text(count, "overline"), STRETCH, text(group, "overline")),
            text(question.asks, "title", wrap=True, told="part"),
            *(_told(asked) if asked.is_told else [self._choices(question.asks)]),
            STRETCH,
        ]
        self.area = scroll(stack(*parts, gap="m", margins=("page", "l", "page", "l")))
        self.setLayout(whole_page(None, self.area, foot_bar(self.leave, STRETCH, self.go)))
        self._group.chosen.connect(viewmodel.choose)
        self.go.clicked.connect(viewmodel.move_on)
        self.leave.clicked.connect(viewmodel.put_back)

    def _choices(self, asks: str) -> QWidget:
        return hold(stack(*self.options, gap="m"), name=asks, told="list")

    def show_marked(self, asked: Round) -> None:
        """Show which option is marked; the keyboard stays where it is."""
        self._asked = asked
        for place, option in enumerate(self.options):
            option.setChecked(place == asked.chosen)
        self.go.wait_for(_missing_words(asked))

    def focus_first(self) -> None:
        """Put the keyboard on the options; once the answer is told, on going on."""
        asked = self._asked
        if not asked.is_told:
            self.options[asked.chosen or 0].setFocus()
            return
        self.go.setFocus()
        if asked.answer is not None:
            announcing.announce(self, f"{_verdict(asked.answer)} {asked.answer.why}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with letters while a choice has the keyboard; show and go on with Enter."""
        typed = event.text().upper()
        is_here = any(each.hasFocus() for each in self.options) and not self._asked.is_told
        if is_here and typed and typed in LETTERS[: len(self.options)]:
            place = LETTERS.index(typed)
            self.options[place].setFocus()
            self._viewmodel.choose(place)
            return
        if event.key() in ENTER and self.go.isEnabled():
            self._viewmodel.move_on()
            return
        super().keyPressEvent(event)


def _missing_words(asked: Round) -> str:
    return "" if asked.chosen is not None else _("Choose an answer first.")


def _words_for(asked: Round) -> str:
    if not asked.is_told:
        return _("Show the answer")
    is_last = asked.at + 1 == len(asked.questions)
    return _("What to read again") if is_last else pgettext("button", "Next question")


def _told(asked: Round) -> list[Part]:
    """Return whether the marked option is right, and why each option is or is not."""
    assert asked.answer is not None
    verdict = text(_verdict(asked.answer), "lead", wrap=True)
    return [verdict, *(_reason(each, asked.answer) for each in asked.question.options)]


def _reason(option: CheckOption, chosen: CheckOption) -> QWidget:
    """Return an option with its reason: the right one and the chosen one stand out."""
    words = option.text
    if option is chosen:
        words = _("Your answer: {answer}").format(answer=option.text)
    if option.right:
        return banner("good", words, option.why)
    if option is chosen:
        return banner("attention", words, option.why)
    return quiet_card(words, [option.why], symbol_name="circle")


def _verdict(answer: CheckOption) -> str:
    return _("That is right.") if answer.right else pgettext("knowledge check", "Not quite.")

"""What questions answered by choosing have in common."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import CannotTell, Declined
from session_forms.errors import Problem, TooMany
from session_forms.filling.states import QuestionState
from session_forms.words.texts import N_, _
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle, OptionGrid
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.widgets.layout.layouts import hold, stack
from therapist_app.widgets.words import text

KEYS = N_(
    "A number or letter answers and goes on. Backspace: previous question. S: skip. "
    "Delete: remove the answer."
)
"""The keys of a form, said once above its questions."""
CLIENT_KEYS = N_(
    "With the keyboard: a number or letter chooses, Enter goes on, Backspace goes back."
)
TICK_KEYS = N_("With the keyboard: a letter ticks, Enter goes on, Backspace goes back.")
"""The keys of one question while the client holds the laptop."""


class ChoosingWidget(QuestionWidget):
    """One answer of several; what is chosen comes from the form alone."""

    client_keys = CLIENT_KEYS
    goes_on = True
    """Whether a figure or a letter answers all of it, so that the next question is at hand."""
    always_shows_first = False
    """Whether a key only shows a choice that is out of sight, however the keyboard came here."""

    @override
    def set_current(self, *, current: bool) -> None:
        """Mark the question the person is at; on leaving, half a number is forgotten."""
        super().set_current(current=current)
        if self.field is not None and not current:
            self.grid.forget_typed()
            self.grid.shows_first = self.always_shows_first

    @override
    def put_at_hand(self) -> None:
        """Have the next key only show a choice that is out of sight, until the person leaves."""
        super().put_at_hand()
        self.grid.shows_first = True

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        choices, style = self._choices(state)
        self.grid = self._make_grid(choices, style)
        self.grid.shows_first = self.always_shows_first
        self.grid.picked.connect(self._on_picked)
        if self.goes_on:
            self.grid.typed.connect(self._on_typed)
            self.grid.clicked.connect(self._on_clicked)
        if choices.main:
            return self.grid
        return hold(stack(text(self._nothing_to_choose(), wrap=True), self.grid))

    @override
    def _make_special(self, state: QuestionState) -> OptionGrid | None:
        return None

    @override
    def say_words(self) -> None:
        """Say that the words that were typed answer nothing."""
        self.grid.say_words()

    @override
    def _show_answer(self, state: QuestionState) -> None:
        self.grid.show_chosen(() if state.answer is None else (state.answer,))

    @override
    def _describe(self, words: str) -> None:
        self._tell(words)  # once, and not with each answer

    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        """Return what can be chosen, and how it stands."""
        raise NotImplementedError

    def _nothing_to_choose(self) -> str:
        """Return what stands where no answer can be given, in one sentence."""
        return _("There is nothing to choose from yet.")

    def _on_picked(self, value: object) -> None:
        self.answer(value)

    @Slot()
    def _on_clicked(self) -> None:
        """Let the keys answer the next question: one meant for it would change this one unseen.

        A client goes on by a key of its own, as after a figure.
        """
        if not self.context.client:
            self.keys_done.emit()


class TickingWidget(ChoosingWidget):
    """Any number of answers; the tuple of all that are ticked is one answer."""

    client_keys = TICK_KEYS
    told_keys = N_("Several can be ticked; Enter goes on.")
    goes_on = False

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        made = super()._make_field(state)
        if not self.context.client:  # who has that said beside it all the time
            self.grid.typed.connect(self._on_ticked_by_key)
        return made

    @Slot()
    def _on_ticked_by_key(self) -> None:
        """Say that the next letter is still for this question: after a choice it is for the next.

        Whoever types on without looking ticks what they meant to answer further down.
        """
        self.note_of_key(_(self.told_keys), tone="muted")

    @override
    def leave_field(self, *, stays_inside: bool) -> None:
        """Stay silent while more may be ticked."""
        if not stays_inside:
            self.settle()

    @override
    def _problem_to_show(self, state: QuestionState) -> Problem | None:
        shown = super()._problem_to_show(state)
        return state.problem if isinstance(state.problem, TooMany) else shown

    @override
    def _show_answer(self, state: QuestionState) -> None:
        answer = state.answer
        if state.is_kept_out:
            return  # what was tried stays, so that it can be put right
        ticked = answer if isinstance(answer, tuple) else ()
        special = [answer] if isinstance(answer, CannotTell | Declined) else []
        self.grid.show_chosen([*ticked, *special])

    @override
    def _on_picked(self, value: object) -> None:
        if isinstance(value, CannotTell | Declined):
            self.answer(value)
            return
        ticked = self._after(value)
        self.grid.show_chosen(ticked)
        self.write(tuple(ticked) or None)

    def _after(self, value: object) -> list[object]:
        """Return what is ticked once `value` is turned over."""
        before = self.grid.ticked
        kept = [each for each in before if each != value]
        return kept if value in before else [*kept, value]

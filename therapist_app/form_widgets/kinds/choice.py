"""Questions answered by choosing: one of several options, a point of a rating, or ticks."""

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from session_forms.words.texts import pgettext
from therapist_app.form_widgets.choices.choices import Choice, lettered, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import ChoosingWidget, TickingWidget


class ChoiceWidget(ChoosingWidget):
    """Options of the form, or the entries of the client's own menu."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, ChoiceQuestion)
        keys = letters()
        main = lettered(question.options or state.options, keys)
        return GridChoices(main, special_choices(question)), GridStyle.COLUMNS

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.grid.show_available([option.id for option in state.options])


class YesNoWidget(ChoosingWidget):
    """Two options."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        main = (
            Choice(True, pgettext("answer", "Yes"), next(keys)),
            Choice(False, pgettext("answer", "No"), next(keys)),
        )
        return GridChoices(main, special_choices(state.question)), GridStyle.COLUMNS


class RatingWidget(ChoosingWidget):
    """Points that can be chosen by their printed value.

    Also draws a scale of few steps: 0 to 10 is answered like a rating.
    """

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, RatingQuestion | ScaleQuestion)
        beside = special_choices(question)
        labelled = isinstance(question, RatingQuestion) and any(
            point.label for point in question.options
        )
        if labelled:
            points = tuple(
                Choice(point.value, point.label or str(point.value), str(point.value))
                for point in question.points
            )
            return GridChoices(points, beside), GridStyle.COLUMNS
        steps = tuple(
            Choice(point.value, str(point.value), str(point.value), point.label)
            for point in question.points
        )
        low, high = question.points[0], question.points[-1]
        ends = (
            f"{low.value} = {low.label}" if low.label else "",
            f"{high.value} = {high.label}" if high.label else "",
        )
        return GridChoices(steps, beside, ends), GridStyle.STEPS


class MultiWidget(TickingWidget):
    """Options to tick; one that stands alone unticks the others, and they untick it."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, MultiQuestion)
        keys = letters()
        self._alone = {option.id for option in question.options if option.exclusive}
        main = lettered(question.options, keys)
        return GridChoices(main, special_choices(question)), GridStyle.TICKS

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.grid.show_available([option.id for option in state.options])

    @override
    def _after(self, value: object) -> list[object]:
        ticked = super()._after(value)
        if value in self._alone:
            return [each for each in ticked if each == value]
        return [each for each in ticked if each not in self._alone]

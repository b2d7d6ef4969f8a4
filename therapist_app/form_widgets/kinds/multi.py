"""Any number of options, ticked by letter."""

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.choices import MultiQuestion
from therapist_app.form_widgets.choices.choices import lettered, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import TickingWidget


class MultiWidget(TickingWidget):
    """Options to tick; one that stands alone unticks the others, and they untick it."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, MultiQuestion)
        keys = letters()
        self._alone = {option.id for option in question.options if option.exclusive}
        main = lettered(question.options, keys)
        return GridChoices(main, special_choices(question, keys)), GridStyle.TICKS

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

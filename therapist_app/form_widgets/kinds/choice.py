"""One of several options, chosen by letter."""

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.choices import ChoiceQuestion
from therapist_app.form_widgets.choices.choices import lettered, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import ChoosingWidget


class ChoiceWidget(ChoosingWidget):
    """Options of the form, or the entries of the client's own menu."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, ChoiceQuestion)
        keys = letters()
        main = lettered(question.options or state.options, keys)
        return GridChoices(main, special_choices(question, keys)), GridStyle.COLUMNS

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.grid.show_available([option.id for option in state.options])

"""Yes or no."""

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.choices.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import ChoosingWidget


class YesNoWidget(ChoosingWidget):
    """Two options."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        main = (Choice(True, _("Yes"), next(keys)), Choice(False, _("No"), next(keys)))
        return GridChoices(main, special_choices(state.question, keys)), GridStyle.COLUMNS

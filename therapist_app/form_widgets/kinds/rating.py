"""A rating: labelled points, or numbers between two labelled ends."""

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from therapist_app.form_widgets.choices.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import ChoosingWidget


class RatingWidget(ChoosingWidget):
    """Points that can be chosen by their printed value.

    Also draws a scale of few steps: 0 to 10 is answered like a rating.
    """

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        question = state.question
        assert isinstance(question, RatingQuestion | ScaleQuestion)
        beside = special_choices(question, letters())
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

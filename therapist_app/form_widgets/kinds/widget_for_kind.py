"""Which widget draws which kind of question: the one place that says."""

from session_forms.filling.states import QuestionState
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from therapist_app.form_widgets.kinds.choice import (
    ChoiceWidget,
    MultiWidget,
    RatingWidget,
    YesNoWidget,
)
from therapist_app.form_widgets.kinds.date_and_time import DatetimeWidget, DateWidget, TimeWidget
from therapist_app.form_widgets.kinds.numbers import ComputedWidget, NumberWidget, ScaleWidget
from therapist_app.form_widgets.kinds.reference_question import (
    DirectoryListWidget,
    JurisdictionWidget,
)
from therapist_app.form_widgets.kinds.text_question import LongTextWidget, ShortTextWidget
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.form_widgets.rows.entry_list import EntryListWidget
from therapist_app.form_widgets.rows.table import TableWidget
from therapist_app.form_widgets.rows.taken_over import QuotedLinesWidget, TakenOverWidget

WIDGETS: dict[str, type[QuestionWidget]] = {
    "rating": RatingWidget,
    "scale": RatingWidget,
    "choice": ChoiceWidget,
    "multi": MultiWidget,
    "yes_no": YesNoWidget,
    "number": NumberWidget,
    "date": DateWidget,
    "time": TimeWidget,
    "datetime": DatetimeWidget,
    "short_text": ShortTextWidget,
    "long_text": LongTextWidget,
    "list": EntryListWidget,
    "table": TableWidget,
    "directory_list": DirectoryListWidget,
    "jurisdiction": JurisdictionWidget,
    "from_form": QuotedLinesWidget,
    "computed": ComputedWidget,
}

MOST_STEPS = 11
"""Numbers up to 0 to 10 stand side by side; more are pointed at on a line."""


def make_question_widget(state: QuestionState, context: RenderContext) -> QuestionWidget:
    """Return the widget for a question, not shown yet."""
    match state.question:
        case RatingQuestion() | ScaleQuestion() as question if _is_a_line(question):
            return ScaleWidget(state, context)
        case FromFormQuestion(editable=True):
            return TakenOverWidget(state, context)
        case question:
            return WIDGETS[question.kind](state, context)


def _is_a_line(question: RatingQuestion | ScaleQuestion) -> bool:
    if isinstance(question, ScaleQuestion) and question.line:
        return True
    return len(question.points) > MOST_STEPS

"""Which widget draws which kind of question: the one place that says."""

from typing import assert_never

from session_forms.filling.states import QuestionState
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from therapist_app.form_widgets.kinds.choice import ChoiceWidget
from therapist_app.form_widgets.kinds.computed import ComputedWidget
from therapist_app.form_widgets.kinds.date_question import DateWidget
from therapist_app.form_widgets.kinds.directory_list import DirectoryListWidget
from therapist_app.form_widgets.kinds.jurisdiction import JurisdictionWidget
from therapist_app.form_widgets.kinds.long_text import LongTextWidget
from therapist_app.form_widgets.kinds.multi import MultiWidget
from therapist_app.form_widgets.kinds.number import NumberWidget
from therapist_app.form_widgets.kinds.rating import RatingWidget
from therapist_app.form_widgets.kinds.scale import ScaleWidget
from therapist_app.form_widgets.kinds.short_text import ShortTextWidget
from therapist_app.form_widgets.kinds.time_question import DatetimeWidget, TimeWidget
from therapist_app.form_widgets.kinds.yes_no import YesNoWidget
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.form_widgets.rows.entry_list import EntryListWidget
from therapist_app.form_widgets.rows.table import TableWidget
from therapist_app.form_widgets.rows.taken_over import QuotedLinesWidget, TakenOverWidget

MOST_STEPS = 11
"""Numbers up to 0 to 10 stand side by side; more are pointed at on a line."""


def make_question_widget(state: QuestionState, context: RenderContext) -> QuestionWidget:
    """Return the widget for a question, not shown yet; a new kind fails type-checking here."""
    return _widget_kind(state.question)(state, context)


def _widget_kind(question: Question) -> type[QuestionWidget]:
    match question:
        case RatingQuestion() | ScaleQuestion():
            return ScaleWidget if _is_a_line(question) else RatingWidget
        case ChoiceQuestion() | YesNoQuestion() | MultiQuestion():
            return _choosing_kind(question)
        case DateQuestion() | TimeQuestion() | DatetimeQuestion():
            return _time_kind(question)
        case (
            DirectoryListQuestion()
            | JurisdictionQuestion()
            | FromFormQuestion()
            | ComputedQuestion()
        ):
            return _pointing_kind(question)
        case _:
            return _writing_kind(question)


def _is_a_line(question: RatingQuestion | ScaleQuestion) -> bool:
    if isinstance(question, ScaleQuestion) and question.line:
        return True
    return len(question.points) > MOST_STEPS


def _choosing_kind(
    question: ChoiceQuestion | YesNoQuestion | MultiQuestion,
) -> type[QuestionWidget]:
    match question:
        case ChoiceQuestion():
            return ChoiceWidget
        case YesNoQuestion():
            return YesNoWidget
        case MultiQuestion():
            return MultiWidget
        case _:
            assert_never(question)


def _time_kind(question: DateQuestion | TimeQuestion | DatetimeQuestion) -> type[QuestionWidget]:
    match question:
        case DateQuestion():
            return DateWidget
        case TimeQuestion():
            return TimeWidget
        case DatetimeQuestion():
            return DatetimeWidget
        case _:
            assert_never(question)


def _pointing_kind(
    question: DirectoryListQuestion | JurisdictionQuestion | FromFormQuestion | ComputedQuestion,
) -> type[QuestionWidget]:
    match question:
        case DirectoryListQuestion():
            return DirectoryListWidget
        case JurisdictionQuestion():
            return JurisdictionWidget
        case FromFormQuestion():
            return TakenOverWidget if question.editable else QuotedLinesWidget
        case ComputedQuestion():
            return ComputedWidget
        case _:
            assert_never(question)


def _writing_kind(
    question: NumberQuestion | ShortTextQuestion | LongTextQuestion | ListQuestion | TableQuestion,
) -> type[QuestionWidget]:
    match question:
        case NumberQuestion():
            return NumberWidget
        case ShortTextQuestion():
            return ShortTextWidget
        case LongTextQuestion():
            return LongTextWidget
        case ListQuestion():
            return EntryListWidget
        case TableQuestion():
            return TableWidget
        case _:
            assert_never(question)

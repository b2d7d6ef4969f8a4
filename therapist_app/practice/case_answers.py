"""The answers of a worked case, from the spelling of its file to a filled form."""

from collections.abc import Mapping
from datetime import timedelta

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import DateColumn
from session_forms.questions.kinds import Question
from session_forms.questions.tables import TableQuestion
from therapist_app.practice.case_files import Given

RATED = ("rating", "scale")


class CaseProblem(Exception):
    """A worked case does not fit the installed programme and forms; it never holds an answer."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}.")


def answered(state: FormState, given: Given) -> FormState:
    """Return `state` with the answers of a worked case.

    Raises:
        CaseProblem: An answer has no question, is hidden or does not fit, or one is missing.

    """
    for question in state.form.questions:
        if question.id in given:
            value = _spelled(question, given[question.id], state.context)
            state = answer(state, QuestionId(question.id), value)
    form_id = state.form.id
    for question_id in given:
        if question_id not in state.form.dependencies.position:
            raise CaseProblem(form_id, f"there is no question {question_id}")
        at = state.question_state(question_id)
        if not at.shown or at.problem is not None or at.answer is None:
            why = "does not fit" if at.shown else "is hidden"
            raise CaseProblem(form_id, f"the answer to {question_id} {why}")
    if state.blocking:
        raise CaseProblem(form_id, f"{state.blocking[0].id} needs an answer that fits")
    return state


def by_question(form: FormDefinition, given: tuple[int, ...] | Given) -> Given:
    """Return item answers by question.

    Raises:
        CaseProblem: There are more answers than items.

    """
    if isinstance(given, Mapping):
        return given
    rated = [each.id for each in form.questions if each.kind in RATED]
    if len(given) > len(rated):
        raise CaseProblem(form.id, "there are more answers than items")
    return dict(zip(rated, given, strict=False))


def _spelled(question: Question, value: object, context: Context) -> object:
    match question.kind, value:
        case "date", int(days):
            return (context.today + timedelta(days=days)).isoformat()
        case "directory_list", tuple():
            return tuple(_service(each, context) for each in value)
        case "jurisdiction", "usable":
            return context.jurisdictions[0] if context.jurisdictions else value
        case "table", tuple():
            assert isinstance(question, TableQuestion)
            return tuple(_row(question, each, context) for each in value)
        case _:
            return value


def _row(question: TableQuestion, row: object, context: Context) -> object:
    if not isinstance(row, Mapping):
        return row
    days = {each.id for each in question.columns if isinstance(each, DateColumn)}
    return {
        column: (context.today + timedelta(days=cell)).isoformat() if column in days else cell
        for column, cell in row.items()
    }


def _service(kind: object, context: Context) -> object:
    """Return the first service of a kind in the directory."""
    return next((each for each in context.directory if context.directory_kinds[each] == kind), kind)

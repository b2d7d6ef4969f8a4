"""The words for what is wrong with an answer: what is so, and what to do."""

from datetime import date
from typing import assert_never

from programme.definition.requirements import AnswerRequirement
from programme.words.form_words import takes_any_answer, wanted_answers
from session_forms.errors import (
    AfterLatest,
    BeforeEarliest,
    CellProblem,
    ExclusiveChoice,
    KindsMissing,
    NotAnOption,
    NotAvailable,
    OutOfRange,
    Problem,
    SimpleProblem,
    TooFew,
    TooLong,
    TooMany,
    TooManyDecimals,
    TooShort,
    WrongKind,
)
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion
from session_forms.questions.references import JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from session_forms.reference.service_words import KINDS
from session_forms.words.day_words import written_day
from session_forms.words.list_words import together
from session_forms.words.texts import NN_, _, counted
from therapist_app.form_widgets.values.days import example_day

TOO_LONG = NN_("Too long: {count} character at most.", "Too long: {count} characters at most.")
TOO_SHORT = NN_(
    "A little more, please: at least {count} character.",
    "A little more, please: at least {count} characters.",
)
ROWS_NEEDED = NN_("At least {count} row is needed.", "At least {count} rows are needed.")
ENTRIES_NEEDED = NN_("At least {count} is needed.", "At least {count} are needed.")

ValueProblem = (
    OutOfRange
    | NotAnOption
    | NotAvailable
    | TooLong
    | TooShort
    | TooManyDecimals
    | BeforeEarliest
    | AfterLatest
)


def problem_text(problem: Problem | None, question: Question, day: str = "") -> str:
    """Return the sentence for a problem; a new code fails type-checking here.

    `day` shows how one is typed that is possible here.
    """
    match problem:
        case None:
            return ""
        case NotAvailable() if isinstance(question, JurisdictionQuestion):
            return _("This text is not approved, or it has expired. Ask the lead for a valid one.")
        case CellProblem(row, column, inner):
            place = _place(question, row, column)
            return _("{place}: {words}").format(
                place=place, words=_cell_text(inner, day or example_day())
            )
        case ExclusiveChoice():
            return _("One of these cannot be combined with others. Remove it, or the others.")
        case TooMany(limit):
            return _("{limit} at most. Remove some.").format(limit=limit)
        case TooFew(limit):
            return _too_few_text(question, limit)
        case KindsMissing(kinds):
            words = {str(kind): _(said) for kind, said in KINDS.items()}
            return _("Still needed: {kinds}.").format(kinds=together(words[each] for each in kinds))
        case WrongKind():
            return _wrong_kind_text(question, day or example_day())
        case _:
            return _value_text(problem)


def unanswered_text(
    question: Question, *, required: bool, wanted: AnswerRequirement | None = None, finish: str = ""
) -> str:
    """Return what stands under a question that Finish pointed at.

    `wanted` is the answer that the course waits for. `finish`, the words of a button, stand where
    the list that says what it does when pressed again may be out of sight.
    """
    if wanted is not None and takes_any_answer(wanted, question):
        return _("The course goes on once this is answered.")
    if wanted is not None:
        answers = wanted_answers(wanted, question)
        return _("The course goes on only with: {answers}.").format(answers=answers)
    if required:
        return _("Safety needs an answer here.")
    is_text = isinstance(question, ShortTextQuestion | LongTextQuestion)
    if finish and is_text:
        words = _("Still open. You may leave it empty: press “{button}” again to save the form.")
        return words.format(button=finish)
    if finish:
        words = _("Still open. You may leave it open: press “{button}” again to save the form.")
        return words.format(button=finish)
    if is_text:
        return _("Still open. You may leave it empty.")
    return _("Still open. You may leave it open.")


def _value_text(problem: ValueProblem) -> str:
    match problem:
        case NotAnOption():
            return _("This is not one of the answers. Choose one of those shown.")
        case NotAvailable():
            return _("This cannot be chosen now. Choose another one.")
        case BeforeEarliest(day):
            return _("Too early: {day} is the first day.").format(day=_day(day))
        case AfterLatest(day):
            return _("Too late: {day} is the last day.").format(day=_day(day))
        case OutOfRange(low, high):
            return _("Choose a number from {low} to {high}.").format(low=low, high=high)
        case TooLong(limit):
            return counted(TOO_LONG, limit)
        case TooShort(limit):
            return counted(TOO_SHORT, limit)
        case TooManyDecimals(limit):
            return _("Figures after the decimal sign: {limit} at most.").format(limit=limit)
        case _:
            assert_never(problem)


def _too_few_text(question: Question, limit: int) -> str:
    match question:
        case MultiQuestion():
            return _("Choose at least {limit}.").format(limit=limit)
        case TableQuestion():
            return counted(ROWS_NEEDED, limit)
        case _:
            return counted(ENTRIES_NEEDED, limit)


def _wrong_kind_text(question: Question, day: str) -> str:
    match question:
        case DateQuestion():
            return _("This cannot be read as a day. Write it as {day}.").format(day=day)
        case TimeQuestion():
            return _("There is no such time. Write it as 14:30.")
        case DatetimeQuestion():
            return _("Both are needed: the day as {day} and the time as 14:30.").format(day=day)
        case NumberQuestion(decimals=decimals) if decimals:
            return _("Write a number in figures.")
        case NumberQuestion():
            return _("Write a whole number in figures.")
        case _:
            return _("This does not fit here. Please answer again.")


def _cell_text(problem: SimpleProblem, day: str) -> str:
    match problem:
        case WrongKind():
            return _("this does not fit; write numbers in figures and days as {day}.").format(
                day=day
            )
        case TooFew():
            return _("this is needed too.")
        case TooMany(limit):
            return _("{limit} at most.").format(limit=limit)
        case ExclusiveChoice():
            return _("this cannot be combined with others.")
        case _:
            return _value_text(problem)


def _place(question: Question, row: int, column: str) -> str:
    if not isinstance(question, TableQuestion):
        return _("Line {number}").format(number=row + 1)
    if row < len(question.rows):
        line = question.rows[row].label
    else:
        line = _("Row {number}").format(number=row + 1)
    label = next((each.label for each in question.columns if each.id == column), "")
    return f"{line}, {label}" if label else line


def _day(iso: str) -> str:
    return written_day(date.fromisoformat(iso))

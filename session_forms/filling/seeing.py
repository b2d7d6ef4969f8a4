"""Sees one question in its place: what earlier answers and the moment make of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.conditions.conditions import Facts
from session_forms.filling.states import Context, RaisedAlert
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.limits import OPEN, Limits
from session_forms.questions.options import Option
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.scores.score_rules import Figure


@dataclass(frozen=True, slots=True)
class Seen:
    """One question as it was met, by what stands before it.

    Attributes:
        question: The question.
        shown: Whether it is shown.
        needed: Whether its `required_when` holds.
        entries_needed: How many entries its `min_entries_when` asks for; 0 while it does not hold.
        answer: What was answered, shown or not.
        standing: What later questions see: the answer or the figure, while it is shown.
        figure: What a computed line says.
        options: What can be chosen now.
        limits: What limits the answer now.
        raised: The alerts that the answer raises.

    """

    question: Question
    shown: bool
    needed: bool
    entries_needed: int
    answer: AnswerValue | None
    standing: AnswerValue | None
    figure: Figure | None
    options: tuple[Option, ...]
    limits: Limits
    raised: tuple[RaisedAlert, ...]


def see(question: Question, answers: Answers, context: Context, facts: Facts) -> Seen:
    """Return the question as it stands by `facts`."""
    shown = question.shown_when is None or question.shown_when.holds(facts)
    options = _options(question, context, facts)
    answer = answers.get(QuestionId(question.id))
    figure = _figure(question, facts.answers) if shown else None
    standing = (answer if figure is None else figure) if shown else None
    return Seen(
        question=question,
        shown=shown,
        needed=question.required_when is not None and question.required_when.holds(facts),
        entries_needed=_entries_needed(question, facts),
        answer=answer,
        standing=standing,
        figure=figure,
        options=options,
        limits=_limits(question, context, facts, options),
        raised=() if standing is None else _raised(question, standing, facts),
    )


def _options(question: Question, context: Context, facts: Facts) -> tuple[Option, ...]:
    match question:
        case ChoiceQuestion(options_from="own_menu"):
            return _named(context.own_menu)
        case ChoiceQuestion() | MultiQuestion():
            return tuple(option for option in question.options if option.is_open(facts))
        case DirectoryListQuestion():
            return _named(question.offered(context.directory, context.directory_kinds))
        case JurisdictionQuestion():
            return _named(context.jurisdictions)
        case _:
            return ()


def _named(names: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(id=name, label=name) for name in names if name.strip())


def _limits(
    question: Question, context: Context, facts: Facts, options: tuple[Option, ...]
) -> Limits:
    match question:
        case DateQuestion() | DatetimeQuestion():
            return question.limits(facts, context.today)
        case ChoiceQuestion() | MultiQuestion() | DirectoryListQuestion() | JurisdictionQuestion():
            return Limits(offered=frozenset(option.id for option in options))
        case _:
            return OPEN


def _figure(question: Question, standing: Mapping[str, AnswerValue]) -> Figure | None:
    return question.figure(standing) if isinstance(question, ComputedQuestion) else None


def _entries_needed(question: Question, facts: Facts) -> int:
    when = question.min_entries_when if isinstance(question, EntriesQuestion) else None
    return when.entries if when is not None and when.holds(facts) else 0


def _raised(question: Question, answer: AnswerValue, facts: Facts) -> tuple[RaisedAlert, ...]:
    return tuple(
        RaisedAlert(QuestionId(question.id), alert.stream, alert.level, alert.states, alert.opens)
        for alert in question.alerts
        if alert.raised_by(answer, facts)
    )

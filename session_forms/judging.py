"""Judges every question of a form at once: shown or hidden, needed or not, right or wrong.

Questions are taken in reading order, and conditions look back only, so one walk settles
what is shown and what is raised. A second look, when all answers stand, says what is
still lacking, since a reason may be given further down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.choices import ChoiceQuestion, MultiQuestion
from session_forms.conditions import LEVELS, Facts
from session_forms.days import DateQuestion, DatetimeQuestion
from session_forms.entries import EntriesQuestion
from session_forms.errors import AnswerRejected, Problem
from session_forms.kinds import Question
from session_forms.limits import OPEN, Limits
from session_forms.options import Option
from session_forms.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.states import Context, QuestionState, RaisedAlert
from session_forms.text_marks import warning_about
from session_forms.writing import WritingQuestion


@dataclass(frozen=True, slots=True)
class Judged:
    """Every question of a form, judged."""

    states: tuple[QuestionState, ...]
    alerts: tuple[RaisedAlert, ...]
    by_id: Mapping[str, QuestionState]
    limits: Mapping[str, Limits]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One question as the walk met it."""

    question: Question
    facts: Facts
    shown: bool
    answer: AnswerValue | None
    options: tuple[Option, ...]
    limits: Limits


def judge(
    questions: Iterable[Question],
    context: Context,
    answers: Answers,
    rejected: Mapping[QuestionId, Problem],
) -> Judged:
    """Return every question judged by the answers, the moment and each other."""
    standing: dict[str, AnswerValue] = {}
    alerts: list[RaisedAlert] = []
    walk: list[_Seen] = []
    for question in questions:
        seen = _see(question, context, answers, _facts(context, standing, alerts))
        walk.append(seen)
        if seen.shown and seen.answer is not None:
            standing[question.id] = seen.answer
            alerts += _raised(seen)
    states = tuple(_state(seen, context, rejected, standing) for seen in walk)
    return Judged(
        states=states,
        alerts=tuple(alerts),
        by_id=MappingProxyType({state.question.id: state for state in states}),
        limits=MappingProxyType({seen.question.id: seen.limits for seen in walk}),
    )


def _facts(context: Context, standing: dict[str, AnswerValue], alerts: list[RaisedAlert]) -> Facts:
    return Facts(
        answers=dict(standing),
        open_streams=context.open_streams.union(alert.stream for alert in alerts),
        level=max((LEVELS.index(alert.level) + 1 for alert in alerts), default=0),
        earlier_version=context.earlier_version,
        first_use=context.first_use,
    )


def _see(question: Question, context: Context, answers: Answers, facts: Facts) -> _Seen:
    options = _options(question, context, facts)
    return _Seen(
        question=question,
        facts=facts,
        shown=question.shown_when is None or question.shown_when.holds(facts),
        answer=answers.get(QuestionId(question.id)),
        options=options,
        limits=_limits(question, context, facts, options),
    )


def _options(question: Question, context: Context, facts: Facts) -> tuple[Option, ...]:
    match question:
        case ChoiceQuestion(options_from="own_menu"):
            return _named(context.own_menu)
        case ChoiceQuestion() | MultiQuestion():
            return tuple(option for option in question.options if option.is_open(facts))
        case DirectoryListQuestion():
            return _named(context.directory)
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


def _raised(seen: _Seen) -> list[RaisedAlert]:
    return [
        RaisedAlert(
            QuestionId(seen.question.id), alert.stream, alert.level, alert.states, alert.opens
        )
        for alert in seen.question.alerts
        if alert.raised_by(seen.answer, seen.facts)
    ]


def _state(
    seen: _Seen,
    context: Context,
    rejected: Mapping[QuestionId, Problem],
    standing: Mapping[str, AnswerValue],
) -> QuestionState:
    question = seen.question
    needed = question.required_when is not None and question.required_when.holds(seen.facts)
    problem = rejected.get(QuestionId(question.id)) or _problem(seen, context, standing)
    first = context.first_use and question.prompt_first_use
    return QuestionState(
        question=question,
        shown=seen.shown,
        required=seen.shown and (question.required or needed),
        answer=seen.answer,
        problem=problem if seen.shown else None,
        prompt=first or question.prompt,
        warning=_warning(question, seen.answer),
        options=seen.options,
        earliest=seen.limits.earliest,
        latest=seen.limits.latest,
    )


def _problem(seen: _Seen, context: Context, standing: Mapping[str, AnswerValue]) -> Problem | None:
    if seen.answer is not None:
        try:
            seen.question.accept(seen.answer, seen.limits)
        except AnswerRejected as rejection:
            return rejection.problem
    if isinstance(seen.question, DirectoryListQuestion) and isinstance(seen.answer, tuple):
        lacking = seen.question.lacks(seen.answer, context.directory_kinds)
        if lacking is not None:
            return lacking
    return seen.question.shortfall(seen.answer, _entries_needed(seen, standing))


def _entries_needed(seen: _Seen, standing: Mapping[str, AnswerValue]) -> int:
    if not isinstance(seen.question, EntriesQuestion):
        return 0
    when = seen.question.min_entries_when
    if when is None or not when.holds(seen.facts) or when.or_reason_in in standing:
        return 0
    return when.entries


def _warning(question: Question, answer: AnswerValue | None) -> str:
    if question.warn_when is not None and question.warn_when.passes(answer):
        return question.warn_text
    if isinstance(question, WritingQuestion) and isinstance(answer, str):
        return warning_about(answer, question.warn_on)
    return ""

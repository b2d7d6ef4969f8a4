"""How the questions of a form stand: shown or hidden, needed or not, right or wrong.

Questions are taken in reading order, and conditions look back only, so one walk settles
what is shown and what is raised. When one answer changes, the walk visits only what depends
on it. What is still lacking is judged when all answers stand, since a reason may be given
further down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import chain
from types import MappingProxyType

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.conditions.alert_levels import LEVELS
from session_forms.conditions.conditions import Facts
from session_forms.errors import AnswerRejected, Problem
from session_forms.filling.states import Context, OfferedDay, QuestionState, RaisedAlert
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.options import Option
from session_forms.questions.question import OPEN, Limits
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import WritingQuestion
from session_forms.scores.score_rules import Figure
from session_forms.scoring.scoring import band_in
from session_forms.words.row_words import rows_wanted
from session_forms.words.text_marks import warning_about


@dataclass(frozen=True, slots=True)
class Seen:
    """One question as it was met, by what stands before it.

    Attributes:
        question: The question.
        shown: Whether it is shown.
        needed: Whether its `required_when` holds.
        entries_needed: How many entries its `min_entries_when` asks for; 0 while it does not hold.
        answer: What was answered, shown or not.
        standing: What later questions _see: the answer or the figure, while it is shown.
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


def _see(question: Question, answers: Answers, context: Context, facts: Facts) -> Seen:
    """Return the question as it stands by `facts`."""
    shown = question.shown_when is None or question.shown_when.holds(facts)
    options = _options(question, context, facts)
    answer = answers.get(QuestionId(question.id))
    figure: Figure | None = None
    if shown and isinstance(question, ComputedQuestion):
        figure = question.figure(facts.answers)
    standing = (answer if figure is None else figure) if shown else None
    return Seen(
        question=question,
        shown=shown,
        needed=question.required_when is not None and question.required_when.holds(facts),
        entries_needed=_entries_asked_for(question, facts),
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


def _entries_asked_for(question: Question, facts: Facts) -> int:
    when = question.min_entries_when if isinstance(question, EntriesQuestion) else None
    return when.entries if when is not None and when.holds(facts) else 0


def _raised(question: Question, answer: AnswerValue, facts: Facts) -> tuple[RaisedAlert, ...]:
    return tuple(
        RaisedAlert(QuestionId(question.id), alert.stream, alert.level, alert.states, alert.opens)
        for alert in question.alerts
        if alert.raised_by(answer, facts)
    )


def _state_of(
    seen: Seen,
    context: Context,
    rejected: Mapping[QuestionId, Problem],
    standing: Mapping[str, AnswerValue],
) -> QuestionState:
    """Return the question as it stands; `rejected` is what was wrong with values given last."""
    question = seen.question
    problem = rejected.get(QuestionId(question.id)) or _problem(seen, context, standing)
    first = context.first_use and question.prompt_first_use
    return QuestionState(
        question=question,
        shown=seen.shown,
        required=seen.shown and (question.required or seen.needed),
        answer=seen.answer,
        problem=problem if seen.shown else None,
        prompt=first or question.prompt,
        warning=_warning(seen),
        options=seen.options,
        earliest=seen.limits.earliest,
        latest=seen.limits.latest,
        figure=seen.figure,
        earlier=(
            context.earlier.get(question.form) if isinstance(question, FromFormQuestion) else None
        ),
        services=context.services if isinstance(question, DirectoryListQuestion) else {},
        local_texts=context.local_texts if isinstance(question, JurisdictionQuestion) else {},
        last_rows=context.last_rows.get(question.id, ()),
        offered=_offered(seen, context),
    )


def _offered(seen: Seen, context: Context) -> OfferedDay | None:
    """Return a day that was said before, while nothing is answered and it can be given now."""
    offered = context.offered_days.get(seen.question.id)
    if offered is None or seen.answer is not None:
        return None
    earliest, latest = seen.limits.earliest, seen.limits.latest
    is_too_early = earliest is not None and offered.day < earliest
    is_too_late = latest is not None and offered.day > latest
    return None if is_too_early or is_too_late else offered


def _problem(seen: Seen, context: Context, standing: Mapping[str, AnswerValue]) -> Problem | None:
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


def _entries_needed(seen: Seen, standing: Mapping[str, AnswerValue]) -> int:
    when = seen.question.min_entries_when if isinstance(seen.question, EntriesQuestion) else None
    return 0 if when is None or when.or_reason_in in standing else seen.entries_needed


def _warning(seen: Seen) -> str:
    question = seen.question
    told = seen.answer if seen.figure is None else seen.figure
    if question.warn_when is not None and question.warn_when.passes(told):
        return question.warn_text
    if isinstance(question, WritingQuestion) and isinstance(seen.answer, str):
        return warning_about(seen.answer, question.warn_on)
    if isinstance(question, TableQuestion):
        return rows_wanted(question.without_a_row(seen.answer))
    return ""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: the answers, and what was wrong with values that could be none."""

    answers: Answers
    rejected: Mapping[QuestionId, Problem]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question of a form, judged.

    Attributes:
        states: The questions as they stand, in reading order.
        seen: The same as the walk met them.
        standing: The answers and figures of the questions that are shown.

    """

    states: tuple[QuestionState, ...]
    seen: tuple[Seen, ...]
    standing: Mapping[str, AnswerValue]

    @property
    def alerts(self) -> tuple[RaisedAlert, ...]:
        """What the answers that stand raise, in reading order."""
        return tuple(chain.from_iterable(each.raised for each in self.seen))


def evaluate(form: FormDefinition, context: Context, given: Given) -> Evaluation:
    """Return every question judged by the answers, the moment and each other."""
    walk = _Walk(form, context, given, Evaluation((), (), {}))
    return walk.settle(range(len(form.questions)))


def evaluate_again(
    before: Evaluation, form: FormDefinition, context: Context, given: Given, changed: str
) -> Evaluation:
    """Return what `evaluate` would, when only what was given to one question has changed."""
    walk = _Walk(form, context, given, before)
    return walk.settle([form.dependencies.position[changed]])


class _Walk:
    """One walk over the questions that may stand otherwise than before."""

    def __init__(
        self, form: FormDefinition, context: Context, given: Given, before: Evaluation
    ) -> None:
        self._form = form
        self._context = context
        self._given = given
        self._states = dict(enumerate(before.states))
        self._seen = dict(enumerate(before.seen))
        self._standing = dict(before.standing)

    def settle(self, first: Iterable[int]) -> Evaluation:
        """Visit `first` and whatever depends on what changes there, in reading order."""
        queue = list(first)
        heapify(queue)
        to_state: set[int] = set()
        while queue:
            at = heappop(queue)
            if at not in to_state:
                to_state.add(at)
                for each in self._visit(at):
                    heappush(queue, each)
        excused = self._form.dependencies.excused
        for at in to_state.union(*(excused.get(each, ()) for each in to_state)):
            self._states[at] = _state_of(
                self._seen[at], self._context, self._given.rejected, self._standing
            )
        return Evaluation(
            states=tuple(self._states[at] for at in range(len(self._states))),
            seen=tuple(self._seen[at] for at in range(len(self._seen))),
            standing=MappingProxyType(self._standing),
        )

    def _visit(self, at: int) -> Iterable[int]:
        """See a question afresh; return the later ones that may stand otherwise by it."""
        question, before = self._form.questions[at], self._seen.get(at)
        now = _see(question, self._given.answers, self._context, self._facts(at))
        self._seen[at] = now
        if now.standing is not None:
            self._standing[question.id] = now.standing
        else:
            self._standing.pop(question.id, None)
        depends = self._form.dependencies
        if before is None:
            return
        if now.standing != before.standing:
            yield from depends.followers.get(at, ())
        if now.raised != before.raised:
            yield from (each for each in depends.alert_readers if each > at)

    def _facts(self, at: int) -> Facts:
        raised: list[RaisedAlert] = []
        if at in self._form.dependencies.alert_readers:
            raised = [alert for each in range(at) for alert in self._seen[each].raised]
        return Facts(
            answers=self._standing,
            open_streams=self._context.open_streams.union(alert.stream for alert in raised),
            level=max((LEVELS.index(alert.level) + 1 for alert in raised), default=0),
            earlier_version=self._context.earlier_version,
            first_use=self._context.first_use,
            band_now=partial(self._band_at, at),
        )

    def _band_at(self, at: int, form_id: str, score_id: str) -> str | None:
        """Return the band of a score, of this form by the answers before a question."""
        if form_id:
            return self._context.bands.get((form_id, score_id))
        earlier = (QuestionId(question.id) for question in self._form.questions[:at])
        standing = {each: self._standing[each] for each in earlier if each in self._standing}
        return band_in(self._form, score_id, standing)

"""Judges the questions of a form: shown or hidden, needed or not, right or wrong.

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
from session_forms.conditions.conditions import LEVELS, Facts
from session_forms.errors import Problem
from session_forms.filling.seeing import Seen, see
from session_forms.filling.states import Context, QuestionState, RaisedAlert
from session_forms.filling.stating import state_of
from session_forms.form.definition import FormDefinition
from session_forms.scoring.scoring import band_in


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: the answers, and what was wrong with values that could be none."""

    answers: Answers
    rejected: Mapping[QuestionId, Problem]


@dataclass(frozen=True, slots=True)
class Judged:
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


def judge(form: FormDefinition, context: Context, given: Given) -> Judged:
    """Return every question judged by the answers, the moment and each other."""
    walk = _Walk(form, context, given, Judged((), (), {}))
    return walk.settle(range(len(form.questions)))


def judge_again(
    before: Judged, form: FormDefinition, context: Context, given: Given, changed: str
) -> Judged:
    """Return what `judge` would, when only what was given to one question has changed."""
    walk = _Walk(form, context, given, before)
    return walk.settle([form.dependencies.position[changed]])


class _Walk:
    """One walk over the questions that may stand otherwise than before."""

    def __init__(
        self, form: FormDefinition, context: Context, given: Given, before: Judged
    ) -> None:
        self._form = form
        self._context = context
        self._given = given
        self._states = dict(enumerate(before.states))
        self._seen = dict(enumerate(before.seen))
        self._standing = dict(before.standing)

    def settle(self, first: Iterable[int]) -> Judged:
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
            self._states[at] = state_of(
                self._seen[at], self._context, self._given.rejected, self._standing
            )
        return Judged(
            states=tuple(self._states[at] for at in range(len(self._states))),
            seen=tuple(self._seen[at] for at in range(len(self._seen))),
            standing=MappingProxyType(self._standing),
        )

    def _visit(self, at: int) -> Iterable[int]:
        """See a question afresh; return the later ones that may stand otherwise by it."""
        question, before = self._form.questions[at], self._seen.get(at)
        now = see(question, self._given.answers, self._context, self._facts(at))
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

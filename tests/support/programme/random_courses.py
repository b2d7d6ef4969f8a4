"""Random lawful courses of one client: what a therapist may do, drawn by a seed. Pure.

Each meeting is the next session, another one with a reason, two together, a split one, a
repeated one, an extra one, or one that was missed. Gates are kept: what they ask for is done,
or a supervisor is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from programme.course.deviations import Deviation, deviations, may_follow
from programme.course.gates import GateFacts, closed_gates
from programme.course.merging import merged_plan
from programme.course.order import extra_sessions
from programme.course.progress import SessionFact, half_held, next_occurrence, next_plan
from programme.course.slots import MeasureSlot
from programme.definition.definition import Programme
from programme.definition.requirements import AnswerRequirement, Requirement
from session_forms.answers import QuestionId

MOST_MEETINGS = 60


@dataclass(frozen=True)
class Meeting:
    """One meeting as it went.

    Attributes:
        fact: What the rules look at.
        steps: The steps that were done or left out in it.
        slots: The measure slots that were open to it.
        unusual: What needed a reason.
        passed: The hard gates that were passed with a supervisor.

    """

    fact: SessionFact
    steps: tuple[str, ...]
    slots: tuple[MeasureSlot, ...]
    unusual: tuple[Deviation, ...]
    passed: tuple[str, ...]


@dataclass
class RandomCourse:
    """A client's course as it grows."""

    programme: Programme
    track_id: str
    chance: Random
    meetings: list[Meeting] = field(default_factory=list)
    known: GateFacts = field(default_factory=GateFacts)

    @property
    def facts(self) -> tuple[SessionFact, ...]:
        return tuple(each.fact for each in self.meetings)

    def live(self) -> None:
        """Hold meetings until the course is over, or the client leaves."""
        for _each in range(MOST_MEETINGS):
            if next_plan(self.programme, self.facts, self.track_id) is None:
                return
            if self.chance.random() < 0.01:
                return  # an early ending
            self._meet()

    def _meet(self) -> None:
        plan_id, merged_with = self._chosen()
        half = half_held(self.programme, self.facts)
        is_rest = plan_id in half
        before = next(
            (each for each in reversed(self.meetings) if _is_half(each.fact, plan_id)), None
        )
        if is_rest and before is not None:
            plan_id, merged_with = before.fact.plan_id, before.fact.merged_with
            occurrence = before.fact.occurrence
        else:
            occurrence = next_occurrence(self.facts, plan_id, merged_with or plan_id)
        unusual = deviations(
            self.programme, self.facts, plan_id, track_id=self.track_id, merged_with=merged_with
        )
        fact = SessionFact(plan_id, "held", merged_with=merged_with, occurrence=occurrence)
        if self.chance.random() < 0.08:
            missed = replace(fact, state="missed")
            self.meetings.append(Meeting(missed, (), (), (), ()))
            return
        passed = self._through_gates(fact)
        steps = self._steps_left(fact)
        done = steps
        if len(steps) > 1 and self.chance.random() < 0.15:
            done = steps[: self.chance.randint(1, len(steps) - 1)]
            fact = replace(fact, rest_follows=True)
        state = self.chance.choice(("held", "signed"))
        slots = tuple(_slots(self.programme, fact))
        self.meetings.append(Meeting(replace(fact, state=state), done, slots, unusual, passed))

    def _chosen(self) -> tuple[str, str]:
        following = next_plan(self.programme, self.facts, self.track_id)
        assert following is not None
        extra = sorted(extra_sessions(self.programme))
        draw = self.chance.random()
        if draw < 0.06:
            return self.chance.choice(list(self.programme.session_plans)), ""
        if draw < 0.10 and extra:
            return self.chance.choice(extra), ""
        if draw < 0.18:
            return following.id, may_follow(self.programme, self.facts, self.track_id)
        return following.id, ""

    def _steps_left(self, fact: SessionFact) -> tuple[str, ...]:
        done = {
            step
            for each in self.meetings
            if (each.fact.plan_id, each.fact.occurrence) == (fact.plan_id, fact.occurrence)
            for step in each.steps
        }
        return tuple(each for each in _step_ids(self.programme, fact) if each not in done)

    def _through_gates(self, fact: SessionFact) -> tuple[str, ...]:
        """Do what the gates ask for, or name a supervisor; return those passed so."""
        passed: list[str] = []
        for point in fact.plan_ids:
            for gate in closed_gates(self.programme, point, self.known, self.track_id):
                if gate.kind == "soft":
                    continue
                if gate.overridable and self.chance.random() < 0.2:
                    passed.append(gate.id)
                    continue
                for requirement in gate.requires:
                    self.known = meeting(requirement, self.known)
        known = replace(self.known, overridden=frozenset(passed))
        for point in fact.plan_ids:
            still = closed_gates(self.programme, point, known, self.track_id)
            assert not [gate.id for gate in still if gate.kind == "hard"], (point, still)
        return tuple(passed)


def meeting(requirement: Requirement, known: GateFacts) -> GateFacts:
    """Return what is known once a requirement is met."""
    match requirement:
        case AnswerRequirement():
            value: object = True
            if requirement.equals is not None:
                value = requirement.equals
            elif requirement.any_of:
                value = requirement.any_of[0]
            elif requirement.rows_at_least is not None:
                value = tuple({"row": str(each)} for each in range(requirement.rows_at_least))
            earlier = known.fillings.get(requirement.form, ())
            latest = {**(earlier[-1] if earlier else {}), QuestionId(requirement.question): value}
            times = max(1, requirement.filled_at_least)
            fillings = {**known.fillings, requirement.form: (*earlier, *(latest,) * times)}
            return replace(known, fillings=fillings)
        case _:
            module = getattr(requirement, "module", None)
            complete = known.complete_modules | ({module} if module else set())
            return replace(known, complete_modules=complete, unacknowledged_alerts=0)


def _is_half(fact: SessionFact, plan_id: str) -> bool:
    return plan_id in fact.plan_ids and fact.rest_follows


_STEPS: dict[tuple[str, ...], tuple[str, ...]] = {}


def _step_ids(programme: Programme, fact: SessionFact) -> tuple[str, ...]:
    if fact.plan_ids not in _STEPS:
        plan = programme.session_plan(fact.plan_id)
        if fact.merged_with:
            plan = merged_plan(plan, programme.session_plan(fact.merged_with))
        _STEPS[fact.plan_ids] = tuple(step.id for step in plan.steps)
    return _STEPS[fact.plan_ids]


def _slots(programme: Programme, fact: SessionFact) -> Iterator[MeasureSlot]:
    given: set[str] = set()
    for plan_id in fact.plan_ids:
        for form_id in programme.session_plan(plan_id).measures:
            if form_id not in given:
                given.add(form_id)
                yield MeasureSlot(form_id, plan_id, fact.occurrence)

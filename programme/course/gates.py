"""Gates: what must be true before the course goes on.

A gate asks for closed facts about forms, modules and alerts, never for an expression. It
stands before one point of the course and keeps every later point closed as well: what must
be true before the second session must be true before the third. A gate before a phase does not
stand before a module that a client's track brings forward out of that phase. One that only
advises is silent once all that it stands before was held: nobody can follow it any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from programme.course.order import brought_forward
from programme.definition.definition import Programme
from programme.definition.requirements import (
    SIGN_NOTE,
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
    asks_what_was_said_back,
)
from programme.errors import UnknownSession
from session_forms.answers import Answers, QuestionId

WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Away:
    """The time since a client's last session.

    Attributes:
        days: How long ago it was.
        was_resumed: Whether the course was paused or ended since, and taken up again.
        filled: The answers of each form finished since, oldest first, each with how many days ago.

    """

    days: int
    was_resumed: bool = False
    filled: Mapping[str, tuple[tuple[int, Answers], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known about one client when a gate is looked at.

    Attributes:
        fillings: The answers of each form as often as it was finished, oldest first, by form id.
        unacknowledged_alerts: Alerts that nobody has acknowledged with an action yet.
        overridden: Gates that were overridden with a reason and a named supervisor.
        complete_modules: Modules that were worked through.
        limits_told_before: Whether the limits of confidentiality were said back before this record.
            It counts until the form that asks for it was finished here.
        away: The time since the last session; None before the first.
        held: The sessions that were held of this course.

    """

    fillings: Mapping[str, tuple[Answers, ...]] = field(default_factory=dict)
    unacknowledged_alerts: int = 0
    overridden: frozenset[str] = frozenset()
    complete_modules: frozenset[str] = frozenset()
    limits_told_before: bool = False
    away: Away | None = None
    held: frozenset[str] = frozenset()


def closed_gates(
    programme: Programme, before: str, facts: GateFacts, track_id: str = ""
) -> tuple[Gate, ...]:
    """Return the gates that are closed at a point of the course.

    Args:
        programme: The programme whose gates are asked.
        before: A session, module or phase id, or `sign_note`.
        facts: What is known about the client.
        track_id: The client's track.

    Raises:
        UnknownSession: The course has no such point.

    """
    places = _places(programme)
    if before != SIGN_NOTE and before not in places:
        raise UnknownSession(before)
    return tuple(
        gate
        for gate in programme.gates
        if _stands_at(places, gate, before)
        and not _is_passed_by(programme, gate, before, track_id)
        and not _is_late(programme, gate, facts)
        and not _is_open(gate, facts)
    )


def guarded(programme: Programme, sessions: Iterable[str]) -> frozenset[str]:
    """Return the gates that stand before any of these sessions, and that may be overridden at all.

    No gate that asks for alerts, or for what is gone over after a break, is among them. Sessions
    that the course does not have are passed over.
    """
    places = _places(programme)
    known = [each for each in sessions if each in places]
    return frozenset(
        gate.id
        for gate in programme.gates
        if gate.overridable
        and not any(
            isinstance(each, AlertsRequirement | BreakRequirement) for each in gate.requires
        )
        and any(_stands_at(places, gate, each) for each in known)
    )


def is_met(requirement: Requirement, facts: GateFacts) -> bool:
    """Return whether the facts meet one requirement."""
    match requirement:
        case AnswerRequirement():
            return _has_answer(requirement, facts)
        case ModuleRequirement(module=module):
            return module in facts.complete_modules
        case AlertsRequirement():
            return facts.unacknowledged_alerts == 0
        case BreakRequirement():
            return facts.away is None or _was_gone_over(requirement, facts.away)
        case _:
            assert_never(requirement)


def forms_asked(programme: Programme) -> frozenset[str]:
    """Return the forms that some gate of a programme asks about."""
    return _forms_in(programme, AnswerRequirement)


def asks_after_a_break(gate: Gate) -> bool:
    """Return whether a gate asks what still holds after a break."""
    return any(isinstance(each, BreakRequirement) for each in gate.requires)


def _was_gone_over(requirement: BreakRequirement, away: Away) -> bool:
    """Return whether there was no break, or what is asked for was answered since and lately.

    Of several forms the last one counts in which that question was answered.
    """
    longest = requirement.after_weeks * WEEK
    if not away.was_resumed and away.days <= longest:
        return True
    filled = away.filled.get(requirement.form, ())
    question = QuestionId(requirement.question)
    given = [answers.get(question) for days_ago, answers in filled if days_ago <= longest]
    said = [each for each in given if each is not None]
    return bool(said) and said[-1] in requirement.any_of


def forms_after_a_break(programme: Programme) -> frozenset[str]:
    """Return the forms in which a programme asks what still holds after a break."""
    return _forms_in(programme, BreakRequirement)


def _forms_in(
    programme: Programme, kind: type[AnswerRequirement | BreakRequirement]
) -> frozenset[str]:
    return frozenset(
        each.form for gate in programme.gates for each in gate.requires if isinstance(each, kind)
    )


def _is_open(gate: Gate, facts: GateFacts) -> bool:
    if gate.overridable and gate.id in facts.overridden:
        return True
    return all(is_met(requirement, facts) for requirement in gate.requires)


def _stands_at(places: Mapping[str, int], gate: Gate, before: str) -> bool:
    if SIGN_NOTE in (gate.before, before):
        return gate.before == before
    return places[gate.before] <= places[before]


def _is_passed_by(programme: Programme, gate: Gate, before: str, track_id: str) -> bool:
    """Return whether a track holds this session before the phase that the gate guards."""
    phase = next((phase for phase in programme.phases if phase.id == gate.before), None)
    if phase is None or before not in programme.planned_sessions:
        return False
    module = programme.planned_session(before).module
    return module in phase.modules and module in brought_forward(programme, track_id)


def _is_late(programme: Programme, gate: Gate, facts: GateFacts) -> bool:
    """Return whether a gate gives advice for sessions that were all held already."""
    if gate.kind == "hard":
        return False
    advised = {
        each.id
        for phase in programme.phases
        for each in phase.sessions
        if gate.before in {phase.id, each.module, each.id} and not each.extra
    }
    return bool(advised) and advised <= facts.held


def _places(programme: Programme) -> dict[str, int]:
    """Return where each point lies in the course: a phase or module at its first session.

    An extra session lies at the second: it can be held from then on.
    """
    places: dict[str, int] = {}
    sessions = ((phase.id, each) for phase in programme.phases for each in phase.sessions)
    for place, (phase_id, session) in enumerate(sessions):
        for point in (phase_id, session.module):
            places.setdefault(point, place)
        places[session.id] = 1 if session.extra else place
    return places


def _has_answer(requirement: AnswerRequirement, facts: GateFacts) -> bool:
    fillings = facts.fillings.get(requirement.form, ())
    if not fillings and asks_what_was_said_back(requirement):
        return facts.limits_told_before
    accepted = [
        requirement.accepts(each.get(QuestionId(requirement.question))) for each in fillings
    ]
    if requirement.filled_at_least:
        return sum(accepted) >= requirement.filled_at_least
    return accepted[-1] if accepted else False

"""The scores of one client, computed when shown: one series for each score of each measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from programme.course.slots import read_slot
from programme.definition.definition import Programme
from session_forms.form.definition import FormDefinition, comparable
from session_forms.scores.score_rules import Figure
from session_forms.scores.scores import Score
from session_forms.scoring.change import Change, classify
from session_forms.scoring.change_words import change_for_client
from session_forms.scoring.scoring import ScoreResult, prompts_raised, scores_in
from therapist_app.record.clients import appointments, clients, course_moves
from therapist_app.record.model import BEGUN_OR_HELD, Appointment, Client, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import (
    begins_again,
    places_of,
    programme_of_meeting,
)
from therapist_app.workflows.workspace import Workspace

READ_AT_ONCE = 50
"""How many clients are read in one statement: of more, all forms would be in memory together."""


@dataclass(frozen=True, slots=True)
class Administration:
    """One score of one measure: at which place in the course, when, and what came out."""

    plan_id: str
    at: datetime
    result: ScoreResult


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """One score of one measure over the sessions held; None is a session without it.

    Attributes:
        form: The version that the last administration used.
        phases: (session plan with which it starts, name) of each phase of the course.
        breaks: (session plan from which it was used, its number) of each version whose scores
            cannot be compared with those before.
        before: The places of the first time, where the client follows the course once more.
        aside: The days of answers that no form here fits, oldest first: none of the scores is
            of them.

    """

    form: FormDefinition
    score: Score
    points: tuple[tuple[str, Administration | None], ...]
    phases: tuple[tuple[str, str], ...] = ()
    breaks: tuple[tuple[str, int], ...] = ()
    before: frozenset[str] = frozenset()
    aside: tuple[date, ...] = ()

    @property
    def scored(self) -> tuple[Administration, ...]:
        """The administrations that gave a score, in order."""
        return tuple(
            each
            for _plan, each in self.points
            if each is not None and each.result.value is not None
        )

    @property
    def compared(self) -> tuple[Administration, ...]:
        """Those of them that can be compared with the last one.

        No version broke the line since, and the same items were left out, as in a WSAS without
        work, whose total runs less far. They are of the same time through the course.
        """
        order = [plan for plan, _each in self.points]
        start = max((order.index(plan) for plan, _version in self.breaks), default=0)
        scored = self.scored
        is_before = bool(scored) and scored[-1].plan_id in self.before
        since = [
            each
            for each in scored
            if order.index(each.plan_id) >= start and (each.plan_id in self.before) is is_before
        ]
        return tuple(each for each in since if each.result.omitted == since[-1].result.omitted)

    @property
    def again(self) -> str:
        """The place at which the client follows the course once more; empty before a score of it.

        As in `compared`, the first time is looked at until then.
        """
        if not self.before or not self.scored or self.scored[-1].plan_id in self.before:
            return ""
        later = [plan for plan, _each in self.points if plan not in self.before]
        return later[0] if len(later) < len(self.points) else ""

    @property
    def ends(self) -> tuple[Figure | None, Figure | None]:
        """The first and the last score that can be compared; None where there is none."""
        values = [each.result.value for each in self.compared]
        return values[0] if values else None, values[-1] if len(values) > 1 else None

    @property
    def change(self) -> Change:
        """The change from the first score to the last."""
        first, last = self.ends
        return classify(self.score, first, last)

    def until(self, place: str) -> "MeasureSeries":
        """Return the series as it stood once it was given at a place; else as it is."""
        order = [each for each, _point in self.points]
        if place not in order:
            return self
        end = order.index(place) + 1
        known = frozenset(order[:end])
        return replace(
            self,
            points=self.points[:end],
            phases=tuple(each for each in self.phases if each[0] in known),
            breaks=tuple(each for each in self.breaks if each[0] in known),
        )

    @property
    def for_client(self) -> str:
        """What that comes to, in plain words for the client; empty without a score."""
        return change_for_client(self.name, self.score, *self.ends)

    @property
    def is_main(self) -> bool:
        """Whether this is the score that stands for the measure; the others are its parts."""
        return self.score.id == self.form.scores[0].id

    @property
    def name(self) -> str:
        """What the score is called: the measure, or the part of it."""
        return self.form.short_title if self.is_main else self.score.title


@dataclass(frozen=True, slots=True)
class ClientRows:
    """What the record holds about one client's course, read once: appointments, filled forms.

    Attributes:
        aside: How many filled forms are not among these, since no form that is installed fits.
        unfit: Those forms, where one client was read, in the order of the others.

    """

    client: Client
    appointments: tuple[Appointment, ...]
    filled: tuple[FilledForm, ...]
    aside: int = 0
    unfit: tuple[FilledForm, ...] = ()


def read_rows(workspace: Workspace, client_id: str) -> ClientRows:
    """Return the appointments and the filled forms of one client, oldest first."""
    filled, unfit = fitting_forms.fitting_and_others(workspace, client_id)
    return ClientRows(
        workspace.client(client_id),
        appointments.for_client(workspace.caseload, client_id),
        filled,
        unfit=unfit,
    )


def read_rows_of(workspace: Workspace, client_ids: Sequence[str]) -> Iterator[ClientRows]:
    """Yield the same of several clients, in their order, of some in each reading."""
    for start in range(0, len(client_ids), READ_AT_ONCE):
        part = client_ids[start : start + READ_AT_ONCE]
        known = clients.with_ids(workspace.caseload, part)
        met: dict[str, list[Appointment]] = {each: [] for each in part}
        filled: dict[str, list[FilledForm]] = {each: [] for each in part}
        for appointment in appointments.of_clients(workspace.caseload, part):
            met[appointment.client_id].append(appointment)
        fitting, aside = fitting_forms.apart(workspace, part)
        for form in fitting:
            filled[form.client_id].append(form)
        for each in part:
            yield ClientRows(known[each], tuple(met[each]), tuple(filled[each]), aside[each])


def of_this_time(workspace: Workspace, rows: ClientRows) -> ClientRows:
    """Return what was read, without the forms of before where a course is begun once more."""
    if not begins_again(rows.client, rows.appointments):
        return rows
    moves = course_moves.that_stand(workspace.caseload, (rows.client.id,))
    if not moves:  # only rows that somebody wrote by hand say so: nobody decided on it
        return rows
    began = moves[-1].decided_at
    filled, unfit = (
        tuple(each for each in some if each.answered_at >= began)
        for some in (rows.filled, rows.unfit)
    )
    return replace(rows, filled=filled, unfit=unfit)


def measure_series(workspace: Workspace, client_id: str) -> tuple[MeasureSeries, ...]:
    """Return the client's scores by measure, in the order of the sessions held."""
    return series_in(workspace, read_rows(workspace, client_id))


def series_in(workspace: Workspace, rows: ClientRows) -> tuple[MeasureSeries, ...]:
    """Return the scores in what was read about a client, as `measure_series` does."""
    held = [each for each in rows.appointments if each.state in BEGUN_OR_HELD]
    order = list(dict.fromkeys(place for each in held for place in places_of(each)))
    by_form: dict[str, dict[str, FilledForm]] = {}
    for filled in rows.filled:
        if filled.slot and filled.status == "finished":
            by_form.setdefault(filled.form_id, {})[place_of(filled)] = filled
    courses = _Courses(
        workspace.programme_of(rows.client),
        {
            place: programme_of_meeting(workspace, each)
            for each in held
            if each.earlier_programme
            for place in places_of(each)
        },
    )
    is_again = begins_again(rows.client, rows.appointments)
    before = frozenset(courses.before) if is_again else frozenset()
    series: list[MeasureSeries] = []
    for form_id, fills in by_form.items():
        due = [each for each in order if each in fills or courses.is_due(form_id, each)]
        found = _series_of(workspace, courses, due, fills)
        aside = tuple(
            each.answered_at.astimezone().date()
            for each in rows.unfit
            if each.form_id == form_id and each.status == "finished"
        )
        series += [replace(each, before=before, aside=aside) for each in found]
    return tuple(sorted(series, key=lambda each: (not each.is_main, -len(each.scored))))


@dataclass(frozen=True, slots=True)
class ScoreBeside:
    """The main score of a measure that was answered outside the sessions."""

    form: FormDefinition
    value: Figure
    day: date


def scores_beside(workspace: Workspace, rows: ClientRows) -> tuple[ScoreBeside, ...]:
    """Return the newest such score of each measure, the newest first.

    What came in with a list stands there. No line of a chart goes through these scores, since a
    chart follows the sessions.
    """
    newest: dict[str, ScoreBeside] = {}
    for filled in rows.filled:
        if filled.slot or filled.status != "finished":
            continue
        form = workspace.form_of(filled)
        if form.measure is None or not form.scores:
            continue
        value = scores_in(form, workspace.answers_of(filled))[form.scores[0].id].value
        day = filled.answered_at.astimezone().date()
        before = newest.get(form.id)
        if value is not None and (before is None or day >= before.day):
            newest[form.id] = ScoreBeside(form, value, day)
    return tuple(sorted(newest.values(), key=lambda each: each.day, reverse=True))


@dataclass(frozen=True, slots=True)
class _Courses:
    """In which course each place of a client's sessions stands.

    Attributes:
        now: The course that the client follows.
        before: The courses of the places at which they were before they went on with it.

    """

    now: Programme
    before: Mapping[str, Programme]

    def is_due(self, form_id: str, place: str) -> bool:
        """Return whether a measure is due at a place."""
        programme = self.before.get(place, self.now)
        plan = programme.session_plans.get(read_slot(f"{form_id}@{place}").plan_id)
        return plan is not None and form_id in plan.measures

    def phases(self, due: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the place at which each phase begins, with its title; a course before is one."""
        found: set[str] = set()
        for place in due:
            before = self.before.get(place)
            phase = before or self.now.phase_of(read_slot(f"@{place}").plan_id)
            if phase.id not in found:
                found.add(phase.id)
                yield place, phase.title


def _series_of(
    workspace: Workspace, courses: _Courses, due: Sequence[str], fills: Mapping[str, FilledForm]
) -> Iterator[MeasureSeries]:
    """Yield each score of one measure; `fills` by place in the course, at least one."""
    newest = max(fills.values(), key=lambda each: each.answered_at)
    form = workspace.form_of(newest)
    phases = tuple(courses.phases(due))
    results = {
        place: scores_in(workspace.form_of(filled), workspace.answers_of(filled))
        for place, filled in fills.items()
    }
    for score in form.scores:
        line = _Line(workspace, form, score)
        points = tuple(
            (each, line.point(fills[each], results[each]) if each in fills else None)
            for each in due
        )
        breaks = tuple(line.breaks([fills[each] for each in due if each in fills]))
        yield MeasureSeries(form, score, points, phases, breaks)


@dataclass(frozen=True, slots=True)
class _Line:
    """One score of a measure, followed through the versions of its form."""

    workspace: Workspace
    form: FormDefinition
    score: Score

    def point(
        self, filled: FilledForm, results: Mapping[str, ScoreResult]
    ) -> Administration | None:
        """Return this score of one administration; None where its version has no such score."""
        result = results.get(self._score_in(self._form_of(filled)))
        if result is None:
            return None
        return Administration(place_of(filled), filled.answered_at, result)

    def breaks(self, fills: Sequence[FilledForm]) -> Iterator[tuple[str, int]]:
        """Yield where a version begins whose scores do not go on from those before it."""
        for before, after in pairwise(fills):
            old, new = self._form_of(before), self._form_of(after)
            if comparable(old, new, self._score_in(new)) is None:
                yield place_of(after), after.form_version

    def _form_of(self, filled: FilledForm) -> FormDefinition:
        return self.workspace.form_of(filled)

    def _score_in(self, form: FormDefinition) -> str:
        """Return the id under which another version has the score; its own where none is said."""
        return comparable(form, self.form, self.score.id) or self.score.id


Timing = Literal["in_time", "late", "extra"]


def timing_of(form: FormDefinition, filled: FilledForm, session: Appointment | None) -> Timing:
    """Return whether a measure was given in its slot, in time or late, or beside all slots.

    Late is what was answered on a later day than the session whose slot it fills.
    """
    if filled.slot is None:
        return "extra" if form.scores else "in_time"
    if session is None:
        return "in_time"
    day = session.took_place_at.astimezone().date()
    return "late" if filled.given_at(session).astimezone().date() > day else "in_time"


def place_of(filled: FilledForm) -> str:
    """Return the place whose slot a measure fills, as `S02`; empty for one outside the slots."""
    return read_slot(filled.slot).place if filled.slot else ""


@dataclass(frozen=True, slots=True)
class MeasurePrompt:
    """A suggestion that the last answers to a measure opened.

    Attributes:
        title: The measure.
        says: The suggestion.
        day: When the measure was answered.
        is_unverified: Whether nobody has seen the rule in a source.

    """

    title: str
    says: str
    day: date
    is_unverified: bool


def prompts_in(workspace: Workspace, rows: ClientRows) -> tuple[MeasurePrompt, ...]:
    """Return what the last finished answers to each measure suggest, the newest first."""
    latest: dict[str, FilledForm] = {}
    for filled in rows.filled:
        before = latest.get(filled.form_id)
        if filled.status == "finished" and (
            before is None or before.answered_at <= filled.answered_at
        ):
            latest[filled.form_id] = filled
    newest = sorted(latest.values(), key=lambda each: each.answered_at, reverse=True)
    return tuple(prompt for filled in newest for prompt in _prompts(workspace, filled))


def _prompts(workspace: Workspace, filled: FilledForm) -> Iterator[MeasurePrompt]:
    form = workspace.form_of(filled)
    if not form.prompts:
        return
    day = filled.answered_at.astimezone().date()
    for raised in prompts_raised(form, workspace.answers_of(filled)):
        yield MeasurePrompt(form.short_title, raised.says, day, raised.status == "memory")

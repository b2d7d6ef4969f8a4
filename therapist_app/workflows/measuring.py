"""The scores of one client, computed when shown: one series for each score of each measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from session_forms.answers import answers_from_json
from session_forms.change import Change, classify
from session_forms.change_words import change_for_client
from session_forms.definition import FormDefinition, Score
from session_forms.score_rules import Figure
from session_forms.scoring import ScoreResult, score_form
from therapist_app.record import appointments, filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.workflows.desk import Desk


@dataclass(frozen=True, slots=True)
class Administration:
    """One score of one measure: at which session, when, and what came out."""

    plan_id: str
    at: datetime
    result: ScoreResult
    version: int = 1


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """One score of one measure over the sessions held; None is a session without it.

    Attributes:
        form: The version that the last administration used.
        phases: (session plan with which it starts, name) of each phase of the course.
        breaks: (session plan from which it was used, its number) of each version whose scores
            cannot be compared with those before.

    """

    form: FormDefinition
    score: Score
    points: tuple[tuple[str, Administration | None], ...]
    phases: tuple[tuple[str, str], ...] = ()
    breaks: tuple[tuple[str, int], ...] = ()

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
        """Those of them that can be compared with the last one: no version broke the line."""
        order = [plan for plan, _each in self.points]
        start = max((order.index(plan) for plan, _version in self.breaks), default=0)
        return tuple(each for each in self.scored if order.index(each.plan_id) >= start)

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

    @property
    def for_client(self) -> str:
        """What that comes to, in plain words for the client; empty without a score."""
        return change_for_client(self.form.short_title, self.score, *self.ends)


def measure_series(desk: Desk, client_id: str) -> tuple[MeasureSeries, ...]:
    """Return the client's scores by measure, in the order of the sessions held."""
    held = [
        each
        for each in appointments.for_client(desk.caseload, client_id)
        if each.state in ("held", "signed", "in_progress", "on_hold")
    ]
    order = list(dict.fromkeys(each.plan_id for each in held))
    by_form: dict[str, dict[str, FilledForm]] = {}
    for filled in filled_forms.for_client(desk.caseload, client_id):
        if filled.slot and filled.status == "finished":
            by_form.setdefault(filled.form_id, {})[plan_of(filled)] = filled
    series: list[MeasureSeries] = []
    for form_id, fills in by_form.items():
        due = [each for each in order if form_id in desk.programme.session_plans[each].measures]
        series += _series_of(desk, due, fills)
    return tuple(sorted(series, key=lambda each: -len(each.scored)))


def _series_of(
    desk: Desk, due: Sequence[str], fills: Mapping[str, FilledForm]
) -> Iterator[MeasureSeries]:
    """Yield each score of one measure; `fills` by session plan, at least one."""
    newest = max(fills.values(), key=lambda each: each.changed_at)
    form = desk.forms.get(newest.form_id, newest.form_version)
    breaks = tuple(_breaks(desk, [fills[each] for each in due if each in fills]))
    phases = tuple(_phases(desk, due))
    for score in form.scores:
        points = tuple((each, _scored(desk, fills.get(each), score)) for each in due)
        yield MeasureSeries(form, score, points, phases, breaks)


def _breaks(desk: Desk, fills: Sequence[FilledForm]) -> Iterator[tuple[str, int]]:
    """Yield where a version begins that the one before it cannot be compared with."""
    for before, after in pairwise(fills):
        versions = (desk.forms.get(each.form_id, each.form_version) for each in (before, after))
        if not is_comparable(*versions):
            yield plan_of(after), after.form_version


def is_comparable(old: FormDefinition, new: FormDefinition) -> bool:
    """Return whether scores of two versions of a measure may be joined by one line."""
    return old.version == new.version


def _phases(desk: Desk, due: Sequence[str]) -> Iterator[tuple[str, str]]:
    found: set[str] = set()
    for plan_id in due:
        phase = desk.programme.phase_of(plan_id)
        if phase.id not in found:
            found.add(phase.id)
            yield plan_id, phase.title


def _scored(desk: Desk, filled: FilledForm | None, score: Score) -> Administration | None:
    if filled is None:
        return None
    form = desk.forms.get(filled.form_id, filled.form_version)
    result = score_form(form, answers_from_json(form, filled.answers)).get(score.id)
    if result is None:  # an earlier version without this score
        return None
    return Administration(plan_of(filled), filled.changed_at, result, filled.form_version)


def plan_of(filled: FilledForm) -> str:
    """Return the session plan whose slot a measure fills; empty for one outside the slots."""
    return (filled.slot or "").partition("@")[2]

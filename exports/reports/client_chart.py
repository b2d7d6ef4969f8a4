"""The chart of one client's scores on one measure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from exports.case.case import CaseForm, PseudonymisedCase
from exports.paper.charts.chart import ChartData
from exports.reports.outcomes import Measure, change_of, course_of, scores_of
from programme.definition.definition import Programme
from session_forms.scoring.change import caseness
from session_forms.words.texts import translate as _


def chart_of(case: PseudonymisedCase, measure: Measure, programme: Programme) -> ChartData:
    """Return the chart of one measure over the sessions where it was due or done."""
    scored = scores_of(case, measure)
    scores = {form.plan_id: value for _version, form, value in scored}
    plans = [plan for plan in _sessions_of(case, measure, programme) if plan]
    score = measure.score
    low, high = (score.range.low, score.range.high) if score.range else (0, 0)
    line = caseness(score)
    return ChartData(
        title=measure.title,
        low=min([low, *scores.values()]),
        high=max([high, *scores.values()]),
        points=tuple((plan, scores.get(plan)) for plan in plans),
        bands=tuple((band.starts_at, band.label) for band in score.sourced_bands),
        cutoff=None if line is None else (line.at if line.at is not None else line.at_most),
        reliable_from_first=change_of(course_of(case, measure), measure).criterion,
        phases=_phases_of(plans, programme),
        breaks=tuple(_breaks(measure, scored)),
        higher_is_worse=score.direction == "higher-worse",
    )


def _breaks(
    measure: Measure, scored: Sequence[tuple[int, CaseForm, float]]
) -> Iterator[tuple[str, str]]:
    for (before, _form, _value), (after, form, _later) in pairwise(scored):
        if not measure.goes_on(before, after):
            yield form.plan_id, _("version {number}").format(number=after)


def _sessions_of(case: PseudonymisedCase, measure: Measure, programme: Programme) -> Iterator[str]:
    """Yield each session once where the measure was done, or due at a session that was held."""
    done = {form.plan_id: form.week for form in case.of_form(measure.id)}
    held = {session.plan_id: session.week for session in case.held_sessions}
    due = {plan for plan, each in programme.session_plans.items() if measure.id in each.measures}
    weeks = {**{plan: week for plan, week in held.items() if plan in due}, **done}
    yield from sorted(weeks, key=lambda plan: (weeks[plan], plan))


def _phases_of(plans: Sequence[str], programme: Programme) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for plan in plans:
        for phase in programme.phases:
            if any(session.id == plan for session in phase.sessions):
                found.setdefault(phase.title, plan)
    return tuple((plan, title) for title, plan in found.items())

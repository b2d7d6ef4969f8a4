"""The charts of one client's summary: a measure over the sessions, and the way of the course."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from exports.case.case import CaseForm, PseudonymisedCase
from exports.paper.charts.chart import ChartData
from exports.paper.charts.course_chart import CourseChart, Station
from exports.reports.outcomes import FollowedMeasure, change_of, course_of, scores_of
from programme.course.order import course_order
from programme.definition.definition import Programme
from session_forms.scoring.change import caseness
from session_forms.words.texts import _, pgettext


def left_of_course(case: PseudonymisedCase, programme: Programme) -> tuple[str, ...]:
    """Return the sessions of the course that are still to be held, in order."""
    held = {each.plan_id for each in case.held_sessions} | set(case.held_before)
    if case.status == "ended":
        return ()
    return tuple(plan for plan in course_order(programme, case.track) if plan not in held)


def course_chart(
    case: PseudonymisedCase, programme: Programme, *, with_rest: bool = True
) -> CourseChart:
    """Return the sessions in the order in which they were held, then those left of the course."""
    phases = {each.id: phase.title for phase in programme.phases for each in phase.sessions}
    held = [each.plan_id for each in case.held_sessions]
    left = left_of_course(case, programme) if with_rest else ()
    stations = [
        *(Station(plan, held=True, phase=phases.get(plan, "")) for plan in held),
        *(Station(plan, held=False, phase=phases.get(plan, "")) for plan in left),
    ]
    return CourseChart(_("The way so far"), tuple(stations))


def numbered_chart(case: PseudonymisedCase, measure: FollowedMeasure) -> ChartData:
    """Return the chart of one measure, which tells no session: its scores are numbered from 1."""
    scored = scores_of(case, measure)
    labels = [str(at) for at in range(1, len(scored) + 1)]
    points = tuple((label, value) for label, (*_form, value) in zip(labels, scored, strict=True))
    return _chart(
        case,
        measure,
        points,
        breaks=tuple(_breaks(measure, scored, labels)),
        across=pgettext("axis of a chart", "Score"),
    )


def chart_of(case: PseudonymisedCase, measure: FollowedMeasure, programme: Programme) -> ChartData:
    """Return the chart of one measure over the sessions where it was due or done."""
    scored = scores_of(case, measure)
    labels = _labels([form.plan_id for _version, form, _value in scored])
    done = [
        (form.week, label, value)
        for label, (_version, form, value) in zip(labels, scored, strict=True)
    ]
    places = sorted([*done, *_gaps(case, measure, programme)], key=lambda each: each[:2])
    points = tuple((label, value) for _week, label, value in places if label)
    return _chart(
        case,
        measure,
        points,
        breaks=tuple(_breaks(measure, scored, labels)),
        phases=_phases_of([label for label, _value in points], programme),
    )


def _labels(plans: Sequence[str]) -> list[str]:
    """Return a label for each score: its session, numbered where the session has several."""
    return [
        f"{plan}/{plans[: at + 1].count(plan)}" if plan and plan in plans[:at] else plan
        for at, plan in enumerate(plans)
    ]


def _gaps(
    case: PseudonymisedCase, measure: FollowedMeasure, programme: Programme
) -> Iterator[tuple[int, str, None]]:
    """Yield (week, session, None) where the measure gave no score: due there, or tried."""
    done = {form.plan_id for _version, form, _value in scores_of(case, measure)}
    due = {plan for plan, each in programme.session_plans.items() if measure.id in each.measures}
    weeks = {each.plan_id: each.week for each in case.held_sessions if each.plan_id in due}
    weeks |= {form.plan_id: form.week for form in case.of_form(measure.id)}
    yield from ((week, plan, None) for plan, week in weeks.items() if plan not in done)


def _chart(
    case: PseudonymisedCase,
    measure: FollowedMeasure,
    points: tuple[tuple[str, float | None], ...],
    *,
    breaks: tuple[tuple[str, str], ...],
    phases: tuple[tuple[str, str], ...] = (),
    across: str = "",
) -> ChartData:
    score = measure.score
    values = [value for _version, _form, value in scores_of(case, measure)]
    low, high = (score.range.low, score.range.high) if score.range else (0, 0)
    line = caseness(score)
    return ChartData(
        title=measure.title,
        low=min([low, *values]),
        high=max([high, *values]),
        points=points,
        bands=tuple((band.starts_at, band.label) for band in score.sourced_bands),
        cutoff=None if line is None else (line.at if line.at is not None else line.at_most),
        reliable_from_first=change_of(course_of(case, measure), measure).criterion,
        phases=phases,
        breaks=breaks,
        higher_is_worse=score.direction == "higher-worse",
        across=across,
    )


def _breaks(
    measure: FollowedMeasure, scored: Sequence[tuple[int, CaseForm, float]], labels: Sequence[str]
) -> Iterator[tuple[str, str]]:
    versions = [version for version, _form, _value in scored]
    for (before, after), label in zip(pairwise(versions), labels[1:], strict=False):
        if not measure.goes_on(before, after):
            yield label, _("version {number}").format(number=after)


def _phases_of(plans: Sequence[str], programme: Programme) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for plan in plans:
        for phase in programme.phases:
            if any(session.id == plan for session in phase.sessions):
                found.setdefault(phase.title, plan)
    return tuple((plan, title) for title, plan in found.items())

"""Change on the measures, over all clients: pairs, means with their picture, classes, recovery."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from exports.case.case import PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import (
    Cell,
    Column,
    Count,
    Figure,
    Raw,
    RawTable,
    Table,
    column,
    count,
    interval,
)
from exports.estimates.influence import effect, mean, percentage
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.reports.course_tables import STATUS_WORDS, interval_columns
from exports.reports.outcomes import (
    READ_TOGETHER,
    FollowedMeasure,
    Outcome,
    ScoreCourse,
    course_in,
    outcome_in,
    partner_of,
    recovered,
    reliably_recovered,
    started_as_case,
)
from exports.reports.standing import OVER, Standing, plans_until_end, standing_of
from programme.definition.definition import Programme
from session_forms.scoring.change import caseness, classify
from session_forms.scoring.second_hand import figures_at_second_hand, not_used_words
from session_forms.words.list_words import together
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, _, pgettext

UNTRACED = N_(
    "The range of {measures} was not seen in a source of its own. It sets the least spread behind "
    "the effect: compare such a measure with itself alone."
)


@dataclass(frozen=True)
class Followed:
    """A measure with the course of every client.

    Attributes:
        courses: Each client with their course until its end: follow-ups are looked at apart.
        paired_measure: The measure that it is read together with, if there is one.
        beside: The courses on that, in the same order; empty without one.

    """

    measure: FollowedMeasure
    courses: tuple[tuple[PseudonymisedCase, ScoreCourse], ...]
    paired_measure: FollowedMeasure | None = None
    beside: tuple[ScoreCourse, ...] = ()

    @property
    def paired(self) -> Mapping[int, tuple[float, float]]:
        """First and last score of every client who has both."""
        return {
            case.record_key: (course.first, course.last)
            for case, course in self.courses
            if course.first is not None and course.last is not None
        }

    @property
    def paired_count(self) -> Count:
        """Return how many have both scores."""
        return Count(f"{self.measure.id}.paired", frozenset(self.paired))

    @property
    def scored_count(self) -> Count:
        """Return how many have a score."""
        return count(
            f"{self.measure.id}.scored", [case for case, each in self.courses if each.scores]
        )

    @cached_property
    def outcomes(self) -> tuple[tuple[PseudonymisedCase, Outcome], ...]:
        """Return the outcome of each client, the paired measure taken into account."""
        beside = self.beside or (None,) * len(self.courses)
        return tuple(
            (case, outcome_in(course, self.measure, other, self.paired_measure))
            for (case, course), other in zip(self.courses, beside, strict=True)
        )


def followed(
    cases: Sequence[PseudonymisedCase], measures: Sequence[FollowedMeasure], programme: Programme
) -> tuple[Followed, ...]:
    """Return every measure with the courses of all clients; one without scores has empty ones."""
    plans = plans_until_end(programme)
    courses = {
        measure.id: tuple(
            course_in(case.of_form(measure.id), measure).ending_in(plans) for case in cases
        )
        for measure in measures
    }
    return tuple(
        Followed(
            measure,
            tuple(zip(cases, courses[measure.id], strict=True)),
            paired := partner_of(measure, measures),
            courses[paired.id] if paired else (),
        )
        for measure in measures
    )


def _is_repeated(measure: FollowedMeasure, programme: Programme) -> bool:
    """Return whether the course asks for a measure more than once: else nobody can have a pair.

    What a clinic may add counts as well.
    """
    plans = [
        programme.session_plans[each]
        for each in plans_until_end(programme) & set(programme.session_plans)
    ]
    asked = (measure.id in (*each.measures, *each.optional_measures) for each in plans)
    return sum(asked) > 1


def _measure_column() -> Column:
    return column("measure", "Measure", "text", "Name of the measure")


def _paired_column(title: str) -> Column:
    return Column("paired", title, "count", _("Clients with first and last score"))


def pairs(found: Sequence[Followed], programme: Programme) -> RawTable:
    """Return, for each measure given more than once, how many have a first and a last score."""
    return RawTable(
        id="pairs",
        title=_("Scores at hand"),
        columns=(
            _measure_column(),
            column("scored", "First score", "count", "Clients with a first score"),
            _paired_column(pgettext("column", "Both scores")),
            column("percent", "Paired, %", "figure", "Both scores, of those with a first"),
            *interval_columns(),
        ),
        rows=tuple(
            (each.measure.title, each.scored_count, each.paired_count, *_paired_share(each))
            for each in found
            if _is_repeated(each.measure, programme)
        ),
        notes=(_("The last score is the last one of the course; follow-ups are looked at apart."),),
        kind="told",
    )


def _paired_share(each: Followed) -> tuple[Figure, Figure, Figure]:
    paired = each.paired
    parts = {one: (one in paired, 1) for one in each.scored_count.people}
    return interval(percentage(f"{each.measure.id}.paired.percent", parts), 0)


def mean_change(found: Sequence[Followed], programme: Programme) -> RawTable:
    """Return mean scores, mean change with its interval, and effect size, of the pairs."""
    asked = (each.measure for each in found if _is_repeated(each.measure, programme))
    untraced = [each.title for each in asked if each.score.status in {"memory", "secondary"}]
    return RawTable(
        id="mean_change",
        title=_("Mean change, clients with both scores"),
        columns=(
            _measure_column(),
            _paired_column(pgettext("column", "Clients")),
            column("first", "First", "figure", "Mean of the first scores"),
            column("last", "Last", "figure", "Mean of the last scores"),
            column("change", "Change", "figure", "Mean of last minus first"),
            column("low", "95 % from", "figure", "Lower end of the 95 % t interval"),
            column("high", "to", "figure", "Upper end of the 95 % t interval"),
            column("g", "Effect g", "figure", "Hedges' g on the baseline SD; plus is better"),
            column("g_low", "95 % from", "figure", "Lower end for the effect"),
            column("g_high", "to", "figure", "Upper end for the effect"),
        ),
        rows=tuple(_mean_change_row(each) for each in found),
        notes=(
            _(
                "95 % intervals by Student's t. Effect: Hedges' g on the SD of the first scores, "
                "which counts as a tenth of the scale at least; plus is better, whichever way the "
                "measure runs."
            ),
            *([_(UNTRACED).format(measures=together(untraced))] if untraced else []),
        ),
        kind="told",
    )


def _mean_change_row(each: Followed) -> tuple[Raw, ...]:
    name, pairs = each.measure.id, each.paired
    span = span_of(each.measure)
    first = mean(f"{name}.first", {one: first for one, (first, _last) in pairs.items()}, span)
    last = mean(f"{name}.last", {one: last for one, (_first, last) in pairs.items()}, span)
    change = mean(f"{name}.change", {one: then - now for one, (now, then) in pairs.items()}, span)
    better = each.measure.score.direction != "higher-worse"
    return (
        each.measure.title,
        each.paired_count,
        Figure(first),
        Figure(last),
        *interval(change),
        *interval(effect(f"{name}.g", pairs, span, higher_is_better=better), 2),
    )


def span_of(measure: FollowedMeasure) -> float:
    """Return how far two scores of a measure can lie apart."""
    known = measure.score.range
    return known.high - known.low if known is not None else SPAN


def classes(found: Sequence[Followed], programme: Programme) -> RawTable:
    """Return the classes of change, for the measures with a sourced criterion.

    Who completed the course, who ended before and who is still in treatment stand apart: their
    last scores say different things.
    """
    rows: list[tuple[Raw, ...]] = []
    notes: list[str] = []
    standings: dict[int, Standing] = {
        case.record_key: standing_of(case, programme)
        for each in found[:1]
        for case, _course in each.courses
    }
    for each in (each for each in found if each.measure.has_criterion):
        known: list[tuple[PseudonymisedCase, ScoreCourse, Outcome]] = [
            (case, course, outcome)
            for (case, course), (_case, outcome) in zip(each.courses, each.outcomes, strict=True)
            if outcome != "not known"
        ]
        for group, words in WHOM.items():
            chosen = [one for one in known if _belongs(standings[one[0].record_key], group)]
            rows.append((each.measure.title, _(words), *_classes_of(each.measure, group, chosen)))
        notes.append(criterion_in_words(each.measure))
    return RawTable(
        id="classes",
        title=pgettext("table", "Reliable change"),
        columns=_class_columns(),
        rows=tuple(rows),
        notes=(
            *notes,
            _(READ_TOGETHER),
        ),
        kind="told",
    )


def _class_columns() -> tuple[Column, ...]:
    return (
        _measure_column(),
        column("whom", "Whom", "text", "Where their course stands"),
        _paired_column(pgettext("column", "Both scores")),
        column("deteriorated", "Worse", "count", "Reliably deteriorated"),
        column("unchanged", "No change", "count", "No reliable change, or mixed"),
        column("improved", "Better", "count", "Reliably improved"),
        column(
            "percent",
            "All better, %",
            "figure",
            "Reliably improved in all, of those with both scores, in per cent",
        ),
        *interval_columns(),
    )


ALL = "all"
WHOM = {
    "completed": N_("completed the course"),
    "ended": N_("ended before its end"),
    "going_on": N_("still in treatment"),
    ALL: NP_("whom a row is about", "all"),
}
"""Whom a row of classes is about."""
_ENDED = frozenset({"stopped", "ended_otherwise", "ended_not_known", "went_on"})


def _belongs(standing: Standing, group: str) -> bool:
    kind = "ended" if standing in _ENDED else standing
    return group in {ALL, kind if kind in WHOM else "going_on"}


def _classes_of(
    measure: FollowedMeasure,
    group: str,
    chosen: Sequence[tuple[PseudonymisedCase, ScoreCourse, Outcome]],
) -> tuple[Raw, ...]:
    def part(kind: Outcome) -> Count:
        return count(
            f"{measure.id}.{group}.{kind}",
            [case for case, _course, outcome in chosen if outcome == kind],
        )

    better = percentage(
        f"{measure.id}.{group}.percent",
        {case.record_key: (outcome == "improved", 1) for case, _course, outcome in chosen},
    )
    return (
        count(f"{measure.id}.{group}", [case for case, _course, _outcome in chosen]),
        part("deteriorated"),
        part("unchanged"),
        part("improved"),
        *interval(better, 0),
    )


def criterion_in_words(measure: FollowedMeasure) -> str:
    """Return how much change counts on a measure, and who says so."""
    change = classify(measure.score, None, None)
    grounds = measure.score.reliable_change
    assert change.criterion is not None
    assert grounds is not None
    kind = (
        pgettext("origin of a cut-off", "published")
        if change.criterion_source == "published"
        else pgettext("origin of a cut-off", "computed")
    )
    words = _("{title}: reliable from a change of {points} ({kind}; {source}).")
    return words.format(
        title=measure.title,
        points=number_words(round(change.criterion, 2)),
        kind=kind,
        source=grounds.source,
    )


def second_hand_note(measures: Iterable[FollowedMeasure]) -> tuple[str, ...]:
    """Return which figures of some measures are not used, in a note; nothing where none."""
    found = [
        f"{each.title} {figures}"
        for each in measures
        if (figures := figures_at_second_hand(each.score))
    ]
    return (not_used_words("; ".join(found)),) if found else ()


def recovery(found: Sequence[Followed], programme: Programme) -> RawTable:
    """Return recovery of those who started as a case; not known is not recovered."""
    return RawTable(
        id="recovery",
        title=pgettext("table", "Recovery"),
        columns=(
            _measure_column(),
            column("case", "Started as a case", "count", "First score at the cut-off or beyond"),
            column("recovered", "Recovered", "count", "No case at the last score"),
            column("not_known", "Not known", "count", "Started as a case, no last score"),
            column(
                "percent",
                "Reliable recovery, %",
                "figure",
                "Reliably recovered, of all who started as a case, in per cent",
            ),
            *interval_columns(),
            column(
                "most", "At most, %", "percent", "The same, if all who are not known had recovered"
            ),
        ),
        rows=tuple(
            _recovery_row(each)
            for each in found
            if _is_repeated(each.measure, programme) and caseness(each.measure.score)
        ),
        notes=(
            _(
                "Of all who started as a case; not known never counts as recovered. Recovery alone "
                "says nothing of the size of the change; reliable recovery asks for both."
            ),
            *second_hand_note(
                each.measure for each in found if _is_repeated(each.measure, programme)
            ),
        ),
        kind="told",
    )


def _recovery_row(each: Followed) -> tuple[Raw, ...]:
    measure = each.measure
    as_case = [
        (case, recovered(course, measure), reliably_recovered(course, measure, outcome))
        for (case, course), (_case, outcome) in zip(each.courses, each.outcomes, strict=True)
        if started_as_case(course, measure)
    ]
    name = measure.id
    sure = percentage(
        f"{name}.recovery", {case.record_key: (both is True, 1) for case, _one, both in as_case}
    )
    most = percentage(
        f"{name}.recovery_most",
        {case.record_key: (both is not False, 1) for case, _one, both in as_case},
    )
    return (
        measure.title,
        count(f"{name}.case", [case for case, _one, _both in as_case]),
        count(f"{name}.recovered", [case for case, one, _both in as_case if one]),
        count(f"{name}.recovery_not_known", [case for case, one, _both in as_case if one is None]),
        *interval(sure, 0),
        Figure(most, decimals=0),
    )


def change_picture(table: Table, measures: Sequence[FollowedMeasure]) -> ChangeChart | None:
    """Return the finished table of mean change as a picture; None where nothing can be drawn."""
    lines = tuple(_lines(table, {each.id: each for each in measures}))
    return ChangeChart(lines, _("How large the change is")) if lines else None


def _lines(table: Table, measures: Mapping[str, FollowedMeasure]) -> Iterator[ChangeLine]:
    for key in table.keys:
        measure = measures.get(key.partition(".")[0])
        if measure is None:
            continue
        cells = table.row(key)
        ends = [_better(measure, cells[each]) for each in ("change", "low", "high")]
        known = [each for each in ends if each is not None]
        if len(known) == len(ends):
            figures = _("{change} ({low} to {high})").format(
                change=cells["change"].text, low=cells["low"].text, high=cells["high"].text
            )
            low, high = min(known), max(known)
            yield ChangeLine(measure.title, figures, cells["paired"].text, known[0], low, high)


def _better(measure: FollowedMeasure, cell: Cell) -> float | None:
    """Return a printed change in per cent of the measure's range, plus being better."""
    score = measure.score
    if cell.value is None or score.range is None:
        return None
    sign = -1 if score.direction == "higher-worse" else 1
    return sign * 100 * cell.value / (score.range.high - score.range.low)


SPAN = 40
"""How far two scores are taken to differ at most where a measure names no range."""

CLASSES = ("deteriorated", "unchanged", "improved")
_PARTS = tuple(each for each in WHOM if each != ALL)
_GOING_ON = tuple(f"status.{each}" for each in STATUS_WORDS if each not in OVER)
RULES = (
    Rule("part", "attendance.came", ("*.scored", "*.paired")),
    Rule("part", "{measure}.scored", ("{measure}.paired", "{measure}.case")),
    Rule("part", "{measure}.paired", ("{measure}.recovered",)),
    Rule("apart", "{measure}.case", ("{measure}.recovered", "{measure}.recovery_not_known")),
    Rule("apart", "{measure}.scored", ("{measure}.paired", "{measure}.recovery_not_known")),
    Rule("some", "{measure}.case", ("{measure}.paired", "{measure}.recovery_not_known")),
    *same("{measure}.paired", f"{{measure}}.{ALL}"),
    *same("{measure}.scored", "{measure}.paired.percent"),
    *same(
        "{measure}.paired",
        *(f"{{measure}}.{each}" for each in ("first", "last", "change", "g")),
    ),
    *same("{measure}.case", "{measure}.recovery", "{measure}.recovery_most"),
    *(rule for each in WHOM for rule in same(f"{{measure}}.{each}", f"{{measure}}.{each}.percent")),
    Rule(
        "divided",
        f"{{measure}}.{ALL}",
        tuple(f"{{measure}}.{each}" for each in _PARTS),
        untold=True,
    ),
    *(
        Rule(
            "divided",
            f"{{measure}}.{each}",
            tuple(f"{{measure}}.{each}.{one}" for one in CLASSES),
        )
        for each in WHOM
    ),
    *(
        Rule(
            "divided",
            f"{{measure}}.{ALL}.{one}",
            tuple(f"{{measure}}.{each}.{one}" for each in _PARTS),
            untold=True,
        )
        for one in CLASSES
    ),
    Rule("part", "drop_out.end.reached", ("*.completed",)),
    Rule(
        "some",
        "{measure}.ended",
        ("drop_out.end.stopped", "drop_out.end.left_out"),
        beside=(f"{{measure}}.{ALL}",),
    ),
    Rule("part", "drop_out.end.left_out", ("*.going_on",)),
    Rule("some", "{measure}.going_on", _GOING_ON, untold=True),
)
"""Scores belong to sessions that were held."""

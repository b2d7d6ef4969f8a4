"""Change on the measures, over all clients: pairs, means with their picture, classes, recovery.

By group only where every group shown is large enough.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.case.case import PseudonymisedCase
from exports.document.tables import (
    Cell,
    Column,
    Count,
    Figure,
    Raw,
    RawTable,
    Share,
    Table,
    count,
    interval,
)
from exports.estimates.influence import effect, mean
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.reports.course_tables import CLIENTS
from exports.reports.outcomes import (
    OUTCOMES,
    Course,
    Measure,
    Outcome,
    course_of,
    outcome_of,
    recovered,
    started_as_case,
)
from session_forms.scoring.change import caseness, classify
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure with the course of every client.

    Attributes:
        courses: Each client with their course.
        read_with: All measures of the report, the paired one among them.

    """

    measure: Measure
    courses: tuple[tuple[PseudonymisedCase, Course], ...]
    read_with: tuple[Measure, ...]

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

    def outcomes(self) -> tuple[tuple[PseudonymisedCase, Outcome], ...]:
        """Return the outcome of each client, the paired measure taken into account."""
        return tuple(
            (case, outcome_of(case, self.measure, self.read_with)) for case, _course in self.courses
        )


def followed(
    cases: Sequence[PseudonymisedCase], measures: Sequence[Measure]
) -> tuple[Followed, ...]:
    """Return every measure with the courses of all clients; one without scores has empty ones."""
    known = tuple(measures)
    return tuple(
        Followed(measure, tuple((case, course_of(case, measure)) for case in cases), known)
        for measure in known
    )


def pairs(found: Sequence[Followed]) -> RawTable:
    """Return, for each measure, how many clients have a first and a last score."""
    return RawTable(
        id="pairs",
        title=_("Scores at hand"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column(
                "scored",
                pgettext("column", "First score"),
                "count",
                _("Clients with a first score"),
            ),
            Column(
                "paired",
                pgettext("column", "Both scores"),
                "count",
                _("Clients with first and last score"),
            ),
            Column(
                "percent",
                pgettext("column", "Paired"),
                "percent",
                _("Both scores, of those with a first"),
            ),
        ),
        rows=tuple(
            (
                each.measure.title,
                each.scored_count,
                each.paired_count,
                Share(each.paired_count, each.scored_count),
            )
            for each in found
        ),
        kind="told",
    )


def mean_change(found: Sequence[Followed]) -> RawTable:
    """Return mean scores, mean change with its interval, and effect size, of the pairs."""
    return RawTable(
        id="mean_change",
        title=_("Mean change, clients with both scores"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column(
                "paired",
                pgettext("column", "Clients"),
                "count",
                _("Clients with first and last score"),
            ),
            Column("first", pgettext("column", "First"), "figure", _("Mean of the first scores")),
            Column("last", pgettext("column", "Last"), "figure", _("Mean of the last scores")),
            Column("change", pgettext("column", "Change"), "figure", _("Mean of last minus first")),
            Column(
                "low",
                pgettext("column", "95 % from"),
                "figure",
                _("Lower end of the 95 % t interval"),
            ),
            Column(
                "high", pgettext("column", "to"), "figure", _("Upper end of the 95 % t interval")
            ),
            Column(
                "g",
                pgettext("column", "Effect g"),
                "figure",
                _("Hedges' g on the baseline SD; plus is better"),
            ),
        ),
        rows=tuple(_mean_change_row(each) for each in found),
        notes=(
            _(
                "95 % intervals by Student's t. Effect: Hedges' g on the SD of the first scores; "
                "plus is better, whichever way the measure runs."
            ),
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
        Figure(effect(f"{name}.g", pairs, higher_is_better=better), decimals=2),
    )


def span_of(measure: Measure) -> float:
    """Return how far two scores of a measure can lie apart."""
    known = measure.score.range
    return known.high - known.low if known is not None else SPAN


def classes(found: Sequence[Followed]) -> RawTable:
    """Return the classes of change, for the measures with a sourced criterion."""
    rows: list[tuple[Raw, ...]] = []
    notes: list[str] = []
    for each in (each for each in found if each.measure.has_criterion):
        measure = each.measure
        outcomes = each.outcomes()
        improved, unchanged, deteriorated = (
            count(f"{measure.id}.{kind}", [case for case, one in outcomes if one == kind])
            for kind in OUTCOMES
            if kind != "not known"
        )
        known = [case for case, one in outcomes if one != "not known"]
        whole = count(f"{measure.id}.known", known)
        share = Share(improved, whole)
        rows.append((measure.title, whole, improved, unchanged, deteriorated, share))
        notes.append(criterion_in_words(measure))
    return RawTable(
        id="classes",
        title=pgettext("table", "Reliable change"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column(
                "paired",
                pgettext("column", "Both scores"),
                "count",
                _("Clients with first and last score"),
            ),
            Column(
                "improved",
                pgettext("column", "Improved"),
                "count",
                pgettext("codebook", "Reliably improved"),
            ),
            Column(
                "unchanged",
                pgettext("column", "No change"),
                "count",
                _("No reliable change, or mixed"),
            ),
            Column(
                "deteriorated",
                pgettext("column", "Worse"),
                "count",
                pgettext("codebook", "Reliably deteriorated"),
            ),
            Column(
                "percent",
                pgettext("column", "Share improved"),
                "percent",
                _("Improved, of those with both scores"),
            ),
        ),
        rows=tuple(rows),
        notes=(
            *notes,
            _(
                "PHQ-9 and GAD-7 are read together: better on one and worse on the other counts as "
                "no change."
            ),
        ),
        kind="told",
    )


def criterion_in_words(measure: Measure) -> str:
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
    return _("{title}: reliable from a change of {points} ({kind}; {source}).").format(
        title=measure.title,
        points=number_words(round(change.criterion, 2)),
        kind=kind,
        source=grounds.source,
    )


def recovery(found: Sequence[Followed]) -> RawTable:
    """Return recovery of those who started as a case; not known is not recovered."""
    rows: list[tuple[Raw, ...]] = []
    for each in found:
        if caseness(each.measure.score) is None:
            continue
        name = each.measure.id
        as_case = [
            (case, recovered(course, each.measure))
            for case, course in each.courses
            if started_as_case(course, each.measure)
        ]
        started = count(f"{name}.case", [case for case, _recovered in as_case])
        parts = [
            count(f"{name}.{kind}", [case for case, one in as_case if one is value])
            for kind, value in (("recovered", True), ("recovery_not_known", None))
        ]
        rows.append((each.measure.title, started, *parts, Share(parts[0], started)))
    return RawTable(
        id="recovery",
        title=pgettext("table", "Recovery"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column(
                "case", _("Started as a case"), "count", _("First score at the cut-off or beyond")
            ),
            Column(
                "recovered",
                pgettext("column", "Recovered"),
                "count",
                _("No case at the last score"),
            ),
            Column(
                "not_known",
                pgettext("column", "Not known"),
                "count",
                _("Started as a case, no last score"),
            ),
            Column(
                "percent",
                pgettext("column", "Share recovered"),
                "percent",
                _("Recovered, of all who started as a case"),
            ),
        ),
        rows=tuple(rows),
        notes=(_("Of all who started as a case; not known never counts as recovered."),),
        kind="told",
    )


def with_picture(table: Table, ids: Sequence[str], measures: Sequence[Measure]) -> Table:
    """Return the finished table of mean change with its picture, if there is enough to draw.

    `ids` are the measures of its rows, in their order.
    """
    lines = tuple(_lines(table, ids, {each.id: each for each in measures}))
    return replace(table, picture=ChangeChart(lines)) if lines else table


def _lines(
    table: Table, ids: Sequence[str], measures: Mapping[str, Measure]
) -> Iterator[ChangeLine]:
    columns = [column.id for column in table.columns]
    for row, measure_id in zip(table.rows, ids, strict=True):
        measure = measures.get(measure_id)
        if measure is None:
            continue
        cells = dict(zip(columns, row, strict=True))
        ends = [_better(measure, cells[each]) for each in ("change", "low", "high")]
        known = [each for each in ends if each is not None]
        if len(known) == len(ends):
            figures = _("{change} ({low} to {high})").format(
                change=cells["change"].text, low=cells["low"].text, high=cells["high"].text
            )
            low, high = min(known), max(known)
            yield ChangeLine(measure.title, figures, cells["paired"].text, known[0], low, high)


def _better(measure: Measure, cell: Cell) -> float | None:
    """Return a printed change in per cent of the measure's range, plus being better."""
    score = measure.score
    if cell.value is None or score.range is None:
        return None
    sign = -1 if score.direction == "higher-worse" else 1
    return sign * 100 * cell.value / (score.range.high - score.range.low)


SPAN = 40
"""How far two scores are taken to differ at most where a measure names no range."""

MODE_GROUPS = {
    "in_person": NP_("way of meeting", "in person"),
    "video": NP_("way of meeting", "remote"),
    "telephone": NP_("way of meeting", "remote"),
}


def _mode(mode: str) -> str:
    return _(MODE_GROUPS[mode]) if mode in MODE_GROUPS else mode


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide clients into groups."""

    id: str
    title: str
    group_of: Callable[[PseudonymisedCase], str]


DIMENSIONS = (
    Dimension("age_band", NP_("groups of clients by", "Age band"), lambda case: case.age_band),
    Dimension("gender", NP_("groups of clients by", "Gender"), lambda case: case.gender),
    Dimension("mode", N_("Way of meeting"), lambda case: _mode(case.mode)),
    Dimension("track", NP_("groups of clients by", "Track"), lambda case: case.track),
)


def breakdown(
    cases: Sequence[PseudonymisedCase],
    each: Followed,
    dimension: Dimension,
    titles: Mapping[str, str],
) -> RawTable:
    """Return outcomes on one measure by group; small groups are shown together, or not at all.

    `titles` are the words for groups that are known by an id.
    """
    measure = each.measure
    names = sorted({dimension.group_of(case) for case in cases})
    outcomes = each.outcomes()
    rows: list[tuple[Raw, ...]] = []
    for name in names:
        chosen = [(case, one) for case, one in outcomes if dimension.group_of(case) == name]
        suffix = f"{dimension.id}={name}"
        size = count(f"{CLIENTS}.{suffix}", [case for case, _one in chosen])
        improved = count(
            f"{measure.id}.improved.{suffix}", [case for case, one in chosen if one == "improved"]
        )
        rows.append((titles.get(name, _(name)), size, improved, Share(improved, size)))
    return RawTable(
        id=f"by_{dimension.id}",
        title=_("{measure} by {group}").format(
            measure=measure.title, group=_(dimension.title).lower()
        ),
        columns=(
            Column("group", _(dimension.title), "text", pgettext("codebook", "Group")),
            Column("clients", pgettext("column", "Clients"), "count", _("Clients of the group")),
            Column(
                "improved",
                pgettext("column", "Improved"),
                "count",
                pgettext("codebook", "Reliably improved"),
            ),
            Column(
                "percent",
                pgettext("column", "Share improved"),
                "percent",
                _("Improved, of all clients of the group"),
            ),
        ),
        rows=tuple(rows),
        kind="groups",
    )

"""Change on the measures, over all clients: pairs, means with their picture, classes, recovery.

By group only where every group shown is large enough.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.case.case import PseudonymisedCase
from exports.document.estimates import hedges_g
from exports.document.tables import (
    Cell,
    Column,
    Count,
    Figure,
    Raw,
    RawTable,
    Share,
    Sum,
    Table,
    mean_figures,
)
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
    """A measure with the course of every client."""

    measure: Measure
    courses: tuple[Course, ...]
    read_with: tuple[Measure, ...]
    """All measures of the report, the paired one among them."""

    @property
    def paired(self) -> tuple[tuple[float, float], ...]:
        """First and last score of every client who has both."""
        return tuple(
            (course.first, course.last)
            for course in self.courses
            if course.first is not None and course.last is not None
        )

    @property
    def paired_count(self) -> Count:
        """Return how many have both scores."""
        return Count(f"{self.measure.id}.paired", len(self.paired))


def followed(
    cases: Sequence[PseudonymisedCase], measures: Sequence[Measure]
) -> tuple[Followed, ...]:
    """Return every measure of which at least one client has a score."""
    known = tuple(measures)
    all_of_them = (
        Followed(measure, tuple(course_of(case, measure) for case in cases), known)
        for measure in known
    )
    return tuple(each for each in all_of_them if any(course.scores for course in each.courses))


def pairs(found: Sequence[Followed]) -> RawTable:
    """Return, for each measure, how many clients have a first and a last score."""
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for each in found:
        name = each.measure.id
        scored = Count(f"{name}.scored", sum(bool(course.scores) for course in each.courses))
        never = Count(f"{name}.never", len(each.courses) - scored.value)
        single = Count(f"{name}.single", scored.value - each.paired_count.value)
        paired = each.paired_count
        rows.append((each.measure.title, scored, never, paired, single, Share(paired, scored)))
        sums.append(Sum(CLIENTS, (scored.key, never.key)))
        sums.append(Sum(scored.key, (paired.key, single.key)))
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
                "never", pgettext("column", "No score"), "count", _("Clients without any score")
            ),
            Column(
                "paired",
                pgettext("column", "Both scores"),
                "count",
                _("Clients with first and last score"),
            ),
            Column("single", _("No last score"), "count", _("Clients with a first score alone")),
            Column(
                "percent",
                pgettext("column", "Paired"),
                "percent",
                _("Both scores, of those with a first"),
            ),
        ),
        rows=tuple(rows),
        sums=tuple(sums),
    )


def mean_change(found: Sequence[Followed]) -> RawTable:
    """Return mean scores, mean change with its interval, and effect size, of the pairs.

    Measures without a single pair are named in a remark: they have nothing to show.
    """
    empty = [each.measure.title for each in found if not each.paired]
    remark = _("No client has both scores yet: {measures}.").format(measures=", ".join(empty))
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
        rows=tuple(_mean_change_row(each) for each in found if each.paired),
        notes=(
            *([remark] if empty else []),
            _(
                "95 % intervals by Student's t. Effect: Hedges' g on the SD of the first scores; "
                "plus is better, whichever way the measure runs."
            ),
        ),
    )


def _mean_change_row(each: Followed) -> tuple[Raw, ...]:
    basis = each.paired_count
    differences = [last - first for first, last in each.paired]
    firsts = [first for first, _last in each.paired]
    lasts = [last for _first, last in each.paired]
    g = hedges_g(differences, firsts)
    better = -1 if each.measure.score.direction == "higher-worse" else 1
    return (
        each.measure.title,
        basis,
        mean_figures(firsts, basis)[0],
        mean_figures(lasts, basis)[0],
        *mean_figures(differences, basis),
        Figure(None if g is None else better * g, basis, 2),
    )


def classes(cases: Sequence[PseudonymisedCase], found: Sequence[Followed]) -> RawTable:
    """Return the classes of change, for the measures with a sourced criterion."""
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    notes: list[str] = []
    for each in (each for each in found if each.measure.has_criterion):
        measure = each.measure
        tally: Counter[Outcome] = Counter(
            outcome_of(case, measure, each.read_with) for case in cases
        )
        counts = tuple(Count(f"{measure.id}.{each}", tally[each]) for each in OUTCOMES)
        total = Count(CLIENTS, len(cases))
        paired = Count(f"{measure.id}.paired", total.value - tally["not known"])
        rows.append((measure.title, paired, *counts, Share(counts[0], paired)))
        sums.append(Sum(total.key, tuple(count.key for count in counts)))
        sums.append(Sum(paired.key, tuple(count.key for count in counts[:3])))
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
            Column("not_known", pgettext("column", "Not known"), "count", _("Without both scores")),
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
        sums=tuple(sums),
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
    sums: list[Sum] = []
    for each in found:
        if caseness(each.measure.score) is None:
            continue
        name = each.measure.id
        as_case = [course for course in each.courses if started_as_case(course, each.measure)]
        tally = Counter(recovered(course, each.measure) for course in as_case)
        started = Count(f"{name}.case", len(as_case))
        below = Count(f"{name}.below", sum(bool(c.scores) for c in each.courses) - len(as_case))
        parts = (
            Count(f"{name}.recovered", tally[True]),
            Count(f"{name}.not_recovered", tally[False]),
            Count(f"{name}.recovery_not_known", tally[None]),
        )
        rows.append((each.measure.title, below, started, *parts, Share(parts[0], started)))
        sums.append(Sum(started.key, tuple(part.key for part in parts)))
        sums.append(Sum(f"{name}.scored", (started.key, below.key)))
    return RawTable(
        id="recovery",
        title=pgettext("table", "Recovery"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column("no_case", _("No case at first"), "count", _("First score not at the cut-off")),
            Column(
                "case", _("Started as a case"), "count", _("First score at the cut-off or beyond")
            ),
            Column(
                "recovered",
                pgettext("column", "Recovered"),
                "count",
                _("No case at the last score"),
            ),
            Column("not_recovered", _("Still a case"), "count", _("A case at the last score")),
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
        sums=tuple(sums),
    )


def with_picture(table: Table, found: Sequence[Followed]) -> Table:
    """Return the finished table of mean change with its picture, if there is enough to draw.

    `found` are the measures of its rows, in their order.
    """
    lines = tuple(_lines(table, found))
    return replace(table, picture=ChangeChart(lines)) if lines else table


def _lines(table: Table, found: Sequence[Followed]) -> Iterator[ChangeLine]:
    ids = [column.id for column in table.columns]
    for row, followed in zip(table.rows, found, strict=True):
        cells = dict(zip(ids, row, strict=True))
        ends = [_better(followed.measure, cells[each]) for each in ("change", "low", "high")]
        known = [each for each in ends if each is not None]
        if len(known) == len(ends):
            figures = _("{change} ({low} to {high})").format(
                change=cells["change"].text, low=cells["low"].text, high=cells["high"].text
            )
            title = followed.measure.title
            low, high = min(known), max(known)
            yield ChangeLine(title, figures, cells["paired"].text, known[0], low, high)


def _better(measure: Measure, cell: Cell) -> float | None:
    """Return a printed change in per cent of the measure's range, plus being better."""
    score = measure.score
    if cell.value is None or score.range is None:
        return None
    sign = -1 if score.direction == "higher-worse" else 1
    return sign * 100 * cell.value / (score.range.high - score.range.low)


ROWS_TO_COMPARE = 2
OTHERS = N_("All other groups together")

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


def large_groups(sizes: Counter[str], least: int) -> tuple[str, ...]:
    """Return the groups that may be shown by themselves, largest first.

    The others stand together in one row. Where they are too few for that, the smallest of the
    shown groups joins them: otherwise a reader could subtract.
    """
    shown = [name for name, size in sizes.most_common() if size >= least]
    shown.sort(key=lambda name: (-sizes[name], name))
    while shown and 0 < sizes.total() - sum(sizes[name] for name in shown) < least:
        shown.pop()
    return tuple(shown)


def breakdown(
    cases: Sequence[PseudonymisedCase],
    followed: Followed,
    dimension: Dimension,
    least: int,
    titles: Mapping[str, str],
) -> RawTable | None:
    """Return outcomes on one measure by group; None where fewer than two rows may be shown.

    `titles` are the words for groups that are known by an id.
    """
    groups = _groups(cases, dimension, least)
    if len(groups) < ROWS_TO_COMPARE:
        return None
    measure = followed.measure
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for name, chosen in groups.items():
        row, parts = _group_row(chosen, followed, f".{dimension.id}={name}")
        rows.append((titles.get(name, _(name)), *row))
        sums += parts
    total, parts = _group_row(cases, followed, "")
    rows.append((pgettext("row of a table", "All"), *total))
    sums += parts
    for key in (CLIENTS, f"{measure.id}.improved", f"{measure.id}.others"):
        sums.append(Sum(key, tuple(f"{key}.{dimension.id}={name}" for name in groups)))
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
            Column("others", _("Not, or not known"), "count", _("Not improved, or not known")),
            Column(
                "percent",
                pgettext("column", "Share improved"),
                "percent",
                _("Improved, of all clients of the group"),
            ),
        ),
        rows=tuple(rows),
        sums=tuple(sums),
    )


def _groups(
    cases: Sequence[PseudonymisedCase], dimension: Dimension, least: int
) -> dict[str, list[PseudonymisedCase]]:
    """Return the cases of each row, the large groups first and all others together last."""
    shown = large_groups(Counter(dimension.group_of(case) for case in cases), least)
    groups: dict[str, list[PseudonymisedCase]] = {name: [] for name in (*shown, OTHERS)}
    for case in cases:
        name = dimension.group_of(case)
        groups[name if name in shown else OTHERS].append(case)
    return {name: chosen for name, chosen in groups.items() if chosen}


def _group_row(
    chosen: Sequence[PseudonymisedCase], followed: Followed, suffix: str
) -> tuple[tuple[Raw, ...], list[Sum]]:
    outcomes = [outcome_of(case, followed.measure, followed.read_with) for case in chosen]
    name = followed.measure.id
    size = Count(f"{CLIENTS}{suffix}", len(chosen))
    improved = Count(f"{name}.improved{suffix}", outcomes.count("improved"))
    others = Count(f"{name}.others{suffix}", size.value - improved.value)
    sums = [Sum(size.key, (improved.key, others.key))]
    return (size, improved, others, Share(improved, size)), sums

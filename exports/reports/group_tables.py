"""Breakdowns by group, only where every group shown is large enough."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exports.case.case import PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Share, Sum
from exports.reports.course_tables import CLIENTS
from exports.reports.outcome_tables import Followed
from exports.reports.outcomes import outcome_of
from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _

ROWS_TO_COMPARE = 2
OTHERS = N_("All other groups together")

MODE_GROUPS = {"in_person": N_("in person"), "video": N_("remote"), "telephone": N_("remote")}


def _mode(mode: str) -> str:
    return MODE_GROUPS.get(mode, mode)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide clients into groups."""

    id: str
    title: str
    group_of: Callable[[PseudonymisedCase], str]


DIMENSIONS = (
    Dimension("age_band", N_("Age band"), lambda case: case.age_band),
    Dimension("gender", N_("Gender"), lambda case: case.gender),
    Dimension("mode", N_("Way of meeting"), lambda case: _mode(case.mode)),
    Dimension("track", N_("Track"), lambda case: case.track),
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
            Column("group", _(dimension.title), "text", _("Group")),
            Column("clients", _("Clients"), "count", _("Clients of the group")),
            Column("improved", _("Improved"), "count", _("Reliably improved")),
            Column("others", _("Not, or not known"), "count", _("Not improved, or not known")),
            Column(
                "percent",
                _("Share improved"),
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

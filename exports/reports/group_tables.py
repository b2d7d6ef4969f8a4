"""Outcomes by group of clients, only where every group shown is large enough."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exports.case.case import PseudonymisedCase
from exports.disclosure.constraints import Rule
from exports.document.tables import Column, Raw, RawTable, Share, column, count
from exports.reports.course_tables import CLIENTS, clients_column
from exports.reports.outcome_tables import ALL, Followed
from session_forms.words.texts import N_, NP_, _, pgettext

MODE_GROUPS = {
    "in_person": NP_("way of meeting", "in person"),
    "video": NP_("way of meeting", "remote"),
    "telephone": NP_("way of meeting", "remote"),
}


AGES = ((35, "under 35"), (55, "35 to 54"))
"""The age bands of a report, each with the age before which it ends; the last one is open."""
OLDEST = "55 and over"
AGE_WORDS = {
    "under 35": NP_("age of clients", "under 35"),
    "35 to 54": NP_("age of clients", "35 to 54"),
    OLDEST: NP_("age of clients", "55 and over"),
}


def _age(band: str) -> str:
    """Return one of three bands for an age band of the record, by the first age it names.

    Finer ones hold fewer than ten clients in most services, and were shown together there.
    """
    first = re.search(r"\d+", band)
    if first is None:
        return band
    age = int(first.group()) - band.startswith("under")
    return next((named for end, named in AGES if age < end), OLDEST)


def _mode(mode: str) -> str:
    return _(MODE_GROUPS[mode]) if mode in MODE_GROUPS else mode


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide clients into groups."""

    id: str
    title: str
    group_of: Callable[[PseudonymisedCase], str]


DIMENSIONS = (
    Dimension(
        "age_band", NP_("groups of clients by", "Age band"), lambda case: _age(case.age_band)
    ),
    Dimension("gender", NP_("groups of clients by", "Gender"), lambda case: case.gender),
    Dimension("mode", N_("Way of meeting"), lambda case: _mode(case.mode)),
    Dimension("track", NP_("groups of clients by", "Track"), lambda case: case.track),
)


def breakdown(
    cases: Sequence[PseudonymisedCase],
    measured: Followed,
    dimension: Dimension,
    titles: Mapping[str, str],
) -> RawTable:
    """Return outcomes on one measure by group; small groups are shown together, or not at all.

    `titles` are the words for groups that are known by an id.
    """
    measure = measured.measure
    names = sorted({dimension.group_of(case) for case in cases})
    outcomes = measured.outcomes
    rows: list[tuple[Raw, ...]] = []
    for name in names:
        chosen = [(case, one) for case, one in outcomes if dimension.group_of(case) == name]
        suffix = f"{dimension.id}={name}"
        size = count(f"{CLIENTS}.{suffix}", [case for case, _one in chosen])
        improved = count(
            f"{measure.id}.improved.{suffix}", [case for case, one in chosen if one == "improved"]
        )
        words = titles.get(name) or _(AGE_WORDS.get(name, name))
        rows.append((words, size, improved, Share(improved, size)))
    return RawTable(
        id=f"by_{dimension.id}",
        title=_("{measure} by {group}").format(
            measure=measure.title, group=_(dimension.title).lower()
        ),
        columns=(
            Column("group", _(dimension.title), "text", pgettext("codebook", "Group")),
            clients_column(_("Clients of the group")),
            column("improved", "Improved", "count", "Reliably improved"),
            column("percent", "Share improved", "percent", "Improved, of all clients of the group"),
        ),
        rows=tuple(rows),
        kind="groups",
    )


RULES = (
    Rule("apart", CLIENTS, (f"{CLIENTS}.{{by}}=*",)),
    Rule("apart", f"{{measure}}.{ALL}.improved", ("{measure}.improved.{by}=*",)),
    Rule("part", f"{CLIENTS}.{{by}}={{group}}", ("*.improved.{by}={group}",)),
)

"""Many packages as one: what is counted, what is not and why, and sums over services.

combined = combine(gather(packages_in(folders), opener))
totals = combined.totals("2026-Q3")
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isnan

from exports.combining.cell_store import UNTOLD, CellKey, CellKeys
from exports.combining.choosing import LeftOut, chosen
from exports.combining.contributions import Contribution
from exports.combining.gathering import Gathered, RefusedPackage
from exports.combining.sums import Total, added_up


@dataclass(frozen=True, slots=True)
class SiteFigure:
    """What one service tells of one measure.

    Attributes:
        n: How many clients; None where it does not tell, because they are too few.
        value: The mean or rate; None of a count.
        most: The most that it can be; None where it has no end.

    """

    site: str
    n: int | None
    value: float | None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """What came of many packages.

    Attributes:
        counted: At most one release for a service and quarter.
        left_out: Releases that are whole and not counted, each with the reason.
        refused: Packages of which nothing is used.

    """

    keys: CellKeys
    counted: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[RefusedPackage, ...]
    stopped: bool = False

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarters, as 2026-Q3, the newest first."""
        return tuple(sorted({each.quarter.name for each in self.counted}, reverse=True))

    @property
    def sites(self) -> tuple[str, ...]:
        """Every service, in the order of their fingerprints."""
        return tuple(sorted({each.site for each in self.counted}))

    @property
    def practice(self) -> bool:
        """Whether all of it is invented."""
        return any(each.practice for each in self.counted)

    def releases(
        self, quarter: str, sites: Collection[str] | None = None
    ) -> tuple[Contribution, ...]:
        """Return what is counted of one quarter: of all services, or of these."""
        return tuple(
            each
            for each in self.counted
            if each.quarter.name == quarter and (sites is None or each.site in sites)
        )

    def totals(self, quarter: str, sites: Collection[str] | None = None) -> tuple[Total, ...]:
        """Return the sums over services for one quarter; quarters are never added up."""
        return added_up(self.releases(quarter, sites), self.keys)

    def side_by_side(
        self, key: CellKey, quarter: str, sites: Collection[str] | None = None
    ) -> tuple[SiteFigure, ...]:
        """Return what each service tells of one measure, by fingerprint: no order but that."""
        if key not in self.keys.known:
            return ()
        number = self.keys.known.index(key)
        found = (_figure(each, number) for each in self.releases(quarter, sites))
        return tuple(sorted((each for each in found if each is not None), key=_site))


def combine(gathered: Gathered, course: str = "", *, practice_counts: bool = True) -> Combined:
    """Return what was gathered of one course, each service and quarter counted once.

    Without the id of a course it is the one that most of them are of. Without `practice_counts`
    invented people are never counted.
    """
    found = chosen(gathered.contributions, course, practice_counts=practice_counts)
    without = (RefusedPackage(each.path, each.why) for each in gathered.whole if each.why)
    return Combined(
        gathered.keys,
        found.counted,
        found.left_out,
        (*gathered.refused, *without),
        gathered.stopped,
    )


def caseloads_of(releases: Sequence[Contribution]) -> int:
    """Return over how many caseloads releases are: each changed its figures on its own."""
    return sum(each.caseloads for each in releases)


def _figure(release: Contribution, number: int) -> SiteFigure | None:
    cells = release.cells
    if number not in cells.keys:
        return None
    at = cells.keys.index(number)
    n = cells.n[at]
    return SiteFigure(
        release.site, None if n == UNTOLD else n, _known(cells.value[at]), _known(cells.most[at])
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _site(figure: SiteFigure) -> str:
    return figure.site

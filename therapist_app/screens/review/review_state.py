"""What the page shows of packages: how each stands, and what services say together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from exports.combining.combined import caseloads_of
from exports.combining.combined_report import how_wrong
from exports.combining.sums import added_up
from exports.paper.charts.funnel_plot import FunnelPlot
from exports.paper.pages.page_reading import DrawnPage
from session_forms.words.texts import NN_, counted
from therapist_app.screens.review.combining import (
    Choice,
    PackageLine,
    ServiceLine,
    SumLine,
    measures_of,
    plot_of,
    service_lines,
    sum_lines,
    tables_of,
)
from therapist_app.screens.review.opened_packages import OpenedPackages
from therapist_app.view_model import WorkState
from therapist_app.workflows.exporting.known_services import KnownService

COUNTED = NN_(
    "{count} release is counted, of {services}.", "{count} releases are counted, of {services}."
)
SERVICES = NN_("{count} service", "{count} services")
NOT_COUNTED = NN_("{count} release is not counted.", "{count} releases are not counted.")
REFUSED = NN_("{count} package was not opened.", "{count} packages were not opened.")
ALL = ""
"""Stands for every service."""


@dataclass(frozen=True, slots=True)
class OpenReport:
    """The report of a package that is read on the screen.

    Attributes:
        page: The page that is shown, from 0.

    """

    path: Path
    title: str
    pages: tuple[DrawnPage, ...]
    page: int = 0

    def turned(self, by: int) -> "OpenReport":
        """Return it at another page, which stays within the report."""
        return replace(self, page=max(0, min(len(self.pages) - 1, self.page + by)))


@dataclass(frozen=True, slots=True)
class ReviewState(WorkState):
    """The packages, and what services say together.

    Attributes:
        lines: The packages there is room for.
        more: How many there are besides, all of them verified or of a kind that is shown.
        counted: How many releases are counted, of how many services.
        not_counted: How many are verified and not counted.
        refused: How many were not opened.
        done: How many packages are looked at by now, of how many.
        wrong: How far sums can be from the true ones, in words.
        told: What was saved or printed last, in words.
        not_done: Why something was not done, as a sentence.
        known: The services whose numbers were compared, those to compare anew first.
        to_confirm: The numbers that are to count as compared once somebody says so, each with what
            its service is called, or empty.
        reading: The report that is read on the screen.
        invented: How many packages of practice are open and not added up.

    """

    lines: tuple[PackageLine, ...] = ()
    more: int = 0
    counted: int = 0
    services: int = 0
    not_counted: int = 0
    refused: int = 0
    done: int = 0
    of: int = 0
    quarters: tuple[Choice, ...] = ()
    quarter: str = ""
    tables: tuple[Choice, ...] = ()
    table: str = ""
    sites: tuple[Choice, ...] = ()
    site: str = ""
    sums: tuple[SumLine, ...] = ()
    measures: tuple[Choice, ...] = ()
    measure: str = ""
    compared: tuple[ServiceLine, ...] = ()
    plot: FunnelPlot | None = None
    wrong: tuple[str, ...] = ()
    told: str = ""
    not_done: str = ""
    known: tuple[KnownService, ...] = ()
    to_confirm: tuple[Choice, ...] = ()
    reading: OpenReport | None = None
    invented: int = 0

    @property
    def counted_words(self) -> str:
        """How many releases are counted, and how many packages are not."""
        said: list[str] = []
        if self.counted:
            services = counted(SERVICES, self.services)
            said.append(counted(COUNTED, self.counted, services=services))
        if self.not_counted:
            said.append(counted(NOT_COUNTED, self.not_counted))
        if self.refused:
            said.append(counted(REFUSED, self.refused))
        return " ".join(said)

    @property
    def has_whole(self) -> bool:
        """Whether any package was opened."""
        return any(each.whole for each in self.lines) or bool(self.counted)

    @property
    def has_sealed(self) -> bool:
        """Whether another private key might open a package."""
        return any(each.standing in {"no_key", "other_key"} for each in self.lines)


def shown(state: ReviewState, opened: OpenedPackages, name: Callable[[str], str]) -> ReviewState:
    """Return what is chosen of what was added up.

    Args:
        state: What is chosen; what there is not is replaced by the first that there is.
        opened: Every package, and the sums of the quarter.
        name: What a service is called, by its fingerprint.

    """
    combined, words = opened.combined, opened.words
    site = _one_of(state.site, state.sites)
    releases = combined.releases(state.quarter, {site} if site else None)
    totals = added_up(releases, combined.keys) if site else opened.totals
    tables = tables_of(opened.totals, words)
    table = _one_of(state.table, tables)
    by = {
        f"{key.measure} {key.version} {key.stratum}": (key, title)
        for key, title in measures_of(opened.totals, table, words)
    }
    measures = tuple((each, title) for each, (_key, title) in by.items())
    measure = _one_of(state.measure, measures)
    compared: tuple[ServiceLine, ...] = ()
    plot = None
    if measure:
        key, title = by[measure]
        figures = combined.side_by_side(key, state.quarter)
        plot = plot_of(key, title, figures, name)
        compared = service_lines(figures, plot, name)
    caseloads = caseloads_of(releases)
    return replace(
        state,
        site=site,
        tables=tables,
        table=table,
        sums=sum_lines(totals, table, words, len(releases)),
        measures=measures,
        measure=measure,
        compared=compared,
        plot=plot,
        wrong=how_wrong(caseloads) if caseloads else (),
    )


def _one_of(wanted: str, choices: tuple[Choice, ...]) -> str:
    ids = [key for key, _title in choices]
    if wanted in ids:
        return wanted
    return ids[0] if ids else ""

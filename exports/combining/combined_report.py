"""What many services say together, as a report: one page, services side by side, what is counted.

    report = combined_report(combined, "2026-Q3", words, programme=...)

It is made of figures that were changed and told already, and of nothing else. No service is
ranked; each is named by its fingerprint, or as whoever combines them calls it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exports.combining.combined import Combined, caseloads_of
from exports.combining.combined_tables import (
    MAIN,
    Name,
    counted_releases,
    every_service,
    every_total,
    left_out_releases,
    main_figures,
    main_totals,
    refused_packages,
    totals_of,
)
from exports.combining.comparing import funnel_of, site_name
from exports.combining.measure_words import MeasureWords
from exports.combining.sums import Total, changed_by_about
from exports.disclosure.cell_keys import MOST
from exports.document.document import Block, Facts, PreviewPage, Prose, Report
from exports.document.tables import Table
from exports.document.workbook import CellValue, WorkbookSheet, table_lines, workbook
from exports.estimates.run_limits import run_limits
from exports.paper.charts.pictures import Picture
from exports.paper.charts.run_chart import RunChart
from exports.quarters import quarter_named
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext, pgettext

PRINTED = (
    "funnel",
    "attendance",
    "drop_out",
    "waits",
    "recovery",
    "negative_effects",
    "follow_up",
    "alerts",
)
"""The tables of the services' reports whose sums stand on paper; the workbook has all."""
_MOST_SHOWN = 40
_COURSE = 2


def combined_report(
    combined: Combined,
    quarter: str,
    words: MeasureWords,
    *,
    programme: tuple[str, str],
    name: Name = site_name,
) -> Report:
    """Return the report over every service that has a release of `quarter`.

    Args:
        combined: What came of the packages; at least one of them is of the quarter.
        quarter: Its name, as 2026-Q3.
        words: What measures are called.
        programme: Id and version of the one that is installed, from which the words are.
        name: What a service is called, by its fingerprint.

    """
    totals = combined.totals(quarter)
    pages = (
        _first_page(combined, quarter, totals),
        *_plots(combined, quarter, totals, name),
        *_quarters(combined),
        _sums(totals, words),
        _what_is_counted(combined, quarter, name),
    )
    return Report(
        title=_("What services say together"),
        chip=quarter_named(quarter).in_words,
        pages=pages,
        programme=programme,
        forms=(),
    )


def combined_workbook(
    combined: Combined, quarter: str, words: MeasureWords, name: Name = site_name
) -> bytes:
    """Return every table in full as one .xlsx file, with what has to be known on its first sheet.

    The same packages give the same bytes.
    """
    totals = combined.totals(quarter)
    tables = (
        main_figures(totals),
        every_total(totals, words),
        every_service(combined, quarter, totals, name),
        counted_releases(combined, quarter, name),
        left_out_releases(combined, name),
        refused_packages(combined),
    )
    title = _("What services say together")
    first: list[Sequence[CellValue]] = [
        (title, _("Practice: invented data") if combined.practice else ""),
        (pgettext("fact", "Quarter"), quarter_named(quarter).in_words),
        *((words, "") for words in how_wrong(caseloads_of(combined.releases(quarter)))),
        *(
            (column.title, column.description)
            for table in tables[:2]
            for column in table.columns
            if column.description != column.title
        ),
    ]
    return workbook(
        title,
        [
            WorkbookSheet(pgettext("sheet", "Rules and notes"), first),
            *(WorkbookSheet(each.id, table_lines(each)) for each in tables if each.rows),
        ],
    )


def how_wrong(caseloads: int) -> tuple[str, str]:
    """Return in words how far sums over so many caseloads can be from the true ones."""
    changed = ngettext(
        "{count} caseload is added up here. Its counts were changed by up to {most}, so that "
        "nobody can be found in them: 95 of 100 are within {about} of the true one.",
        "{count} caseloads are added up here. The counts of each were changed by up to {most}, so "
        "that nobody can be found in them, and changes add up: 95 of 100 counts over all of them "
        "are within {about} of the true one, and none is further from it than {furthest}.",
        caseloads,
    ).format(
        count=caseloads,
        most=MOST,
        about=round(changed_by_about(caseloads)),
        furthest=MOST * caseloads,
    )
    few = _(
        "A count about too few of its clients a service does not tell. The sum is then without it; "
        "beside it stands what it would be at most."
    )
    return changed, few


def _first_page(combined: Combined, quarter: str, totals: Sequence[Total]) -> PreviewPage:
    releases = combined.releases(quarter)
    caseloads, every = caseloads_of(releases), sum(each.caseloads_all for each in releases)
    facts = Facts(
        (
            (pgettext("fact", "Quarter"), quarter_named(quarter).in_words),
            (pgettext("fact", "Services"), _services(len(releases), len(combined.sites))),
            (
                pgettext("fact", "Caseloads"),
                _("{covered} of {of}").format(covered=caseloads, of=every),
            ),
            (pgettext("fact", "Programme"), listed(sorted({each.programme for each in releases}))),
            (pgettext("fact", "Releases counted"), _counted(len(releases), len(combined.counted))),
            (pgettext("fact", "Releases not counted"), str(len(combined.left_out))),
            (pgettext("fact", "Packages refused"), str(len(combined.refused))),
        )
    )
    said = tuple(Prose(each) for each in how_wrong(caseloads))
    refused = refused_packages(combined)
    why = (refused,) if refused.rows else ()
    figures = main_figures(totals)
    main = figures if figures.rows else Prose(_("No service has enough people for a main figure."))
    return PreviewPage(pgettext("part", "Main figures"), (facts, *said, main, *why))


def _counted(count: int, every: int) -> str:
    if count == every:
        return str(count)
    return _("{here} of this quarter; {every} of all quarters").format(here=count, every=every)


def _services(count: int, every: int) -> str:
    if count == every:
        return str(count)
    return _("{count} of {of}; the others have no release of this quarter here").format(
        count=count, of=every
    )


def _plots(
    combined: Combined, quarter: str, totals: Sequence[Total], name: Name
) -> Iterator[PreviewPage]:
    plots: list[Picture] = []
    for title, each in main_totals(totals):
        plot = funnel_of(title, combined.side_by_side(each.key, quarter), name)
        if plot is not None:
            plots.append(plot)
    if plots:
        intro = Prose(
            _(
                "One mark for each service, by how many of its clients the figure is about. "
                "Services have no order: what lies within the limits differs by chance."
            )
        )
        yield PreviewPage(_("Services side by side"), (intro, *plots))


def _quarters(combined: Combined) -> Iterator[PreviewPage]:
    """Yield a chart of each main figure over the quarters, side by side and never added up."""
    quarters = tuple(reversed(combined.quarters))
    if len(quarters) < _COURSE:
        return
    known = {each: _main_values(combined.totals(each)) for each in quarters}
    charts: list[Block] = []
    for measure, title in MAIN.items():
        points = tuple((each, known[each].get(measure)) for each in quarters)
        values = [value for _name, value in points]
        if any(each is not None for each in values):
            charts.append(RunChart(_(title), points, run_limits(values), unit=" %", most=100))
    intro = _(
        "The report of a quarter tells everybody up to its end. So quarters stand side by side and "
        "are not added up: a client would be counted in each. Not every service may have a release "
        "of each quarter here."
    )
    yield PreviewPage(_("Quarter by quarter"), (Prose(intro), *charts))


def _main_values(totals: Sequence[Total]) -> Mapping[str, float]:
    """Return the main figures; of a form in two versions that of the larger number of clients."""
    found: dict[str, Total] = {}
    for _title, each in main_totals(totals):
        name = each.key.measure
        found[name] = max(found.get(name, each), each, key=lambda total: total.n)
    return {name: each.value for name, each in found.items() if each.value is not None}


def _sums(totals: Sequence[Total], words: MeasureWords) -> PreviewPage:
    tables = (totals_of(each, totals, words) for each in PRINTED)
    return PreviewPage(_("Sums over services"), tuple(each for each in tables if each.rows))


def _what_is_counted(combined: Combined, quarter: str, name: Name) -> PreviewPage:
    tables = left_out_releases(combined, name), counted_releases(combined, quarter, name)
    return PreviewPage(
        _("What is counted"), tuple(_shortened(each) for each in tables if each.rows)
    )


def _shortened(table: Table) -> Table:
    """Return a table as it is; of a long one the first rows, and how many more there are."""
    more = len(table.rows) - _MOST_SHOWN
    if more <= 0:
        return table
    note = ngettext(
        "{count} more stands in the workbook.", "{count} more stand in the workbook.", more
    )
    rows = table.rows[:_MOST_SHOWN]
    return replace(table, rows=rows, notes=(*table.notes, note.format(count=more)))

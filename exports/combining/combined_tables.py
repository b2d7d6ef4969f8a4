"""The tables of what many services say together: for the report, and in full for a workbook."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from exports.combining.choosing import Reason
from exports.combining.combined import Combined
from exports.combining.comparing import site_name
from exports.combining.measure_words import MeasureWords
from exports.combining.sums import Total
from exports.disclosure.cells import key_columns
from exports.disclosure.disclosure import number
from exports.document.tables import NONE, Cell, Column, Table, column
from session_forms.words.texts import N_, NP_, _, pgettext

RECOVERY = "phq-9.recovery"
OPEN = f"{RECOVERY}_most"
"""What reliable recovery would be if all had recovered who are not known."""
MAIN: Mapping[str, str] = {
    "attendance.came.rate": NP_("figure of a report", "Sessions that took place"),
    "phq-9.paired.percent": N_("Both scores on mood"),
    "phq-9.all.percent": N_("Reliably better on mood"),
    RECOVERY: NP_("figure of a report", "Reliable recovery"),
    "negative.phq-9.percent": N_("Reliably worse on mood"),
    "drop_out.end.percent": N_("Stopped before the end"),
}
"""The shares that services are compared by, each by its measure."""
REASONS: Mapping[Reason, str] = {
    "twice": N_("The same release was found twice."),
    "replaced": N_("Another release takes its place."),
    "other_release": N_("Another release of the same service and quarter was taken."),
    "same_figures": N_("Its figures are those of another release: it is the same service."),
    "other_course": N_("It is of another course: two courses are never added up."),
    "practice": N_("Practice: invented data are never added to real ones."),
}

Name = Callable[[str], str]


def main_totals(totals: Iterable[Total]) -> Iterator[tuple[str, Total]]:
    """Yield the main figures with their titles, each version of a form by itself."""
    found = [each for each in totals if each.value is not None and not each.key.stratum]
    for measure, title in MAIN.items():
        for each in found:
            if each.key.measure == measure:
                yield _(title), each


def main_figures(totals: Sequence[Total]) -> Table:
    """Return the main figures over all services."""
    columns = (
        column("figure", "Figure", "text", "Figure"),
        *_figure_columns(),
        _clients(),
        _services(),
    )
    rows = tuple(
        (Cell(title), *_figure(each), _count(each.n), _count(each.services))
        for title, each in main_totals(totals)
    )
    notes = (
        _("In per cent of the clients of all services. From and to: 95 % interval."),
        *_left_open(totals),
    )
    return Table("main_figures", _("Main figures over all services"), columns, rows, notes)


def _left_open(totals: Iterable[Total]) -> Iterator[str]:
    """Yield how high recovery would be at most: without that it reads as what the course does."""
    whole = [each for each in totals if each.value is not None and not each.key.stratum]
    told = [each for each in whole if each.key.measure == OPEN]
    if told and any(each.key.measure == RECOVERY for each in whole):
        most = max(told, key=lambda each: each.n).value
        words = _(
            "Who has no later score counts as not recovered: reliable recovery would be {most} per "
            "cent if all of them had."
        )
        yield words.format(most=_number(most).text)


def totals_of(table: str, totals: Iterable[Total], words: MeasureWords) -> Table:
    """Return the sums of one table of the services' reports, those that any of them tells."""
    found = [each for each in totals if each.key.table == table and each.services]
    title = words.table(found[0].key) if found else table
    columns = (_what(), *_sum_columns())
    rows = tuple((Cell(words.line(each.key)), *_sum_cells(each)) for each in found)
    return Table(f"totals_{table}", title, columns, rows)


def every_total(totals: Iterable[Total], words: MeasureWords) -> Table:
    """Return every sum over services in one table, for a workbook."""
    columns = (
        Column("table", pgettext("codebook", "Table"), "text", pgettext("codebook", "Table")),
        _what(),
        *key_columns(),
        *_sum_columns(),
    )
    rows = tuple(
        (
            Cell(words.table(each.key)),
            Cell(words.line(each.key)),
            Cell(each.key.measure),
            Cell(each.key.version),
            Cell(each.key.stratum),
            *_sum_cells(each),
        )
        for each in totals
    )
    return Table("totals", _("Sums over services"), columns, rows)


def every_service(
    combined: Combined, quarter: str, totals: Iterable[Total], name: Name = site_name
) -> Table:
    """Return the main figures of each service, by its fingerprint and in no other order."""
    columns = (
        _service(),
        column("figure", "Figure", "text", "Figure"),
        _clients(),
        column("value", "Value", "figure", "In per cent of them"),
    )
    rows = tuple(
        (Cell(name(each.site)), Cell(title), _count(each.n), _number(each.value))
        for title, total in main_totals(totals)
        for each in combined.side_by_side(total.key, quarter)
    )
    return Table("services", _("Main figures of each service"), columns, rows)


def counted_releases(combined: Combined, quarter: str, name: Name = site_name) -> Table:
    """Return the releases that are counted, by the fingerprint of their service."""
    columns = (
        _service(),
        column("id", "Release", "text", "Id of the release"),
        column("month", "Made in", "text", "Month, as 2026-11"),
        column("caseloads", "Caseloads", "count", "How many it is over"),
    )
    rows = tuple(
        (Cell(name(each.site)), Cell(each.release_id), Cell(each.month), _count(each.caseloads))
        for each in sorted(combined.releases(quarter), key=lambda release: release.site)
    )
    return Table("counted", _("Releases that are counted"), columns, rows)


def left_out_releases(combined: Combined, name: Name = site_name) -> Table:
    """Return the releases that are not counted, with the reason and which one is instead."""
    columns = (
        _service(),
        column("id", "Release", "text", "Id of the release"),
        column("quarter", "Quarter", "text", "Quarter, as 2026-Q3"),
        column("taken", "Taken", "text", "Which one is counted instead"),
        _reason(),
    )
    rows = tuple(
        (
            Cell(name(each.release.site)),
            Cell(each.release.release_id),
            Cell(each.release.quarter.name),
            Cell(each.taken or NONE),
            Cell(_(REASONS[each.reason])),
        )
        for each in combined.left_out
    )
    return Table("left_out", _("Releases that are not counted"), columns, rows)


def refused_packages(combined: Combined) -> Table:
    """Return why packages were refused, and how many: a name of a file may say too much."""
    columns = (
        _reason(),
        column("packages", "Packages", "count", "How many"),
    )
    found = Counter(each.why for each in combined.refused)
    rows = tuple((Cell(words), _count(count)) for words, count in found.items())
    return Table("refused", _("Why packages were refused"), columns, rows)


def _what() -> Column:
    return column("what", "What", "text", "What is counted")


def _service() -> Column:
    return column("service", "Service", "text", "Who signed it")


def _services() -> Column:
    return column("services", "Services", "count", "Services that tell it")


def _clients() -> Column:
    return column("n", "Clients", "count", "Clients, changed")


def _reason() -> Column:
    return column("reason", "Reason", "text", "Reason")


def _figure_columns() -> tuple[Column, Column, Column]:
    return (
        column("value", "Value", "figure", "Mean or rate, by clients"),
        column("low", "From", "figure", "Lower end of the 95 % interval"),
        column("high", "To", "figure", "Upper end of the 95 % interval"),
    )


def _sum_columns() -> tuple[Column, ...]:
    return (
        _services(),
        column("untold", "Do not tell it", "count", "Services with too few clients in it"),
        _clients(),
        column("n_most", "With the others at most", "count", "With as many as may be untold"),
        column("within", "95 of 100 within", "count", "How far changes may carry a count"),
        *_figure_columns(),
    )


def _sum_cells(total: Total) -> tuple[Cell, ...]:
    has_bound = total.key.counts and total.is_one_group
    within = _count(round(total.changed_by_about)) if has_bound else Cell("")
    return (
        _count(total.services),
        _count(total.untold),
        _count(total.n),
        _count(total.n_most),
        within,
        *_figure(total),
    )


def _figure(total: Total) -> tuple[Cell, Cell, Cell]:
    low, high = total.interval or (None, None)
    return _number(total.value), _number(low), _number(high)


def _count(value: int | None) -> Cell:
    return Cell(NONE) if value is None else Cell(str(value), value)


def _number(value: float | None) -> Cell:
    return Cell(NONE) if value is None else Cell(number(value, 1), round(value, 1))

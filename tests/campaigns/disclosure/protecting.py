"""What a service prints about its clients, and who stands behind each figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from exports.case.case import PseudonymisedCase
from exports.disclosure import disclosure
from exports.disclosure.cell_keys import MOST, changes_of
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.protected import Estimated, Number, Part, ProtectedTable, change
from exports.document.tables import Count, Figure, Raw, RawTable, Share
from exports.estimates.influence import Statistic
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.services import Content

PROFILE = READER_PROFILES["internal-review"]
LEAST = PROFILE.least


@dataclass(frozen=True, slots=True)
class Release:
    """A report, beside what it hides.

    Attributes:
        printed: What stands there for each count; 0 where it says none to four.
        people: The clients behind each count.
        shown: What stands there for each mean or rate; None where it is not told.
        statistics: What each of these is in truth.
        may_be_told: How many figures rest on enough people to be told.
        told: How many of these are.
        figures: How many figures the report has in all, and how many it tells.

    """

    printed: Mapping[str, int]
    people: Mapping[str, frozenset[int]]
    shown: Mapping[str, float | None]
    statistics: Mapping[str, Statistic]
    may_be_told: int
    told: int
    figures: tuple[int, int]

    @property
    def true(self) -> dict[str, int]:
        """The exact counts."""
        return {key: len(people) for key, people in self.people.items()}

    def facts_of_all(self) -> dict[int, frozenset[str]]:
        """Return for every client the counts that they are part of."""
        return _by_client(self.people)


def facts_of_all(cases: Sequence[PseudonymisedCase], content: Content) -> dict[int, frozenset[str]]:
    """Return for every client the counts that they are part of, without making a report."""
    return facts_of_tables(tuple(raw_tables(cases, content.forms, content.programme)))


def facts_of_tables(raw: Sequence[RawTable]) -> dict[int, frozenset[str]]:
    """Return for every client the counts of raw tables that they are part of."""
    return _by_client(people_of(raw))


def _by_client(counted: Mapping[str, frozenset[int]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for key, people in counted.items():
        for client in people:
            found.setdefault(client, set()).add(key)
    return {client: frozenset(facts) for client, facts in found.items()}


def release(cases: Sequence[PseudonymisedCase], content: Content) -> Release:
    """Return what the product prints of these clients."""
    raw = tuple(raw_tables(cases, content.forms, content.programme))
    changed = change(raw)
    printed: dict[str, int] = {}
    estimates: dict[str, float | None] = {}
    for table in changed:
        shown = disclosure.rows_of(table, PROFILE)
        for row in table.rows:
            if row not in shown and table.kind != "told":
                continue  # one of several groups together, or not among the highest figures
            for cell in row:
                if isinstance(cell, Estimated) and cell.key and cell.end == "value":
                    estimates[cell.key] = shown_of(cell)
                numbers = [cell] if isinstance(cell, Number) else []
                numbers += [cell.part, cell.whole] if isinstance(cell, Part) else []
                printed |= {each.key: seen(each.value) for each in numbers}
    may, told = _told(raw, changed)
    _finished, protection = disclosure.finish(changed, PROFILE)
    figures = protection.changed, protection.changed - protection.withheld
    return Release(printed, people_of(raw), estimates, statistics_of(raw), may, told, figures)


def shown_of(cell: Estimated) -> float | None:
    """Return a mean or rate as a reader sees it; None where it is not told."""
    is_told = cell.value is not None and disclosure.is_told(cell, PROFILE)
    return round(cell.value, cell.decimals) if is_told and cell.value is not None else None


def statistics_of(tables: Sequence[RawTable]) -> dict[str, Statistic]:
    """Return the means and rates of raw tables."""
    return {
        cell.statistic.key: cell.statistic
        for table in tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Figure) and cell.statistic is not None
    }


def _told(raw: Sequence[RawTable], changed: Sequence[ProtectedTable]) -> tuple[int, int]:
    """Return how many figures rest on enough people to be told, and how many of them are."""
    pairs = [
        pair
        for exact, table in zip(raw, changed, strict=True)
        for rows in zip(exact.rows, table.rows, strict=True)
        for pair in zip(*rows, strict=True)
    ]
    told = [disclosure.is_told(cell, PROFILE) for exact, cell in pairs if _may_be_told(exact)]
    return len(told), sum(told)


def _may_be_told(cell: Raw) -> bool:
    match cell:
        case Count():
            return cell.value >= LEAST
        case Share(part, whole):
            return min(part.value, whole.value - part.value) >= LEAST
        case Figure(statistic=Statistic() as found):
            weights = sorted(found.weight.values(), reverse=True)
            first, two = weights[0] / sum(weights), sum(weights[:2]) / sum(weights)
            few = len(weights) < LEAST
            return not few and first <= disclosure.DOMINANT and two <= disclosure.DOMINANT_TWO
        case _:
            return False


def people_of(tables: Sequence[RawTable]) -> dict[str, frozenset[int]]:
    """Return the clients behind each count of raw tables."""
    found: dict[str, frozenset[int]] = {}
    for table in tables:
        for row in table.rows:
            for cell in row:
                counts = [cell] if isinstance(cell, Count) else []
                counts += [cell.part, cell.whole] if isinstance(cell, Share) else []
                found |= {each.key: each.people for each in counts}
    return found


def seen(value: int) -> int:
    """Return a changed count as a reader sees it."""
    return value if value >= LEAST else 0


@cache
def chances(count: int) -> Mapping[int, float]:
    """Return the chance of each number that may be printed for a true count."""
    if not count:
        return {0: 1.0}
    steps, upto = changes_of(min(count, MOST))
    found: dict[int, float] = {}
    for step, before, after in zip(steps, (0.0, *upto), upto, strict=False):
        number = seen(count + step)
        found[number] = found.get(number, 0.0) + after - before
    return found

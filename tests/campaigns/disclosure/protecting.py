"""What a service prints about its clients, and who stands behind each figure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from exports.case.case import PseudonymisedCase
from exports.disclosure import disclosure
from exports.disclosure.cell_keys import MOST, changes_of
from exports.disclosure.disclosure import READER_PROFILES, Profile
from exports.disclosure.protected import (
    Estimated,
    Number,
    Part,
    ProtectedCell,
    ProtectedTable,
    added,
    change,
    row_key,
)
from exports.document.tables import Count, Figure, Raw, RawTable, Share
from exports.estimates.influence import Statistic
from exports.reports.audit_page import drawn_as
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.services import Content

PROFILE = READER_PROFILES["internal-review"]
LEAST = PROFILE.least
FEW = "too few people"


@dataclass(frozen=True, slots=True)
class Release:
    """A report, beside what it hides.

    Attributes:
        printed: What stands there for each count; 0 where it says none to four.
        people: The clients behind each count.
        shown: What stands there for each mean or rate; None where it is not told.
        errors: How sure each of these is, as the tables for programs print it.
        statistics: What each of these is in truth.
        may_be_told: How many figures rest on enough people to be told.
        told: How many of these are.
        figures: How many figures the report has in all, and how many it tells.
        why_not: Why the others are not told: too few people, one or two who make it, or chance.

    """

    printed: Mapping[str, int]
    people: Mapping[str, frozenset[int]]
    shown: Mapping[str, float | None]
    errors: Mapping[str, float | None]
    statistics: Mapping[str, Statistic]
    may_be_told: int
    told: int
    figures: tuple[int, int]
    why_not: Mapping[str, int]

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


def release(
    cases: Sequence[PseudonymisedCase], content: Content, profile: Profile = PROFILE
) -> Release:
    """Return what the product prints of these clients, all in one caseload."""
    raw = tuple(raw_tables(cases, content.forms, content.programme))
    return _release(raw, change(raw, drawn_as(content.programme)), profile)


def release_of(caseloads: Sequence[Sequence[PseudonymisedCase]], content: Content) -> Release:
    """Return what the product prints of the sum of several caseloads."""
    named = drawn_as(content.programme)
    made = [
        change(raw_tables(cases, content.forms, content.programme), named, caseloads=len(caseloads))
        for cases in caseloads
    ]
    everybody = [case for cases in caseloads for case in cases]
    raw = tuple(raw_tables(everybody, content.forms, content.programme))
    return _release(raw, added(made, named), PROFILE)


def _release(
    raw: Sequence[RawTable], changed: Sequence[ProtectedTable], profile: Profile
) -> Release:
    printed: dict[str, int] = {}
    estimates: dict[str, float | None] = {}
    errors: dict[str, float | None] = {}
    for table in changed:
        shown = disclosure.rows_of(table, profile)
        for row in table.rows:
            if row not in shown and table.kind != "told":
                continue  # one of several groups together, or not among the highest figures
            for cell in row:
                if isinstance(cell, Estimated) and cell.key and cell.end == "value":
                    estimates[cell.key] = shown_of(cell, profile)
                    errors[cell.key] = _error_of(cell, profile)
                numbers = [cell] if isinstance(cell, Number) else []
                numbers += [cell.part, cell.whole] if isinstance(cell, Part) else []
                printed |= {each.key: seen(each.value, profile.least) for each in numbers}
    pairs = _beside_exact(raw, changed, profile)
    enough = [cell for exact, cell in pairs if not why_not_told(exact)]
    told = sum(disclosure.is_told(cell, profile) for cell in enough)
    hidden = Counter(
        why_not_told(exact) or "chance"
        for exact, cell in pairs
        if not isinstance(cell, str) and not disclosure.is_told(cell, profile)
    )
    _finished, protection = disclosure.finish(changed, profile)
    figures = protection.changed, protection.changed - protection.withheld
    counted, known = people_of(raw), statistics_of(raw)
    return Release(printed, counted, estimates, errors, known, len(enough), told, figures, hidden)


def _beside_exact(
    raw: Sequence[RawTable], changed: Sequence[ProtectedTable], profile: Profile
) -> list[tuple[Raw, ProtectedCell]]:
    """Return each figure of the rows that are shown by themselves, with its exact one."""
    exact = {(table.id, _key_of(row)): row for table in raw for row in table.rows}
    rows = [
        (exact[table.id, row_key(row)], row)
        for table in changed
        for row in disclosure.rows_of(table, profile)
        if row in table.rows and (table.id, row_key(row)) in exact
    ]
    return [
        pair
        for one, other in rows
        for pair in zip(one, other, strict=True)
        if not isinstance(pair[1], str)
    ]


def shown_of(cell: Estimated, profile: Profile = PROFILE) -> float | None:
    """Return a mean or rate as a reader sees it; None where it is not told."""
    is_told = cell.value is not None and disclosure.is_told(cell, profile)
    return round(cell.value, cell.decimals) if is_told and cell.value is not None else None


def _error_of(cell: Estimated, profile: Profile) -> float | None:
    """Return how sure a figure is, as the tables for programs print it; None if it is not told."""
    is_told = shown_of(cell, profile) is not None and cell.error is not None
    return round(cell.error, cell.decimals + 1) if is_told and cell.error is not None else None


def statistics_of(tables: Sequence[RawTable]) -> dict[str, Statistic]:
    """Return the means and rates of raw tables."""
    return {
        cell.statistic.key: cell.statistic
        for table in tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Figure) and cell.statistic.influence
    }


def _key_of(row: Sequence[Raw]) -> str:
    """Return the key of a row as it is once it is changed."""
    for cell in row:
        match cell:
            case Count(key) | Share(Count(key)) | Figure(Statistic(key)) if key:
                return key
            case _:
                pass
    return str(row[0])


def why_not_told(cell: Raw) -> str:
    """Return why the rule tells nothing of an exact figure; empty where it tells it."""
    match cell:
        case Count():
            return FEW if cell.value < LEAST else ""
        case Share(part, whole):
            return FEW if min(part.value, whole.value - part.value) < LEAST else ""
        case Figure(found) if found.influence:
            weights = sorted(found.weight.values(), reverse=True)
            first, two = weights[0] / sum(weights), sum(weights[:2]) / sum(weights)
            if len(weights) < LEAST:
                return FEW
            few = first > disclosure.DOMINANT or two > disclosure.DOMINANT_TWO
            return "one or two" if few else ""
        case Figure():
            return FEW
        case _:
            return ""


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


def seen(value: int, least: int = LEAST) -> int:
    """Return a changed count as a reader sees it."""
    return value if value >= least else 0


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

"""Two counts of one report of which one lies within the other, and one client who may be between.

Whoever had a second session had a first. The attacker knows of everybody else in the larger count
that they are in the smaller one, and asks whether the one who is left is, too. They know the rule
by which counts are changed as well, and so whether the same people are changed alike in both: then
two numbers that differ say for certain that there is somebody between, and two that are equal that
there hardly is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from exports.disclosure import protected
from exports.disclosure.constraints import Constraint
from exports.disclosure.protected import Number, Part, ProtectedTable
from exports.document.tables import Count, People, Raw, RawTable, Share
from exports.reports.audit_page import drawn_as, report_constraints
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.likelihood import Guess
from tests.campaigns.disclosure.protecting import LEAST, chances, people_of, seen
from tests.campaigns.disclosure.results import Result, summary
from tests.campaigns.disclosure.services import random_service

WAY = "client of two groups"
CLIENTS = (20, 30, 40)
TRIED = 40
"""Pairs of counts of each service."""
TOSSES = 6
"""So often the rule is run again over people of whom all are in both counts."""
Changing = Callable[[Sequence[RawTable]], Sequence[ProtectedTable]]
_Pair = tuple[str, str]


def nested(attacker: Attacker, at: int, tried: int = TRIED) -> Result:
    """Guess of one client whether they are in the smaller of two counts, as they are now.

    The controls print what is so, and change the same people alike whatever they are counted for.
    """
    dice = attacker.dice(f"nested {at}")
    cases = random_service(attacker.content, dice, CLIENTS[at % len(CLIENTS)]).whole
    programme = attacker.content.programme
    raw = tuple(_counted(raw_tables(cases, attacker.content.forms, programme)))
    people = people_of(raw)
    pairs = list(_nested(report_constraints(programme, people), people))
    chosen = dice.sample(pairs, min(tried, len(pairs)))
    trials = [_Trial(raw, people, pair, dice) for pair in chosen]
    by_name = partial(protected.change, drawn_as=drawn_as(programme))
    now = summary([each.guess(by_name, in_report=True) for each in trials])
    return {
        "way": WAY,
        **now,
        "exact": summary([each.guess(_exact) for each in trials]),
        "alone": summary([each.guess(_alike) for each in trials]),
    }


class _Trial:
    """One pair of counts, with one client of whom it is asked whether they are in the smaller."""

    def __init__(
        self, raw: Sequence[RawTable], people: Mapping[str, People], pair: _Pair, dice: Random
    ) -> None:
        self._dice, self._pair = dice, pair
        part, whole = (people[each] for each in pair)
        between = sorted(whole - part)
        self.holds = dice.random() < 0.5
        one = dice.choice(sorted(part) if self.holds else between)
        gone = frozenset(each for each in between if each != one)
        self._raw = [_without(each, gone) for each in raw]
        self._whole = whole - gone
        self._both = dict(zip(pair, (part, self._whole), strict=True))
        self._other = sorted(self._whole - {one})

    def guess(self, change: Changing, *, in_report: bool = False) -> Guess:
        """Return what somebody thinks who knows how these figures are changed.

        They are changed by themselves, or among all counts of their report.
        """
        counts = _exact_chances if change is _exact else chances
        printed = _printed(change(self._raw if in_report else [_table(self._both)]))
        part, whole = (seen(printed[each], 0 if change is _exact else LEAST) for each in self._pair)
        many = len(self._whole)
        without = counts(many - 1).get(part, 0.0) * counts(many).get(whole, 0.0)
        if self._are_alike(change):
            having = counts(many).get(whole, 0.0) * (part == whole)
        else:
            having = counts(many).get(part, 0.0) * counts(many).get(whole, 0.0)
        after = having / (having + without)
        is_certain = not (having and without)
        return Guess("/".join(self._pair), 0.5, after, self.holds, is_certain)

    def _are_alike(self, change: Changing) -> bool:
        """Return whether both counts are always changed alike while all are in both."""
        part, whole = self._pair
        for _toss in range(TOSSES):
            keys = {each: self._dice.getrandbits(64) for each in (*self._other, -1)}
            same = frozenset(keys.values())
            known = _printed(change([_table({part: same, whole: same})]))
            if known[part] != known[whole]:
                return False
        return True


def _nested(constraints: Iterable[Constraint], people: Mapping[str, People]) -> Iterator[_Pair]:
    """Yield pairs of a part and its whole, by what is known of counts, that can be asked about.

    Both have people enough to be told, and somebody is between.
    """
    for each in constraints:
        if sorted(each.terms.values()) == [-1, 1] and each.low < 0 <= each.high == 0:
            whole, part = sorted(each.terms, key=lambda key: each.terms[key])
            inner, outer = people.get(part, frozenset()), people.get(whole, frozenset())
            if len(inner) > LEAST and inner < outer:
                yield part, whole


def _counted(tables: Iterable[RawTable]) -> Iterator[RawTable]:
    """Yield the counts of tables alone."""
    for table in tables:
        rows = tuple(
            tuple(cell for cell in row if isinstance(cell, Count | Share)) for row in table.rows
        )
        yield replace(table, rows=tuple(row for row in rows if row))


def _without(table: RawTable, gone: People) -> RawTable:
    rows = tuple(tuple(_less(cell, gone) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _less(cell: Raw, gone: People) -> Raw:
    match cell:
        case Count(key, people):
            return Count(key, people - gone)
        case Share(part, whole):
            return Share(Count(part.key, part.people - gone), Count(whole.key, whole.people - gone))
        case _:
            return cell


def _table(counted: Mapping[str, People]) -> RawTable:
    rows = tuple((Count(key, people),) for key, people in counted.items())
    return RawTable("t", "T", (), rows)


def _printed(tables: Iterable[ProtectedTable]) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in tables:
        for row in table.rows:
            for cell in row:
                numbers = [cell] if isinstance(cell, Number) else []
                numbers += [cell.part, cell.whole] if isinstance(cell, Part) else []
                found |= {each.key: each.value for each in numbers}
    return found


def _alike(tables: Sequence[RawTable]) -> Sequence[ProtectedTable]:
    return protected.change(tables, lambda _key: "")


def _exact(tables: Sequence[RawTable]) -> Sequence[ProtectedTable]:
    counted = people_of(tables)
    rows = tuple((Number(key, len(people)),) for key, people in counted.items())
    return [ProtectedTable("t", "T", (), rows)]


def _exact_chances(count: int) -> Mapping[int, float]:
    return {count: 1.0}

"""Tables that suppression is known to fail on, and rules that are run again by the attacker.

Three single people in one small table with margins, who can each take themselves out (as in
sdcTools/UserSupport issue 135); two ways of grouping the same regions, whose differences are
single regions (as in issue 136); sums whose hidden parts are all nought or all one, so that what
is left of the sum gives them away (as in issue 194); and random tables of the first two kinds. Each
is made here anew, so that every row, column and group of it is printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from unittest.mock import patch

from exports.case.case import PseudonymisedCase
from exports.disclosure import protected
from exports.disclosure.audit import ranges_of
from exports.disclosure.cell_keys import MOST
from exports.disclosure.constraints import Constraint, divided
from exports.disclosure.disclosure import is_told
from exports.disclosure.integer_programme import is_installed, solved
from exports.disclosure.narrowing import CountRange, narrowed
from exports.disclosure.protected import Number, change
from exports.document.tables import Column, Count, Figure, RawTable
from exports.estimates.influence import percentage
from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.protecting import LEAST, PROFILE, chances, release, seen
from tests.campaigns.disclosure.results import Result
from tests.campaigns.disclosure.services import random_service

SINGLES = ((1, 1, 6, 1, 0), (1, 0, 0, 2, 9))
REGIONS = (2, 1, 9, 7, 3, 4, 2, 8)
COUNTIES = ((0, 1, 2, 3), (4, 5, 6, 7))
TOWN_OR_LAND = ((5, 6), (0, 1, 2, 3, 4, 7))
SUMS = ((0, 0, 0), (10, 5, 0, 0), (10, 3, 1, 1))
AT_SUMS = 2
OF_SUMS: Mapping[str, int] = {"0.0": 0, "0.1": 0, "1.2": 0, "1.3": 0, "2.2": 1, "2.3": 1}
"""What suppression hides of them, the second to protect the first, each with the least that it
can be: amounts may be nought, and who is listed in a table of frequencies is one at least."""
SMALL = (0, 0, 1, 1, 1, 2, 2, 3, 4, 7, 12)
CANDIDATES = 12
DRAWS = 1200
MOST_PEOPLE = 14

Cells = Mapping[str, int]
Groups = Mapping[str, Sequence[str]]


def hard(attacker: Attacker, at: int) -> Result:
    """Attack one hard table as it is printed, and as suppression by the same least would leave it.

    The attacker has every sum, and knows their own cell where they are the only one in one.
    """
    dice = attacker.dice(f"hard {at}")
    cells, groups = (_crossed(SINGLES), _regions(REGIONS), _sums(SUMS), _random(dice))[
        min(at, AT_SUMS + 1)
    ]
    known = tuple(divided(whole, parts) for whole, parts in groups.items())
    true = {
        **cells,
        **{whole: sum(cells[each] for each in parts) for whole, parts in groups.items()},
    }
    singles = {key for key, many in cells.items() if many == 1}
    ranges = ranges_of(_printed(cells, groups, dice), chances, MOST + LEAST)
    left = _by_everything(_own_cell(ranges, singles), known)
    small = {key: 1 for key, many in true.items() if 0 < many < LEAST}
    hidden = OF_SUMS if at == AT_SUMS else small
    starred = {
        key: CountRange(hidden[key], LEAST - 1) if key in hidden else CountRange(n, n)
        for key, n in true.items()
    }
    control = _by_everything(starred, known)
    return {
        "figures": len(true),
        "wrong": sum(not left[key].low <= many <= left[key].high for key, many in true.items()),
        "pinned": sum(each.values <= 1 for each in left.values()),
        "narrowest": min(each.values for each in left.values()),
        "hidden": len(hidden),
        "broken": sum(control[key].values == 1 for key in hidden),
    }


def _own_cell(ranges: Mapping[str, CountRange], singles: Iterable[str]) -> dict[str, CountRange]:
    """Return what is left to somebody who is in each single cell: it is not empty."""
    return {
        key: CountRange(max(1, each.low), each.high) if key in singles else each
        for key, each in ranges.items()
    }


def _by_everything(
    ranges: Mapping[str, CountRange], known: Sequence[Constraint]
) -> Mapping[str, CountRange]:
    left = narrowed(ranges, known)
    return solved(left, known) if is_installed() else left


def _crossed(rows: Sequence[Sequence[int]]) -> tuple[Cells, Groups]:
    """Return a table with all of its rows, columns and its whole."""
    cells = {f"{r}.{c}": many for r, row in enumerate(rows) for c, many in enumerate(row)}
    down, across = range(len(rows)), range(len(rows[0]))
    groups = {
        **{f"row {r}": [f"{r}.{c}" for c in across] for r in down},
        **{f"column {c}": [f"{r}.{c}" for r in down] for c in across},
        "clients": [f"{r}.{c}" for r, c in product(down, across)],
    }
    return cells, groups


def _regions(counts: Sequence[int]) -> tuple[Cells, Groups]:
    """Return regions that two groupings share."""
    cells = {f"region {at}": many for at, many in enumerate(counts)}
    groups = {
        f"{name} {at}": [f"region {each}" for each in group]
        for name, grouped in (("county", COUNTIES), ("kind", TOWN_OR_LAND))
        for at, group in enumerate(grouped)
    }
    return cells, {**groups, "clients": list(cells)}


def _sums(rows: Sequence[Sequence[int]]) -> tuple[Cells, Groups]:
    """Return sums that have nothing to do with each other."""
    cells = {f"{r}.{c}": many for r, row in enumerate(rows) for c, many in enumerate(row)}
    return cells, {
        f"sum {r}": [f"{r}.{c}" for c, _ in enumerate(row)] for r, row in enumerate(rows)
    }


def _random(dice: Random) -> tuple[Cells, Groups]:
    if dice.random() < 0.5:
        return _regions([dice.choice(SMALL) for _ in REGIONS])
    rows, columns = dice.randint(2, 5), dice.randint(2, 6)
    return _crossed([[dice.choice(SMALL) for _ in range(columns)] for _ in range(rows)])


def _printed(cells: Cells, groups: Groups, dice: Random) -> dict[str, int]:
    """Return what the product prints of each cell and group."""
    people = {
        key: frozenset(dice.getrandbits(64) for _ in range(many)) for key, many in cells.items()
    }
    counted = {
        **people,
        **{
            whole: frozenset().union(*(people[each] for each in parts))
            for whole, parts in groups.items()
        },
    }
    columns = (Column("n", "N", "count", ""),)
    rows = tuple((Count(key, each),) for key, each in counted.items())
    [table] = change([RawTable("hard", "Hard", columns, rows)])
    return {
        cell.key: seen(cell.value) for row in table.rows for cell in row if isinstance(cell, Number)
    }


def replayed(attacker: Attacker, at: int) -> Result:
    """Run the rule again over candidates for one client, with every other client's data known.

    The attacker lacks the secret keys alone. With them, the control, the one candidate whose
    figures are all as printed is the client.
    """
    dice = attacker.dice(f"replayed {at}")
    cases = random_service(attacker.content, dice, 30).whole
    others = random_service(attacker.content, dice, CANDIDATES - 1).whole
    printed = release(cases, attacker.content).printed
    place = dice.randrange(CANDIDATES)
    candidates = [*others[:place], cases[0], *others[place:]]
    ranks: dict[bool, int] = {}
    for with_keys in (False, True):
        alike: list[int] = []
        for each in candidates:
            tried = [_with_key(each, cases[0].record_key), *cases[1:]]
            if not with_keys:
                tried = [_with_key(case, dice.getrandbits(64)) for case in tried]
            again = release(tried, attacker.content).printed
            alike.append(sum(again.get(key) == value for key, value in printed.items()))
        ranks[with_keys] = sum(each >= alike[place] for each in alike) - 1
    return {"rank": ranks[False], "rank_with_keys": ranks[True]}


def _with_key(case: PseudonymisedCase, key: int) -> PseudonymisedCase:
    return replace(case, record_key=key)


def withheld(attacker: Attacker, at: int) -> Result:
    """Run the rule again to see what it says that a mean is told or is not, beside its count.

    The surest guess that one more is behind both, of all that two reports may show; the control
    withholds by the true number.
    """
    found: dict[str, float] = {}
    for name, nearly in (("surest", protected.NEARLY_FEW), ("control", 0)):
        with patch.object(protected, "NEARLY_FEW", nearly):
            dice = attacker.dice(f"withheld {at}")
            tables = [_shows(many, dice) for many in range(MOST_PEOPLE + 1)]
        shown = set().union(*tables)
        found[name] = max(
            _chance_of_one_more(tables, one, other) for one, other in product(shown, shown)
        )
    return found


def _shows(many: int, dice: Random) -> dict[tuple[bool, bool], float]:
    """Return how often count and rate of so many people are told, each of four ways."""
    columns = (Column("n", "N", "count", ""), Column("p", "P", "figure", ""))
    found: dict[tuple[bool, bool], float] = {}
    for _ in range(DRAWS):
        people = frozenset(dice.getrandbits(64) for _ in range(many))
        rate = percentage("p", dict.fromkeys(people, (1, 2)))
        raw = RawTable("t", "T", columns, ((Count("n", people), Figure(rate)),))
        [table] = change([raw], lambda _key: "n")
        count, figure = table.rows[0]
        shown = is_told(count, PROFILE), is_told(figure, PROFILE)
        found[shown] = found.get(shown, 0.0) + 1 / DRAWS
    return found


def _chance_of_one_more(
    tables: Sequence[Mapping[tuple[bool, bool], float]],
    one: tuple[bool, bool],
    other: tuple[bool, bool],
) -> float:
    """Return how sure it is that one more came, any number being as likely before."""
    less = tables[:-1]
    same = sum(each.get(one, 0.0) * each.get(other, 0.0) for each in less)
    more = sum(
        each.get(one, 0.0) * after.get(other, 0.0)
        for each, after in zip(less, tables[1:], strict=True)
    )
    total = same + more
    return max(same, more) / total if total else 0.5

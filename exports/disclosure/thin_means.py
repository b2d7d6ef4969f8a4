"""Which means must be hidden: those of few clients, and what would give one of them back.

The mean of a whole and those of all its parts but one give that one, with the counts. So means
are looked at like counts: each sum of counts is an equation of means.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exports.disclosure.attacker import reduced
from exports.disclosure.balancing import Balancing, ties_of
from exports.document.tables import Figure, RawTable, Sum

MOST_MORE = 5
"""How many means more are hidden at once for one of few clients."""
MOST_STEPS = 600


def thin_means(tables: Sequence[RawTable], sums: Sequence[Sum], means_from: int) -> frozenset[str]:
    """Return the counts on which no mean may be shown.

    Those are the ones with fewer than `means_from` clients behind them; and so many more that no
    hidden mean can be had from the printed ones.
    """
    bases: dict[str, int] = {}
    few: set[str] = set()
    for figure in _figures(tables):
        bases[figure.basis.key] = figure.basis.value
        if figure.clients < means_from:
            few.add(figure.basis.key)
    tied = tuple(each for each in (_tied(one, bases) for one in sums) if each.parts)
    thin = set(few)
    while (given := _given_back(tied, thin)) and (
        further := _further(min(given), tied, thin, bases)
    ):
        thin |= further
    for key in sorted(thin - few, key=lambda key: (-bases[key], key)):
        if not _given_back(tied, thin - {key}):
            thin.remove(key)
    return frozenset(thin)


def _figures(tables: Sequence[RawTable]) -> Iterator[Figure]:
    for table in tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Figure) and cell.basis.value:
                    yield cell


def _tied(each: Sum, bases: Mapping[str, int]) -> Sum:
    """Return a sum with the parts on which a mean rests; with none where there is nothing to tell.

    A part without a mean is taken as known: somebody may know it.
    """
    known = each.total in bases
    return Sum(each.total, tuple(part for part in each.parts if known and part in bases))


def _given_back(tied: Sequence[Sum], thin: set[str]) -> set[str]:
    """Return the hidden means that the printed ones give back."""
    equations = [
        {key: Fraction(factor) for key, factor in members.items() if key in thin}
        for members in ties_of(tuple(tied)).members
    ]
    return {key for row in reduced(equations) if len(row) == 1 for key in row}


def _further(key: str, tied: tuple[Sum, ...], thin: set[str], bases: Mapping[str, int]) -> set[str]:
    """Return the fewest means that keep one hidden when they are hidden too."""
    wholes = {each.total for each in tied}
    rules = _AnyMean(thin, wholes, bases)
    for most in range(1, MOST_MORE + 1):
        found = Balancing(ties_of(tied), rules, MOST_STEPS).moved(key, 1, most)
        if further := found.keys() - thin:
            return set(further)
    around = (set(members) for members in ties_of(tied).members if key in members)
    return set().union(*around) - thin


@dataclass(frozen=True)
class _AnyMean:
    """Every mean may be other than it is; a printed one at a price, a whole last."""

    thin: set[str]
    wholes: set[str]
    bases: Mapping[str, int]

    def allows(self, _key: str, _change: int, /) -> bool:
        """Return that any change will do."""
        return True

    def price(self, key: str, /) -> int:
        """Return 1 for a mean that is printed."""
        return int(key not in self.thin)

    def worth(self, key: str, /) -> tuple[int, int, str]:
        """Return what a reader would lose with a mean: a whole most, then the one of many."""
        return int(key in self.wholes), self.bases[key], key

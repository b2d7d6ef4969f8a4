"""Somebody who holds eight quarterly reports and weighs what moves from one to the next.

Where many quarters are weighed together, the changes of the figures are taken as normal with the
spread of the table, and everybody else as so many imagined clients: their mean and how they vary
together from quarter to quarter. Figures that nobody moves stand for an unknown number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import fmean

from tests.campaigns.disclosure.likelihood import Facts, Guess

Course = tuple[Facts, ...]
"""The facts of one client at the end of each quarter."""
Pattern = tuple[int, ...]
ALONE, BESIDE_OTHERS = 1.0, 0.2
"""The weight of one figure where nobody else moves, and where others do.

Of 1, 0.3 and 0.1 the greatest helped the attacker most alone, the least beside others: where much
is unknown, each figure taken whole makes guesses too sure.
"""
UNKNOWN = 2000.0
"""The variance of how many stand still: nothing is known of it."""


@dataclass(frozen=True)
class Watcher:
    """Somebody who has imagined how the client and everybody else fare over the quarters.

    Attributes:
        spread: The standard deviation of the changes of printed counts.
        imagined: Courses that the client could have had.
        others: Courses that anybody else who moves could have, service by service: services differ.
        movers: How many others move.
        leaving: The quarter of each other client who is known to leave, from when they are gone.
        asked: The quarter whose facts are guessed: the last one, of who left one before.

    """

    spread: float
    imagined: Sequence[Course]
    others: Sequence[Sequence[Course]]
    movers: int
    leaving: Sequence[int] = ()
    asked: int = -1

    def guesses(self, published: Sequence[Mapping[str, int] | None], truth: Facts) -> list[Guess]:
        """Return a guess for each fact of the client; None is a quarter without a report."""
        printed = {at: each for at, each in enumerate(published) if each is not None}
        kept = [
            at
            for at, before in zip(printed, (None, *printed), strict=False)
            if before is None or printed[at] != printed[before]
        ]
        shared = set.intersection(*(set(each) for each in printed.values())) if printed else set()
        scores = [0.0] * len(self.imagined)
        seen: set[tuple[Pattern, tuple[Pattern, ...]]] = set()
        for fact in sorted(shared):
            patterns = tuple(_pattern(fact, each, kept) for each in self.imagined)
            figures = tuple(printed[at][fact] for at in kept)
            if len(set(patterns)) < 2 or (figures, patterns) in seen:
                continue
            seen.add((figures, patterns))
            fits = self._fits(fact, figures, set(patterns), kept)
            for place, pattern in enumerate(patterns):
                scores[place] += fits[pattern]
        before = _rates([each[self.asked] for each in self.imagined], [1.0] * len(scores))
        most = max(scores)
        part = BESIDE_OTHERS if self.movers else ALONE
        weights = [exp(part * (each - most)) for each in scores]
        after = _rates([each[self.asked] for each in self.imagined], weights)
        return [
            Guess(fact, before[fact], after[fact], fact in truth, certain=False)
            for fact in sorted(shared & before.keys())
        ]

    def _fits(
        self, fact: str, figures: Pattern, patterns: set[Pattern], kept: Sequence[int]
    ) -> dict[Pattern, float]:
        """Return how well each pattern of one client fits the figures, as a log likelihood."""
        size = range(len(kept))
        rate = fmean(fact in each[self.asked] for each in self.imagined)
        there = [[at < gone for at in kept] for gone in self.leaving]
        means = [
            [fmean(_pattern(fact, each, kept)[at] for each in service) for at in size]
            for service in self.others
        ]
        mean = [fmean(each[at] for each in means) if means else 0.0 for at in size]
        together = [_pattern(fact, each, kept) for service in self.others for each in service]
        varied = [
            [
                self.movers * _varying(together, row, column)
                + self.movers**2 * _varying(means, row, column)
                + UNKNOWN
                + rate * (1 - rate) * sum(each[row] and each[column] for each in there)
                + (self.spread**2 if row == column else 0.0)
                for column in size
            ]
            for row in size
        ]
        root = _root(varied)
        expected = [
            figures[at] - self.movers * mean[at] - rate * sum(each[at] for each in there)
            for at in size
        ]
        return {
            pattern: -_length(root, [expected[at] - pattern[at] for at in size]) / 2
            for pattern in patterns
        }


def _varying(found: Sequence[Sequence[float]], row: int, column: int) -> float:
    """Return the covariance of two quarters; nought where nobody is known."""
    if not found:
        return 0.0
    both = fmean(each[row] * each[column] for each in found)
    return both - fmean(each[row] for each in found) * fmean(each[column] for each in found)


def _pattern(fact: str, course: Course, kept: Sequence[int]) -> Pattern:
    return tuple(int(fact in course[at]) for at in kept)


def _rates(finals: Sequence[Facts], weights: Sequence[float]) -> dict[str, float]:
    total = sum(weights)
    found: dict[str, float] = {}
    for facts, weight in zip(finals, weights, strict=True):
        for fact in facts:
            found[fact] = found.get(fact, 0.0) + weight / total
    return found


def _root(matrix: list[list[float]]) -> list[list[float]]:
    """Return the lower triangle whose square is the matrix (Cholesky)."""
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = matrix[row][column] - sum(
                root[row][at] * root[column][at] for at in range(column)
            )
            root[row][column] = sqrt(rest) if row == column else rest / root[column][column]
    return root


def _length(root: list[list[float]], vector: list[float]) -> float:
    """Return the squared length of a vector in units of the spread."""
    found: list[float] = []
    for row, line in enumerate(root):
        rest = vector[row] - sum(line[at] * found[at] for at in range(row))
        found.append(rest / line[row])
    return sum(each * each for each in found)

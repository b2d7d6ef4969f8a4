"""How narrow a reader can make the figures of releases who knows everything but the clients.

    found = audit([printed, *earlier], constraints, least=5)

The reader holds the table of probabilities, and knows how the counts hang together, by the
programme and by what the report says of itself. First each count has the numbers that may be
printed so; then every constraint is applied until nothing moves; then whole sets of numbers are
searched for that fit, which proves that a count stays open (`witnesses`); then the likeliest number
of each count is weighed. Nothing here needs the record, its keys, or a numerical library;
`integer_programme` goes deeper where HiGHS is installed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from math import prod
from typing import Literal

from exports.disclosure.cell_keys import MOST, changes_added, changes_of, most_changed
from exports.disclosure.constraints import Constraint
from exports.disclosure.narrowing import ENDLESS, CountRange, Network
from exports.disclosure.witnesses import undecided_counts

Chances = Callable[[int], Mapping[int, float]]
"""For a true count, the chance of each number that may be printed for it."""


def weights_of(printed: int, chances: Chances, bound: int) -> dict[int, float]:
    """Return the weight of each true count that may be printed so, any being as likely before.

    `bound` is the largest change. The weights add up to 1.
    """
    found = {
        count: chance
        for count in range(max(0, printed - bound), printed + bound + 1)
        if (chance := chances(count).get(printed, 0.0)) > 0
    }
    total = sum(found.values())
    return {count: chance / total for count, chance in found.items()}


def ranges_of(printed: Mapping[str, int], chances: Chances, bound: int) -> dict[str, CountRange]:
    """Return what each printed count may be, by the table of probabilities alone."""

    @cache
    def of_number(number: int) -> CountRange:
        possible = weights_of(number, chances, bound)
        return CountRange(min(possible), max(possible))

    return {key: of_number(number) for key, number in printed.items()}


def with_untold(printed: Mapping[str, int], constraints: Iterable[Constraint]) -> Mapping[str, int]:
    """Return what is printed, beside nought for each count that stands nowhere but is known of."""
    named = (key for each in constraints for key in each.terms)
    return {**dict.fromkeys(named, 0), **printed}


MOST_PERCENT = 99
"""Of a guess that is not proved."""


@dataclass(frozen=True, slots=True)
class Surest:
    """The count whose true number can be guessed best, and how likely the guess is right."""

    key: str
    number: int
    chance: float

    @property
    def percent(self) -> int:
        """The chance in whole per cent, never rounded up to what is certain."""
        return min(MOST_PERCENT, round(100 * self.chance))


def surest_guess(
    printed: Sequence[Mapping[str, int]], chances: Chances, bound: int
) -> Surest | None:
    """Return the best guess of any true count of the first printing, by the others as well.

    Each mapping is one printing with changes of its own, the first the one that is guessed about;
    None where nothing is printed. In another the count is the same in one of two cases, else any
    other as likely, up to the largest that is printed: people come and leave from quarter to
    quarter, and taken for the same a count that grew from 13 to 33 was "23, with a chance of 99 %".
    """
    numbers = 1 + max((each for one in printed for each in one.values()), default=0)
    best: Surest | None = None
    for key in sorted(printed[0]):
        first, *others = (weights_of(each[key], chances, bound) for each in printed if key in each)
        weights = {
            number: prod((weight, *(each.get(number, 0.0) + 1 / numbers for each in others)))
            for number, weight in first.items()
        }
        if total := sum(weights.values()):
            number = max(sorted(weights), key=weights.__getitem__)
            guess = Surest(key, number, weights[number] / total)
            if best is None or guess.chance > best.chance:
                best = guess
    return best


@cache
def chances_of(least: int, caseloads: int = 1) -> Chances:
    """Return the table of probabilities as a reader sees it.

    A number below `least` is printed as one and the same, here 0. Over several caseloads the
    changes add up, and nobody is changed like anybody.
    """
    together = reduce(_added, [_chances(*changes_added())] * caseloads)

    @cache
    def chances(count: int) -> Mapping[int, float]:
        if caseloads == 1 and not count:
            return {0: 1.0}
        found: dict[int, float] = {}
        for step, chance in (
            _chances(*changes_of(min(count, MOST))) if caseloads == 1 else together
        ).items():
            number = count + step if count + step >= least else 0
            found[number] = found.get(number, 0.0) + chance
        return found

    return chances


def _chances(steps: Sequence[int], upto: Sequence[float]) -> dict[int, float]:
    """Return the chance of each change, of which the chances are added up."""
    return {
        step: after - before for step, before, after in zip(steps, (0.0, *upto), upto, strict=False)
    }


def _added(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for first, chance in one.items():
        for second, too in other.items():
            found[first + second] = found.get(first + second, 0.0) + chance * too
    return found


Verdict = Literal["proved", "not_decided", "certain"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was tried on releases, and what it came to.

    Attributes:
        figures: How many counts there are.
        constraints: How many were known of them.
        narrowest: The count with the fewest numbers that it may be.
        range: These numbers, from the least to the greatest.
        surest: The best guess of any count, by what the others printed of it as well.
        certain: The counts that can only be one number.
        undecided: Those for which no two whole sets of numbers were found that fit (`witnesses`).

    """

    figures: int
    constraints: int
    narrowest: str
    range: CountRange
    surest: Surest | None
    certain: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What it came to: certain figures must not leave, undecided ones by two people."""
        if self.certain:
            return "certain"
        return "not_decided" if self.undecided else "proved"


def audit(
    releases: Sequence[Mapping[str, int]],
    constraints: Sequence[Constraint],
    *,
    least: int,
    caseloads: int = 1,
    deeper: Callable[[Mapping[str, CountRange], Sequence[Constraint]], dict[str, CountRange]]
    | None = None,
) -> Audit:
    """Return how narrow the figures of the first release are; the others came before it.

    Each release maps the key of a count to what is printed, 0 where that is too few to be told. A
    count that constraints name beside those stands nowhere, and is of as few.
    `deeper` narrows ranges further than arithmetic does.

    Raises:
        ValueError: The release has no count.

    """
    chances = chances_of(least, caseloads)
    bound = most_changed(caseloads) + least
    ranges = ranges_of(with_untold(releases[0], constraints), chances, bound)
    network = Network(constraints)
    ranges = network.narrowed(ranges)
    if deeper is not None:
        ranges = deeper(ranges, constraints)
    narrowest = min(sorted(releases[0]), key=lambda each: ranges[each].values or ENDLESS)
    certain = tuple(key for key in sorted(ranges) if ranges[key].values == 1)
    apart = [each for at, each in enumerate(releases) if each not in releases[:at]]
    surest = surest_guess(apart, chances, bound)
    return Audit(
        len(releases[0]),
        len(constraints),
        narrowest,
        ranges[narrowest],
        surest,
        certain,
        undecided_counts(network, ranges),
    )

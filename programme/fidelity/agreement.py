"""How far two raters of the same session agree, and that in words for a supervisor. Pure.

Cohen's kappa for ordered categories with linear weights: 1 - sum(w o) / sum(w e), where o are
the observed and e the expected shares of each pair of ratings and w = |i - j| / (k - 1).
Source: Cohen J (1968), Weighted kappa, Psychological Bulletin 70:213-220.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from session_forms.words.number_words import number_words
from session_forms.words.texts import _, ngettext

CATEGORIES = ("0", "1", "2")
LEAST_ITEMS = 2 * len(CATEGORIES) ** 2
"""From how many items on kappa says something: 2 k squared for k categories.

Source: Cicchetti DV (1981), Testing the normal approximation and minimal sample size requirements
of weighted kappa when the number of categories is large, Applied Psychological Measurement
5:101-104.
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two raters have in common.

    Attributes:
        items: How many items both rated 0, 1 or 2.
        same: How many of them they rated the same.
        kappa: Weighted kappa, -1 to 1; None where it is not defined: no items, or a single rating
            given throughout by both.
        applicability: How many items only one of them called not applicable.

    """

    items: int
    same: int
    kappa: float | None
    applicability: int

    @property
    def percent(self) -> int | None:
        """The share of items rated the same, rounded half up; None without items."""
        return (200 * self.same + self.items) // (2 * self.items) if self.items else None

    @property
    def telling_kappa(self) -> float | None:
        """Kappa where it says something: defined, and from enough items."""
        return self.kappa if self.items >= LEAST_ITEMS else None


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Return how far two raters agree, given both ratings of each item, `0` to `2` or `na`."""
    given = list(pairs)
    both = rated_by_both(given)
    unlike = sum((first in CATEGORIES) != (second in CATEGORIES) for first, second in given)
    same = sum(first == second for first, second in both)
    return Agreement(len(both), same, weighted_kappa(both), unlike)


def rated_by_both(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs in which both gave a rating, of which kappa is."""
    return [pair for pair in pairs if all(each in CATEGORIES for each in pair)]


def weighted_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return kappa with linear weights for pairs of ratings; None where it is not defined."""
    observed, expected = _apart(pairs)
    return None if expected == 0 else 1 - observed / expected


def moves_of_kappa(pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], float]:
    """Return what each pair of ratings that occurs moves kappa by; over all pairs they sum to 0.

    It is the first-order change: with o and e for the observed and expected distance, kappa is
    1 - o / e and moves by (o de - e do) / e squared. None does where kappa is not defined.
    """
    observed, expected = _apart(pairs)
    if expected == 0:
        return dict.fromkeys(pairs, 0.0)
    count = len(pairs)
    from_first = {
        one: sum(_distance(one, other) for _one, other in pairs) / count for one in CATEGORIES
    }
    from_second = {
        other: sum(_distance(one, other) for one, _other in pairs) / count for other in CATEGORIES
    }
    moves: dict[tuple[str, str], float] = {}
    for one, other in set(pairs):
        apart = _distance(one, other) - observed
        by_chance = from_first[one] + from_second[other] - 2 * expected
        moves[one, other] = (observed * by_chance - expected * apart) / (count * expected**2)
    return moves


def _apart(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return how far the ratings of a pair lie apart on average, and how far by chance alone."""
    count = len(pairs)
    if not count:
        return 0.0, 0.0
    first = Counter(one for one, _other in pairs)
    second = Counter(other for _one, other in pairs)
    observed = sum(_distance(*pair) for pair in pairs) / count
    expected = sum(
        _distance(one, other) * first[one] * second[other]
        for one in CATEGORIES
        for other in CATEGORIES
    ) / (count * count)
    return observed, expected


def _distance(one: str, other: str) -> float:
    span = len(CATEGORIES) - 1
    return abs(CATEGORIES.index(one) - CATEGORIES.index(other)) / span


def agreement_in_words(found: Agreement) -> tuple[str, ...]:
    """Return what two raters have in common, one sentence each: the share first, then kappa."""
    if found.percent is None:
        sentences = [_("No item was rated by both.")]
    else:
        words = ngettext(
            "Both rated {items} item, {same} of them the same: {percent} %.",
            "Both rated {items} items, {same} of them the same: {percent} %.",
            found.items,
        )
        sentences = [
            words.format(items=found.items, same=found.same, percent=found.percent),
            _kappa_in_words(found),
        ]
    if found.applicability:
        words = _("Items that only one of them called not applicable: {count}.")
        sentences.append(words.format(count=found.applicability))
    return tuple(sentences)


def _kappa_in_words(found: Agreement) -> str:
    if found.items < LEAST_ITEMS:
        return _("Kappa says nothing when fewer than {least} items were rated by both.").format(
            least=LEAST_ITEMS
        )
    if found.kappa is None:
        return _("Kappa says nothing here: both gave one and the same rating throughout.")
    words = _(
        "Kappa {kappa}: the agreement beyond chance. 1 is always the same, 0 is no more than "
        "chance; one step apart counts half of two steps."
    )
    return words.format(kappa=kappa_words(found.kappa))


def kappa_words(kappa: float) -> str:
    """Return kappa as it is printed: two decimals, with a true minus sign."""
    words = number_words(kappa, 2)
    return words.lstrip("-") if not words.strip("-0.") else words.replace("-", "\N{MINUS SIGN}")

"""Which entries of two lists are the same, moved, changed, added or removed. Pure.

Texts are the same where they are equal; two that are left on either side are one text that was
changed where at least half their words go on, the likest pair first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

Entry = TypeVar("Entry")

_WORD = re.compile(r"\w+")

SAME_TEXT = 0.5
"""The share of words that go on, as `SequenceMatcher.ratio` counts them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Where one entry stands in the old list and in the new one; None where it does not.

    Attributes:
        moved: Whether it stands in another order among those that stand in both.

    """

    old: int | None
    new: int | None
    moved: bool = False

    def of(self, old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Entry | None, Entry | None]:
        """Return the entry as it is in both lists; None where it does not stand."""
        before = None if self.old is None else old[self.old]
        return before, None if self.new is None else new[self.new]


def align_names(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Return the pairs of two lists of names, in the order of the new list, removed ones last."""
    return _in_order(_equal(old, new), len(old), len(new))


def align_texts(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Return the pairs of two lists of texts, changed texts as one."""
    pairs = _equal(old, new)
    left = [place for place in range(len(old)) if place not in pairs.values()]
    came = [place for place in range(len(new)) if place not in pairs]
    likest = sorted(
        ((_likeness(old[one], new[other]), one, other) for one in left for other in came),
        key=lambda each: (-each[0], each[2], each[1]),
    )
    for likeness, one, other in likest:
        if likeness >= SAME_TEXT and one not in pairs.values() and other not in pairs:
            pairs[other] = one
    return _in_order(pairs, len(old), len(new))


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return for places in the new list the place of the same text in the old one."""
    pairs: dict[int, int] = {}
    free: dict[str, list[int]] = {}
    for place, text in enumerate(old):
        free.setdefault(text, []).append(place)
    for place, text in enumerate(new):
        if free.get(text):
            pairs[place] = free[text].pop(0)
    return pairs


def _likeness(one: str, other: str) -> float:
    words = [_WORD.findall(text.lower()) for text in (one, other)]
    return SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()


def _in_order(pairs: dict[int, int], olds: int, news: int) -> tuple[Pair, ...]:
    both = sorted(pairs)
    kept = _longest_rising([pairs[place] for place in both])
    stood = [
        Pair(pairs.get(place), place, moved=place in pairs and pairs[place] not in kept)
        for place in range(news)
    ]
    gone = [Pair(place, None) for place in range(olds) if place not in pairs.values()]
    return (*stood, *gone)


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """Return the most places that stand in order, so that the fewest count as moved."""
    longest: list[tuple[int, ...]] = [()]
    for place in places:
        before = [chain for chain in longest if not chain or chain[-1] < place]
        longest.append((*_longest(before), place))
    return frozenset(_longest(longest))


def _longest(chains: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(chains, key=len)

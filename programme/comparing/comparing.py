"""Two versions of a model compared field by field, whatever fields it has. Pure.

Each difference says where it lies, from the outside in. Texts in two lists are the same where
they are equal; two that are left on either side are one text that was changed where at least
half their words go on, the likest pair first.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from programme.definition.definition import Step
from programme.definition.on_track_rules import OnTrackRules
from programme.definition.parts import FidelityItem, Split
from programme.words.form_words import FormWords
from programme.words.part_words import name_of, worded
from session_forms.files.frozen import Definition
from session_forms.words.texts import _, pgettext

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


Kind = Literal["added", "removed", "changed", "moved", "retitled"]

SAFETY_FIELDS = frozenset({"exclusions", "bring_forward", "not_skippable_when"})
"""What touches safety wherever it stands; a module brought forward passes a gate by."""

SAFETY_WORDS = re.compile(
    r"suicid|crisis_line|emergency_number|prevention_line"
    r"|\b(?:end(?:ing)? (?:your|my|their) life|want(?:ing)? to live|alive|kill\w*|die|dying"
    r"|self-harm|harm\w*|child|children|danger|crisis|emergency|alerts?|urgent)\b",
    re.IGNORECASE,
)
"""Words of a line that asks about suicide or a child, or says what to do in danger."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in two versions of a programme.

    Attributes:
        place: Where it is, from the outside in, in words: session, step, part.
        kind: What happened to it.
        before: How it was, in words; "" where it was not there.
        after: How it is, in words; "" where it is gone.
        is_safety: Whether it touches what keeps people safe: gates, steps that are never left
            out or whose form raises alerts, lines about suicide, a child or danger.

    """

    place: tuple[str, ...]
    kind: Kind
    before: str = ""
    after: str = ""
    is_safety: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in two versions that are compared.

    Attributes:
        is_safety: Whether all that differs there touches safety.
        is_read: Whether it is read for words that touch safety.

    """

    place: tuple[str, ...] = ()
    is_safety: bool = False
    is_read: bool = False

    def at(self, name: str, *, is_safety: bool = False, is_read: bool = False) -> "Spot":
        """Return a place inside this one."""
        return replace(
            self,
            place=(*self.place, name),
            is_safety=self.is_safety or is_safety,
            is_read=self.is_read or is_read,
        )

    def differs(self, kind: Kind, before: str = "", after: str = "") -> Difference:
        """Return what happened here."""
        touches = self.is_read and SAFETY_WORDS.search(" ".join((before, after, *self.place[-1:])))
        return Difference(self.place, kind, before, after, self.is_safety or bool(touches))


class Comparer:
    """Yields what differs, in words.

    Attributes:
        forms: The words of the forms of both versions.

    """

    def __init__(self, forms: FormWords) -> None:
        self.forms = forms

    def models(
        self, old: Definition, new: Definition, spot: Spot, *, skip: Collection[str] = ()
    ) -> Iterator[Difference]:
        """Yield what differs between two models of one kind, but for the fields to skip."""
        for name in type(new).model_fields:
            before, after = getattr(old, name), getattr(new, name)
            if name in skip or _same(before, after):
                continue
            if name == "title":
                yield spot.differs("retitled", before, after)
            else:
                inside = spot.at(name_of(name), is_safety=name in SAFETY_FIELDS)
                yield from self.values(before, after, inside, name)

    def values(self, old: object, new: object, spot: Spot, field: str = "") -> Iterator[Difference]:
        """Yield what differs between two values; at least one difference where they differ."""
        if _same(old, new):
            return
        found = tuple(self._within(old, new, spot))
        if found:
            yield from found
        else:
            before, after = worded(old, self.forms, field), worded(new, self.forms, field)
            yield spot.differs(kind_of(before, after), before, after)

    def texts(self, old: Sequence[str], new: Sequence[str], spot: Spot) -> Iterator[Difference]:
        """Yield the texts that were added, removed, changed or moved."""
        for pair in align_texts(old, new):
            before, after = (each or "" for each in pair.of(old, new))
            if before != after:
                yield spot.differs(kind_of(before, after), before, after)
            elif pair.moved:
                yield spot.differs("moved", before, after)

    def named(
        self,
        old: Sequence[Definition],
        new: Sequence[Definition],
        spot: Spot,
        *,
        skip: Collection[str] = (),
    ) -> Iterator[Difference]:
        """Yield what differs between two lists of models that have ids, but for some fields."""
        for pair in align_names(ids_of(old), ids_of(new)):
            before, after = pair.of(old, new)
            if before is None or after is None:
                only = before or after
                assert only is not None
                words = worded(before, self.forms), worded(after, self.forms)
                yield spot.at(label_of(only)).differs(kind_of(*words), *words)
            else:
                yield from moves(pair, old, new, spot.at(label_of(after)))
                yield from self.models(before, after, spot.at(label_of(after)), skip=("id", *skip))

    def _worded(self, values: tuple[object, ...]) -> list[str]:
        return [worded(each, self.forms) for each in values]

    def _within(self, old: object, new: object, spot: Spot) -> Iterator[Difference]:
        match old, new:
            case Mapping(), Mapping():
                for key in dict.fromkeys((*new, *old)):
                    yield from self.values(old.get(key), new.get(key), spot.at(str(key)))
            case tuple(), tuple() if _have_ids(old) and _have_ids(new):
                yield from self.named(old, new, spot)
            case tuple(), tuple():
                yield from self.texts(self._worded(old), self._worded(new), spot)
            case OnTrackRules() as before, OnTrackRules() as after:
                yield from self.models(before, after, spot)
            case Split() as before, Split() as after:
                yield from self.models(before, after, spot)
            case _:
                pass


def kind_of(before: str, after: str) -> Kind:
    """Return what happened to something that is called so before and after."""
    if not before:
        return "added"
    return "changed" if after else "removed"


def moves(
    pair: Pair, old: Sequence[Definition], new: Sequence[Definition], spot: Spot
) -> Iterator[Difference]:
    """Yield that something stands in another place among its likes, where it does."""
    if pair.moved and pair.old is not None and pair.new is not None:
        yield spot.differs("moved", _stands(old, pair.old), _stands(new, pair.new))


def ids_of(models: Sequence[Definition]) -> list[str]:
    """Return the ids of models."""
    return [str(getattr(each, "id", "")) for each in models]


def label_of(model: Definition) -> str:
    """Return what a model is called: its id and its title or text, of a step the title alone."""
    title = str(getattr(model, "title", ""))
    if isinstance(model, Step):
        return title
    words = model.text if isinstance(model, FidelityItem) else title
    return f"{ids_of([model])[0]} {words}".strip()


def _stands(models: Sequence[Definition], place: int) -> str:
    if not place:
        return pgettext("place in an order", "first")
    return _("after {other}").format(other=label_of(models[place - 1]))


def _have_ids(models: Sequence[object]) -> bool:
    return all(isinstance(each, Definition) and hasattr(each, "id") for each in models)


def _same(old: object, new: object) -> bool:
    return type(old) is type(new) and old == new

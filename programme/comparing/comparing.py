"""Two versions of a model compared field by field, whatever fields it has. Pure.

Each difference says where it lies, from the outside in.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from programme.comparing.aligning import Pair, align_names, align_texts
from programme.definition.definition import Step
from programme.definition.on_track_rules import OnTrackRules
from programme.definition.parts import FidelityItem, Split
from programme.words.form_words import FormWords
from programme.words.part_words import name_of, worded
from session_forms.files.frozen import Definition
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _

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

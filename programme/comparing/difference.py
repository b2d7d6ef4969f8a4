"""One difference between two versions of a programme, and where it lies."""

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["added", "removed", "changed", "moved", "retitled"]

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

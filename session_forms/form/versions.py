"""Which versions of a measure may stand on one line of a chart.

Two versions of a form are two instruments until the newer one says otherwise: a word, an
item or an order that changed can move every answer. So a line breaks at a new version,
unless its file declares which score goes on.
"""

from typing import Annotated, Protocol, Self

from pydantic import Field, model_validator

from session_forms.files.frozen import Definition, Words


class SameScore(Definition):
    """A score of an earlier version, and the score of this one that goes on from it."""

    old: str
    new: str


class Continues(Definition):
    """An earlier version whose scores mean the same as those of this one.

    Attributes:
        version: The earlier version.
        scores: Which of its scores goes on as which.
        why: Why they may be compared.

    """

    version: int = Field(ge=1)
    scores: Annotated[tuple[SameScore, ...], Field(min_length=1)]
    why: Words

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        new = [each.new for each in self.scores]
        if len(set(new)) != len(new):
            raise ValueError("has a score twice")
        return self


class HasVersions(Protocol):
    """A form, as far as comparing versions needs it."""

    @property
    def id(self) -> str:
        """The form's id."""
        ...

    @property
    def version(self) -> int:
        """Which version it is."""
        ...

    @property
    def continues(self) -> tuple[Continues, ...]:
        """The earlier versions that go on in it."""
        ...


def comparable(old: HasVersions, new: HasVersions, score_id: str) -> str | None:
    """Return the score of `old` that goes on as `score_id` of `new`, or None for a break.

    The same version is always comparable; another one only where `new` declares it, or
    where `old` does because it is the newer of the two.
    """
    if old.id != new.id:
        return None
    if old.version == new.version:
        return score_id
    if old.version > new.version:
        return _found(old, new.version, score_id, backwards=True)
    return _found(new, old.version, score_id, backwards=False)


def _found(newer: HasVersions, version: int, score_id: str, *, backwards: bool) -> str | None:
    for declared in newer.continues:
        if declared.version == version:
            for each in declared.scores:
                wanted, found = (each.old, each.new) if backwards else (each.new, each.old)
                if wanted == score_id:
                    return found
    return None

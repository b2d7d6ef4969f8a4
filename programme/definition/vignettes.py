"""Vignettes for training raters: what happened in a session, and how it is rated, told later."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from programme.definition.parts import Words
from session_forms.files.frozen import Definition, check_once

Rating = Literal["0", "1", "2", "na"]


class ReferenceRating(Definition):
    """How those who wrote the vignette rate one item, and why."""

    item: Words
    """A fidelity item of the session, its own or a shared one."""
    rating: Rating
    because: Words


class Vignette(Definition):
    """A part of an invented session, as a rater would hear it."""

    id: Words
    session: Words
    title: Words
    happened: Words
    items: Annotated[tuple[ReferenceRating, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_item_once(self) -> Self:
        check_once("the item", (each.item for each in self.items))
        return self

    @property
    def reference(self) -> Mapping[str, str]:
        """The reference ratings by item."""
        return {each.item: each.rating for each in self.items}


class RaterReadiness(Definition):
    """Where the lower end of both intervals must lie; the programme's own convention."""

    kappa_from: float = Field(gt=0, lt=1)
    icc_from: float = Field(gt=0, lt=1)


class Vignettes(Definition):
    """rating-vignettes.toml: vignettes that a rater rates without seeing the reference."""

    title: Words
    introduction: Words
    ready: RaterReadiness
    vignettes: Annotated[tuple[Vignette, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _each_vignette_once(self) -> Self:
        check_once("the vignette", (each.id for each in self.vignettes))
        return self


class VignettesOfCourse(Vignettes):
    """rating-vignettes.toml in a pack of its own: the course whose fidelity items they rate."""

    course: Words
    """The id of a programme, as pps-core."""

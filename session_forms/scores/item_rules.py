"""Rules of an instrument about its items, before anything is added up.

The order of work: edition, skip, substitute, omit, reverse. They hold for every score of
the form, so that a total and its subscales can never differ in what they count.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from session_forms.conditions.conditions import Condition
from session_forms.files.frozen import Definition, check_once
from session_forms.scores.score_rules import Evidence

Ids = Annotated[tuple[str, ...], Field(min_length=1)]


class Skip(Definition):
    """Items that the instrument lets people pass over, and what they then count.

    Attributes:
        items: Earlier items that were all answered.
        sum: What their answers add up to when the rule holds.
        count_as_zero: The items that count 0 when they are left open; an answer still counts.
        source: Where the rule is published.
        status: How well it is sourced.
        policy: Where the rule is a choice of this project, which one.

    """

    items: Ids
    sum: int
    count_as_zero: Ids
    source: str = ""
    status: Evidence | None = None
    policy: str = ""


class Substitute(Definition):
    """An item that stands in for another one that is left open."""

    item: str
    by: str
    source: str = ""
    status: Evidence | None = None
    policy: str = ""


class Omit(Definition):
    """Items that are left out altogether while a condition holds.

    The score is not scaled up, and no band is named, since bands were set on all items.

    Attributes:
        when: When the items do not apply.
        items: The items; an answer to them is not counted.
        source: Where the rule is published.
        status: How well it is sourced.
        policy: Where the rule is a choice of this project, which one.

    """

    when: Condition
    items: Ids
    source: str = ""
    status: Evidence | None = None
    policy: str = ""


class Printed(Definition):
    """Whether the numbers were typed as a paper form prints them, already turned round.

    Attributes:
        question: The question that says so.
        scored: The option that means "as printed"; reversed items then count as they stand.

    """

    question: str
    scored: str


class EditionItems(Definition):
    """The items that one edition turns round."""

    edition: str
    reversed_items: Ids


class Editions(Definition):
    """Item orders of which several are in use; without the edition there is no score.

    Attributes:
        question: The question that says which edition was used.
        reversed_by: The reversed items of each edition.
        unless_said: The edition that counts while the question is open; a clinic's words set it.
        source: Where the editions are described.
        status: How well that is sourced.

    """

    question: str
    reversed_by: Annotated[tuple[EditionItems, ...], Field(min_length=1)]
    unless_said: str | None = None
    source: str = ""
    status: Evidence | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [each.edition for each in self.reversed_by]
        check_once("the edition", names)
        if self.unless_said not in (None, *names):
            raise ValueError("unless_said names no edition")
        return self


class ItemRules(Definition):
    """All rules of an instrument about its items.

    Attributes:
        skips: Items that may be passed over.
        substitutes: Items that stand in for others.
        omits: Items that do not apply to some people.
        printed: Whether numbers were typed as printed, already turned round.
        editions: The item orders in use.

    """

    skips: tuple[Skip, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    omits: tuple[Omit, ...] = ()
    printed: Printed | None = None
    editions: Editions | None = None


NO_RULES = ItemRules()

"""What a rater sees: one vignette at a time, and in the end the reference beside it."""

from dataclasses import dataclass

from programme.definition.definition import Programme
from programme.definition.vignettes import Vignette, Vignettes
from programme.fidelity.fidelity import fidelity_items
from programme.fidelity.rater_training import (
    asked_in_words,
    is_whole,
    rater_result,
    result_in_words,
)
from therapist_app.practice.rating_rounds import RatingRound
from therapist_app.workflows.sessions.closing_a_session import FidelityLine
from therapist_app.workflows.sessions.second_rating import RATINGS


@dataclass(frozen=True, slots=True)
class RaterLine:
    """How far a rater is.

    Attributes:
        rated: How many items are rated.
        items: How many there are.

    """

    title: str
    introduction: str
    rated: int
    items: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class RatingPage:
    """One vignette with its items, and not a word of the reference.

    Attributes:
        at: Its place, from 0.
        count: How many vignettes there are.

    """

    vignette: Vignette
    at: int
    count: int
    lines: tuple[FidelityLine, ...]

    @property
    def rated(self) -> int:
        """How many of its items are rated."""
        return sum(each.rating is not None for each in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether every item is rated."""
        return self.rated == len(self.lines)


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One item that was seen otherwise, in words."""

    vignette: str
    item: str
    given: str
    reference: str
    because: str


@dataclass(frozen=True, slots=True)
class RatedPage:
    """What a whole round comes to.

    Attributes:
        is_blind: Whether the rater had not seen the reference.
        sentences: Agreement, kappa and ICC, one sentence each.
        asked: What is asked of a rater, and whose line that is.

    """

    is_ready: bool
    is_blind: bool
    sentences: tuple[str, ...]
    asked: str
    differences: tuple[DifferenceLine, ...]


def rater_line(vignettes: Vignettes, now: RatingRound) -> RaterLine:
    """Return how far a rater is."""
    return RaterLine(
        title=vignettes.title,
        introduction=vignettes.introduction,
        rated=sum(
            item in now.given.get(each.id, {})
            for each in vignettes.vignettes
            for item in each.reference
        ),
        items=sum(len(each.items) for each in vignettes.vignettes),
        is_whole=is_whole(vignettes, now.given),
    )


def first_open(vignettes: Vignettes, now: RatingRound) -> int:
    """Return the place of the first vignette with an open item; their number where none is."""
    places = [
        at
        for at, each in enumerate(vignettes.vignettes)
        if not each.reference.keys() <= now.given.get(each.id, {}).keys()
    ]
    return places[0] if places else len(vignettes.vignettes)


def rating_page(
    programme: Programme, vignettes: Vignettes, now: RatingRound, at: int
) -> RatingPage:
    """Return one vignette to rate."""
    vignette = vignettes.vignettes[at]
    given = now.given.get(vignette.id, {})
    items = fidelity_items(programme)
    lines = tuple(
        FidelityLine(items[each.item], RATINGS.get(given.get(each.item, "")), "")
        for each in vignette.items
        if each.item in items
    )
    return RatingPage(vignette, at, len(vignettes.vignettes), lines)


def rated_page(programme: Programme, vignettes: Vignettes, now: RatingRound) -> RatedPage:
    """Return what a round comes to, the reference beside what was rated otherwise."""
    result = rater_result(vignettes, now.given)
    titles = {each.id: each.title for each in vignettes.vignettes}
    items = fidelity_items(programme)
    return RatedPage(
        is_ready=result.is_ready and now.is_blind,
        is_blind=now.is_blind,
        sentences=result_in_words(result),
        asked=asked_in_words(vignettes.ready),
        differences=tuple(
            DifferenceLine(
                titles[each.vignette_id],
                items[each.item_id].text if each.item_id in items else each.item_id,
                each.given,
                each.reference,
                each.because,
            )
            for each in result.differences
        ),
    )

"""What is known about an instrument: who made it, for whom, how exact it is, and the sources."""

from typing import Annotated, Literal

from pydantic import Field

from session_forms.files.frozen import Definition
from session_forms.files.spelling import Words
from session_forms.scores.score_rules import Evidence, Figure


class SourcedFact(Definition):
    """One fact about an instrument.

    Attributes:
        value: The figure or the words; left out where none was found.
        about: What the figure is, such as "alpha" or "retest, three weeks".
        source: Where it was read.
        status: How well it is sourced; `memory` is shown as unverified.

    """

    value: Figure | Words | None = None
    about: str = ""
    source: str = ""
    status: Evidence


class Disagreement(Definition):
    """A point on which sources differ, and what was decided.

    Attributes:
        about: The point.
        one: What some sources say.
        other: What others say.
        chosen: Which of them is followed here.
        why: The reason.

    """

    about: Words
    one: Words
    other: Words
    chosen: Words
    why: Words


class Measure(Definition):
    """An instrument.

    Attributes:
        name: Its full name.
        authors: Who made it.
        year: When it was first published.
        citation: How to cite it.
        population: Whom it is for.
        time_frame: Where the time that it asks about is written.
        used_for: What it is good for here, where that is limited.
        prints: What a paper form prints beside the boxes: the plain numbers, numbers that are
            already turned round, or letters.
        translations: In which languages it exists; no validated measure is translated here.
        reliability: Published reliabilities.
        spread: Published standard deviations.
        norms: Published means and ranges.
        meaningful_change: Published smallest changes that people notice.
        disagreements: Where sources differ.

    """

    name: Words
    authors: Words
    year: Annotated[int, Field(ge=1900, le=2100)]
    citation: Words
    population: SourcedFact
    time_frame: SourcedFact
    used_for: str = ""
    prints: Literal["raw", "scored", "letters"] = "raw"
    translations: SourcedFact | None = None
    reliability: tuple[SourcedFact, ...] = ()
    spread: tuple[SourcedFact, ...] = ()
    norms: tuple[SourcedFact, ...] = ()
    meaningful_change: tuple[SourcedFact, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

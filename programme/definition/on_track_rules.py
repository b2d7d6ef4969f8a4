"""The closed vocabulary of rules that ask how the work goes, and what a clinic may change."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from programme.definition.parts import Words
from session_forms.files.frozen import Definition

Numeral = Annotated[int, Field(ge=0, le=100)]
Times = Annotated[int, Field(ge=1, le=20)]


class ReliableDeterioration(Definition):
    """The last score of a measure is reliably worse than its first."""

    kind: Literal["reliable_deterioration"]


class NoReliableImprovement(Definition):
    """A measure that began at or beyond its cut-off has not improved reliably."""

    kind: Literal["no_reliable_improvement"]


class RatingAtMost(Definition):
    """A rating of a form's newest filling is this low; any of its ratings where none is named."""

    kind: Literal["rating_at_most"]
    form: Words
    questions: tuple[Words, ...] = ()
    at_most: Numeral


class RatingFell(Definition):
    """A rating fell by this much from one filling of a form to the next."""

    kind: Literal["rating_fell"]
    form: Words
    questions: tuple[Words, ...] = ()
    by: Annotated[int, Field(ge=1, le=100)]


class SessionsMissed(Definition):
    """The last sessions did not take place, this many in a row."""

    kind: Literal["sessions_missed"]
    in_a_row: Times


class AnsweredInARow(Definition):
    """The last fillings of a form chose this option, this many times in a row."""

    kind: Literal["answered_in_a_row"]
    form: Words
    question: Words
    equals: Words
    times: Times


Condition = Annotated[
    ReliableDeterioration
    | NoReliableImprovement
    | RatingAtMost
    | RatingFell
    | SessionsMissed
    | AnsweredInARow,
    Field(discriminator="kind"),
]


class OnTrackRule(Definition):
    """One reason to stop and ask.

    Attributes:
        title: The rule in a sentence, as the therapist reads it.
        asks: `at_once`, or `at_points`: shown first, asked at the review points.
        any_of: The facts of which one is enough.
        source: Where it comes from.
        policy: What in it is a choice of this programme.

    """

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$")]
    title: Words
    asks: Literal["at_once", "at_points"]
    any_of: Annotated[tuple[Condition, ...], Field(min_length=1)]
    source: Words
    policy: str = ""


class OnTrackRules(Definition):
    """on-track.toml: when to stop and ask how the work goes.

    Attributes:
        watch_from: The session from which a rule of the points is shown.
        review_at: The sessions at which it is asked.
        review_form: The form with the questions that a prompt opens.

    """

    watch_from: str = ""
    review_at: tuple[Words, ...] = ()
    review_form: str = ""
    source: str = ""
    policy: str = ""
    rules: tuple[OnTrackRule, ...] = ()

    @model_validator(mode="after")
    def _a_prompt_opens_a_form(self) -> Self:
        if self.rules and not self.review_form:
            raise ValueError("rules need a review_form that a prompt opens")
        return self


class RuleChoice(Definition):
    """What a clinic settled about one rule: whether it goes by it. Its numbers are content."""

    off: bool = False


def with_choices(rules: OnTrackRules, choices: Mapping[str, RuleChoice]) -> OnTrackRules:
    """Return the rules as a clinic settled them; a choice about an unknown rule changes nothing."""
    kept = tuple(each for each in rules.rules if not choices.get(each.id, RuleChoice()).off)
    return rules.model_copy(update={"rules": kept})

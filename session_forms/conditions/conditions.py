"""When something holds, and what an answer can raise: a small closed vocabulary, no expressions.

An `AnswerTest` asks about one answer; a `Condition` asks about an earlier question's
answer, about the band of a score, or about a fact of the moment. What these words cannot
say becomes a new word here. An alert states one plain fact, its stream, its level, and what
to open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.conditions.alert_levels import LEVELS, Level, Stream
from session_forms.files.frozen import Definition, KebabCase, Words

PlainValue = bool | int | str
TESTS = ("equals", "any_of", "includes_any", "from_", "to", "at_most", "at_least")
MARKS = ("cannot_tell", "declined", "answered")
NUMBERS = (int, float)


class AnswerTest(Definition):
    """One question put to one answer.

    `from` and `to` belong together and either may be missing; otherwise one key is allowed.
    An answer that is missing, declined or "cannot tell" passes only the test that names it.
    """

    equals: PlainValue | None = None
    any_of: Annotated[tuple[PlainValue, ...], Field(min_length=1)] | None = None
    includes_any: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    from_: int | None = Field(default=None, alias="from")
    to: int | None = None
    at_most: int | None = None
    at_least: int | None = None
    cannot_tell: Literal[True] | None = None
    declined: Literal[True] | None = None
    answered: Literal[True] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        self._check()
        return self

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests that are asked for; `from` with `to` is one."""
        named = [name for name in (*TESTS, *MARKS) if getattr(self, name) is not None]
        if "from_" in named and "to" in named:
            named.remove("to")
        return tuple(named)

    @property
    def values_named(self) -> tuple[PlainValue, ...]:
        """The values that the test compares with, each of which must be possible."""
        limits = (self.from_, self.to, self.at_most, self.at_least, self.equals)
        single = tuple(each for each in limits if each is not None)
        return single + (self.any_of or ()) + (self.includes_any or ())

    def passes(self, answer: AnswerValue | None) -> bool:
        """Return whether `answer` passes the test."""
        match answer:
            case None:
                return False
            case CannotTell():
                return self.cannot_tell is True
            case Declined():
                return self.declined is True
            case tuple():
                wanted = self.includes_any or ()
                return self.answered is True or any(each in answer for each in wanted)
            case _:
                return self.answered is True or self._passes_plain(answer)

    def _passes_plain(self, answer: PlainValue | float) -> bool:
        if self.equals is not None:
            return _same(answer, self.equals)
        if self.any_of is not None:
            return any(_same(answer, each) for each in self.any_of)
        return type(answer) in NUMBERS and self._in_range(float(answer))

    def _in_range(self, number: float) -> bool:
        lows = [low for low in (self.from_, self.at_least) if low is not None]
        highs = [high for high in (self.to, self.at_most) if high is not None]
        if not lows and not highs:
            return False
        return all(number >= low for low in lows) and all(number <= high for high in highs)

    def _check(self) -> None:
        self._check_tests(1)
        self._check_order()

    def _check_tests(self, wanted: int) -> None:
        if len(self.tests) != wanted:
            said = ", ".join(name.rstrip("_") for name in self.tests) or "none"
            raise ValueError(f"needs exactly {wanted} test of an answer, has {said}")

    def _check_order(self) -> None:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise ValueError("from lies above to")


def _same(answer: PlainValue | float, wanted: PlainValue) -> bool:
    """Compare without taking true for 1."""
    both = {type(answer), type(wanted)}
    return answer == wanted and (len(both) == 1 or both == set(NUMBERS))


BandNow = Callable[[str, str], str | None]
"""Returns the band of a score now, by form (none: this one) and score; None without a score."""


class BandTest(Definition):
    """Asks which band a score falls in; without a score it does not hold.

    Attributes:
        score: The score's id.
        measure: The form it belongs to, as last finished; left out, this form as it stands.
        any_of: The labels of the bands for which the test holds.

    """

    score: Words
    measure: KebabCase | None = None
    any_of: Annotated[tuple[Words, ...], Field(min_length=1)]

    def passes(self, band_now: BandNow) -> bool:
        """Return whether the score falls in one of the bands."""
        return band_now(self.measure or "", self.score) in self.any_of


def no_band(_form_id: str, _score_id: str) -> None:
    """Return no band: nothing was scored."""


FACTS = (
    "band_of",
    "open_alert",
    "any_alert_at_least",
    "earlier_version_exists",
    "first_use",
    "always",
)
GROUPS = ("all_of", "some_of", "none_of")

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition is judged by.

    Attributes:
        answers: The answers that stand, by question.
        open_streams: The streams with an open alert.
        level: How high the alerts of this form stand; 0 is none, 3 is urgent.
        earlier_version: Whether the form was filled in before.
        first_use: Whether this is the first time that the form is used.
        band_now: The band that a score falls in.

    """

    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    open_streams: frozenset[str] = frozenset()
    level: int = 0
    earlier_version: bool = False
    first_use: bool = False
    band_now: BandNow = no_band


class Condition(AnswerTest):
    """Something that holds or does not while a form is filled in.

    Attributes:
        question: An earlier question whose answer is tested.
        band_of: A score, of this form or of a measure, and the bands it may fall in.
        open_alert: A stream with an open alert, from before or raised in this form.
        any_alert_at_least: This form has raised an alert of this level or above.
        earlier_version_exists: The form was filled in before.
        first_use: The form is used for the first time.
        always: Holds whatever the answers are.
        all_of: Every one of these holds.
        some_of: At least one of these holds.
        none_of: Not one of these holds.

    """

    question: str | None = None
    band_of: BandTest | None = None
    open_alert: Stream | None = None
    any_alert_at_least: Level | None = None
    earlier_version_exists: bool | None = None
    first_use: bool | None = None
    always: Literal[True] | None = None
    all_of: Annotated[tuple["Condition", ...], Field(min_length=2)] | None = None
    some_of: Annotated[tuple["Condition", ...], Field(min_length=2)] | None = None
    none_of: Annotated[tuple["Condition", ...], Field(min_length=1)] | None = None

    @override
    def _check(self) -> None:
        grounds = [
            name for name in ("question", *FACTS, *GROUPS) if getattr(self, name) is not None
        ]
        if len(grounds) != 1:
            said = ", ".join(grounds) or "none"
            raise ValueError(f"needs exactly one thing to go by, has {said}")
        self._check_tests(1 if self.question is not None else 0)
        self._check_order()

    def holds(self, facts: Facts) -> bool:
        """Return whether the condition holds, given `facts`."""
        if self.question is not None:
            return self.passes(facts.answers.get(self.question))
        if self.all_of is not None:
            return all(each.holds(facts) for each in self.all_of)
        if self.some_of is not None:
            return any(each.holds(facts) for each in self.some_of)
        if self.none_of is not None:
            return not any(each.holds(facts) for each in self.none_of)
        return self._fact_holds(facts)

    def parts(self, place: Place = ()) -> Iterator[tuple[Place, "Condition"]]:
        """Yield the condition and every one inside it, each with its place below this one."""
        yield place, self
        for group in GROUPS:
            inside: tuple[Condition, ...] = getattr(self, group) or ()
            for at, each in enumerate(inside):
                yield from each.parts((*place, group, at))

    def tests_of_questions(self) -> Iterator[tuple[str, AnswerTest]]:
        """Yield each question that is asked about, with its test."""
        for _, part in self.parts():
            if part.question is not None:
                yield part.question, part

    def _fact_holds(self, facts: Facts) -> bool:
        if self.band_of is not None:
            return self.band_of.passes(facts.band_now)
        if self.open_alert is not None:
            return self.open_alert in facts.open_streams
        if self.any_alert_at_least is not None:
            return facts.level > LEVELS.index(self.any_alert_at_least)
        if self.earlier_version_exists is not None:
            return self.earlier_version_exists == facts.earlier_version
        if self.first_use is not None:
            return self.first_use == facts.first_use
        return True


SAID_OF_AN_ALERT = frozenset({"stream", "level", "when", "states", "because", "opens"})
"""What an alert rule says besides when else it opens; any other key of it narrows the rule."""


class AlertRule(Definition):
    """States one fact when an answer passes a test. A person decides what follows.

    Attributes:
        stream: Which of the two safety paths it belongs to.
        level: How soon somebody has to act.
        when: The test of the answer.
        only_if: Must hold as well.
        states: The fact, in words a therapist reads aloud.
        because: Why this level, for the clinical lead who signs for it.
        opens: The forms to offer.

    """

    stream: Stream
    level: Level
    when: AnswerTest
    only_if: Condition | None = None
    states: str = Field(min_length=1)
    because: str = ""
    opens: tuple[str, ...] = ()

    @property
    def opens_always(self) -> bool:
        """Whether each answer that passes the test raises it, whatever else is so."""
        more = type(self).model_fields.items()
        return all(
            getattr(self, name) == key.default for name, key in more if name not in SAID_OF_AN_ALERT
        )

    def raised_by(self, answer: AnswerValue | None, facts: Facts) -> bool:
        """Return whether `answer` raises the alert."""
        return self.when.passes(answer) and (self.only_if is None or self.only_if.holds(facts))

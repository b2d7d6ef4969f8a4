"""One question put to one answer: a small closed vocabulary, no expressions."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.files.frozen import Definition

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

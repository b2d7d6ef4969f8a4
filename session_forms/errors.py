"""What can go wrong with a form.

    FormError
      DefinitionError    a file of ours is wrong: file, line, key, what, what to do
      AnswerRejected     a value does not fit its question; carries a Problem
      UnknownForm        there is no such form, or no such version of it
      InvalidAnswers     stored or handed-in answers do not belong to the form

A problem is a code with its numbers; whoever shows it finds the words. No text made
here ever holds an answer.
"""

from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """The number lies outside `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class NotAnOption:
    """The value is none of the options."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """The text has more than `limit` characters."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooShort:
    """The text has fewer than `limit` characters."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooMany:
    """There are more than `limit` entries, rows or choices."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooFew:
    """There are fewer than `limit` entries, rows or choices."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooManyDecimals:
    """The number has more than `limit` decimals."""

    limit: int


@dataclass(frozen=True, slots=True)
class WrongKind:
    """The value is not the kind of thing that the question asks for."""


@dataclass(frozen=True, slots=True)
class BeforeEarliest:
    """The day lies before the earliest one, an ISO date."""

    day: str


@dataclass(frozen=True, slots=True)
class AfterLatest:
    """The day lies after the latest one, an ISO date."""

    day: str


@dataclass(frozen=True, slots=True)
class ExclusiveChoice:
    """An option that stands alone was chosen together with another."""


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """The choice exists but is not open now."""


SimpleProblem = (
    OutOfRange
    | NotAnOption
    | TooLong
    | TooShort
    | TooMany
    | TooFew
    | TooManyDecimals
    | WrongKind
    | BeforeEarliest
    | AfterLatest
    | ExclusiveChoice
    | NotAvailable
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell of a table, or one entry of a list (column ""), does not fit.

    Rows count from 0.
    """

    row: int
    column: str
    problem: SimpleProblem


@dataclass(frozen=True, slots=True)
class KindsMissing:
    """Services of these kinds are needed too, and none of theirs is chosen."""

    kinds: tuple[str, ...]


Problem = SimpleProblem | CellProblem | KindsMissing


MOST_CHARACTERS = 400
"""Of one part of a sentence."""


class InvalidFile(Exception):
    """A file of content cannot be used as it stands; it reads as one sentence on one line.

    What no line can show is spelled out in it, and what is very long is cut.

    Attributes:
        file: The file's name, or where it is in its folder.
        line: The line, counted from 1, or None when the whole file is meant.
        key: The key that is meant, as `questions[2].low`, or "".
        what: What is wrong.
        to_do: What to do about it.

    """

    def __init__(self, file: str, line: int | None, key: str, what: str, to_do: str) -> None:
        super().__init__(file, line, key, what, to_do)
        self.file = file
        self.line = line
        self.key = key
        self.what = what
        self.to_do = to_do

    @override
    def __str__(self) -> str:
        place = _shown(self.file) if self.line is None else f"{_shown(self.file)}, line {self.line}"
        at_key = f", {_shown(self.key)}" if self.key else ""
        return f"{place}{at_key}: {_shown(self.what)}; {_shown(self.to_do)}."


class FormError(Exception):
    """Anything that goes wrong with forms."""


class DefinitionError(InvalidFile, FormError):
    """A file that defines something is wrong."""


class AnswerRejected(FormError):
    """A value does not fit its question."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(type(problem).__name__)
        self.problem = problem


class UnknownForm(FormError):
    """There is no such form, or no such version of it."""


class InvalidAnswers(FormError):
    """Answers do not belong to the form, or one of them does not fit.

    Attributes:
        form_id: The form.
        place: A question's id, or a position such as `answer 3`; never what was answered.
        what: What is wrong, in words that hold no answer.

    """

    def __init__(self, form_id: str, place: str, what: str) -> None:
        super().__init__(form_id, place, what)
        self.form_id = form_id
        self.place = place
        self.what = what

    @override
    def __str__(self) -> str:
        at_place = f", {self.place}" if self.place else ""
        return f"{self.form_id}{at_place}: {self.what}."


def _shown(text: str) -> str:
    """Return `text` as one line can hold it."""
    whole = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in whole)

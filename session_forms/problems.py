"""What can be wrong with an answer: codes with their numbers; whoever shows one words it."""

from dataclasses import dataclass


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


Problem = SimpleProblem | CellProblem

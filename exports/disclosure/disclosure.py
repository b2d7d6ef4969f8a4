"""What may be shown to whom: profiles as data, and the step from raw to finished tables.

A profile's figures come from the clinic's release rules; `suppression.hide` does the hiding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import assert_never

from exports.disclosure.attacker import Balancing, exactly, reduced, ties_of
from exports.disclosure.suppression import hide
from exports.document.tables import Cell, Count, Figure, Raw, RawTable, Share, Sum, Table, counts_of
from exports.errors import NotAllowed
from session_forms.words.texts import N_, NP_
from session_forms.words.texts import translate as _

MOST_MORE = 5
"""How many means more are hidden at once for one of few clients."""
MOST_STEPS = 600


def thin_means(tables: Sequence[RawTable], sums: Sequence[Sum], means_from: int) -> frozenset[str]:
    """Return the counts on which no mean may be shown.

    Those are the ones with fewer than `means_from` clients behind them; and so many more that no
    hidden mean can be had from the printed ones.
    """
    bases: dict[str, int] = {}
    few: set[str] = set()
    for figure in _figures(tables):
        bases[figure.basis.key] = figure.basis.value
        if figure.clients < means_from:
            few.add(figure.basis.key)
    tied = tuple(each for each in (_tied(one, bases) for one in sums) if each.parts)
    thin = set(few)
    while (given := _given_back(tied, thin)) and (
        further := _further(min(given), tied, thin, bases)
    ):
        thin |= further
    for key in sorted(thin - few, key=lambda key: (-bases[key], key)):
        if not _given_back(tied, thin - {key}):
            thin.remove(key)
    return frozenset(thin)


def _figures(tables: Sequence[RawTable]) -> Iterator[Figure]:
    for table in tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Figure) and cell.basis.value:
                    yield cell


def _tied(each: Sum, bases: Mapping[str, int]) -> Sum:
    """Return a sum with the parts on which a mean rests; with none where there is nothing to tell.

    A part without a mean is taken as known: somebody may know it.
    """
    known = each.total in bases
    return Sum(each.total, tuple(part for part in each.parts if known and part in bases))


def _given_back(tied: Sequence[Sum], thin: set[str]) -> set[str]:
    """Return the hidden means that the printed ones give back."""
    equations = [
        {key: Fraction(factor) for key, factor in members.items() if key in thin}
        for members in ties_of(tuple(tied)).members
    ]
    return {key for row in reduced(equations) if len(row) == 1 for key in row}


def _further(key: str, tied: tuple[Sum, ...], thin: set[str], bases: Mapping[str, int]) -> set[str]:
    """Return the fewest means that keep one hidden when they are hidden too."""
    wholes = {each.total for each in tied}
    rules = _AnyMean(thin, wholes, bases)
    for most in range(1, MOST_MORE + 1):
        found = Balancing(ties_of(tied), rules, MOST_STEPS).moved(key, 1, most)
        if further := found.keys() - thin:
            return set(further)
    around = (set(members) for members in ties_of(tied).members if key in members)
    return set().union(*around) - thin


@dataclass(frozen=True)
class _AnyMean:
    """Every mean may be other than it is; a printed one at a price, a whole last."""

    thin: set[str]
    wholes: set[str]
    bases: Mapping[str, int]

    def allows(self, _key: str, _change: int, /) -> bool:
        """Return that any change will do."""
        return True

    def price(self, key: str, /) -> int:
        """Return 1 for a mean that is printed."""
        return int(key not in self.thin)

    def worth(self, key: str, /) -> tuple[int, int, str]:
        """Return what a reader would lose with a mean: a whole most, then the one of many."""
        return int(key in self.wholes), self.bases[key], key


STAR = "*"
NONE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules for one kind of reader.

    Attributes:
        small_up_to: Counts from 1 to this are hidden; 0 hides none.
        round_to: Other counts are rounded to this; 1 leaves them.
        means_from: The least number of clients behind a mean.
        groups_from: The least number of clients in a group that is shown by itself.
        says: The rule in one sentence, for the reader.

    """

    id: str
    title: str
    small_up_to: int
    round_to: int
    means_from: int
    groups_from: int
    says: str


READER_PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "internal-review": Profile(
            id="internal-review",
            title=NP_("for whom a report is", "Internal review"),
            small_up_to=4,
            round_to=1,
            means_from=5,
            groups_from=10,
            says=N_(
                "* stands for a count of 1 to 4, or for a figure that would give one back. "
                "Means need 5 clients, groups need 10. Percentages come from the figures as shown."
            ),
        ),
        "external": Profile(
            id="external",
            title=N_("Outside the service"),
            small_up_to=7,
            round_to=5,
            means_from=8,
            groups_from=10,
            says=N_(
                "* stands for a count of 1 to 7, or for a figure that would give one back. "
                "Other counts are rounded to 5. Means need 8 clients, groups need 10. "
                "Percentages come from the figures as shown."
            ),
        ),
        "single-case": Profile(
            id="single-case",
            title=N_("One client, for supervision or transfer"),
            small_up_to=0,
            round_to=1,
            means_from=1,
            groups_from=1,
            says=N_("One client's course, without name, dates or words of anybody."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Protection:
    """What was done to keep small counts hidden.

    Attributes:
        small: How many counts were small.
        hidden: How many were hidden, the small ones among them.
        fewest_values: The least number of values that a small one may still have.

    """

    small: int
    hidden: int
    fewest_values: int


def protect(tables: Iterable[RawTable], profile: Profile) -> tuple[tuple[Table, ...], Protection]:
    """Return finished tables under the rules of `profile`, and what was hidden.

    Raises:
        NotAllowed: A small count could be worked out even with all others hidden.

    """
    raw = tuple(tables)
    sums = tuple(each for table in raw for each in table.sums)
    bounds = exactly if profile.round_to == 1 else partial(rounded_bounds, profile=profile)
    prized = {key for table in raw for key in table.prized}
    hidden = hide(counts_of(raw), sums, profile.small_up_to, bounds, prized)
    if hidden.small and hidden.fewest_values < profile.small_up_to:
        raise NotAllowed(
            "A small count could be worked out from the tables together: release fewer tables."
        )
    thin = thin_means(raw, sums, profile.means_from)
    finished = tuple(_finished(table, _Rules(profile, hidden.all, thin)) for table in raw)
    return finished, Protection(len(hidden.small), len(hidden.all), hidden.fewest_values)


def rounded(value: int, profile: Profile) -> int:
    """Return a count as the profile prints it; halves go up."""
    step = profile.round_to
    return (2 * value + step) // (2 * step) * step


def rounded_bounds(value: int, *, profile: Profile) -> tuple[float, float]:
    """Return the counts that are printed like `value`, small ones and zero left out."""
    if not value:
        return 0, 0
    shown, step = rounded(value, profile), profile.round_to
    least = shown - step // 2
    return max(least, profile.small_up_to + 1), shown + (step - 1) // 2


def number(value: float, decimals: int = 1) -> str:
    """Return a figure as it is printed, with a true minus sign."""
    words = f"{value:.{decimals}f}"
    zero = not words.strip("-0.")
    return words.lstrip("-") if zero else words.replace("-", MINUS)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is hidden in the tables at hand: counts, and means by the count they rest on."""

    profile: Profile
    hidden: frozenset[str]
    thin: frozenset[str]


def _finished(table: RawTable, rules: _Rules) -> Table:
    rows = tuple(tuple(_cell(cell, rules) for cell in row) for row in table.rows)
    return Table(table.id, table.title, table.columns, rows, table.notes)


def _cell(cell: Raw, rules: _Rules) -> Cell:
    match cell:
        case str():
            return Cell(_(cell))
        case Count(key, value):
            shown = rounded(value, rules.profile)
            return Cell(STAR) if key in rules.hidden else Cell(str(shown), shown)
        case Share():
            return _share(cell, rules)
        case Figure():
            return _figure(cell, rules)
        case _:
            assert_never(cell)


def _share(share: Share, rules: _Rules) -> Cell:
    if {share.part.key, share.whole.key} & rules.hidden:
        return Cell(STAR)
    whole = rounded(share.whole.value, rules.profile)
    if not whole:
        return Cell(NONE)
    part = rounded(share.part.value, rules.profile)
    percent = min(100, (200 * part + whole) // (2 * whole))
    return Cell(f"{percent} %", percent)


def _figure(figure: Figure, rules: _Rules) -> Cell:
    if not figure.basis.value or figure.value is None:
        return Cell(NONE)
    if figure.basis.key in rules.thin:
        return Cell(STAR)
    shown = round(figure.value, figure.decimals)
    return Cell(number(figure.value, figure.decimals), shown if figure.decimals else int(shown))

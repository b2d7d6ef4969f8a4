"""The cells of one release, read from its fixed table and kept as columns of numbers.

    keys = CellKeys()
    cells = read_cells(verified.files["tables/cells.csv"], release_id, least=5, keys=keys)

Nothing else of a package is read: no table of a report, no page. A table with another column, a
count below the least that may be told, or a word where a number belongs, and all of it is refused.
"""

import codecs
import csv
import io
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan

from exports.disclosure.cells import COLUMNS
from exports.disclosure.protected import EARLIER_SPANS
from exports.document.tables import FEW
from exports.errors import PackageRefused
from exports.package.package import RELEASE
from exports.quarters import Quarter, quarter_named
from session_forms.words.texts import _

UNTOLD = -1
"""Stands as n where a count is about too few people to be told."""
MOST_CLIENTS = 1_000_000
"""Of one release: far more than any service has."""
MOST_LINES = 20_000
"""Of one release: some forty times what a report has."""
MOST_KEYS = 100_000
"""Of all releases together: what a report has, in two hundred versions."""
_CANNOT_BE_READ = "The figures of the package cannot be read."
_TOO_FEW = "The package tells a figure about too few people: nothing of it is used."
_HEAD = (RELEASE, *COLUMNS)
_WORD = re.compile(r"(?:[\w.][\w.+= -]{0,119})?")
"""Nothing that a spreadsheet runs, and no sign that is not seen."""


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """What a cell is about, the same at every service.

    Attributes:
        measure: The key of the figure, such as phq-9.all.improved.
        version: Of the form, else of the programme.
        stratum: The group of clients, such as age_band=25-34; empty for all.
        counts: Whether it says how many clients; else it is a mean, a rate or the like.
        table: Where it stands in a report: its table, the key of its row, its column.

    """

    measure: str
    version: str
    stratum: str
    counts: bool
    table: str = field(default="", compare=False)
    row: str = field(default="", compare=False)
    column: str = field(default="", compare=False)


class CellKeys:
    """Every key that was met, each with a number, so that cells are kept as numbers alone."""

    def __init__(self) -> None:
        self.known: list[CellKey] = []
        self._numbers: dict[tuple[str, str, str, bool], int] = {}

    def number_of(self, what: tuple[str, str, str, bool], place: tuple[str, str, str]) -> int:
        """Return the number of a key, a new one where it is met for the first time.

        Args:
            what: Measure, version, stratum, and whether it counts clients.
            place: Table, row and column; of a key that is known already nothing is taken.

        Raises:
            PackageRefused: It is none that this program writes.

        """
        found = self._numbers.get(what)
        if found is None:
            words = (*what[:3], *place)
            if not all(map(_WORD.fullmatch, words)) or len(self.known) >= MOST_KEYS:
                raise PackageRefused(_CANNOT_BE_READ)
            found = self._numbers[what] = len(self.known)
            self.known.append(CellKey(*what, *place))
        return found


def _numbers(kind: str) -> "array[float]":
    return array(kind)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one release, each at the same place of every column.

    Attributes:
        keys: The number of the key of each.
        n: How many clients, changed; `UNTOLD` where they are too few to be told.
        value: The figure; not a number for a count.
        error: Its standard error; not a number where there is none.
        most: The most that the figure can be; not a number where it has no end.

    """

    quarter: Quarter
    keys: "array[int]" = field(default_factory=lambda: array("L"))
    n: "array[int]" = field(default_factory=lambda: array("l"))
    value: "array[float]" = field(default_factory=lambda: _numbers("d"))
    error: "array[float]" = field(default_factory=lambda: _numbers("d"))
    most: "array[float]" = field(default_factory=lambda: _numbers("d"))

    def __len__(self) -> int:
        return len(self.keys)


def read_cells(data: bytes, release_id: str, *, least: int, keys: CellKeys) -> Cells:
    """Return the cells of a release whose bytes were verified.

    Args:
        data: The table, as `table_as_csv` writes it.
        release_id: The release that each line has to name.
        least: The least number of clients that a line may tell.
        keys: Where the keys are kept.

    Raises:
        PackageRefused: It is another table, tells about fewer people, or cannot be read.

    """
    try:
        lines = csv.reader(io.StringIO(data.removeprefix(codecs.BOM_UTF8).decode(), newline=""))
        if tuple(next(lines)) != _HEAD:
            raise PackageRefused(
                _(
                    "The figures of the package are of another version: ask for it again, from the "
                    "newest version of the program."
                )
            )
        return _cells(lines, release_id, least, keys)
    except (StopIteration, ValueError, OverflowError, csv.Error):
        raise PackageRefused(_CANNOT_BE_READ) from None


def _cells(lines: Iterator[list[str]], release_id: str, least: int, keys: CellKeys) -> Cells:
    found: Cells | None = None
    stands_on = ""
    seen: set[int] = set()
    for at, line in enumerate(lines):
        release, _site, quarter, table, row, column, measure, version, stratum, *rest = line
        if found is None:
            found, stands_on = Cells(quarter_named(quarter)), quarter
        if release != release_id or quarter != stands_on or at >= MOST_LINES:
            raise PackageRefused(_CANNOT_BE_READ)
        _class, n, _sum, _squares, value, error, most = rest
        if not measure:
            continue  # a figure that nothing is told of, not even what it is of
        number = keys.number_of((measure, version, stratum, not value), (table, row, column))
        if number in seen:
            continue  # one count, shown in several tables
        seen.add(number)
        if value != FEW and not _is_of_before(measure, most):
            _take(found, number, (n, value, error, most), least)
    if found is None:
        raise PackageRefused(_CANNOT_BE_READ)
    return found


def _is_of_before(measure: str, most: str) -> bool:
    """Return whether an earlier rule made a figure, which was wrong: then it had no end."""
    return measure in EARLIER_SPANS and not most


def _take(cells: Cells, number: int, words: Sequence[str], least: int) -> None:
    n, value, error, most = words
    if n == FEW and not value:
        many = UNTOLD
    else:
        many = int(n)
        if not least <= many <= MOST_CLIENTS:
            raise PackageRefused(_TOO_FEW)
    cells.keys.append(number)
    cells.n.append(many)
    cells.value.append(_figure(value))
    cells.error.append(_figure(error))
    cells.most.append(_figure(most))


def _figure(words: str) -> float:
    """Return a number, or no number where there is none."""
    if not words:
        return nan
    found = float(words)
    if not isfinite(found):
        raise ValueError(words)
    return found

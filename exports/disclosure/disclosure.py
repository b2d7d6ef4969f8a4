"""What may be shown to whom: profiles as data, and the step from changed figures to tables.

Nothing is said about few people, and nothing that one or two of them make. What is said was
changed before (`cell_keys`), so that no subtraction and no second report gives a client away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from types import MappingProxyType
from typing import assert_never

from exports.disclosure.cell_keys import most_changed, reached_by_changes, usual_change
from exports.disclosure.certainty import MOST_OPEN, WIDEST, share_with_chance
from exports.disclosure.protected import (
    Estimated,
    Number,
    Part,
    ProtectedCell,
    ProtectedTable,
    added_rows,
    row_key,
)
from exports.document.tables import NONE, Cell, Column, Table
from exports.estimates.shares import bounded_interval
from exports.estimates.student import t_quantile
from exports.purposes import ONE_CLIENT
from session_forms.words.number_words import MINUS, number_words
from session_forms.words.texts import N_, NP_, _, pgettext

DOMINANT = 0.4
"""No figure is told of which one person makes more than this part."""
DOMINANT_TWO = 0.6
"""Nor one of which two people make more than this."""
MOST_ROWS = 8
"""How many rows the longest list of the highest figures has."""
ROWS_TO_COMPARE = 2
OF_BEFORE = N_(
    "Not told: what a caseload gave to this quarter was calculated by an earlier rule, which was "
    "wrong. It is told again once its figures are made anew."
)
TOGETHER = "together"
"""What the key of a figure says in the place of a group, where small ones stand together."""
AT_MOST: Mapping[str, str] = MappingProxyType({"_most": "", ".most": ".least"})
"""How keys end of figures that are at most something, and those of what they are the most of."""


_CHANGED = N_(
    "Every figure counts people, and is changed a little on purpose, so that nobody can be found "
    "in it: a count by up to {most}, by about {usual} on average. So rows need not add up. {few} "
    "stands for none to {below}. Means and rates need {figures} clients; groups of fewer than "
    "{groups} are put together."
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules for one kind of reader.

    Attributes:
        least: The least number of clients that is told.
        behind: The least number of clients behind a mean or a rate, of which five are for sure.
        groups_from: The least number of clients in a group that is shown by itself.
        people_from: The least number of clients in a whole report.
        says: The rule in a few sentences, for the reader.
        caseloads: Over how many caseloads a report is: their changes add up.
        asks: Whether a report asks its readers questions, which the service then answers.

    """

    id: str
    title: str
    least: int
    behind: int
    groups_from: int
    people_from: int
    says: str
    caseloads: int = 1
    asks: bool = False

    def over(self, caseloads: int) -> "Profile":
        """Return the rules for a report over so many caseloads.

        Their changes add up, and so what they come to without anybody is not told: the more
        caseloads, the more people a count needs. A mean or a rate does not, since five people are
        behind it for sure. Groups are put together as ever, so that sums over services have the
        same rows.
        """
        least = max(self.least, reached_by_changes(caseloads))
        return replace(self, least=least, caseloads=caseloads)

    @property
    def rule(self) -> str:
        """The rule in words, with its numbers."""
        return _(self.says).format(
            most=most_changed(self.caseloads),
            usual=usual_change(self.caseloads),
            few=_few(self.least),
            below=self.least - 1,
            figures=self.behind,
            groups=self.groups_from,
        )

    @property
    def apart(self) -> str:
        """Why parts need not add up, and how few people are written: it stands beside figures."""
        return _(
            "Each figure was changed by itself: parts need not add up. {few} and “few” are too few "
            "people to tell. Between the two numbers in brackets a share lies in 95 of 100 cases."
        ).format(few=_few(self.least))


READER_PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "internal-review": Profile(
            id="internal-review",
            title=NP_("for whom a report is", "Internal review"),
            least=5,
            behind=5,
            groups_from=10,
            people_from=10,
            says=_CHANGED,
            asks=True,
        ),
        "external": Profile(
            id="external",
            title=N_("Outside the service"),
            least=8,
            behind=8,
            groups_from=10,
            people_from=10,
            says=_CHANGED,
        ),
        ONE_CLIENT: Profile(
            id=ONE_CLIENT,
            title=N_("One client, for supervision or transfer"),
            least=0,
            behind=0,
            groups_from=1,
            people_from=1,
            says=N_("One client's course, without name, dates or words of anybody."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Protection:
    """What was done to keep everybody unknown.

    Attributes:
        changed: How many figures were changed.
        withheld: How many of them are about too few people to be told.
        most: By how much a count is changed at most.

    """

    changed: int
    withheld: int
    most: int


def finish(
    tables: Iterable[ProtectedTable], profile: Profile, *, caseloads: int = 1
) -> tuple[tuple[Table, ...], Protection]:
    """Return finished tables under the rules of `profile`, and what was done.

    `caseloads` is how many were added up: changes add up with them, and fewer counts are told.
    """
    profile = profile.over(caseloads)
    kept = tuple(
        (table, rows)
        for table in tables
        if (rows := rows_of(table, profile)) or table.kind == "plain"
    )
    finished = tuple(
        Table(
            table.id,
            table.title,
            table.columns,
            tuple(_finished_row(table.columns, row, profile) for row in rows),
            (*table.notes, *_of_before(rows)),
            tuple(map(row_key, rows)),
        )
        for table, rows in kept
    )
    cells = [cell for _table, rows in kept for row in rows for cell in row]
    told = [cell for cell in cells if not isinstance(cell, str)]
    withheld = sum(not is_told(cell, profile) for cell in told)
    return finished, Protection(len(told), withheld, most_changed(caseloads))


def _of_before(rows: Iterable[Sequence[ProtectedCell]]) -> Iterator[str]:
    """Yield why a figure is not told that was kept as an earlier rule made it."""
    if any(isinstance(cell, Estimated) and cell.is_of_before for row in rows for cell in row):
        yield _(OF_BEFORE)


def _finished_row(
    columns: Sequence[Column], row: Sequence[ProtectedCell], profile: Profile
) -> tuple[Cell, ...]:
    return tuple(
        _rate(cell, profile)
        if column.kind == "percent" and isinstance(cell, Estimated)
        else _cell(cell, profile)
        for column, cell in zip(columns, _in_order(row, profile), strict=True)
    )


def _in_order(row: Sequence[ProtectedCell], profile: Profile) -> Iterator[ProtectedCell]:
    """Yield the cells of a row, in which no figure at most is below what it is the most of.

    Each is changed by itself. Where both are told, the one is put right by the other, from which
    nobody learns more than they print; the figures for programs stay as they were changed.
    """
    values = {
        cell.key: cell.value
        for cell in row
        if isinstance(cell, Estimated) and cell.end == "value" and is_told(cell, profile)
    }
    for cell in row:
        least = values.get(_bounded_by(cell.key)) if isinstance(cell, Estimated) else None
        if isinstance(cell, Estimated) and cell.value is not None and least is not None:
            yield replace(cell, value=max(cell.value, least))
        else:
            yield cell


def _bounded_by(key: str) -> str:
    """Return the key of what a figure at most is never below; empty where it is none."""
    for end, of in AT_MOST.items():
        if key.endswith(end):
            return f"{key.removesuffix(end)}{of}"
    return ""


def rows_of(table: ProtectedTable, profile: Profile) -> tuple[tuple[ProtectedCell, ...], ...]:
    """Return the rows that stand in the finished table, in their order."""
    match table.kind:
        case "plain":
            return table.rows
        case "told":
            return tuple(row for row in table.rows if _tells(row, profile))
        case "longest":
            told = [row for row in table.rows if _tells_figure(row, profile)]
            return tuple(sorted(told, key=_highest, reverse=True)[:MOST_ROWS])
        case "groups":
            return _merged(table.rows, profile)
        case _:
            assert_never(table.kind)


def _tells(row: Sequence[ProtectedCell], profile: Profile) -> bool:
    told = [cell for cell in row if isinstance(cell, Number | Estimated)]
    return any(_is_printed(cell, profile) for cell in told or row)


def _is_printed(cell: ProtectedCell, profile: Profile) -> bool:
    return is_told(cell, profile) and not (isinstance(cell, Estimated) and _is_open(cell, profile))


def _tells_figure(row: Sequence[ProtectedCell], profile: Profile) -> bool:
    """Return whether a row has a figure that is told, and more than nought.

    Else its place in the order would tell it, or it would be among the highest with nothing.
    """
    figures = [cell for cell in row if isinstance(cell, Estimated) and _is_printed(cell, profile)]
    return any(round(cell.value or 0, cell.decimals) > 0 for cell in figures)


def _highest(row: Sequence[ProtectedCell]) -> float:
    return max((cell.value or 0 for cell in row if isinstance(cell, Estimated)), default=0)


def _merged(
    rows: Sequence[tuple[ProtectedCell, ...]], profile: Profile
) -> tuple[tuple[ProtectedCell, ...], ...]:
    """Return the rows of large groups, the largest first, and all the others together.

    Where those are too few for that, they are left out, as where there is nobody else: a large
    group that joined them then would tell that there is somebody. Groups of few count as groups of
    nobody for that. No row is left where fewer than two could stand.
    """
    ordered = sorted(rows, key=_size, reverse=True)
    shown = [row for row in ordered if _size(row) >= profile.groups_from]
    others = ordered[len(shown) :]
    enough = sum(size for size in map(_size, others) if size >= profile.behind)
    if enough >= profile.groups_from:
        together: tuple[ProtectedCell, ...] = others[0]
        for row in others[1:]:
            together = added_rows(together, row)
        words = _("All other groups together")
        shown.append((words, *(_of_no_group(cell) for cell in together[1:])))
    return tuple(shown) if len(shown) >= ROWS_TO_COMPARE else ()


def _of_no_group(cell: ProtectedCell) -> ProtectedCell:
    """Return a figure of groups that stand together: it names none of them."""
    match cell:
        case Number(key) | Estimated(key):
            return replace(cell, key=_together(key))
        case Part(part, whole):
            parts = (replace(each, key=_together(each.key)) for each in (part, whole))
            return Part(*parts)
        case _:
            return cell


def _together(key: str) -> str:
    return f"{key.rpartition('=')[0]}={TOGETHER}"


def _size(row: Sequence[ProtectedCell]) -> int:
    return next((cell.value for cell in row if isinstance(cell, Number)), 0)


def is_told(cell: ProtectedCell, profile: Profile) -> bool:
    """Return whether a figure may be printed as it stands."""
    match cell:
        case str():
            return True
        case Number():
            return cell.value >= profile.least
        case Part():
            rest = cell.whole.value - cell.part.value
            return min(cell.part.value, rest) >= profile.least
        case Estimated():
            return (
                cell.value is not None
                and not cell.few
                and cell.people >= profile.behind
                and cell.first <= DOMINANT
                and cell.two <= DOMINANT_TWO
            )
        case _:
            assert_never(cell)


def _cell(cell: ProtectedCell, profile: Profile) -> Cell:
    match cell:
        case str():
            return Cell(_(cell))
        case Number():
            if is_told(cell, profile):
                return Cell(str(cell.value), cell.value)
            return Cell(_few(profile.least))
        case Part():
            return _share(cell, profile)
        case Estimated():
            return _figure(cell, profile)
        case _:
            assert_never(cell)


def _rate(figure: Estimated, profile: Profile) -> Cell:
    """Return a rate that stands without ends of its own, with its 95 % interval."""
    shown = _figure(figure, profile)
    low, high = (_figure(replace(figure, end=end), profile).value for end in ("low", "high"))
    return shown if low is None or high is None else replace(shown, ends=(int(low), int(high)))


def _few(least: int) -> str:
    return f"0{NONE}{least - 1}"


def _share(share: Part, profile: Profile) -> Cell:
    """Return a share in per cent, with its interval for chance and the changes.

    Near none or near all that interval is all that is told: as far as it reaches where there are as
    many as few are at most, and where it says anything.
    """
    part, whole, least = share.part.value, share.whole.value, profile.least
    if whole < 2 * least:  # of nobody, too, as with a figure
        return Cell(pgettext("cell", "few"))
    if not whole:
        return Cell(NONE)
    few = max(0, least - 1)
    seen = min(max(part, few), whole - few)
    found = share_with_chance(seen / whole, whole, profile.caseloads)
    low = 0 if part < least else floor(found.low)
    high = 100 if whole - part < least else ceil(found.high)
    if not is_told(share, profile) and high - low > WIDEST:
        return Cell(pgettext("cell", "few"))
    if not is_told(share, profile):
        return Cell(_("{low} to {high} %").format(low=low, high=high), ends=(low, high))
    percent = (200 * part + whole) // (2 * whole)
    return Cell(f"{percent} %", percent, (low, high))


def _figure(figure: Estimated, profile: Profile) -> Cell:
    if figure.is_of_before:
        return Cell(pgettext("cell", "not told"))
    if not _is_printed(figure, profile):
        # of nobody, too: that there is nobody is a fact about each
        return Cell(pgettext("cell", "few") if profile.least else NONE)
    value = figure.value
    if value is not None and figure.end != "value":
        value = _end_of(figure, value, profile)
    if value is None:
        return Cell(NONE)
    shown = round(value, figure.decimals)
    return Cell(number(value, figure.decimals), shown if figure.decimals else int(shown))


def _is_open(figure: Estimated, profile: Profile) -> bool:
    """Return whether a figure leaves open nearly all that it can be: printed, it would mislead."""
    value = figure.value
    if value is None or figure.error is None or not figure.bounded or not profile.least:
        return False
    ends = (_end_of(replace(figure, end=end), value, profile) for end in ("low", "high"))
    low, high = (0.0 if each is None else each for each in ends)
    return high - low > MOST_OPEN * figure.span


def _end_of(figure: Estimated, value: float, profile: Profile) -> float | None:
    """Return one end of the 95 % interval, by Student's t with as many clients less one.

    A figure between nought and its span keeps to them. Over several caseloads its changes are as
    large as chance, and get no less close to either: there it reaches them where it may be so far.
    """
    if figure.error is None:
        return None
    quantile = t_quantile(max(figure.people - 1, 1))
    low, high = value - quantile * figure.error, value + quantile * figure.error
    if figure.bounded:
        span = figure.span
        ends = bounded_interval(value / span, figure.error / span, max(figure.people, 1), quantile)
        least, most = (span * each for each in ends)
        over = profile.caseloads > 1
        low = 0.0 if over and low < 0 else least
        high = span if over and high > span else most
    return high if figure.end == "high" else low


def number(value: float, decimals: int = 1) -> str:
    """Return a figure as it is printed, with a true minus sign."""
    return number_words(round(value, decimals) or 0, decimals).replace("-", MINUS)

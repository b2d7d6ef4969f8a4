"""The pictures and the main figures of a service report, from its finished tables alone.

What may not be told has no number there, and so is neither drawn nor spoken of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.disclosure.certainty import WIDEST, is_sure, share_as_counted, share_with_chance
from exports.disclosure.disclosure import ROWS_TO_COMPARE
from exports.document.tables import Cell, Tables, row_of, value_of
from exports.estimates.run_limits import run_limits
from exports.estimates.shares import Estimate
from exports.paper.charts.interval_chart import IntervalChart, IntervalLine
from exports.paper.charts.pictures import Picture
from exports.paper.charts.run_chart import RunChart
from exports.paper.charts.share_bars import Bar, Kind, ShareBars
from exports.reports.consistency import is_bar_borne_out, is_borne_out
from exports.reports.first_page import FIGURES, ShownFigure
from exports.reports.group_tables import DIMENSIONS
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, _

CLASS_PARTS: tuple[tuple[str, Kind, str], ...] = (
    ("deteriorated", "bad", NP_("score", "reliably worse")),
    ("unchanged", "plain", N_("no reliable change")),
    ("improved", "best", NP_("score", "reliably better")),
)
DROP_OUT_PARTS: tuple[tuple[str, Kind, str], ...] = (
    ("stopped", "bad", NP_("part of a bar", "stopped")),
    ("left_out", "plain", N_("ended otherwise, or not there yet")),
    ("reached", "best", NP_("part of a bar", "reached it")),
)
MOST_SAID = 10
MOST_LINES = 12
GROUPS = tuple(f"by_{each.id}" for each in DIMENSIONS)


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a main figure stands: its table, the key of its row, and its column.

    Attributes:
        of: The column that says on how many clients it rests.
        reckoned: Whether its ends are reckoned from the people that it is a share of, for chance
            and the changes.
        turned: Whether the figure is what the table leaves to 100.
        most: The column that says how high it would be if all had it who are not known; a figure
            is not said where they leave it wide open.

    """

    table: str
    row: str
    of: str
    column: str = "percent"
    has_ends: bool = True
    reckoned: bool = False
    turned: bool = False
    most: str = ""


SOURCES: Mapping[str, FigureSource] = {
    "improved": FigureSource("classes", "phq-9.all", "paired"),
    "recovered": FigureSource("recovery", "phq-9.case", "case", most="most"),
    "stopped": FigureSource("drop_out", "drop_out.end.stopped", "known"),
    "adherence": FigureSource("fidelity", "fidelity.all.held", "rated", "mean"),
    "attended": FigureSource("attendance", "attendance.came", "clients", "sessions"),
    "paired": FigureSource("pairs", "phq-9.scored", "scored"),
    "mood_not_given": FigureSource("completeness", "due.phq-9", "clients", "done", turned=True),
    "deteriorated": FigureSource("negative_effects", "negative.phq-9", "asked"),
    "stopped_early": FigureSource(
        "drop_out", "drop_out.S04.stopped", "stopped", "of_stopped", has_ends=False
    ),
    "follow_up_not_known": FigureSource(
        "follow_up", "follow_up.FU3.due", "better", "unknown", has_ends=False, reckoned=True
    ),
    "alerts_late": FigureSource("alerts", "alerts.all", "clients", "day", turned=True),
}
SERIES = ("attended", "adherence", "improved", "paired")
"""Of which figures there is a chart over quarters, the first that says something first."""


def shown_figures(
    tables: Tables, before: Tables | None = None, *, few: int, caseloads: int = 1
) -> Mapping[str, ShownFigure]:
    """Return the main figures that the tables tell, beside those of the quarter before.

    One that another figure contradicts is passed over. `few` is the most that a count is which is
    not told, `caseloads` over how many the tables are.
    """
    found: dict[str, ShownFigure] = {}
    for name, source in SOURCES.items():
        cells = _row(tables, source)
        now = _said(name, tables, few, caseloads)
        people = cells[source.of].value if source.of in cells else None
        if now is not None:
            then = _said(name, before, few, caseloads) if before else None
            found[name] = ShownFigure(now, int(people or 0), then)
    return found


def series(quarters: Sequence[tuple[str, Tables]], *, few: int) -> tuple[RunChart, ...]:
    """Return the charts over quarters, each (its name in words, its finished tables) in order."""
    return tuple(_run(name, quarters, few) for name in SERIES)


def _said(name: str, tables: Tables, few: int, caseloads: int = 1) -> Estimate | None:
    """Return a main figure of a quarter, where its report does not contradict it."""
    source = SOURCES[name]
    told = _estimate(_row(tables, source), source)
    if told and source.reckoned:
        people = value_of(_row(tables, source), source.of)
        told = share_with_chance(told.value / 100, int(people), caseloads) if people else None
    return told if told and is_borne_out(name, told, tables, few) else None


def _run(name: str, quarters: Sequence[tuple[str, Tables]], few: int) -> RunChart:
    found = [(words, _said(name, tables, few)) for words, tables in quarters]
    points = tuple((words, each.value if each else None) for words, each in found)
    return RunChart(
        title=_(FIGURES[name].title),
        points=points,
        limits=run_limits([value for _words, value in points]),
        unit=" %",
        most=100,
    )


def _row(tables: Tables | None, source: FigureSource) -> Mapping[str, Cell]:
    return row_of(tables or {}, source.table, source.row)


def _estimate(cells: Mapping[str, Cell], source: FigureSource) -> Estimate | None:
    columns = (source.column, "low", "high") if source.has_ends else (source.column,) * 3
    numbers = [cells[each].value for each in columns if each in cells]
    known = [each for each in numbers if each is not None]
    if len(known) < len(columns):
        return None
    value, low, high = known
    most = value_of(cells, source.most)
    if most is not None and most - value > WIDEST:
        return None
    if source.turned:
        return Estimate(100 - value, 100 - high, 100 - low)
    return Estimate(value, low, high)


def stages(tables: Tables, caseloads: int) -> Iterator[Picture]:
    """Yield how far clients came: for each stage who reached it, and who did not or not yet.

    Where the share is not told, because few are on one side, the rest is left white. A stage that
    more reached than there are, or than reached one before it, is not drawn: the figures were
    changed, and "14 of 13", or more at the end than at the second stage, tells nothing. Where so
    few people are counted that the changes alone could make any bar, each stage has an interval
    in its place: of bars, those would be left that chance made fit.
    """
    rows = tuple(_cells(tables, "funnel"))
    if not rows or not (whole := rows[0]["clients"].value):
        return
    if not is_sure(whole, whole, caseloads):
        yield from _stages_with_intervals(rows[1:], int(whole), caseloads)
        return
    bars: list[Bar] = []
    most = whole
    for row in rows[1:]:
        reached = row["clients"].value
        if not reached or reached > most:
            continue
        most = reached
        rest: Kind = "untold" if row["percent"].value is None else "plain"
        said = _("about {count} of {whole}").format(count=reached, whole=whole)
        bars.append(Bar(row["stage"].text, said, (("best", reached), (rest, whole - reached))))
    if bars:
        words: tuple[tuple[Kind, str], ...] = (
            ("best", _("came so far")),
            ("plain", _("not, or not yet")),
        )
        yield ShareBars(_("How far clients came"), tuple(bars), words)


def _stages_with_intervals(
    rows: Iterable[Mapping[str, Cell]], whole: int, caseloads: int
) -> Iterator[Picture]:
    lines = tuple(
        _line_of(row["stage"].text, row["clients"].text, _within(reached, whole, caseloads))
        for row in rows
        if (reached := row["clients"].value)
    )
    if lines:
        yield IntervalChart(_("How far clients came, in per cent of all"), lines, 100)


def classes_picture(tables: Tables, caseloads: int) -> Iterator[Picture]:
    """Yield the classes of change, whom they are about below each other."""
    yield from _bars(
        _cells(tables, "classes"),
        CLASS_PARTS,
        caseloads,
        title=_("First score against last score"),
        names=("measure", "whom", "paired"),
        share="improved",
    )


def drop_out_picture(tables: Tables, caseloads: int) -> Iterator[Picture]:
    """Yield who stopped, by time point."""
    yield from _bars(
        _cells(tables, "drop_out"),
        DROP_OUT_PARTS,
        caseloads,
        title=_("Who stopped, by time point"),
        names=("point", "", "known"),
        share="stopped",
    )


def _bars(
    rows: Iterable[Mapping[str, Cell]],
    parts: Sequence[tuple[str, Kind, str]],
    caseloads: int,
    *,
    title: str,
    names: tuple[str, str, str],
    share: str,
) -> Iterator[Picture]:
    """Yield one picture, or none; each row needs its whole and at least one part of it.

    A part that figures of before this version name otherwise is left white. Where one part alone is
    told and fills the whole, no bar is drawn: the others are too few to be told, and not nobody.
    Nor is one that its own row contradicts: where a part is more than its whole beside others, or
    where `share`, the part that the row tells in per cent, lies outside the interval of that. Nor
    one of so few people that the changes alone could make any bar.
    """
    name, note, whole = names
    bars: list[Bar] = []
    before = ""
    for row in rows:
        people = row[whole].value
        known: list[tuple[Kind, float]] = [
            (kind, float(row[part].value or 0) if part in row else 0.0)
            for part, kind, _words in parts
        ]
        total = sum(size for _kind, size in known)
        if not people or not total:
            continue
        largest = max(size for _kind, size in known)
        if not is_sure(largest, max(people, total), caseloads):
            continue
        untold: Kind = "untold"
        rest = max(0.0, people - total)
        if not rest and sum(bool(size) for _kind, size in known) == 1:
            continue
        if not is_bar_borne_out(row, [part for part, _kind, _words in parts], whole, share):
            continue
        words = [row[note].text] if note else []
        called = row[name].text
        bars.append(
            Bar(
                "" if called == before else called,
                _("{whom}, about {count}").format(whom=words[0], count=people)
                if words
                else _("about {count}").format(count=people),
                (*known, (untold, rest)),
            )
        )
        before = called
    if bars:
        key: list[tuple[Kind, str]] = [(kind, _(words)) for _part, kind, words in parts]
        yield ShareBars(title, tuple(bars), tuple(key))


def adherence_picture(tables: Tables, _caseloads: int) -> Iterator[Picture]:
    """Yield adherence by module."""
    yield from _intervals(
        _cells(tables, "fidelity_modules"),
        title=_("Adherence by module, in per cent"),
        columns=("module", "mean", "rated"),
        most=100,
    )


def experience_picture(tables: Tables, _caseloads: int) -> Iterator[Picture]:
    """Yield what clients say at the end of a session."""
    yield from _intervals(
        _cells(tables, "experience"),
        title=_("What clients say at the end of a session, from 0 to 10"),
        columns=("question", "mean", "clients"),
        most=MOST_SAID,
    )


def completeness_picture(tables: Tables, _caseloads: int) -> Iterator[Picture]:
    """Yield how often the forms that were due were done, the least often done first."""
    rows = [row for row in _cells(tables, "completeness") if row["done"].value is not None]
    rows.sort(key=lambda row: row["done"].value or 0)
    yield from _intervals(
        rows[:MOST_LINES],
        title=_("Forms done of those due, in per cent"),
        columns=("form", "done", "clients"),
        most=100,
    )


def groups_picture(tables: Tables, caseloads: int) -> Iterator[Picture]:
    """Yield how many are reliably better on mood in each group, by what divides them.

    The interval is made of the two counts as printed: it holds chance, and the change of both,
    which adds up over caseloads. A group whose share is not told has no line, and neither has one
    that has none beside it to be compared with.
    """
    lines: list[IntervalLine] = []
    for name in GROUPS:
        told = [
            row
            for row in _cells(tables, name)
            if row["percent"].value is not None and row["clients"].value is not None
        ]
        if len(told) >= ROWS_TO_COMPARE:
            title = tables[name].columns[0].title
            lines += [_group_line(title, row, caseloads) for row in told]
    if lines:
        title = _("Reliably better on mood by group, in per cent of all clients of the group")
        yield IntervalChart(title, tuple(lines), 100)


def _group_line(group: str, row: Mapping[str, Cell], caseloads: int) -> IntervalLine:
    people, percent = int(row["clients"].value or 0), row["percent"].value or 0
    share = share_with_chance(percent / 100, people, caseloads)
    return replace(_line_of(row["group"].text, row["clients"].text, share), group=group)


def _within(part: float, whole: int, caseloads: int) -> Estimate:
    """Return a share of two counts with the ends that their changes leave, as far as there are."""
    share = share_as_counted(part, whole, caseloads)
    return Estimate(share.value, max(0.0, share.low), min(100.0, share.high))


def _line_of(title: str, clients: str, share: Estimate) -> IntervalLine:
    """Return a share with its ends; by these alone where they leave open what it is."""
    if share.high - share.low > WIDEST:
        ends = {"low": number_words(share.low, 0), "high": number_words(share.high, 0)}
        figures = _("{low} to {high}").format(**ends)
        return IntervalLine(title, figures, clients, None, share.low, share.high)
    figures = _("{value} ({low} to {high})").format(
        value=number_words(share.value, 0),
        low=number_words(share.low, 0),
        high=number_words(share.high, 0),
    )
    return IntervalLine(title, figures, clients, share.value, share.low, share.high)


def _intervals(
    rows: Iterable[Mapping[str, Cell]], *, title: str, columns: tuple[str, str, str], most: float
) -> Iterator[Picture]:
    """Yield a picture of figures with their ends, by these alone where they lie far apart."""
    name, middle, people = columns
    lines: list[IntervalLine] = []
    for row in rows:
        numbers = [row[each].value for each in (middle, "low", "high")]
        known = [each for each in numbers if each is not None]
        if len(known) < len(numbers):
            continue
        value, low, high = known
        is_open = 100 * (high - low) > WIDEST * most
        words = _("{low} to {high}") if is_open else _("{value} ({low} to {high})")
        figures = words.format(value=row[middle].text, low=row["low"].text, high=row["high"].text)
        said = None if is_open else value
        lines.append(IntervalLine(row[name].text, figures, row[people].text, said, low, high))
    if lines:
        yield IntervalChart(title, tuple(lines), most)


def _cells(tables: Tables, table_id: str) -> Iterator[Mapping[str, Cell]]:
    table = tables.get(table_id)
    for key in table.keys if table else ():
        assert table is not None
        yield table.row(key)


PICTURES: Mapping[str, Callable[[Tables, int], Iterator[Picture]]] = {
    "stages": stages,
    "drop_out": drop_out_picture,
    "classes": classes_picture,
    "adherence": adherence_picture,
    "experience": experience_picture,
    "completeness": completeness_picture,
    "groups": groups_picture,
}
"""Every picture by its name, of tables over so many caseloads; each yields itself, or nothing where
too little can be told."""
BEHIND: Mapping[str, tuple[str, ...]] = {
    "stages": ("funnel",),
    "drop_out": ("drop_out",),
    "classes": ("classes",),
    "change": ("mean_change",),
    "adherence": ("fidelity_modules",),
    "experience": ("experience",),
    "completeness": ("completeness",),
    "groups": GROUPS,
}
"""The tables that each picture is made of."""


def behind_figures(names: Iterable[str]) -> tuple[str, ...]:
    """Return the rows behind main figures, as table/key."""
    found = (SOURCES[name] for name in names)
    return tuple(dict.fromkeys(f"{each.table}/{each.row}" for each in found))

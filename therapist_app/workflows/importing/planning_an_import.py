"""From the rows of a list to what would be written: nothing is read or written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from session_forms.words.folding import folded, typed_words
from session_forms.words.texts import NP_, _
from therapist_app.record.model import FIRST_DAY, Decision
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.importing.earlier_scores import EarlierScore, ScoreEntry, measure_key
from therapist_app.workflows.importing.list_columns import EXAMPLE_NAME, Field
from therapist_app.workflows.importing.list_days import (
    DayOrder,
    can_be_two_days,
    order_told,
    read_list_day,
)
from therapist_app.workflows.importing.spreadsheet import ListSheet, SheetRow
from therapist_app.workflows.overviews.seeing_clients import AGE_BANDS, NewClient

ProblemKind = Literal[
    "example",
    "more_cells",
    "formula",
    "too_long",
    "no_day",
    "two_days",
    "day_to_come",
    "day_long_gone",
    "two_names",
    "birth_without_name",
    "track",
    "age_band",
    "gender",
    "no_session",
    "held_without_day",
    "day_without_held",
    "no_measure",
    "no_total",
    "no_score",
    "score_too_old",
    "score_not_whole",
    "consent",
    "consent_not_whole",
    "twice_here",
    "in_record",
]
LONGEST = 300
EN_DASH = "\N{EN DASH}"
FIRST_BIRTH = date(1900, 1, 1)
A_YEAR = timedelta(days=365)
"""How old a total may be that is entered (`earliest` of its form)."""
_DAYS: tuple[Field, ...] = ("birth_date", "last_session_on", "score_on", "figures_consent_on")
Said = Literal["given", "refused", "not_asked"]
FIGURES_WORDS: Mapping[Said, str] = {
    "given": NP_("decision in a list", "agreed"),
    "refused": NP_("decision in a list", "declined"),
    "not_asked": NP_("decision in a list", "not asked"),
}
"""What a list may say of the use of figures, and the words for it."""
_IN_ENGLISH: Mapping[str, Said] = {
    "agreed": "given",
    "declined": "refused",
    "not asked": "not_asked",
}


_GENDERS_ALSO: Mapping[str, str] = {
    "male": "man",
    "m": "man",
    "female": "woman",
    "f": "woman",
    "nonbinary": "non-binary",
    "non binary": "non-binary",
}
"""What other programs write for a gender."""
_OF_A_TOTAL = frozenset({"", "total", "totalscore", "score", "sum", "sumscore"})
"""What may stand beside the name of a measure over a column of its totals."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out, as a fact without anything that stands in it.

    Attributes:
        head: The head of the column, or "" where it is about the whole row.
        other_row: The number of the row that it is the same as, or 0.
        known: What may stand in the cell, where only the programme says it.

    """

    kind: ProblemKind
    head: str = ""
    other_row: int = 0
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierConsent:
    """What a client decided on paper, before this record, on the use of figures without a name.

    Attributes:
        text: What the paper is called in the clinic.
        version: Its version or date.

    """

    decision: Decision
    day: date
    text: str
    version: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row, and what would become of it.

    Attributes:
        row: Its number in the sheet.
        new: The client who would be added.
        problems: Why it is left out; a row without any is imported.
        score: A score of before that comes with them.
        consent: A decision of before that comes with them.

    """

    row: int
    new: NewClient
    problems: tuple[Problem, ...]
    score: EarlierScore | None = None
    consent: EarlierConsent | None = None


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column of which nothing is read.

    Attributes:
        head: What stands over it.
        measure: The measure whose totals it seems to hold; None for any other.

    """

    head: str
    measure: ScoreEntry | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would become of every row of a list.

    Attributes:
        lines: One for each row, those that are left out first, in the order of the rows.
        lacks_order: Whether some day could be read in two ways, and no order is chosen.
        lacks_track: Whether a row says no track, and none is chosen for those.
        unused: The columns with a head of which nothing is read.

    """

    lines: tuple[ImportLine, ...]
    lacks_order: bool
    lacks_track: bool
    unused: tuple[UnusedColumn, ...] = ()

    @property
    def ready(self) -> tuple[ImportLine, ...]:
        """The rows that are imported."""
        return tuple(each for each in self.lines if not each.problems)


@dataclass(frozen=True, slots=True)
class ListReading:
    """How a list is to be read.

    Attributes:
        fields: What each column holds; None for one that is passed over.
        order: Which comes first in a day whose year is last.
        track: The id of the track of whoever has none of their own, or "".

    """

    fields: tuple[Field | None, ...]
    order: DayOrder | None = None
    track: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are held against.

    Attributes:
        people: Name and date of birth of all who are kept by a name already.
        tracks: The words for each track, by its id.
        courses: The sessions in their order, by the id of the track; "" for no track yet.
        measures: The measures by their names, as `measure_key` compares them.

    """

    people: Sequence[tuple[str, str]]
    tracks: Mapping[str, str]
    courses: Mapping[str, Sequence[str]]
    measures: Mapping[str, ScoreEntry]
    today: date


def suggested_order(sheet: ListSheet, fields: Sequence[Field | None]) -> DayOrder | None:
    """Return the order that the days of a list show by themselves."""
    return order_told(_day_cells(sheet, fields))


def has_two_ways(sheet: ListSheet, fields: Sequence[Field | None]) -> bool:
    """Return whether some day of a list could be read in two ways."""
    return any(can_be_two_days(each) for each in _day_cells(sheet, fields))


def plan_import(sheet: ListSheet, reading: ListReading, around: Surroundings) -> ImportPlan:
    """Return what would become of each row of a list, read in a way."""
    seen: dict[tuple[str, ...], dict[str, int]] = {}
    for name, birth_date in around.people:
        seen.setdefault(typed_words(name), {}).setdefault(birth_date, 0)
    lines = [_line(sheet, row, reading, around, seen) for row in sheet.rows]
    lines.sort(key=lambda line: (not line.problems, line.row))
    return ImportPlan(
        lines=tuple(lines),
        lacks_order=reading.order is None and has_two_ways(sheet, reading.fields),
        lacks_track=any(not each.problems and not each.new.track for each in lines),
        unused=tuple(
            UnusedColumn(head, _measure_of(head, around.measures))
            for head, field in zip(sheet.heads, reading.fields, strict=True)
            if head and field is None
        ),
    )


def _measure_of(head: str, measures: Mapping[str, ScoreEntry]) -> ScoreEntry | None:
    """Return the measure that a head names, alone or with a word for its total."""
    key = measure_key(head)
    found = [
        name for name in measures if key.startswith(name) and key.removeprefix(name) in _OF_A_TOTAL
    ]
    return measures[max(found, key=len)] if found else None


def _day_cells(sheet: ListSheet, fields: Sequence[Field | None]) -> list[str]:
    places = [at for at, field in enumerate(fields) if field in _DAYS]
    return [row.cells[at] for row in sheet.rows for at in places]


class _Row:
    """The cells of one row by what they hold, and what is wrong with them."""

    def __init__(self, sheet: ListSheet, row: SheetRow, reading: ListReading) -> None:
        self.problems: list[Problem] = []
        self._order: DayOrder | None = reading.order
        self._heads: dict[Field, str] = {}
        self._cells: dict[Field, str] = {}
        for head, field, cell in zip(sheet.heads, reading.fields, row.cells, strict=False):
            if field is not None:
                self._heads[field] = head
                self._cells[field] = self._sound(field, cell)
        if len(row.cells) > len(sheet.heads):
            self.problems.append(Problem("more_cells"))

    def __getitem__(self, field: Field) -> str:
        return self._cells.get(field, "")

    def refuse(self, kind: ProblemKind, field: Field, *known: str) -> str:
        """Note what is wrong with a cell, and return what stands for it: nothing."""
        self.problems.append(Problem(kind, self._heads.get(field, ""), known=known))
        return ""

    def day(self, field: Field, latest: date, earliest: date = FIRST_DAY) -> str:
        """Return the day in a cell as it is kept, or nothing."""
        words = self[field]
        if not words:
            return ""
        day = read_list_day(words, self._order)
        if day is None:
            is_two = self._order is None and can_be_two_days(words)
            return self.refuse("two_days" if is_two else "no_day", field)
        if day < earliest:
            return self.refuse("day_long_gone", field)
        return day.isoformat() if day <= latest else self.refuse("day_to_come", field)

    def one_of(self, field: Field, known: Mapping[str, str], kind: ProblemKind) -> str:
        """Return the id of what a cell names by id or by words, or nothing."""
        words = folded(self[field])
        found = [each for each, title in known.items() if words in {each, folded(title)}]
        if not words or found:
            return found[0] if words else ""
        return self.refuse(kind, field, *known.values())

    def age_band(self) -> str:
        """Return the age group in a cell, or nothing; spaces and the kind of dash do not matter."""
        words = "".join(self["age_band"].split()).replace(EN_DASH, "-")
        return words if words in AGE_BANDS or not words else self.refuse("age_band", "age_band")

    def gender(self) -> str:
        """Return the id of the gender in a cell, or nothing."""
        also = _GENDERS_ALSO.get(folded(self["gender"]))
        known = {key: _(words) for key, words in GENDERS.items()}
        return also or self.one_of("gender", known, "gender")

    def held(self, course: Sequence[str]) -> tuple[str, ...]:
        """Return the sessions that were held, told by their number or by the code of the last."""
        words = self["sessions_held"].upper()
        if words in course:
            return tuple(course[: course.index(words) + 1])
        count = int(words) if words.isascii() and words.isdigit() else 0
        if words and not (words.isascii() and words.isdigit() and count <= len(course)):
            self.refuse("no_session", "sessions_held")
            return ()
        return tuple(course[:count])

    def score(self, measures: Mapping[str, ScoreEntry], today: date) -> EarlierScore | None:
        """Return the score of before in a row, if its three cells tell one."""
        name, written = self["measure"], self["score"]
        day = self.day("score_on", today)
        if not (name or written or self["score_on"]):
            return None
        if not (name and written and self["score_on"]):
            self.refuse("score_not_whole", "measure")
            return None
        entry = measures.get(measure_key(name))
        if entry is None or entry.score is None:
            self.refuse("no_measure" if entry is None else "no_total", "measure")
            return None
        # A day that cannot be read is refused already; any will do to look at the number.
        found = entry.read(written, date.fromisoformat(day) if day else today)
        if found is None:
            self.refuse("no_score", "score")
        elif found.day < today - A_YEAR:
            self.refuse("score_too_old", "score_on")
        return found

    def consent(self, today: date) -> EarlierConsent | None:
        """Return the decision of before in a row, if its four cells tell one; nothing is guessed.

        Whoever was not asked has no decision, and a paper without one tells none.
        """
        day = self.day("figures_consent_on", today)
        written = self["figures_consent"]
        said: dict[str, Said] = dict(_IN_ENGLISH)
        said |= {folded(_(words)): each for each, words in FIGURES_WORDS.items()}
        decision = said.get(folded(written))
        if written and decision is None:
            self.refuse("consent", "figures_consent")
            return None
        text, version = self["figures_text"], self["figures_text_version"]
        there = (self["figures_consent_on"], text, version)
        if decision is None or decision == "not_asked":
            if any(there):
                self.refuse("consent_not_whole", "figures_consent")
            return None
        if not all(there):
            self.refuse("consent_not_whole", "figures_consent")
        if not day:  # missing, or refused as it was read
            return None
        return EarlierConsent(decision, date.fromisoformat(day), text, version)

    def _sound(self, field: Field, cell: str) -> str:
        if cell.startswith("="):
            return self.refuse("formula", field)
        return cell if len(cell) <= LONGEST else self.refuse("too_long", field)


def _line(
    sheet: ListSheet,
    row: SheetRow,
    reading: ListReading,
    around: Surroundings,
    seen: dict[tuple[str, ...], dict[str, int]],
) -> ImportLine:
    cells = _Row(sheet, row, reading)
    name, chosen = cells["name"], cells["chosen_name"]
    if name == _(EXAMPLE_NAME):
        cells.refuse("example", "name")
    if name and chosen:
        cells.refuse("two_names", "chosen_name")
    birth_date = cells.day("birth_date", around.today, FIRST_BIRTH)
    if birth_date and not name:
        cells.refuse("birth_without_name", "birth_date")
    track = cells.one_of("track", around.tracks, "track") or reading.track
    held = cells.held(around.courses[track])
    held_on = cells.day("last_session_on", around.today)
    if held and not cells["last_session_on"]:
        cells.refuse("held_without_day", "sessions_held")
    if cells["last_session_on"] and not cells["sessions_held"]:
        cells.refuse("day_without_held", "last_session_on")
    new = NewClient(
        anonymity="named" if name else "pseudonym" if chosen else "code_only",
        name=name or chosen,
        contact=cells["contact"],
        birth_date=birth_date,
        emergency_contact=cells["emergency_contact"],
        track=track,
        age_band=cells.age_band(),
        gender=cells.gender(),
        held_before=held,
        held_before_on=date.fromisoformat(held_on) if held and held_on else None,
    )
    score = cells.score(around.measures, around.today)
    consent = cells.consent(around.today)
    twin = _twin(new, seen)
    if twin is not None:
        cells.problems.append(Problem("twice_here" if twin else "in_record", other_row=twin))
    if new.name:
        seen.setdefault(typed_words(new.name), {}).setdefault(new.birth_date, row.number)
    return ImportLine(row.number, new, tuple(cells.problems), score, consent)


def _twin(new: NewClient, seen: Mapping[tuple[str, ...], Mapping[str, int]]) -> int | None:
    """Return the row of the same person, 0 for somebody in the record, None for nobody.

    The same name with another date of birth is somebody else; without a date it may be the same.
    """
    if not new.name:
        return None
    namesakes = seen.get(typed_words(new.name), {})
    for birth_date, row in namesakes.items():
        if not birth_date or not new.birth_date or birth_date == new.birth_date:
            return row
    return None

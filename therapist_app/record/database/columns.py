"""How values stand in a column."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from therapist_app.record.errors import RecordBug, SenselessValue

NO_SENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a value raises that makes no sense."""
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Between these stands every day of a service, however far off its clock was."""
FIRST_MOMENT, LAST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""Between these every system tells of which local day a moment is; Windows does of no other."""
_QUARTER_NAME = re.compile("(19|[2-8][0-9])[0-9]{2}-Q[1-4]")


def moment_text(moment: datetime) -> str:
    """Return a moment in UTC, in a spelling that sorts as time does.

    Raises:
        RecordBug: The moment does not say in which zone.

    """
    if moment.tzinfo is None:
        raise RecordBug("naive-time")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _write_moment(moment: datetime) -> str:
    """Return what can be read again; nothing is written that no page could show.

    Raises:
        RecordBug: It does not say in which zone, or could not be read.

    """
    if moment.tzinfo is not None and not FIRST_MOMENT <= moment < LAST_MOMENT:
        raise RecordBug("moment-unreadable")
    return moment_text(moment)


def _write_day(day: date) -> str:
    """Return what can be read again.

    Raises:
        RecordBug: It could not.

    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RecordBug("day-unreadable")
    return day.isoformat()


def moment_from(text: str) -> datetime:
    """Return the moment a column holds; with one can be reckoned in any zone, on any system.

    Raises:
        SenselessValue: It is none, or does not say in which zone.

    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SenselessValue("moment") from None
    if moment.tzinfo is None or not FIRST_MOMENT <= moment < LAST_MOMENT:
        raise SenselessValue("moment")
    return moment


def day_from(text: str) -> date:
    """Return the day a column holds; with one can be reckoned.

    Raises:
        SenselessValue: It is none.

    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise SenselessValue("day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise SenselessValue("day")
    return day


def words_from(text: str) -> tuple[str, ...]:
    """Return the words a column holds.

    Raises:
        SenselessValue: It holds something else.

    """
    try:
        found = json.loads(text)
    except (RecursionError, ValueError):
        raise SenselessValue("words") from None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise SenselessValue("words")
    return tuple(found)


def optional_moment_from(text: str | None) -> datetime | None:
    """Return the moment a column holds, if any."""
    return None if text is None else moment_from(text)


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is written and read."""

    write: Callable[[Any], object]
    read: Callable[[Any], object]


def _optional(column: Column) -> Column:
    return Column(
        lambda value: None if value is None else column.write(value),
        lambda found: None if found is None else column.read(found),
    )


def _write_words(words: Sequence[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _checked_object(text: str) -> str:
    """Return a text that is a JSON object.

    Raises:
        ValueError: It is no JSON.
        TypeError: It is something else.

    """
    if not isinstance(json.loads(text), dict):
        raise TypeError
    return text


def _checked_quarter(name: str) -> str:
    """Return the name of a quarter, as 2026-Q3.

    Raises:
        ValueError: It is none.

    """
    if not _QUARTER_NAME.fullmatch(name):
        raise ValueError
    return name


def as_it_is(checked: Callable[[Any], object]) -> Column:
    """Return a column that is written as it is where it could be read again, by what checks it."""

    def write(value: object) -> object:
        try:
            return checked(value)
        except (SenselessValue, *NO_SENSE):
            raise RecordBug("value-unreadable") from None

    return Column(write, checked)


PLAIN = Column(lambda value: value, lambda found: found)
MOMENT = Column(_write_moment, moment_from)
OPTIONAL_MOMENT = _optional(MOMENT)
DAY = Column(_write_day, day_from)
OPTIONAL_DAY = _optional(DAY)
JSON_OBJECT = as_it_is(_checked_object)
QUARTER = as_it_is(_checked_quarter)
TRUTH = Column(int, bool)
WORDS = Column(_write_words, words_from)


def one_of_words(words: Collection[str | None]) -> Column:
    """Return a column that holds one of these words as it is, and takes no other."""

    def checked(found: str | None) -> str | None:
        if found not in words:
            raise SenselessValue("word")
        return found

    return as_it_is(checked)


def number_below(most: int) -> Column:
    """Return a column that holds a whole number, or none, nearer to 0 than this; no other."""

    def checked(found: int | None) -> int | None:
        if found is not None and not -most < found < most:
            raise SenselessValue("number")
        return found

    return as_it_is(checked)

"""How values stand in a column."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from therapist_app.record.errors import RecordBug

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


def moment_from(text: str) -> datetime:
    """Return the moment a column holds.

    Raises:
        ValueError: It is none, or does not say in which zone.

    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def sound_moment_from(text: str) -> datetime:
    """Return a moment with which can be reckoned in any zone, on any system.

    Raises:
        ValueError: It is none.

    """
    moment = moment_from(text)
    if not is_sound(moment):
        raise ValueError
    return moment


def is_sound(moment: datetime) -> bool:
    """Whether a moment is one with which can be reckoned in any zone, on any system."""
    return FIRST_MOMENT <= moment < LAST_MOMENT


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


def _read_words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


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


PLAIN = Column(lambda value: value, lambda found: found)
MOMENT = Column(moment_text, moment_from)
OPTIONAL_MOMENT = _optional(MOMENT)
DAY = Column(date.isoformat, date.fromisoformat)
OPTIONAL_DAY = _optional(DAY)
JSON_OBJECT = Column(lambda value: value, _checked_object)
QUARTER = Column(lambda value: value, _checked_quarter)
TRUTH = Column(int, bool)
WORDS = Column(_write_words, _read_words)

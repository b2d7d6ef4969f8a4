"""Facts of the record as lines of a copy, and days as they are written there."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from exports.access.access_record import AccessLine
from session_forms.words.day_words import written_day

Fact = tuple[str, str, str]
"""A name for the line's id, what it is, and its value."""
DAYS = frozenset({"birth_date", "next"})
"""Facts that are kept as a day, 2026-02-28: written out for people, left so for programs."""

FREE = frozenset({"facts", "reason", "rest", "undo_reason", "words"})
"""Facts that somebody wrote in words of their own."""
REASON_OF_STEP = "step:"


def lines_of(
    key: str, facts: Iterable[Fact], *, about_others: AbstractSet[str] = frozenset()
) -> tuple[AccessLine, ...]:
    """Return a line for each fact that is kept; `about_others` names those about other people."""
    return tuple(
        AccessLine(
            f"{key}:{name}",
            what,
            _said_day(value) if name in DAYS else value,
            name in about_others,
            value if name in DAYS else "",
            name in FREE or name.startswith(REASON_OF_STEP),
        )
        for name, what, value in facts
        if value
    )


def _said_day(kept: str) -> str:
    """Return a kept day as it is written; what was typed in another way as it was typed."""
    try:
        return written_day(date.fromisoformat(kept))
    except ValueError:
        return kept


def day_words(moment: datetime) -> str:
    """Return the day of a moment as it is written."""
    return written_day(moment.astimezone().date())

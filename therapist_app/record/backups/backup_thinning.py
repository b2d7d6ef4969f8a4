"""Thinning out: which backups are kept, many of the last days and few of long ago.

The newest of each of 12 days, of each of 10 weeks and of each of 9 months, and within the last
day one for each half hour (the numbers are those of Anki's backups). The newest that was read
back and found whole is always kept. Backups from the future, made under a clock that was ahead,
are thinned out by themselves, so that they push out none whose day is known; and so are those
that a folder on the laptop took while the stick was out, which push out none of the stick. What a
later version made is left to that version.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from therapist_app.record.backups.backup_list import Backup

DAYS, WEEKS, MONTHS = 12, 10, 9
APART = timedelta(minutes=30)
RECENT = timedelta(days=1)
_IN_A_YEAR = 12


def to_remove(backups: Iterable[Backup], now: datetime) -> tuple[str, ...]:
    """Return the ids of the backups of one database in one place that need not be kept."""
    every = tuple(each for each in backups if not each.is_too_new)
    removed: list[str] = []
    for disk in sorted({each.disk for each in every}):
        there = [each for each in every if each.disk == disk]
        removed += _to_remove([each for each in there if each.made_at > now], now)
        removed += _to_remove([each for each in there if each.made_at <= now], now)
    return tuple(removed)


def gone_by(made_at: datetime) -> date:
    """Return the day by which a backup is thrown away, while backups go on being made.

    The newest of each of some months is kept the longest: with the end of the last it goes.
    """
    day = made_at.astimezone().date()
    months = day.month + MONTHS
    return date(day.year + months // _IN_A_YEAR, months % _IN_A_YEAR + 1, 1)


def _to_remove(backups: Iterable[Backup], now: datetime) -> tuple[str, ...]:
    newest_first = sorted(backups, key=lambda each: (each.made_at, each.id), reverse=True)
    whole = [each for each in newest_first if each.is_whole]
    kept = {each.id for each in whole[:1]}
    kept |= _of_last_day(whole, now)
    kept |= _newest_of_each(whole, _day, DAYS)
    kept |= _newest_of_each(whole, _week, WEEKS)
    kept |= _newest_of_each(whole, _month, MONTHS)
    # What was not found whole is no backup, but may be all there is of a time.
    oldest_whole = whole[-1].made_at if whole else None
    kept |= {
        each.id
        for each in newest_first
        if not each.is_whole and (oldest_whole is None or each.made_at < oldest_whole)
    }
    return tuple(each.id for each in newest_first if each.id not in kept)


def _of_last_day(newest_first: Sequence[Backup], now: datetime) -> set[str]:
    kept: dict[str, datetime] = {}
    for each in newest_first:
        younger = min(kept.values(), default=None)
        if now - each.made_at <= RECENT and (younger is None or younger - each.made_at >= APART):
            kept[each.id] = each.made_at
    return set(kept)


def _newest_of_each(
    newest_first: Sequence[Backup], period: Callable[[datetime], object], count: int
) -> set[str]:
    newest: dict[object, str] = {}
    for each in newest_first:
        newest.setdefault(period(each.made_at.astimezone(UTC)), each.id)
    return set(list(newest.values())[:count])


def _day(moment: datetime) -> object:
    return moment.date()


def _week(moment: datetime) -> object:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> object:
    return moment.year, moment.month

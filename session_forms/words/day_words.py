"""Days in words, the same on screen and on paper."""

from datetime import date

from session_forms.words.texts import translate as _


def day_in_words(day: date) -> str:
    """Return a day to be checked by reading: Saturday 28 February 2026."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekdays()[day.weekday()], day=day.day, month=months()[day.month - 1], year=day.year
    )


def written_day(day: date) -> str:
    """Return a day as it is written on paper: 28 February 2026."""
    return _("{day} {month} {year}").format(
        day=day.day, month=months()[day.month - 1], year=day.year
    )


def weekdays() -> tuple[str, ...]:
    """Return the days of the week, from Monday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def months() -> tuple[str, ...]:
    """Return the months, from January."""
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )

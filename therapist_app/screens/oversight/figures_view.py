"""The figures of one caseload, or of all together, on a card."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QFrame, QLayout

from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.day_words import clock_time, written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NN_, _, counted, ngettext, pgettext
from therapist_app.record.service.caseload_figures import (
    MONTH,
    QUARTER,
    WAITING,
    WEEK,
    AlertsWaiting,
    CaseloadCounts,
    Waiting,
)
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    card,
    chip,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.supervision.oversight import OversightLine, OversightPageData

ALERTS = {
    ("urgent", "suicide"): NN_(
        "{count} urgent alert, suicide: {age}",
        "{count} urgent alerts, suicide: the oldest {age}",
    ),
    ("urgent", "child_safety"): NN_(
        "{count} urgent alert, child safety: {age}",
        "{count} urgent alerts, child safety: the oldest {age}",
    ),
    ("act", "suicide"): NN_(
        "{count} alert to act on, suicide: {age}",
        "{count} alerts to act on, suicide: the oldest {age}",
    ),
    ("act", "child_safety"): NN_(
        "{count} alert to act on, child safety: {age}",
        "{count} alerts to act on, child safety: the oldest {age}",
    ),
    ("watch", "suicide"): NN_(
        "{count} alert to watch, suicide: {age}",
        "{count} alerts to watch, suicide: the oldest {age}",
    ),
    ("watch", "child_safety"): NN_(
        "{count} alert to watch, child safety: {age}",
        "{count} alerts to watch, child safety: the oldest {age}",
    ),
}
OVERDUE = NN_(
    "{count} promise past its day: {age}", "{count} promises past their day: the oldest {age}"
)
PLANS_OVERDUE = NN_(
    "{count} safety or boundaries plan past its day of review: {age}",
    "{count} safety or boundaries plans past their day of review: the oldest {age}",
)
REVIEWS = NN_("{count} course review suggested", "{count} course reviews suggested")
WORSE = NN_(
    "{count} of them: a score is reliably worse than at the start",
    "{count} of them: a score is reliably worse than at the start",
)
GATES_PASSED = NN_("gates overridden, in {count} day", "gates overridden, in {count} days")
SESSIONS_RATED = NN_("sessions rated, in {count} day", "sessions rated, in {count} days")
UNKNOWN = "\N{EN DASH}"
SIGNS = {"urgent": ("urgent", "urgent"), "act": ("alert", "attention"), "watch": ("circle", "text")}


def alert_lines(figures: CaseloadCounts) -> Iterator[tuple[str, str]]:
    """Yield level and sentence of each kind of open alert, the most pressing first."""
    for level in reversed(LEVELS):
        for each in figures.alerts:
            if each.level == level:
                yield level, _alert(each)


def waiting_lines(figures: CaseloadCounts) -> Iterator[tuple[str, str, str]]:
    """Yield sign, ink and sentence of what else waits: promises, plans, courses."""
    for words, found in (
        (OVERDUE, figures.promises_overdue),
        (PLANS_OVERDUE, figures.plans_overdue),
    ):
        if found is not None and found.count:
            said = counted(words, found.count, age=age_words(found.oldest_days))
            yield "alert", "attention", said
    worse = figures.courses_worse or 0
    if figures.courses_asking is None:
        yield "circle", "text-muted", _("Suggested course reviews are not counted")
    elif figures.courses_asking:
        said = counted(REVIEWS, figures.courses_asking)
        sign = ("alert", "attention") if worse else ("circle", "text")
        yield *sign, facts_in_a_line(said, counted(WORSE, worse) if worse else "")


def age_words(days: int) -> str:
    """Return for how long something has been open, counted in local days."""
    match days:
        case 0:
            return pgettext("age of a number", "since today")
        case 1:
            return pgettext("age of a number", "since yesterday")
        case _:
            return ngettext("for {days} day", "for {days} days", days).format(days=days)


def waiting_words(waiting: Waiting) -> str:
    """Return how old the oldest of something is; nothing where nothing waits."""
    if not waiting.count:
        return ""
    return _("the oldest {age}").format(age=age_words(waiting.oldest_days))


def past_words(days: int) -> str:
    """Return that an urgent alert has been open for too long."""
    if days == 1:
        return _("An urgent alert has been open since yesterday")
    return ngettext(
        "An urgent alert has been open for {days} day",
        "An urgent alert has been open for {days} days",
        days,
    ).format(days=days)


def whom_to_ask(line: OversightLine) -> str:
    """Return who knows what was done about an urgent alert: whoever has the clients today."""
    asked, name = line.covered_by, line.therapist
    if not asked:
        return _("Ask {name} today what was done, or arrange cover.").format(name=name)
    words = _("Ask {names} today what was done, in place of {name}.")
    if set(asked) == set(line.away_too):
        words = _(
            "Ask {names} today what was done, in place of {name}. They are covered too: where "
            "nobody is here, arrange another cover."
        )
    return words.format(names=", ".join(asked), name=name)


def as_of(line: OversightLine, today: date) -> str:
    """Return how old a line is, and whose session wrote it."""
    if line.written is None:
        return _("No figures yet. They are counted when {name} next signs in.").format(
            name=line.therapist
        )
    at = line.written.written_at.astimezone()
    when = _("{day}, {time}").format(day=_day(at.date(), today), time=clock_time(at))
    if line.figures is None:
        words = _("Saved {when} by another version of this application. They cannot be read here.")
        return words.format(when=when)
    if not line.written_by:
        words = _(
            "As of {when}, signed by nobody: somebody may have changed them with another program."
        )
        return words.format(when=when)
    if line.written.occasion == "locked":
        words = _("As of {when}, when {name} last locked.")
    else:
        words = _(
            "As of {when}, when {name} last signed in. What was done since then is not counted:"
            " the session still runs, or it ended without locking."
        )
    return words.format(when=when, name=line.written_by)


def _alert(alerts: AlertsWaiting) -> str:
    waiting = alerts.waiting
    words = ALERTS[alerts.level, alerts.stream]
    return counted(words, waiting.count, age=age_words(waiting.oldest_days))


def _day(day: date, today: date) -> str:
    match (today - day).days:
        case 0:
            return pgettext("age of a number", "today")
        case 1:
            return pgettext("age of a number", "yesterday")
        case _:
            return written_day(day)


def caseload_card(line: OversightLine, page: OversightPageData) -> QFrame:
    """Return one caseload: what presses, its figures, and how old they are."""
    parts: list[Part] = []
    if line.urgent_days is not None:
        parts.append(banner("urgent", past_words(line.urgent_days), whom_to_ask(line)))
    if line.figures is not None:
        parts += [*_alerts(line.figures), _numbers(line.figures)]
    parts.append(_age(line, page))
    if line.moved:
        words = ngettext(
            "{count} client has moved to a colleague since then and is counted there. Their "
            "open tasks are still in the other numbers here.",
            "{count} clients have moved to a colleague since then and are counted there. "
            "Their open tasks are still in the other numbers here.",
            line.moved,
        )
        parts.append(text(words.format(count=line.moved), "small", wrap=True))
    if line.covered_by:
        words = _("Covered by {names}.").format(names=", ".join(line.covered_by))
        parts.append(text(words, "small", wrap=True))
    handed = _("{name}, handed over by {from_whom}")
    title = handed.format(name=line.therapist, from_whom=line.came_from)
    return card(title if line.came_from else line.therapist, *parts)


def total_card(page: OversightPageData) -> QFrame:
    """Return the sum over all caseloads, and how many are not in it."""
    parts: list[Part] = []
    if page.total is not None:
        parts += [*_alerts(page.total), _numbers(page.total)]
    counted = len(page.lines) - page.silent
    words = ngettext(
        "{counted} of {all} caseload is counted here.",
        "{counted} of {all} caseloads are counted here.",
        len(page.lines),
    )
    parts.append(text(words.format(counted=counted, all=len(page.lines)), "small", wrap=True))
    return card(pgettext("card", "All caseloads"), *parts)


def _alerts(figures: CaseloadCounts) -> list[Part]:
    lines: list[Part] = [
        _line(*SIGNS[level], words, strong=level == "urgent")
        for level, words in alert_lines(figures)
    ]
    waits = [_line(sign, ink, words) for sign, ink, words in waiting_lines(figures)]
    if not lines:  # no sign that all is well beside what presses
        sign = ("circle", "text-muted") if waits else ("check", "good")
        return [*waits, _line(*sign, _("No alert is open"))]
    return [*lines, *waits]


def _numbers(figures: CaseloadCounts) -> Columns:
    clients = sum(
        number for status, number in figures.clients.items() if status not in ("ended", WAITING)
    )
    overdue, kept = figures.measures_overdue, figures.kept_long_enough
    rated = _("{rated} of {held}").format(rated=figures.rated, held=figures.ratable)
    held = _("sessions held in {week} / {month} days").format(week=WEEK.days, month=MONTH.days)
    past_gates = counted(GATES_PASSED, QUARTER.days)
    return Columns(
        _number(str(clients), _("clients in the programme")),
        _number(
            f"{figures.held_week} / {figures.held_month}",
            held,
        ),
        _number(
            str(figures.unsigned_notes.count),
            _("notes not signed"),
            waiting_words(figures.unsigned_notes),
        ),
        _number(
            UNKNOWN if overdue is None else str(overdue), pgettext("figure", "measures overdue")
        ),
        _number(rated, counted(SESSIONS_RATED, MONTH.days)),
        _number(
            str(figures.overrides),
            past_gates,
        ),
        _number(
            UNKNOWN if kept is None else str(kept.count),
            _("records past the time they are kept"),
            "" if kept is None else waiting_words(kept),
        ),
        gap="m",
    )


def _number(number: str, words: str, detail: str = "") -> QLayout:
    more: list[Part] = [text(detail, "small", wrap=True)] if detail else []
    figure = text(number, "title", told="words")
    said = pgettext("figure", "not known") if number == UNKNOWN else number
    figure.setAccessibleName(f"{words}: {said}")
    beneath = text(words, "small", tone="muted", wrap=True, told="aside")  # the figure says it
    return stack(figure, beneath, *more, STRETCH, gap="hair")


def _age(line: OversightLine, page: OversightPageData) -> QLayout:
    words = text(as_of(line, page.day), "small", wrap=True)
    old: list[Part] = []
    if line.is_old:
        days = ngettext("{days} day old", "{days} days old", line.days_old)
        days = days.format(days=line.days_old)
        old.append(chip(days, "attention"))
    return row(symbol("clock"), words, *old, grows=1)


def _line(sign: str, ink: str, words: str, *, strong: bool = False) -> QLayout:
    return sign_line(sign, words, "strong" if strong else "body", ink=ink)

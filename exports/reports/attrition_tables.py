"""Who stopped by when, and how long it took to begin."""

from collections.abc import Callable, Sequence

from exports.case.case import PseudonymisedCase
from exports.document.tables import Column, Raw, RawTable, count, interval
from exports.estimates.influence import mean, percentage
from exports.reports.course_tables import interval_columns
from exports.reports.standing import time_points
from programme.course.order import course_order
from programme.definition.definition import Programme
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _

LONGEST_WAIT = 26
"""Weeks: a longer wait counts as this one."""
SECOND = 2


def drop_out(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return, by time point of the course, who reached it, who stopped before, and who neither."""
    points = time_points(cases, programme)
    stopped_at_all = points[-1].stopped
    end = course_order(programme)[-1]
    rows: list[tuple[Raw, ...]] = []
    for point in points:
        key = f"drop_out.{'end' if point.plan_id == end else point.plan_id}"
        parts = [
            count(f"{key}.{name}", [cases[place] for place in places])
            for name, places in (
                ("stopped", point.stopped),
                ("otherwise", point.otherwise),
                ("not_yet", point.not_yet),
                ("reached", point.reached),
            )
        ]
        said = {cases[at].record_key: (0, 1) for at in point.reached}
        said |= {cases[at].record_key: (1, 1) for at in point.stopped}
        of_them = {cases[at].record_key: (at in point.stopped, 1) for at in stopped_at_all}
        words = (
            _("before the end")
            if point.plan_id == end
            else _("before session {session}").format(session=point.plan_id)
        )
        rows.append(
            (
                words,
                *parts,
                count(f"{key}.known", [cases[at] for at in (*point.stopped, *point.reached)]),
                *interval(percentage(f"{key}.percent", said), 0),
                interval(percentage(f"{key}.of_stopped", of_them), 0)[0],
            )
        )
    return RawTable(
        id="drop_out",
        title=_("Who stopped, by time point"),
        columns=(
            Column("point", pgettext("column", "By when"), "text", _("Point of the course")),
            Column(
                "stopped",
                pgettext("column", "Stopped"),
                "count",
                _("Clients who decided to stop, or with whom contact was lost, before it"),
            ),
            Column(
                "otherwise",
                pgettext("column", "Ended otherwise"),
                "count",
                _("Clients whose course ended before it for another reason, or an unknown one"),
            ),
            Column(
                "not_yet",
                _("Not there yet"),
                "count",
                _("Clients in treatment who have not come so far"),
            ),
            Column(
                "reached",
                pgettext("column", "Reached it"),
                "count",
                _("Clients who held this session or a later one"),
            ),
            Column(
                "known",
                pgettext("column", "Of whom"),
                "count",
                _("Clients who stopped before it or reached it"),
            ),
            Column(
                "percent",
                pgettext("column", "Stopped, %"),
                "figure",
                _("Stopped, of those who stopped or reached it"),
            ),
            *interval_columns(),
            Column(
                "of_stopped",
                _("Of all who stopped, %"),
                "figure",
                _("How many of all who stopped did so before this point"),
            ),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Of everybody with a session held. Left out of the share: who ended otherwise, and "
                "who is in treatment and not there yet."
            ),
        ),
    )


def waits(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return the weeks from the entry in the record to the first session, and on to the second."""
    figures: tuple[tuple[str, str, Callable[[PseudonymisedCase], int | None]], ...] = (
        ("waits.first", _("From the entry to the first session"), _first_wait),
        ("waits.second", _("From the first to the second session"), _second_wait),
    )
    rows: list[tuple[Raw, ...]] = []
    for key, words, wait in figures:
        found = [(case, weeks) for case in cases if (weeks := wait(case)) is not None]
        known = count(key, [case for case, _weeks in found])
        left_out = count(f"{key}.left_out", [case for case in cases if wait(case) is None])
        wait_of = {case.record_key: min(weeks, LONGEST_WAIT) for case, weeks in found}
        rows.append(
            (
                words,
                known,
                left_out,
                *interval(mean(f"{key}.mean", wait_of, LONGEST_WAIT, bounded=True)),
            )
        )
    return RawTable(
        id="waits",
        title=_("Weeks until it began"),
        columns=(
            Column("wait", pgettext("column", "Weeks"), "text", _("From when until when")),
            Column(
                "clients", pgettext("column", "Clients"), "count", _("Clients with both days known")
            ),
            Column(
                "left_out",
                pgettext("column", "Left out"),
                "count",
                _("Clients with fewer sessions, or who were imported"),
            ),
            Column("mean", pgettext("column", "Mean"), "figure", _("Mean number of weeks")),
            *interval_columns(),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "The record knows the day of its entry, not of the first call. Left out: who has "
                "no such session yet, and who was imported with an earlier course. More than "
                "{most} weeks count as {most}."
            ).format(most=LONGEST_WAIT),
        ),
    )


def _first_wait(case: PseudonymisedCase) -> int | None:
    return case.weeks_waited


def _second_wait(case: PseudonymisedCase) -> int | None:
    held = case.held_sessions
    return held[1].week - held[0].week if len(held) >= SECOND else None

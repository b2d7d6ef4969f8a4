"""Alerts by stream and level, and how soon somebody acted."""

from collections.abc import Iterator, Mapping, Sequence

from exports.case.case import CaseAlert, PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import Count, Raw, RawTable, Share, column, count, interval
from exports.estimates.influence import percentage
from exports.reports.course_tables import (
    clients_column,
    clients_count,
    interval_columns,
    of_all_clients_column,
)
from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.texts import NP_, _, pgettext

STREAM_WORDS = {"suicide": NP_("alert", "Suicide"), "child_safety": NP_("alert", "Child safety")}
LEVEL_GROUPS: Mapping[str, tuple[str, frozenset[str]]] = {
    "watch": (NP_("level of an alert", "watch"), frozenset({"watch"})),
    "to_act": (NP_("level of an alert", "act or urgent"), frozenset(LEVELS) - {"watch"}),
}
"""Levels as they are told: those to watch, and those that ask for an action."""
HOURS_IN_A_DAY = 24


_STREAMS = tuple(f"alerts.{each}" for each in STREAM_WORDS)
_LEVELS = tuple(f"alerts.{each}" for each in LEVEL_GROUPS)
RULES = (
    Rule("part", "alerts.all", (*_STREAMS, *_LEVELS)),
    Rule("some", "alerts.all", _STREAMS),
    Rule("some", "alerts.all", _LEVELS),
    *same("alerts.{which}", "alerts.{which}.day"),
)


def alerts(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return for how many clients alerts opened, and how soon somebody acted.

    By stream, and by whether an action is asked for, and not by both at once: alerts of one level
    in one stream concern fewer than five clients in most services.
    """
    return RawTable(
        id="alerts",
        title=_("Alerts and what followed"),
        columns=(
            column("stream", "Stream", "text", "What the alert is about"),
            column("level", "Level", "text", "watch, or act and urgent together"),
            clients_column(_("Clients with at least one such alert")),
            of_all_clients_column(),
            column(
                "day",
                "Within 24 h, %",
                "figure",
                "Alerts acknowledged with an action in a day, of all such alerts",
            ),
            *interval_columns(),
        ),
        rows=tuple(_alert_rows(cases)),
        notes=(
            _(
                "Levels say what the therapist does, not how likely harm is. An alert that nobody "
                "has acted on yet counts as not within 24 hours."
            ),
        ),
    )


def _alert_rows(cases: Sequence[PseudonymisedCase]) -> Iterator[tuple[Raw, ...]]:
    everyone = clients_count(cases)
    known = [
        (case, [a for a in case.alerts if a.stream in STREAM_WORDS and a.level in LEVELS])
        for case in cases
    ]
    for stream, words in STREAM_WORDS.items():
        of_stream = [(case, [a for a in found if a.stream == stream]) for case, found in known]
        yield _(words), "", *_row(f"alerts.{stream}", of_stream, everyone)
    all_of_them = pgettext("row of a table", "All")
    for name, (words, levels) in LEVEL_GROUPS.items():
        of_levels = [(case, [a for a in found if a.level in levels]) for case, found in known]
        yield all_of_them, _(words), *_row(f"alerts.{name}", of_levels, everyone)
    yield all_of_them, "", *_row("alerts.all", known, everyone)


def _row(
    key: str, chosen: Sequence[tuple[PseudonymisedCase, Sequence[CaseAlert]]], everyone: Count
) -> tuple[Raw, ...]:
    with_any = count(key, [case for case, found in chosen if found])
    in_time = percentage(
        f"{key}.day",
        {case.record_key: (sum(map(_in_a_day, found)), len(found)) for case, found in chosen},
    )
    return (with_any, Share(with_any, everyone), *interval(in_time, 0))


def _in_a_day(alert: CaseAlert) -> bool:
    return alert.hours_to_action is not None and alert.hours_to_action <= HOURS_IN_A_DAY

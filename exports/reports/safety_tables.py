"""Alerts by stream and level, and how soon somebody acted."""

from collections.abc import Sequence

from exports.case.case import CaseAlert, PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Share, count, interval
from exports.estimates.influence import percentage
from exports.reports.course_tables import clients_count, interval_columns
from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.texts import NP_, pgettext
from session_forms.words.texts import translate as _

STREAM_WORDS = {"suicide": NP_("alert", "Suicide"), "child_safety": NP_("alert", "Child safety")}
HOURS_IN_A_DAY = 24


def alerts(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return for how many clients alerts opened, and how soon somebody acted."""
    everyone = clients_count(cases)
    rows: list[tuple[Raw, ...]] = []
    for stream, words in STREAM_WORDS.items():
        for level in LEVELS:
            chosen = [
                (case, [a for a in case.alerts if (a.stream, a.level) == (stream, level)])
                for case in cases
            ]
            rows.append((_(words), level, *_row(f"alerts.{stream}.{level}", chosen, everyone)))
    known = [
        (case, [a for a in case.alerts if a.stream in STREAM_WORDS and a.level in LEVELS])
        for case in cases
    ]
    rows.append((pgettext("row of a table", "All"), "", *_row("alerts.all", known, everyone)))
    return RawTable(
        id="alerts",
        title=_("Alerts and what followed"),
        columns=(
            Column("stream", pgettext("column", "Stream"), "text", _("What the alert is about")),
            Column("level", pgettext("column", "Level"), "text", _("watch, act or urgent")),
            Column(
                "clients",
                pgettext("column", "Clients"),
                "count",
                _("Clients with at least one such alert"),
            ),
            Column(
                "percent",
                pgettext("column", "Share"),
                "percent",
                pgettext("column", "Of all clients"),
            ),
            Column(
                "day",
                pgettext("column", "Within 24 h, %"),
                "figure",
                _("Alerts acknowledged with an action in a day, of all such alerts"),
            ),
            *interval_columns(),
            Column(
                "open",
                pgettext("column", "Open"),
                "count",
                _("Clients with such an alert not yet acknowledged"),
            ),
        ),
        rows=tuple(rows),
        notes=(_("Levels say what the therapist does, not how likely harm is."),),
    )


def _row(
    key: str, chosen: Sequence[tuple[PseudonymisedCase, Sequence[CaseAlert]]], everyone: Count
) -> tuple[Raw, ...]:
    with_any = count(key, [case for case, found in chosen if found])
    still_open = count(
        f"{key}.open",
        [c for c, found in chosen if any(each.hours_to_action is None for each in found)],
    )
    in_time = percentage(
        f"{key}.day",
        {case.record_key: (sum(map(_in_a_day, found)), len(found)) for case, found in chosen},
    )
    return (with_any, Share(with_any, everyone), *interval(in_time, 0), still_open)


def _in_a_day(alert: CaseAlert) -> bool:
    return alert.hours_to_action is not None and alert.hours_to_action <= HOURS_IN_A_DAY

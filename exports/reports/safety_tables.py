"""Alerts by stream and level, and how soon somebody acted."""

from collections.abc import Sequence

from exports.case.case import CaseAlert, PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Sum, mean_figures
from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.texts import NP_, pgettext
from session_forms.words.texts import translate as _

STREAM_WORDS = {"suicide": NP_("alert", "Suicide"), "child_safety": NP_("alert", "Child safety")}
HOURS_IN_A_DAY = 24


def alerts(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return alerts by stream and level: acted on within a day, later, or not yet."""
    found = [(place, alert) for place, case in enumerate(cases) for alert in case.alerts]
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    kinds = [(stream, level) for stream in STREAM_WORDS for level in LEVELS]
    for stream, level in kinds:
        chosen = [each for each in found if _kind_of(each[1]) == (stream, level)]
        row, parts = _alert_row(f"alerts.{stream}.{level}", chosen)
        rows.append((_(STREAM_WORDS[stream]), level, *row))
        sums += parts
    known = [each for each in found if _kind_of(each[1]) in kinds]
    row, parts = _alert_row("alerts.all", known)
    rows.append((pgettext("row of a table", "All"), "", *row))
    sums += parts
    for ending in ("", ".day", ".later", ".open"):
        keys = tuple(f"alerts.{stream}.{level}{ending}" for stream, level in kinds)
        sums.append(Sum(f"alerts.all{ending}", keys))
    return RawTable(
        id="alerts",
        title=_("Alerts and what followed"),
        columns=(
            Column("stream", pgettext("column", "Stream"), "text", _("What the alert is about")),
            Column("level", pgettext("column", "Level"), "text", _("watch, act or urgent")),
            Column(
                "alerts",
                pgettext("column", "Alerts"),
                "count",
                pgettext("codebook", "Alerts opened"),
            ),
            Column(
                "day",
                pgettext("column", "Within 24 h"),
                "count",
                _("Acknowledged with an action in a day"),
            ),
            Column(
                "later",
                pgettext("column", "Later"),
                "count",
                _("Acknowledged with an action after a day"),
            ),
            Column("open", pgettext("column", "Open"), "count", _("Not yet acknowledged")),
            Column(
                "hours",
                pgettext("column", "Mean hours"),
                "figure",
                _("Mean hours from alert to action"),
            ),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Levels say what the therapist does, not how likely harm is. Mean hours: of the "
                "alerts that were acted on."
            ),
        ),
        sums=tuple(sums),
    )


def _kind_of(alert: CaseAlert) -> tuple[str, str]:
    return alert.stream, alert.level


def _alert_row(
    key: str, chosen: Sequence[tuple[int, CaseAlert]]
) -> tuple[tuple[Raw, ...], list[Sum]]:
    """Return a row for alerts, each with the place of its client."""
    acted_on = [(place, each.hours_to_action) for place, each in chosen]
    hours = [each for _place, each in acted_on if each is not None]
    within = sum(each <= HOURS_IN_A_DAY for each in hours)
    total = Count(key, len(chosen))
    parts = (
        Count(f"{key}.day", within),
        Count(f"{key}.later", len(hours) - within),
        Count(f"{key}.open", len(chosen) - len(hours)),
    )
    acted = Count(f"{key}.acted", len(hours))
    people = len({place for place, each in acted_on if each is not None})
    row = (total, *parts, mean_figures(hours, acted, people=people)[0])
    sums = [
        Sum(total.key, tuple(part.key for part in parts)),
        Sum(acted.key, tuple(part.key for part in parts[:2])),
    ]
    return row, sums

"""What a series of scores says: tiles, the words beside them, and the chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exports.paper.charts.chart import ChartData
from programme.course.slots import read_slot
from session_forms.scores.scores import Score
from session_forms.scoring.change import caseness, is_case
from session_forms.scoring.line_words import group_lines_in_words, group_lines_reached
from session_forms.scoring.scoring import ScoreResult
from session_forms.scoring.second_hand import figures_at_second_hand, second_hand_words
from session_forms.words.day_words import written_day
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, _, pgettext
from therapist_app.workflows.measures.measuring import MeasureSeries, ScoreBeside

NO_BURDEN = "none"


@dataclass(frozen=True, slots=True)
class ScoreTile:
    """A score is never alone: its band, its change, whether that is more than error, and when."""

    name: str
    value: str
    band: str
    change: str
    tone: str
    when: str


def score_tile(series: MeasureSeries) -> ScoreTile | None:
    """Return the tile for a series, or None while it has no score."""
    if not series.scored:
        return None
    latest = series.scored[-1]
    value = latest.result.value
    assert value is not None
    change, tone = change_words(series)
    return ScoreTile(
        name=series.name,
        value=number_words(value),
        band=band_words(series.score, latest.result),
        change=change,
        tone=tone,
        when=_when(series, latest.plan_id),
    )


def _when(series: MeasureSeries, place: str) -> str:
    words = (
        _("session {number}, the first time") if place in series.before else _("session {number}")
    )
    return words.format(number=session_number(place))


def band_words(score: Score, result: ScoreResult) -> str:
    """Return the band and where the score stands to the cut-off, in words."""
    parts = [_named(result.band)] if result.band else []
    if result.value is not None and caseness(score) is not None:
        parts.append(_cutoff_words(score, is_case=is_case(score, result.value)))
    lines = group_lines_in_words(score, result.value) if result.value is not None else ()
    if result.value is not None and (reached := group_lines_reached(score, result.value)):
        parts.append("; ".join(reached))
    if result.prorated_from is not None and not result.complete:
        parts.append(
            _("prorated from {answered} of {items}").format(
                answered=result.prorated_from, items=result.of
            )
        )
    if parts or lines:
        return ", ".join(parts) or _("no line reached")
    return _("no norm is used") if figures_at_second_hand(score) else _("no published bands")


def _named(band: str) -> str:
    """Return a band as it is called; one called none says that it is a band."""
    return _("band “{band}”").format(band=band) if band == NO_BURDEN else band


def _cutoff_words(score: Score, *, is_case: bool) -> str:
    if score.direction == "higher-better":
        return _("at or below cut-off") if is_case else _("above cut-off")
    return _("at or above cut-off") if is_case else _("below cut-off")


def change_words(series: MeasureSeries) -> tuple[str, str]:
    """Return the change in words, and the tone that repeats them."""
    change = series.change
    if len(series.compared) <= 1:
        return pgettext("score", "first score"), "quiet"
    assert change.difference is not None
    size = number_words(abs(change.difference))
    if change.difference == 0:
        moved = pgettext("score", "no change")
    else:
        moved = (_("{size} lower") if change.difference < 0 else _("{size} higher")).format(
            size=size
        )
    match change.outcome:
        case "reliable-improvement":
            return _("{moved}, reliable").format(moved=moved), "good"
        case "reliable-deterioration":
            return _("{moved}, reliable").format(moved=moved), "attention"
        case "no-reliable-change":
            return _("{moved}, within error").format(moved=moved), "quiet"
        case _ if change.difference == 0:
            return moved, "quiet"
        case _:
            return _("{moved}, margin of error not known").format(moved=moved), "quiet"


CHANGED: Mapping[tuple[str, bool | None], str] = {
    ("lower", True): N_(
        "{measure} is {value}: {band}. That is {size} lower than at the start, more than "
        "measurement error."
    ),
    ("higher", True): N_(
        "{measure} is {value}: {band}. That is {size} higher than at the start, more than "
        "measurement error."
    ),
    ("lower", False): N_(
        "{measure} is {value}: {band}. That is {size} lower than at the start, within "
        "measurement error."
    ),
    ("higher", False): N_(
        "{measure} is {value}: {band}. That is {size} higher than at the start, within "
        "measurement error."
    ),
    ("lower", None): N_("{measure} is {value}: {band}. That is {size} lower than at the start."),
    ("higher", None): N_("{measure} is {value}: {band}. That is {size} higher than at the start."),
}
"""Which way a score went, and whether by more than the error that was published for it."""
OUTCOMES: Mapping[str, bool] = {
    "reliable-improvement": True,
    "reliable-deterioration": True,
    "no-reliable-change": False,
}


def score_in_sentences(series: MeasureSeries) -> str:
    """Return the last score of a series in two sentences: its band, its change since the start.

    The series has a score.
    """
    latest = series.scored[-1]
    assert latest.result.value is not None
    change = series.change
    if len(series.compared) <= 1:
        words = _("{measure} is {value}: {band}. This is the first score.")
    elif not change.difference:
        words = _("{measure} is {value}: {band}. That is the same as at the start.")
    else:
        way = "lower" if change.difference < 0 else "higher"
        words = _(CHANGED[way, OUTCOMES.get(change.outcome)])
    return words.format(
        measure=series.name,
        value=number_words(latest.result.value),
        band=band_words(series.score, latest.result),
        size=number_words(abs(change.difference or 0)),
    )


def not_counted_words(series: MeasureSeries) -> str:
    """Return of which days answers to a measure are in no score of it; nothing without any."""
    return unfit_words(series.form.short_title, series.aside) if series.aside else ""


def unfit_words(measure: str, days: Iterable[date]) -> str:
    """Return that a measure of some days is not counted, and why."""
    return _(
        "{measure} of {days} is not counted: no form that is installed fits its answers."
    ).format(measure=measure, days=", ".join(written_day(each) for each in dict.fromkeys(days)))


def beside_words(scores: Sequence[ScoreBeside]) -> str:
    """Return the scores that were taken outside the sessions in one sentence, or nothing."""
    one = pgettext("score", "{measure} {score} on {day}")
    each_of = (
        one.format(
            measure=each.form.short_title, score=number_words(each.value), day=written_day(each.day)
        )
        for each in scores
    )
    said = "; ".join(each_of)
    return _("Outside the sessions: {scores}.").format(scores=said) if said else ""


def session_number(plan_id: str) -> str:
    """Return a session's number as people say it: S04 is 4, B1 and FU3 stay, S09#2 is 9 (2)."""
    slot = read_slot(f"@{plan_id}")
    name = slot.plan_id
    number = name[1:].lstrip("0") if name.startswith("S") else name
    return number if slot.occurrence == 1 else f"{number} ({slot.occurrence})"


def chart_data(series: MeasureSeries) -> ChartData:
    """Return what the chart of a series draws."""
    score = series.score
    assert score.range is not None  # every shipped score states its range; a content test holds it
    values = [each.result.value for each in series.scored if each.result.value is not None]
    return ChartData(
        title=series.name,
        low=float(min([score.range.low, *values])),
        high=float(max([score.range.high, *values])),
        bands=tuple((float(band.starts_at), band.label) for band in score.sourced_bands),
        cutoff=_cutoff(score),
        reliable_from_first=series.change.criterion,
        higher_is_worse=score.direction == "higher-worse",
        points=tuple(
            (session_number(plan), each.result.value if each else None)
            for plan, each in series.points
        ),
        phases=tuple((session_number(plan), title) for plan, title in series.phases),
        grounds=" ".join(filter(None, (second_hand_words(score), not_counted_words(series)))),
        breaks=tuple(
            (session_number(plan), _("version {number}").format(number=number))
            for plan, number in series.breaks
        ),
        again=session_number(series.again) if series.again else "",
    )


def _cutoff(score: Score) -> float | None:
    """Return the line the words beside the chart speak of, so that both tell one story."""
    line = caseness(score)
    return None if line is None else line.at if line.at is not None else line.at_most

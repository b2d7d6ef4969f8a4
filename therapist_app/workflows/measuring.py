"""The scores of one client, computed when shown: series, tiles and the sentence beside them."""

from dataclasses import dataclass
from datetime import datetime

from exports.paper.chart import ChartData
from session_forms.answers import answers_from_json
from session_forms.change import Change, classify, is_case
from session_forms.definition import FormDefinition, Score
from session_forms.scoring import ScoreResult, score_form
from session_forms.texts import translate as _
from therapist_app.record import appointments, filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.workflows.desk import Desk


@dataclass(frozen=True, slots=True)
class Administration:
    """One score of one measure: at which session, when, and what came out."""

    plan_id: str
    at: datetime
    result: ScoreResult


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """One score of one measure over the sessions held; None is a session without it."""

    form: FormDefinition
    score: Score
    points: tuple[tuple[str, Administration | None], ...]

    @property
    def scored(self) -> tuple[Administration, ...]:
        """The administrations that gave a score, in order."""
        return tuple(
            each
            for _plan, each in self.points
            if each is not None and each.result.value is not None
        )

    @property
    def change(self) -> Change:
        """The change from the first score to the last."""
        values = [each.result.value for each in self.scored]
        first, last = (values[0], values[-1]) if len(values) > 1 else (None, None)
        return classify(self.score, first, last)


@dataclass(frozen=True, slots=True)
class ScoreTile:
    """A score is never alone: its band, its change, whether that is more than error, and when."""

    name: str
    value: str
    band: str
    change: str
    tone: str
    when: str


def measure_series(desk: Desk, client_id: str) -> tuple[MeasureSeries, ...]:
    """Return the client's scores by measure, in the order of the sessions held."""
    held = [
        each
        for each in appointments.for_client(desk.caseload, client_id)
        if each.state in ("held", "signed", "in_progress", "on_hold")
    ]
    order = list(dict.fromkeys(each.plan_id for each in held))
    by_form: dict[str, dict[str, FilledForm]] = {}
    for filled in filled_forms.for_client(desk.caseload, client_id):
        if filled.slot and filled.status == "finished":
            form_id, plan_id = filled.slot.split("@")
            by_form.setdefault(form_id, {})[plan_id] = filled
    series: list[MeasureSeries] = []
    for form_id, fills in by_form.items():
        form = desk.forms.latest(form_id)
        due = [each for each in order if form_id in desk.programme.session_plans[each].measures]
        for score in form.scores:
            points = tuple((each, _scored(desk, fills.get(each), score)) for each in due)
            series.append(MeasureSeries(form, score, points))
    return tuple(sorted(series, key=lambda each: -len(each.scored)))


def _scored(desk: Desk, filled: FilledForm | None, score: Score) -> Administration | None:
    if filled is None or filled.slot is None:
        return None
    form = desk.forms.get(filled.form_id, filled.form_version)
    result = score_form(form, answers_from_json(form, filled.answers))[score.id]
    return Administration(filled.slot.split("@")[1], filled.changed_at, result)


def score_tile(series: MeasureSeries) -> ScoreTile | None:
    """Return the tile for a series, or None while it has no score."""
    if not series.scored:
        return None
    latest = series.scored[-1]
    value = latest.result.value
    assert value is not None
    change, tone = change_words(series)
    return ScoreTile(
        name=series.form.short_title,
        value=f"{value:g}",
        band=band_words(series.score, latest.result),
        change=change,
        tone=tone,
        when=_("session {number}").format(number=session_number(latest.plan_id)),
    )


def band_words(score: Score, result: ScoreResult) -> str:
    """Return the band and where the score stands to the cut-off, in words."""
    parts = [result.band] if result.band else []
    if result.value is not None and score.cutoffs:
        parts.append(_cutoff_words(score, is_case=is_case(score, result.value)))
    if result.prorated_from is not None and not result.complete:
        parts.append(
            _("prorated from {answered} of {items}").format(
                answered=result.prorated_from, items=result.of
            )
        )
    return ", ".join(parts) or _("no published bands")


def _cutoff_words(score: Score, *, is_case: bool) -> str:
    if score.direction == "higher-better":
        return _("at or below cut-off") if is_case else _("above cut-off")
    return _("at or above cut-off") if is_case else _("below cut-off")


def change_words(series: MeasureSeries) -> tuple[str, str]:
    """Return the change in words, and the tone that repeats them."""
    change = series.change
    if len(series.scored) <= 1:
        return _("first score"), "quiet"
    assert change.difference is not None
    size = f"{abs(change.difference):g}"
    if change.difference == 0:
        moved = _("no change")
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
        case _:
            return _("{moved}, no published error").format(moved=moved), "quiet"


def session_number(plan_id: str) -> str:
    """Return a session's number as people say it: S04 is 4, B1 and FU3 stay."""
    return plan_id[1:].lstrip("0") if plan_id.startswith("S") else plan_id


def chart_data(series: MeasureSeries) -> ChartData:
    """Return what the chart of a series draws."""
    score = series.score
    assert score.range is not None  # every shipped score states its range; a content test holds it
    return ChartData(
        title=series.form.short_title,
        low=float(score.range.low),
        high=float(score.range.high),
        bands=tuple((float(band.starts_at), band.label) for band in score.bands),
        cutoff=_cutoff(score),
        reliable_from_first=series.change.criterion,
        higher_is_worse=score.direction == "higher-worse",
        points=tuple(
            (session_number(plan), each.result.value if each else None)
            for plan, each in series.points
        ),
    )


def _cutoff(score: Score) -> float | None:
    if not score.cutoffs:
        return None
    first = score.cutoffs[0]
    return first.at if first.at is not None else first.at_most

"""What is said right after a measure: the score, its band, its change, and one sentence to say.

Seen later it is the same as on that day: only what was answered up to then is compared. The words
are neutral; the sentence asks, and never judges.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.paper.charts.chart import ChartData
from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers
from session_forms.form.own_questions import asks_apart
from session_forms.questions.kinds import Question
from session_forms.scoring.scoring import ScoreResult, score_form
from session_forms.scoring.second_hand import second_hand_words
from session_forms.words.day_words import written_day
from session_forms.words.number_words import number_words
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.opening_answers import fact_words
from therapist_app.workflows.measures.measuring import (
    MeasureSeries,
    measure_series,
    place_of,
)
from therapist_app.workflows.measures.score_words import (
    band_words,
    change_words,
    chart_data,
    not_counted_words,
    session_number,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question, its answer now, and what it was at the start; "" for none.

    Attributes:
        in_words: Whether its answers are words and not numbers, since it counts in no score.

    """

    number: str
    prompt: str
    now: str
    start: str
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class ScoreMoment:
    """What stands on the page of a measure that was answered.

    Attributes:
        value: The score; empty where the instrument's own rule gives none.
        band: The band and where it stands to the cut-off; or why there is no score.
        named: The band alone, all of it that a client is shown; or why there is no score.
        change: The change against the instrument's own error; "first score" for the first.
        tone: What repeats that: `good`, `attention` or `quiet`.
        say: One sentence to say; empty while an alert takes its place.
        alert: What the open alert says.
        alert_id: That alert.
        critical: The questions that can open an alert, in words, also when nothing is there.
        grounds: Which of its figures are at second hand, and which answers it is not compared
            with since no form fits them.

    """

    title: str
    answered: str
    value: str
    band: str
    named: str
    change: str
    tone: str
    say: str
    alert: str
    alert_id: str
    critical: tuple[str, ...]
    lines: tuple[AnswerLine, ...]
    chart: ChartData | None
    grounds: str = ""


def score_moment(workspace: Workspace, filled_form_id: str) -> ScoreMoment | None:
    """Return what is said after a measure; None for a form without a score, or not finished."""
    if filled_forms.find(workspace.caseload, filled_form_id) is None:
        return None  # nobody began it: of a restricted client it is only looked at
    filled = filled_forms.as_it_counts(workspace.caseload, filled_form_id)
    form = workspace.form_of(filled)
    if not form.scores or filled.status != "finished":
        return None
    answers = workspace.answers_of(filled)
    result = score_form(form, answers)[form.scores[0].id]
    series = _series_until(workspace, filled)
    raised = _alerts_of(workspace, filled)
    waiting = next((each for each in raised if _is_waiting(workspace, each)), None)
    is_scored = result.value is not None
    why_not = "" if is_scored else _not_scored(result, answers, form)
    change, tone = change_words(series) if series is not None and is_scored else ("", "quiet")
    start = _start_of(workspace, filled, series)
    not_counted = not_counted_words(series) if series is not None else ""
    grounds = (second_hand_words(form.scores[0]), not_counted)
    return ScoreMoment(
        title=_title(form, filled),
        answered=_answered(form, answers),
        value=number_words(result.value) if result.value is not None else "",
        band=why_not or band_words(form.scores[0], result),
        named=why_not or result.band or "",
        change=change,
        tone=tone,
        say=_say(series) if waiting is None and is_scored else "",
        alert=fact_words(workspace, waiting) if waiting is not None else "",
        alert_id=waiting.id if waiting is not None else "",
        critical=tuple(_critical(form, answers, start, raised)),
        lines=tuple(_lines(form, answers, start)),
        chart=chart_data(series) if series is not None and series.scored else None,
        grounds=" ".join(filter(None, grounds)),
    )


def _title(form: FormDefinition, filled: FilledForm) -> str:
    place = place_of(filled)
    if not place:
        day = written_day(filled.answered_at.astimezone().date())
        return _("{measure}, {day}").format(measure=form.short_title, day=day)
    number = session_number(place)
    return _("{measure}, session {number}").format(measure=form.short_title, number=number)


def _asked(form: FormDefinition) -> tuple[Question, ...]:
    wanted = {each for score in form.scores[:1] for each in score.items}
    return tuple(each for each in form.questions if each.id in wanted)


def _is_given(question: Question, answers: Answers) -> bool:
    """Return whether there is an answer that counts; declining is none."""
    return isinstance(answers.get(QuestionId(question.id)), int | float | str | tuple)


def _answered(form: FormDefinition, answers: Answers) -> str:
    asked = _asked(form)
    given = sum(_is_given(each, answers) for each in asked)
    return _("{count} of {all} answered").format(count=given, all=len(asked))


def _not_scored(result: ScoreResult, answers: Answers, form: FormDefinition) -> str:
    asked = _asked(form)
    left = sum(not _is_given(each, answers) for each in asked)
    if not left:
        return pgettext("score", "not scored")
    return ngettext(
        "not scored: {count} of {all} left out", "not scored: {count} of {all} left out", left
    ).format(count=left, all=result.of)


def _series_until(workspace: Workspace, filled: FilledForm) -> MeasureSeries | None:
    """Return the series of the main score as it stood once this was answered."""
    place = place_of(filled)
    for series in measure_series(workspace, filled.client_id):
        order = [each for each, _point in series.points]
        if series.form.id == filled.form_id and series.is_main and place in order:
            return series.until(place)
    return None


def _start_of(
    workspace: Workspace, filled: FilledForm, series: MeasureSeries | None
) -> Answers | None:
    """Return the answers of the first administration that this one is compared with."""
    if series is None or len(series.compared) <= 1:
        return None
    place = series.compared[0].plan_id
    for other in fitting_forms.for_client(workspace, filled.client_id, filled.form_id):
        if place_of(other) == place and other.id != filled.id:
            return workspace.answers_of(other)
    return None


def _alerts_of(workspace: Workspace, filled: FilledForm) -> tuple[Alert, ...]:
    known = {each.id for each in filled_forms.versions(workspace.caseload, filled.id)}
    found = alerts.for_client(workspace.caseload, filled.client_id)
    return tuple(each for each in found if each.filled_form_id in known)


def _is_waiting(workspace: Workspace, alert: Alert) -> bool:
    return alerts.answering(workspace.caseload, alert.id).is_open


def _say(series: MeasureSeries | None) -> str:
    """Return one sentence that a therapist can say: it tells, and asks."""
    if series is None or len(series.compared) <= 1:
        return _("“This is how it has been for you lately. Does that fit?”")
    first, last = series.ends
    assert first is not None
    assert last is not None
    if series.change.outcome == "reliable-improvement":
        words = _("“At the start this was {first}; now it is {last}. What has helped?”")
    elif series.change.outcome == "reliable-deterioration":
        words = _("“At the start this was {first}; now it is {last}. What has become harder?”")
    else:
        words = _("“At the start this was {first}; now it is {last}. Does that fit?”")
    return words.format(first=number_words(first), last=number_words(last))


def _critical(
    form: FormDefinition, answers: Answers, start: Answers | None, raised: tuple[Alert, ...]
) -> Iterator[str]:
    """Yield each question that can open an alert, in words, and whether one is there."""
    number_of = numbers(form)
    opened = {each.question_id for each in raised}
    for question in form.questions:
        if not question.alerts:
            continue
        number = number_of[question.id]
        now = _short(question, answers) or pgettext("answer", "not answered")
        before = _short(question, start) if start is not None else ""
        if before:
            words = _("Question {number} is {now}; it was {before} at the start.")
        else:
            words = _("Question {number} is {now}.")
        told = words.format(number=number, now=now, before=before)
        rest = _("It opened an alert.") if question.id in opened else pgettext("score", "No alert.")
        yield f"{told} {rest}"


def _lines(form: FormDefinition, answers: Answers, start: Answers | None) -> Iterator[AnswerLine]:
    number_of = numbers(form)
    for question in _asked(form):
        yield AnswerLine(
            number_of[question.id],
            question.prompt,
            _short(question, answers),
            _short(question, start) if start is not None else "",
        )
    for question in form.questions:
        if asks_apart(form, question):
            yield AnswerLine(
                number_of[question.id],
                question.prompt,
                _whole(question, answers) or pgettext("answer", "not answered"),
                _whole(question, start) if start is not None else "",
                in_words=True,
            )


def _whole(question: Question, answers: Answers) -> str:
    """Return an answer in words; empty for none."""
    given = answers.get(QuestionId(question.id))
    return "" if given is None else answer_words(question, given)


def _short(question: Question, answers: Answers) -> str:
    """Return an answer as it is counted: the number of a rating, else its words."""
    given = answers.get(QuestionId(question.id))
    if given is None:
        return ""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return number_words(given)
    return answer_words(question, given)

"""Whether a client's course asks for a look: the facts, the rules that hold, what was answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from pydantic import ValidationError

from programme.course.on_track import (
    CourseFacts,
    Fact,
    FinishedFilling,
    Meeting,
    MissedInARow,
    RatingDown,
    RatingLow,
    RuleThatHolds,
    SameAnswer,
    ScoreNotBetter,
    ScoreWorse,
    Series,
    Stage,
    findings,
    unanswered,
)
from programme.definition.definition import Programme
from programme.definition.on_track_rules import (
    AnsweredInARow,
    OnTrackRules,
    RatingAtMost,
    RatingFell,
    RuleChoice,
    with_choices,
)
from session_forms.answers import QuestionId
from session_forms.scoring.change_words import least_change
from session_forms.words.number_words import number_words
from session_forms.words.texts import _, ngettext
from therapist_app.record.model import Appointment, Client, FilledForm
from therapist_app.record.service import settings
from therapist_app.workflows.course.following_a_plan import of_present_course
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.measures.measuring import (
    ClientRows,
    MeasureSeries,
    of_this_time,
    read_rows_of,
    series_in,
)
from therapist_app.workflows.policies.settling_policies import RULES
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CoursePrompt:
    """A rule that holds, in words.

    Attributes:
        stage: `watch` or `review`.
        facts: What holds, one sentence each.
        rule: The rule in words, without its id.
        says_its_rule: Whether the facts say what the rule says.
        is_worse: Whether it says that a score is reliably worse than at the start.

    """

    stage: Stage
    facts: tuple[str, ...]
    rule: str
    is_worse: bool = False
    says_its_rule: bool = False


@dataclass(frozen=True, slots=True)
class OnTrackData:
    """What the page of a client says about the course.

    Attributes:
        form_id: The form with the five questions; empty where the programme has none.
        asking: What asks for a review that nobody has made since.
        watching: What is only shown so far.
        reviewed_on: The day of the last review.
        discuss_by: Until when it is to be discussed in supervision, if that day was set.

    """

    form_id: str
    asking: tuple[CoursePrompt, ...] = ()
    watching: tuple[CoursePrompt, ...] = ()
    reviewed_on: date | None = None
    discuss_by: date | None = None


def on_track_of(
    workspace: Workspace, client_ids: Sequence[str]
) -> Iterator[tuple[Client, OnTrackData]]:
    """Yield these clients with what holds for each, read together."""
    for rows in read_rows_of(workspace, client_ids):
        yield rows.client, on_track_in(workspace, rows, series_in(workspace, rows))


def on_track_in(
    workspace: Workspace, rows: ClientRows, series: Sequence[MeasureSeries]
) -> OnTrackData:
    """Return what holds by what was read about a client, and the scores in it."""
    client, rows = rows.client, of_this_time(workspace, rows)
    programme = workspace.programme_of(client)
    rules = rules_of(workspace, programme)
    facts = CourseFacts(
        meetings=_meetings(of_present_course(rows.appointments)),
        series=tuple(_series(each) for each in series),
        fillings=_fillings(workspace, rows, rules),
        track_id=client.track,
    )
    found = findings(programme, rules, facts)
    finished = [each for each in rows.filled if each.status == "finished"]
    reviews = [each for each in finished if each.form_id == rules.review_form]
    last = max(reviews, key=lambda each: each.changed_at, default=None)
    return OnTrackData(
        form_id=rules.review_form,
        asking=tuple(
            _prompt(workspace, each)
            for each in unanswered(found, last.changed_at if last else None)
            if client.status != "ended"  # there is nothing to go on with as planned
        ),
        watching=tuple(_prompt(workspace, each) for each in found if each.stage == "watch"),
        reviewed_on=last.changed_at.astimezone().date() if last else None,
        discuss_by=_discuss_by(workspace, last),
    )


def rules_of(workspace: Workspace, programme: Programme) -> OnTrackRules:
    """Return the rules of the programme as this service settled them.

    A choice that cannot be read changes nothing: the programme's own rule holds.
    """
    stored = settings.load(workspace.service, RULES, dict[str, object]) or {}
    choices: dict[str, RuleChoice] = {}
    for rule_id, given in stored.items():
        try:
            choices[rule_id] = RuleChoice.model_validate(given)
        except ValidationError:
            continue
    return with_choices(programme.on_track, choices)


def _prompt(workspace: Workspace, finding: RuleThatHolds) -> CoursePrompt:
    return CoursePrompt(
        stage=finding.stage,
        facts=tuple(fact_words(workspace, each) for each in _told_once(finding.facts)),
        rule=finding.rule.title,
        is_worse=any(each.kind == "reliable_deterioration" for each in finding.rule.any_of),
        says_its_rule=all(isinstance(each, MissedInARow) for each in finding.facts),
    )


def _told_once(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts without a low rating of which another says that it fell to just that."""
    fell = {
        (each.form_id, each.question_id, each.value)
        for each in facts
        if isinstance(each, RatingDown)
    }
    for each in facts:
        if isinstance(each, RatingLow) and (each.form_id, each.question_id, each.value) in fell:
            continue
        yield each


def _meetings(all_of: Sequence[Appointment]) -> tuple[Meeting, ...]:
    """Return what took place or was missed; what the service cancelled is nobody's absence."""
    return tuple(
        Meeting(each.plan_id, each.ended_at or each.planned_for, each.state)
        for each in all_of
        if each.state != "planned" and each.attendance != "cancelled_service"
    )


def _series(series: MeasureSeries) -> Series:
    values = tuple(
        (each.at, each.result.value) for each in series.compared if each.result.value is not None
    )
    return Series(series.form.id, series.score, values)


def _fillings(
    workspace: Workspace, rows: ClientRows, rules: OnTrackRules
) -> Mapping[str, tuple[FinishedFilling, ...]]:
    wanted = {
        each.form
        for rule in rules.rules
        for each in rule.any_of
        if isinstance(each, RatingAtMost | RatingFell | AnsweredInARow)
    }
    found: dict[str, tuple[FinishedFilling, ...]] = {}
    finished = [
        each for each in rows.filled if each.status == "finished" and each.form_id in wanted
    ]
    for each in sorted(finished, key=lambda each: each.answered_at):
        filling = FinishedFilling(each.answered_at, workspace.answers_of(each))
        found[each.form_id] = (*found.get(each.form_id, ()), filling)
    return found


def _discuss_by(workspace: Workspace, last: FilledForm | None) -> date | None:
    if last is None:
        return None
    day = workspace.answers_of(last).get(QuestionId("review_date"))
    return date.fromisoformat(day) if isinstance(day, str) else None


def fact_words(workspace: Workspace, fact: Fact) -> str:
    """Return the sentence for a fact; a new one fails type-checking here."""
    match fact:
        case ScoreWorse() | ScoreNotBetter():
            return _score_words(workspace, fact)
        case RatingLow():
            return _("{line}: {value}.").format(line=_line(workspace, fact), value=fact.value)
        case RatingDown():
            words = _("{line}: {value} now, {before} the time before.")
            return words.format(line=_line(workspace, fact), before=fact.before, value=fact.value)
        case MissedInARow():
            words = ngettext(
                "{count} session in a row did not take place.",
                "{count} sessions in a row did not take place.",
                fact.count,
            )
            return words.format(count=fact.count)
        case SameAnswer():
            question = workspace.forms.latest(fact.form_id).question(fact.question_id)
            words = ngettext(
                "{line}: “{answer}” {count} time running.",
                "{line}: “{answer}” {count} times running.",
                fact.count,
            )
            return words.format(
                line=_line(workspace, fact),
                answer=answer_words(question, fact.option_id),
                count=fact.count,
            )
        case _:
            assert_never(fact)


def _score_words(workspace: Workspace, fact: ScoreWorse | ScoreNotBetter) -> str:
    form = workspace.forms.latest(fact.form_id)
    words = _("{title}: {first} at first, {last} now; {criterion} points are more than error.")
    return words.format(
        title=form.short_title,
        first=number_words(fact.first),
        last=number_words(fact.last),
        criterion=number_words(least_change(form.scores[0], fact.criterion)),
    )


def _line(workspace: Workspace, fact: RatingLow | RatingDown | SameAnswer) -> str:
    form = workspace.forms.latest(fact.form_id)
    prompt = form.question(fact.question_id).prompt.removesuffix(".")
    return f"{form.short_title}, “{prompt}”"

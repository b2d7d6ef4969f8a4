"""The one door from who a client is to what may leave.

Nothing passes by default. An answer passes when its question says `export = "keep"` and is
of a kind that holds a code and no words; everything else that passes is a number or stands
in a closed list, so that a word typed where a code belongs stays here.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, assert_never, get_args

from exports.case.case import (
    CaseAlert,
    CaseForm,
    CaseScore,
    CaseSession,
    Coded,
    PseudonymisedCase,
)
from exports.case.casefile import ELSEWHERE, AlertCase, CaseFile, FilledCase, HeldSession
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.fidelity import fidelity_items
from session_forms.answers import Answers, AnswerValue, QuestionId, checked_answers
from session_forms.conditions.alert_levels import Level, Stream
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from session_forms.scoring.goal_attainment import FORM, attainment, goals_in
from session_forms.scoring.scoring import scores_in

NOW = "goal_attainment"
START = "goal_attainment_start"
NO_SCORES: Mapping[str, CaseScore] = MappingProxyType({})


def goal_scores(form_id: str, answers: Answers) -> Mapping[str, CaseScore]:
    """Return T now and at the start, for the form of the goals; nothing for any other form."""
    found = attainment(goals_in(answers)) if form_id == FORM else None
    if found is None:
        return NO_SCORES
    whole = found.rated == found.of
    rated = None if whole else found.rated
    scores = {NOW: CaseScore(round(found.t, 1), None, whole, rated)}
    if found.baseline_t is not None:
        scores[START] = CaseScore(round(found.baseline_t, 1), None, whole, rated)
    return scores


NOT_SAID = "not said"
OTHER = "other"
AGE_BAND = re.compile(r"\d{2} ?[-\N{EN DASH}] ?\d{2}|\d{2}\+|\d{2} and over|under \d{2}")
GENDERS = frozenset({"man", "woman", "male", "female", "non-binary", "other"})
MODES = frozenset({"in_person", "video", "telephone"})
STATUSES = frozenset({"active", "paused", "follow_up", "ended", "went_on"})
ATTENDANCE = frozenset(
    {"attended", "late", "cancelled_client", "cancelled_service", "did_not_attend"}
)
STREAMS: frozenset[str] = frozenset(get_args(Stream))
LEVELS: frozenset[str] = frozenset(get_args(Level))
RATINGS = frozenset({"0", "1", "2", "na"})

Placed = TypeVar("Placed", CaseSession, CaseForm, CaseAlert)


@dataclass(frozen=True)
class ExportContext:
    """What is known about clients, forms and programme while cases pass.

    Attributes:
        pseudonym: Gives the pseudonym of a client, by id.
        record_key: Gives the client's secret 64 bits, by id; the same for every recipient.

    """

    pseudonym: Callable[[str], str]
    record_key: Callable[[str], int]
    forms: FormLibrary
    programme: Programme

    @cached_property
    def items(self) -> frozenset[str]:
        """The ids of all fidelity items."""
        return frozenset(fidelity_items(self.programme))

    @cached_property
    def plans(self) -> frozenset[str]:
        """The ids of all sessions of the programme."""
        return frozenset(self.programme.planned_sessions)


def pseudonymise(case_file: CaseFile, context: ExportContext) -> PseudonymisedCase:
    """Return `case_file` without names, dates or words, under the pseudonym of its client."""
    programme = context.programme
    gates = {gate.id for gate in programme.gates}
    return PseudonymisedCase(
        pseudonym=context.pseudonym(case_file.client_id),
        record_key=context.record_key(case_file.client_id),
        age_band=case_file.age_band if AGE_BAND.fullmatch(case_file.age_band) else NOT_SAID,
        gender=_listed(case_file.gender, GENDERS),
        track=_listed(case_file.track, {track.id for track in programme.tracks}),
        mode=_listed(case_file.mode, MODES),
        status=_listed(case_file.status, STATUSES),
        sessions=_in_order(_session(each, context) for each in case_file.sessions),
        forms=_in_order(_form(each, context) for each in case_file.filled),
        alerts=_in_order(_alert(each) for each in case_file.alerts),
        overrides=tuple(sorted(set(case_file.overrides) & gates)),
        deviations=tuple(sorted(each for each in case_file.deviations if each in DEVIATION_WORDS)),
        weeks_waited=case_file.weeks_waited,
        weeks_since_end=case_file.weeks_since_end,
        held_elsewhere=case_file.held_elsewhere,
        held_before=tuple(each for each in case_file.held_before if each in context.plans),
        passed_over=case_file.passed_over,
    )


def _listed(word: str, known: Container[str]) -> str:
    if word in {"", NOT_SAID}:
        return NOT_SAID
    return word if word in known else OTHER


def _session(held: HeldSession, context: ExportContext) -> CaseSession:
    plans = context.plans
    return CaseSession(
        plan_id=_listed(held.plan_id, plans),
        week=held.week,
        attendance=_listed(held.attendance, ATTENDANCE),
        minutes=held.minutes,
        adherence_percent=held.adherence_percent,
        ratings=MappingProxyType(
            {
                item: rating
                for item, rating in held.ratings.items()
                if item in context.items and rating in RATINGS
            }
        ),
        pairs=tuple(
            each
            for each in held.pairs
            if each.item_id in context.items and {each.first, each.second} <= RATINGS
        ),
        together_with=_listed(held.together_with, plans) if held.together_with else "",
    )


def _alert(alert: AlertCase) -> CaseAlert:
    return CaseAlert(
        stream=_listed(alert.stream, STREAMS),
        level=_listed(alert.level, LEVELS),
        week=alert.week,
        hours_to_action=alert.hours_to_action,
    )


def _form(filled: FilledCase, context: ExportContext) -> CaseForm:
    form = context.forms.get(filled.form_id, filled.form_version)
    answers = checked_answers(form, filled.answers)
    return CaseForm(
        form_id=form.id,
        form_version=form.version,
        plan_id=_listed(filled.plan_id or "", context.plans | {ELSEWHERE}),
        week=filled.week,
        answers=MappingProxyType(_coded_answers(form, answers)),
        scores=MappingProxyType({**_scores(form, answers), **goal_scores(form.id, answers)}),
    )


def _scores(form: FormDefinition, answers: Answers) -> dict[str, CaseScore]:
    return {
        score_id: CaseScore(result.value, result.band, result.complete, result.prorated_from)
        for score_id, result in scores_in(form, answers).items()
    }


def _coded_answers(form: FormDefinition, answers: Answers) -> dict[str, Coded]:
    coded = {
        question.id: _coded(question, answers[QuestionId(question.id)])
        for question in form.questions
        if question.export == "keep" and question.id in answers
    }
    return {question_id: value for question_id, value in coded.items() if value is not None}


def _coded(question: Question, value: AnswerValue) -> Coded | None:
    """Return an answer that holds a code and no words; None for anything else."""
    if not _holds_a_code(question):
        return None
    if isinstance(value, tuple):
        return tuple(each for each in value if isinstance(each, str))
    return value


def _holds_a_code(question: Question) -> bool:
    """Return whether an answer to the question is a number, a yes or no, or an option's id."""
    match question:
        case RatingQuestion() | ScaleQuestion() | NumberQuestion() | YesNoQuestion():
            return True
        case MultiQuestion():
            return True
        case ChoiceQuestion():
            return question.options_from is None
        case (
            ShortTextQuestion()
            | LongTextQuestion()
            | ListQuestion()
            | TableQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | DirectoryListQuestion()
            | JurisdictionQuestion()
            | FromFormQuestion()
            | ComputedQuestion()
        ):
            return False
        case _:
            assert_never(question)


def _in_order(cases: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return `cases` by week; within a week as they came."""
    return tuple(sorted(cases, key=lambda each: each.week))

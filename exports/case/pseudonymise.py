"""The one door from who a client is to what may leave.

Nothing passes by default. An answer passes when its question says `export = "keep"` and is
of a kind that holds a code and no words; everything else that passes is a number or stands
in a closed list, so that a word typed where a code belongs stays here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from exports.case.case import (
    CaseAlert,
    CaseForm,
    CaseScore,
    CaseSession,
    Coded,
    PseudonymisedCase,
)
from exports.case.casefile import AlertCase, CaseFile, FilledCase, HeldSession
from exports.case.goal_numbers import goal_scores, numbers_of_goals
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.item_tally import fidelity_items
from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.scoring.scoring import ScoreResult, score_form

NOT_SAID = "not said"
OTHER = "other"
AGE_BAND = re.compile(r"\d{2} ?[-\N{EN DASH}] ?\d{2}|\d{2}\+|\d{2} and over|under \d{2}")
GENDERS = frozenset({"man", "woman", "male", "female", "non-binary", "other"})
MODES = frozenset({"in_person", "video", "telephone"})
STATUSES = frozenset({"active", "paused", "follow_up", "ended"})
ATTENDANCE = frozenset(
    {"attended", "late", "cancelled_client", "cancelled_service", "did_not_attend"}
)
STREAMS = frozenset({"suicide", "child_safety"})
LEVELS = frozenset({"watch", "act", "urgent"})
RATINGS = frozenset({"0", "1", "2", "na"})
VERSION = re.compile(r"\d+(\.\d+){0,3}")

Placed = TypeVar("Placed", CaseSession, CaseForm, CaseAlert)


@dataclass(frozen=True, slots=True)
class _Door:
    """What is known about forms and programme while cases pass."""

    forms: FormLibrary
    plans: frozenset[str]
    tracks: frozenset[str]
    gates: frozenset[str]
    items: frozenset[str]


def pseudonymise(
    case_file: CaseFile,
    *,
    pseudonym: Callable[[str], str],
    forms: FormLibrary,
    programme: Programme,
) -> PseudonymisedCase:
    """Return `case_file` without names, dates or words, under the pseudonym of its client."""
    door = _Door(
        forms=forms,
        plans=frozenset(programme.planned_sessions),
        tracks=frozenset(track.id for track in programme.tracks),
        gates=frozenset(gate.id for gate in programme.gates),
        items=frozenset(fidelity_items(programme)),
    )
    return PseudonymisedCase(
        pseudonym=pseudonym(case_file.client_id),
        age_band=case_file.age_band if AGE_BAND.fullmatch(case_file.age_band) else NOT_SAID,
        gender=_listed(case_file.gender, GENDERS),
        track=_listed(case_file.track, door.tracks),
        mode=_listed(case_file.mode, MODES),
        programme_version=_version(case_file.programme_version),
        status=_listed(case_file.status, STATUSES),
        sessions=_in_order(_session(each, door) for each in case_file.sessions),
        forms=_in_order(_form(each, door) for each in case_file.filled),
        alerts=_in_order(_alert(each) for each in case_file.alerts),
        overrides=tuple(sorted(set(case_file.overrides) & door.gates)),
        deviations=tuple(sorted(each for each in case_file.deviations if each in DEVIATION_WORDS)),
    )


def without_identity(case_file: CaseFile, forms: FormLibrary) -> CaseFile:
    """Return the same course with nothing that identifies: what any other client could have."""
    filled = tuple(
        replace(each, answers=_without_words(forms.get(each.form_id, each.form_version), each))
        for each in case_file.filled
    )
    return replace(
        case_file, code="", names=(), birth_date="", contacts=(), note_texts=(), filled=filled
    )


def _without_words(form: FormDefinition, filled: FilledCase) -> Answers:
    coded = {
        key: value
        for key, value in filled.answers.items()
        if _coded(form.question(key), value) is not None
    }
    return {**coded, **numbers_of_goals(form.id, filled.answers)}


def _listed(word: str, known: frozenset[str]) -> str:
    if word in {"", NOT_SAID}:
        return NOT_SAID
    return word if word in known else OTHER


def _version(words: str) -> str:
    return words if VERSION.fullmatch(words) else OTHER


def _session(held: HeldSession, door: _Door) -> CaseSession:
    return CaseSession(
        plan_id=_listed(held.plan_id, door.plans),
        week=held.week,
        attendance=_listed(held.attendance, ATTENDANCE),
        mode=_listed(held.mode, MODES),
        minutes=held.minutes,
        adherence_percent=held.adherence_percent,
        ratings=MappingProxyType(
            {
                item: rating
                for item, rating in held.ratings.items()
                if item in door.items and rating in RATINGS
            }
        ),
        pairs=tuple(
            each
            for each in held.pairs
            if each.item_id in door.items and {each.first, each.second} <= RATINGS
        ),
        meetings=held.meetings,
        together_with=_listed(held.together_with, door.plans) if held.together_with else "",
    )


def _alert(alert: AlertCase) -> CaseAlert:
    return CaseAlert(
        stream=_listed(alert.stream, STREAMS),
        level=_listed(alert.level, LEVELS),
        week=alert.week,
        hours_to_action=alert.hours_to_action,
    )


def _form(filled: FilledCase, door: _Door) -> CaseForm:
    form = door.forms.get(filled.form_id, filled.form_version)
    return CaseForm(
        form_id=form.id,
        form_version=form.version,
        plan_id=_listed(filled.plan_id or "", door.plans),
        week=filled.week,
        answers=MappingProxyType(_coded_answers(form, filled.answers)),
        scores=MappingProxyType(
            {**_scores(form, filled.answers), **goal_scores(form.id, filled.answers)}
        ),
    )


def _scores(form: FormDefinition, answers: Answers) -> dict[str, CaseScore]:
    return {
        score_id: CaseScore(
            result.value, _band(form, result), result.complete, result.prorated_from
        )
        for score_id, result in score_form(form, answers).items()
    }


def _band(form: FormDefinition, result: ScoreResult) -> str | None:
    """Return the band; one whose figures nobody has seen in a source never leaves."""
    return result.band if form.score(result.score_id).sourced_bands else None


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
        case _:
            return False


def _in_order(cases: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return `cases` by week; within a week as they came."""
    return tuple(sorted(cases, key=lambda each: each.week))

"""Fills in a form for an invented client, by the very function that the screens call."""

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from session_forms.answers import AnswerValue, Cell, QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.filling.states import QuestionState
from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    NumberColumn,
    ScaleColumn,
    TextColumn,
    YesNoColumn,
)
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.tables import TableQuestion
from therapist_app.practice.simulation import ITEMS, Week, item_answers
from therapist_app.record.model import Mode
from therapist_app.workflows.sessions.answering_alerts import alert_page_data
from therapist_app.workflows.workspace import Workspace

REVIEW_DAY = "2026-12-01"
FORM_FOLLOWS = "Asked and planned in the session; the form is filled in afterwards."
GOAL_LEVELS = {"baseline_level": (-2, -1), "rating": (-1, 1)}
"""A goal is written since it is not reached; by the time it is rated it has come nearer."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer depends on: the week, the session, and the chance of this client."""

    week: Week
    mode: Mode
    agrees_to_data_use: bool
    chance: random.Random


def fill_in(state: FormState, situation: Situation) -> FormState:
    """Return `state` with every question that is shown answered as the client would."""
    items = _measure_items(state.form, situation)
    left_out = set(
        situation.chance.sample(sorted(items), min(len(items), situation.week.leaves_out))
    )
    for question in state.form.questions:
        at = state.question_state(question.id)
        is_settled = at.answer is not None and question.id != "status"  # a plan opened again
        if not at.shown or is_settled or question.id in left_out:
            continue
        given = items.get(question.id)
        value = answer_for(state, at, situation) if given is None else given
        if value is not None:
            state = answer(state, QuestionId(question.id), value)
    return state


def answer_for(state: FormState, at: QuestionState, situation: Situation) -> AnswerValue | None:
    """Return an invented answer to one question, or None to leave it out."""
    strategy = _STRATEGIES.get(at.question.kind)
    return strategy(state, at, situation) if strategy else None


def _rating(_state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    return rate(at.question, situation.week, situation.chance)


def _choice(state: FormState, at: QuestionState, situation: Situation) -> AnswerValue | None:
    if at.question.id == "pseudonymised_use":
        return "agreed" if situation.agrees_to_data_use else "declined"
    return choose(state.form.id, at, situation.week, situation.chance)


def _in_a_week(state: FormState, _at: QuestionState, _situation: Situation) -> AnswerValue:
    return f"{state.context.today + timedelta(days=7)}T10:00"


def _services(state: FormState, at: QuestionState, _situation: Situation) -> AnswerValue:
    """Return the first service of each kind that a finished list holds, else the first two."""
    services, kinds = state.context.directory, state.context.directory_kinds
    wanted = at.question.must_include if at.question.kind == "directory_list" else ()
    found = (next((each for each in services if kinds.get(each) == kind), "") for kind in wanted)
    return tuple(each for each in found if each) or services[:2]


def _local_text(state: FormState, _at: QuestionState, _situation: Situation) -> AnswerValue | None:
    return state.context.jurisdictions[0] if state.context.jurisdictions else None


def _measure_items(form: FormDefinition, situation: Situation) -> dict[str, int]:
    if form.id not in ITEMS:
        return {}
    names = form.scores[0].items
    answers = item_answers(
        len(names), situation.week.distress, situation.chance, last_is_rare=form.id == "phq-9"
    )
    return dict(zip(names, answers, strict=True))


def _number(state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    form, question = state.form, at.question
    assert isinstance(question, NumberQuestion)
    low, high = question.minimum, question.maximum
    if form.scores and question.id in form.scores[0].items:
        share = situation.week.distress
        if form.scores[0].direction == "higher-better":
            share = 1 - share
        return min(high, max(low, round(low + (high - low) * share)))
    return min(high, max(low, situation.chance.randint(50, 62)))


def _several(_state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    question_id = at.question.id
    plain = [each.id for each in at.options if not each.exclusive]
    if question_id == "events_since":
        return ("legal_change",) if situation.week.event else ("none",)
    if question_id == "action_kinds":
        return tuple(each for each in ("safety_plan", "boundaries", "consulted") if each in plain)
    return tuple(sorted(situation.chance.sample(plain, min(2, len(plain))), key=plain.index))


def _yes_or_no(state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    question_id = at.question.id
    if question_id in ("concern_for_identifiable_child", "contact_with_children_changed"):
        return False
    if question_id in ("substance_use_change", "supervision_flag"):
        return situation.chance.random() < 0.08
    return state.form.id not in {"suicide-enquiry", "risk-event"}


def _day(state: FormState, at: QuestionState, _situation: Situation) -> AnswerValue:
    today = state.context.today
    wanted = today + timedelta(days=7 if at.question.id == "review_date" else 0)
    if at.latest is not None:
        wanted = min(wanted, at.latest)
    return wanted.isoformat()


def _words(_state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    texts = _bank()
    known = texts["words"].get(at.question.id, texts["any"]["words"])
    return str(situation.chance.choice(known))


def _entries(_state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    texts = _bank()
    known = texts["lists"].get(at.question.id, texts["any"]["entries"])
    return tuple(known[: situation.chance.randint(1, len(known))])


def _rows(_state: FormState, at: QuestionState, situation: Situation) -> AnswerValue:
    question, chance = at.question, situation.chance
    assert isinstance(question, TableQuestion)
    wanted = len(question.rows) or min(max(question.min_rows, 3), question.max_rows)
    return tuple(
        {each.id: _cell(each, row, chance) for each in question.columns} for row in range(wanted)
    )


def _cell(column: Column, row: int, chance: random.Random) -> Cell:
    match column:
        case ChoiceColumn():
            return column.options[row % len(column.options)].id
        case YesNoColumn():
            return True
        case NumberColumn():
            low, high = GOAL_LEVELS.get(column.id, (column.minimum, column.maximum))
            return chance.randint(low, high)
        case ScaleColumn():
            return chance.randint(column.low.value, column.high.value)
        case DateColumn():
            return REVIEW_DAY
        case TextColumn():
            known = _bank()["words"].get(column.id, _bank()["any"]["words"])
            return str(known[row % len(known)])


@cache
def _bank() -> dict[str, Any]:
    text = files("therapist_app.practice").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


_STRATEGIES: dict[str, Callable[[FormState, QuestionState, Situation], AnswerValue | None]] = {
    "rating": _rating,
    "scale": _rating,
    "number": _number,
    "choice": _choice,
    "multi": _several,
    "yes_no": _yes_or_no,
    "date": _day,
    "datetime": _in_a_week,
    "short_text": _words,
    "long_text": _words,
    "list": _entries,
    "table": _rows,
    "directory_list": _services,
    "jurisdiction": _local_text,
}


# Questions whose answer must be the same in every course that goes on.
SETTLED = {
    "status": "complete",
    "signed": "yes",
    "copy_form": "paper",
    "safer_environment_done": "done",
    "used_since_last": "not_needed",
    "what_i_do_now": "watch",
    "decision": "safety_plan",
    "client_informed": "before",
    "anonymity_mode": "code_only",
    "past_behaviour": "never",
    "behaviour_of_concern": "none",
    "legal_status": "none",
    "children_in_household_or_role": "no",
}


def choose(form_id: str, at: QuestionState, week: Week, chance: random.Random) -> str | None:
    """Return the id of the option chosen."""
    question_id = at.question.id
    offered = [each.id for each in at.options]
    if question_id in SETTLED and SETTLED[question_id] in offered:
        return SETTLED[question_id]
    match form_id, question_id:
        case _, "self_harm_thoughts":
            hard = week.distress > 0.7 and chance.random() < 0.4
            return "passive" if hard else "none"
        case _, "boundaries_kept":
            kept = chance.choices(("fully", "mostly"), weights=(19, 1))[0]
            return kept if kept in offered else offered[0]
        case _, "done":
            return chance.choices(("done", "partly", "not_done"), weights=(6, 3, 2))[0]
        case _, "attendance":
            return week.attendance
        case _:
            return chance.choice(offered) if offered else None


def rate(question: Question, week: Week, chance: random.Random) -> int:
    """Return a rating that follows the week."""
    assert isinstance(question, (RatingQuestion, ScaleQuestion))
    values = [each.value for each in question.points]
    low, high = values[0], values[-1]
    share = {
        "worry_about_acting": week.worry / 10,
        "mood": 1 - week.distress,
        "urge_peak": week.distress * 0.7,
        "time_pulled": week.distress * 0.6,
        "loneliness": week.distress,
        "hope": 1 - week.distress * 0.8,
    }.get(question.id, 0.65 + 0.3 * chance.random())
    wanted = low + (high - low) * share + chance.gauss(0, 0.5)
    return min(values, key=lambda value: abs(value - wanted))


def form_follows(workspace: Workspace, alert_id: str) -> str:
    """Return why what an alert asks for stays open where no form in the record shows it."""
    asked = alert_page_data(workspace, alert_id).asked
    is_open = any(each.shown_by and each.done_at is None for each in asked)
    return FORM_FOLLOWS if is_open else ""

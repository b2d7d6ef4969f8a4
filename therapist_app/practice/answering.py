"""Fills in a form for an invented client, by the very function that the screens call."""

import random
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from session_forms.answers import AnswerValue
from session_forms.definition import FormDefinition
from session_forms.filling import FormState, QuestionState, answer
from therapist_app.practice.choosing import choose, rate
from therapist_app.practice.simulation import ITEMS, Week, item_answers


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer depends on: the week, the session, and the chance of this client."""

    week: Week
    plan_id: str
    agrees_to_data_use: bool
    chance: random.Random


def fill_in(state: FormState, situation: Situation) -> FormState:
    """Return `state` with every question that is shown answered as the client would."""
    items = _measure_items(state.form, situation)
    left_out = set(situation.chance.sample(sorted(items), min(len(items), situation.week.leaves_out)))
    for question in state.form.questions:
        at = state.question_state(question.id)
        if not at.shown or at.answer is not None or question.id in left_out:
            continue
        value = items.get(question.id, None)
        if value is None:
            value = answer_for(state, at, situation)
        if value is not None:
            state = answer(state, question.id, value)
    return state


def answer_for(state: FormState, at: QuestionState, situation: Situation) -> AnswerValue | None:
    """Return an invented answer to one question, or None to leave it out."""
    question: Any = at.question
    chance = situation.chance
    match question.kind:
        case "rating" | "scale":
            return rate(question, situation.week, chance)
        case "number":
            return _number(state.form, question, situation)
        case "choice":
            return choose(state.form.id, question.id, at, situation.week, chance)
        case "multi":
            return _several(state.form.id, at, situation)
        case "yes_no":
            return _yes_or_no(state.form.id, question.id, chance)
        case "date":
            return _day(state, at)
        case "datetime":
            return f"{state.context.today + timedelta(days=7)}T10:00"
        case "time":
            return "10:00"
        case "short_text" | "long_text":
            return _words(question.id, chance)
        case "list":
            return _entries(question.id, chance)
        case "table":
            return _rows(question, chance)
        case "directory_list":
            return state.context.directory[:2]
        case "jurisdiction":
            return state.context.jurisdictions[0] if state.context.jurisdictions else None
        case _:
            return None


def _measure_items(form: FormDefinition, situation: Situation) -> dict[str, int]:
    if form.id not in ITEMS:
        return {}
    names = form.scores[0].items
    answers = item_answers(
        len(names), situation.week.distress, situation.chance, last_is_rare=form.id == "phq-9"
    )
    return dict(zip(names, answers, strict=True))


def _number(form: FormDefinition, question: Any, situation: Situation) -> int:
    low, high = question.minimum, question.maximum
    if form.scores and question.id in form.scores[0].items:
        share = situation.week.distress
        if form.scores[0].direction == "higher-better":
            share = 1 - share
        return min(high, max(low, round(low + (high - low) * share)))
    return min(high, max(low, situation.chance.randint(50, 62)))


def _several(form_id: str, at: QuestionState, situation: Situation) -> tuple[str, ...]:
    question_id = at.question.id
    plain = [each.id for each in at.options if not each.exclusive]
    if question_id == "events_since":
        return ("legal_change",) if situation.week.event else ("none",)
    if question_id == "action_kinds":
        return tuple(each for each in ("safety_plan", "boundaries", "consulted") if each in plain)
    return tuple(sorted(situation.chance.sample(plain, min(2, len(plain))), key=plain.index))


def _yes_or_no(form_id: str, question_id: str, chance: random.Random) -> bool:
    if question_id in ("concern_for_identifiable_child", "contact_with_children_changed"):
        return False
    if question_id in ("substance_use_change", "supervision_flag"):
        return chance.random() < 0.08
    return form_id != "suicide-enquiry" and form_id != "risk-event"


def _day(state: FormState, at: QuestionState) -> str:
    today = state.context.today
    wanted = today + timedelta(days=7 if at.question.id == "review_date" else 0)
    if at.latest is not None:
        wanted = min(wanted, at.latest)
    return wanted.isoformat()


def _words(question_id: str, chance: random.Random) -> str:
    texts = _bank()
    return str(chance.choice(texts["words"].get(question_id, texts["any"]["words"])))


def _entries(question_id: str, chance: random.Random) -> tuple[str, ...]:
    texts = _bank()
    known = texts["lists"].get(question_id, texts["any"]["entries"])
    return tuple(known[: chance.randint(1, len(known))])


def _rows(question: Any, chance: random.Random) -> tuple[dict[str, str | int | bool], ...]:
    if question.rows:
        return tuple(
            {"row": row.id, **{each.id: _cell(each, at, chance) for each in question.columns}}
            for at, row in enumerate(question.rows)
        )
    wanted = min(max(question.min_rows or 1, 3), question.max_rows or 3)
    return tuple(
        {each.id: _cell(each, at, chance) for each in question.columns} for at in range(wanted)
    )


def _cell(column: Any, at: int, chance: random.Random) -> str | int | bool:
    match column.kind:
        case "choice":
            return str(column.options[at % len(column.options)].id)
        case "yes_no":
            return True
        case "number" | "scale":
            low = getattr(column, "minimum", 0)
            high = getattr(column, "maximum", 10)
            return chance.randint(low, high)
        case "date":
            return "2026-12-01"
        case _:
            known = _bank()["words"].get(column.id, _bank()["any"]["words"])
            return str(known[at % len(known)])


@cache
def _bank() -> dict[str, Any]:
    text = files("therapist_app.practice").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)

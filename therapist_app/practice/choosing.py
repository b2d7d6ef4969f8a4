"""How an invented client chooses: mostly calm weeks, now and then a hard one."""

import random

from session_forms.filling.states import QuestionState
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from therapist_app.practice.simulation import Week

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

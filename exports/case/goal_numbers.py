"""What leaves of the goals of a client: the number they make together, and never a word of them.

T after Kiresuk and Sherman (1968), as `session_forms.scoring.goal_attainment` reckons it; 50 is the
result that was expected.
"""

from collections.abc import Mapping
from types import MappingProxyType

from exports.case.case import CaseScore
from session_forms.answers import Answers, QuestionId
from session_forms.scoring.goal_attainment import FORM, QUESTION, attainment, goals_in

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


def numbers_of_goals(form_id: str, answers: Answers) -> Answers:
    """Return the goals with their numbers and without their words; nothing for another form."""
    rows = answers.get(QuestionId(QUESTION)) if form_id == FORM else None
    if not isinstance(rows, tuple):
        return {}
    return {QuestionId(QUESTION): tuple(_numbers(row) for row in rows if not isinstance(row, str))}


def _numbers(row: Mapping[str, object]) -> Mapping[str, int | str]:
    numbers = {key: cell for key, cell in row.items() if type(cell) is int}
    words = {"goal_text": FORM} if row.get("goal_text") else {}
    return MappingProxyType({**words, **numbers})

"""Ten thousand forms scored, against a plain loop that comes to the same scores."""

import random
from collections.abc import Iterator, Mapping
from math import floor
from types import MappingProxyType

from session_forms.answers import Answers, QuestionId
from session_forms.library.library import installed
from session_forms.scoring.scoring import ScoreResult, score_form
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place

ROUNDS = 9
SETS = 10_000
SEED = 7
MISSING = 50
"""One answer in so many is left out."""
THREE_TIMES = Budget(3, "times the floor")
ITEMS = tuple(QuestionId(f"q{number}") for number in range(1, 10))
NEVER_ESTIMATED = QuestionId("q9")
MOST_MISSING = 2
OPTIONS = frozenset(range(4))
BANDS = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe"))
CASE_FROM = 10


def scoring_lines(_place: Place) -> Iterator[Line]:
    """Score the PHQ-9 of many people; the floor knows this one form and its rules by heart."""
    form = installed().latest("phq-9")
    sets = _answers()
    assert all(score_form(form, each) == _by_hand(each) for each in sets)

    def ours(_number: int) -> Span:
        return timed(lambda: [score_form(form, each) for each in sets])

    def bare(_number: int) -> Span:
        return timed(lambda: [_by_hand(each) for each in sets])

    yield Line("10,000 PHQ-9 scored", THREE_TIMES, *alternate(bare, ours, ROUNDS))


def _answers() -> list[Answers]:
    chance = random.Random(SEED)
    return [
        {item: chance.choice((0, 1, 2, 3)) for item in ITEMS if chance.randrange(MISSING)}
        for _each in range(SETS)
    ]


def _by_hand(answers: Answers) -> Mapping[str, ScoreResult]:
    total = answered = 0
    for item in ITEMS:
        answer = answers.get(item)
        if answer is None:
            continue
        if type(answer) is not int or answer not in OPTIONS:
            raise ValueError(item)
        total += answer
        answered += 1
    missing = len(ITEMS) - answered
    value: int | None = total
    reason: str | None = None
    if missing and NEVER_ESTIMATED not in answers:
        value, reason = None, "Not answered, and never estimated: q9."
    elif missing > MOST_MISSING:
        value = None
        reason = f"{missing} of 9 items not answered; at most 2 may be missing."
    elif missing:
        value = floor(total * len(ITEMS) / answered + 0.5)
    band = None
    above: dict[str, bool] = {}
    if value is not None:
        for start, label in BANDS:
            if value >= start:
                band = label
        above = {"caseness": value >= CASE_FROM}
    scores = {
        "total": ScoreResult(
            score_id="total",
            value=value,
            band=band,
            complete=not missing,
            prorated_from=answered if missing and value is not None else None,
            of=len(ITEMS),
            reason=reason,
            above_cutoff=MappingProxyType(above),
        )
    }
    return MappingProxyType(scores)

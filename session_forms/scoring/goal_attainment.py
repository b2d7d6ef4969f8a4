"""Goals on a five-step scale from -2 to 2, and the one number they make together.

T = 50 + 10 x sum(w x) / sqrt((1 - rho) x sum(w^2) + rho x sum(w)^2), rho = 0.3.

Source: Kiresuk and Sherman 1968, Community Ment Health J 4:443-453; the formula as corrected in
the erratum to Turner-Stokes 2009, Clin Rehabil 23:362-370. 50 is the result that was expected.

Ours: goals count alike unless every rated goal has a weight; a goal that is not rated is left
out, and how many were rated is said beside the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from session_forms.answers import Answers, QuestionId
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, _, ngettext

FORM = "goals"
QUESTION = "goals"
RHO = 0.3
"""The expected correlation between goals, as the method sets it."""
EXPECTED = 50
LEVEL_WORDS = {
    -2: N_("much less than hoped"),
    -1: N_("less than hoped"),
    0: NP_("goal", "as hoped"),
    1: N_("better than hoped"),
    2: N_("much better than hoped"),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal with its weight, its level at the start, and its level now, where given."""

    text: str
    weight: int | None = None
    baseline: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """What the rated goals make together.

    Attributes:
        t: The T score; 50 is the result that was expected.
        baseline_t: The same for the start, where every rated goal has a level for it.
        rated: How many goals are rated.
        of: How many goals there are.
        as_hoped: How many of the rated goals are as hoped or better.

    """

    t: float
    baseline_t: float | None
    rated: int
    of: int
    as_hoped: int


def t_score(levels: Sequence[int], weights: Sequence[int] | None = None) -> float:
    """Return the T score of levels from -2 to 2; without weights all count alike.

    Raises:
        ValueError: There is no level, or not one positive weight for each.

    """
    counted = [1] * len(levels) if weights is None else list(weights)
    if not levels or len(counted) != len(levels) or min(counted) <= 0:
        raise ValueError("a T score needs levels, and a positive weight for each")
    total = sum(weight * level for weight, level in zip(counted, levels, strict=True))
    squares = sum(weight**2 for weight in counted)
    return 50 + 10 * total / sqrt((1 - RHO) * squares + RHO * sum(counted) ** 2)


def goals_in(answers: Answers) -> tuple[Goal, ...]:
    """Return the goals that the goals form holds, those with words only, in their order."""
    rows = answers.get(QuestionId(QUESTION))
    if not isinstance(rows, tuple):
        return ()
    return tuple(
        Goal(
            text=str(row["goal_text"]),
            weight=_whole(row.get("weight_1_4")),
            baseline=_whole(row.get("baseline_level")),
            level=_whole(row.get("rating")),
        )
        for row in rows
        if not isinstance(row, str) and row.get("goal_text")
    )


def attainment(goals: Sequence[Goal]) -> Attainment | None:
    """Return what the goals make together, or None while no goal is rated."""
    rated = [goal for goal in goals if goal.level is not None]
    if not rated:
        return None
    levels = [goal.level for goal in rated if goal.level is not None]
    weights = [goal.weight for goal in rated if goal.weight is not None]
    starts = [goal.baseline for goal in rated if goal.baseline is not None]
    used = weights if len(weights) == len(rated) else None
    return Attainment(
        t=t_score(levels, used),
        baseline_t=t_score(starts, used) if len(starts) == len(rated) else None,
        rated=len(rated),
        of=len(goals),
        as_hoped=sum(level >= 0 for level in levels),
    )


def attainment_for_client(found: Attainment) -> str:
    """Return what the goals come to, in plain words for the client."""
    sentences = [
        ngettext(
            "As hoped or better: {as_hoped} of {rated} goal.",
            "As hoped or better: {as_hoped} of {rated} goals.",
            found.rated,
        ).format(as_hoped=found.as_hoped, rated=found.rated),
        _("All of them together make {t}. 50 means: as hoped.").format(t=number_words(found.t, 0)),
    ]
    if found.baseline_t is not None:
        sentences.append(_("At the start it was {t}.").format(t=number_words(found.baseline_t, 0)))
    if found.rated < found.of:
        left = found.of - found.rated
        many = ngettext("{left} goal is not rated yet.", "{left} goals are not rated yet.", left)
        sentences.append(many.format(left=left))
    return " ".join(sentences)


def _whole(cell: object) -> int | None:
    return cell if type(cell) is int else None

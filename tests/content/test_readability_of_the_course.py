"""How the default programme reads: pages for clients, texts for therapists, what is repeated."""

import re
from collections import Counter

import pytest

from programme.checks.readability import readability
from programme.definition.definition import SessionPlan
from programme.loading.library import installed

PROGRAMME = installed()
PLANS = tuple(PROGRAMME.session_plans.values())
WORD = re.compile(r"[A-Za-z][\w'-]*")
ENDS = re.compile(r"(?<=[.!?])[\"')]*\s+")
RUN = 8
"""Words in a row that count as said again."""
MOST_SHARED = 1.5
"""Of a hundred runs of eight words, how many may stand in two sessions at most."""
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)


def sentences(texts: list[str]) -> list[int]:
    """Return how many words each sentence has."""
    counts = (len(WORD.findall(part)) for text in texts for part in ENDS.split(text))
    return [count for count in counts if count]


def guidance_of(plan: SessionPlan) -> list[str]:
    """Return each point that a session tells its therapist, what all sessions share left out."""
    found = [*plan.before, *plan.after]
    for step in plan.steps:
        if step.from_frame:
            continue
        told = step.guidance
        found += [told.purpose, *(line.text for line in told.say), *told.listen_for, *told.never]
        found += [f"{each.difficulty} {each.reply}" for each in told.if_stuck]
        found += told.adapt.values()
    return found


def runs(texts: list[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = [each.lower() for each in WORD.findall(text)]
        found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return found


@each_plan
def test_a_page_for_a_client_reads_at_grade_three(plan: SessionPlan) -> None:
    measured = readability(plan.handout)
    counts = sentences(plan.handout.splitlines())

    assert measured.grade <= 3
    assert measured.longest <= 25
    assert sum(counts) / len(counts) <= 12


def read_before(plan: SessionPlan) -> list[str]:
    """Return what stands above the steps of a session."""
    return [
        plan.aim,
        plan.rationale,
        *plan.prepares,
        plan.split.repeat_in_both,
        *(each.text for each in plan.links),
        *(each.claim for each in plan.evidence),
        *(f"{each.text} {each.private}" for each in plan.practice),
        *(f"{each.text}. {each.done_when}" for each in plan.fidelity),
    ]


@each_plan
def test_what_a_therapist_reads_stays_short(plan: SessionPlan) -> None:
    counts = sentences([*read_before(plan), *guidance_of(plan)])

    assert sum(counts) / len(counts) <= 18
    assert max(counts) <= 40


def test_sessions_do_not_repeat_each_other() -> None:
    found = [runs(guidance_of(plan)) for plan in PLANS]
    often = Counter(run for each in found for run in each)
    shared = sum(count > 1 for count in often.values())

    assert 100 * shared / len(often) <= MOST_SHARED

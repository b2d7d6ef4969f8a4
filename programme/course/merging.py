"""Two sessions held in one meeting, as one plan: the shared frame once, both cores. Pure."""

from itertools import accumulate

from programme.definition.definition import SessionPlan, Step
from programme.definition.parts import Split


def merged_plan(first: SessionPlan, second: SessionPlan) -> SessionPlan:
    """Return one plan that holds the steps, items and measures of both sessions.

    The frame stands once, round both cores. A measure that falls due in both is given once, in
    the first one's slot. Step ids that both use are told apart by the session.

    Raises:
        ValueError: It is the same session twice.

    """
    if first.id == second.id:
        raise ValueError("a session is not held twice in one meeting")
    own = [step for step in second.steps if not step.from_frame]
    taken = {step.id for step in first.steps}
    renamed = {step.id: f"{step.id}-{second.id.lower()}" for step in own if step.id in taken}
    added = [step.model_copy(update={"id": renamed.get(step.id, step.id)}) for step in own]
    steps = _around(first.steps, added)
    ids = tuple(step.id for step in steps)
    half = _halfway(steps)
    items = (*first.fidelity, *second.fidelity)
    return first.model_copy(
        update={
            "title": f"{first.title} / {second.title}",
            "minutes": sum(step.minutes for step in steps),
            "aim": f"{first.aim} {second.aim}",
            "evidence": (*first.evidence, *second.evidence),
            "prepares": tuple(dict.fromkeys((*first.prepares, *second.prepares))),
            "links": tuple(dict.fromkeys((*first.links, *second.links))),
            "steps": steps,
            "practice": (*first.practice, *second.practice),
            "fidelity": tuple({item.id: item for item in items}.values()),
            "measures": tuple(dict.fromkeys((*first.measures, *second.measures))),
            "optional_measures": tuple(
                dict.fromkeys((*first.optional_measures, *second.optional_measures))
            ),
            "before": (*first.before, *second.before),
            "after": tuple(dict.fromkeys((*first.after, *second.after))),
            "handout": f"{first.handout.rstrip()}\n\n{second.handout}",
            "split": Split(
                part_1=ids[:half], part_2=ids[half:], repeat_in_both=first.split.repeat_in_both
            ),
        }
    )


def _around(steps: tuple[Step, ...], added: list[Step]) -> tuple[Step, ...]:
    """Return a session's steps with more steps after the last one of its own."""
    last = max((place for place, step in enumerate(steps) if not step.from_frame), default=-1)
    return (*steps[: last + 1], *added, *steps[last + 1 :])


def _halfway(steps: tuple[Step, ...]) -> int:
    """Return how many steps it takes to come to half of the minutes."""
    total = sum(step.minutes for step in steps)
    spent = accumulate(step.minutes for step in steps)
    return sum(minutes * 2 < total for minutes in spent) + 1

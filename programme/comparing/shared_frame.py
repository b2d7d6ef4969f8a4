"""What the sessions of a programme share: the steps and the fidelity items of the frame. Pure."""

from dataclasses import dataclass
from itertools import takewhile

from programme.definition.definition import Programme, SessionPlan, Step
from programme.definition.parts import FidelityItem


@dataclass(frozen=True, slots=True)
class SharedFrame:
    """What sessions share, as far as their plans tell.

    Attributes:
        steps: The frame's steps; none where no session stands in a frame.
        fidelity: The items that all such sessions begin with; none where there is one session.
        core_after: The title of the step after which a session's own steps stand.

    """

    steps: tuple[Step, ...] = ()
    fidelity: tuple[FidelityItem, ...] = ()
    core_after: str = ""


def shared_frame(programme: Programme) -> SharedFrame:
    """Return the frame of a programme."""
    framed = [plan for plan in programme.session_plans.values() if frame_steps(plan)]
    if not framed:
        return SharedFrame()
    first, others = framed[0], framed[1:]
    shared = takewhile(lambda item: all(item in plan.fidelity for plan in others), first.fidelity)
    before = takewhile(lambda step: step.from_frame, first.steps)
    titles = [step.title for step in before]
    return SharedFrame(
        frame_steps(first), tuple(shared) if others else (), titles[-1] if titles else ""
    )


def frame_steps(plan: SessionPlan) -> tuple[Step, ...]:
    """Return the steps of a session that come from the frame."""
    return tuple(step for step in plan.steps if step.from_frame)


def own_steps(plan: SessionPlan) -> tuple[Step, ...]:
    """Return the steps of a session that are its own."""
    return tuple(step for step in plan.steps if not step.from_frame)

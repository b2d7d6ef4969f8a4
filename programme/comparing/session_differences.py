"""What differs in the plans of sessions, and in the frame that they share. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from programme.comparing.aligning import align_names
from programme.comparing.comparing import (
    Comparer,
    Difference,
    Spot,
    ids_of,
    kind_of,
    label_of,
    moves,
)
from programme.definition.definition import Programme, SessionPlan, Step
from programme.definition.parts import FidelityItem
from programme.words.form_words import has_guarded_steps, is_guarded, raises_alerts
from programme.words.part_words import worded
from session_forms.words.texts import translate as _

READ = ("before", "after", "practice", "split")
"""Fields that are said or done with the client, and so are read for words that touch safety."""

_SAID_APART = frozenset(
    {*READ, "id", "title", "module_id", "steps", "fidelity", "measures", "handout"}
)


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


def session_differences(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in the shared frame, then in each session that both courses plan."""
    frames = shared_frame(old), shared_frame(new)
    yield from _frames(comparer, *frames)
    for session in new.sessions:
        before, after = (each.session_plans.get(session.id) for each in (old, new))
        if before is not None and after is not None:
            spot = Spot().at(label_of(session))
            yield from _plans(comparer, (before, after), frames, spot)
        elif session.id in old.planned_sessions:
            yield from _one_plan(comparer, before, after, Spot().at(label_of(session)))


def _frames(comparer: Comparer, old: SharedFrame, new: SharedFrame) -> Iterator[Difference]:
    if not (old.steps and new.steps):  # then each session that stood in it, or will, says so
        return
    spot = Spot().at(_("Shared frame"), is_read=True)
    yield from _steps(comparer, old.steps, new.steps, spot)
    yield from comparer.named(old.fidelity, new.fidelity, spot.at(_("fidelity")))
    core = spot.at(_("a session's own steps stand after"))
    yield from comparer.values(old.core_after, new.core_after, core)


def _one_plan(
    comparer: Comparer, old: SessionPlan | None, new: SessionPlan | None, spot: Spot
) -> Iterator[Difference]:
    """Yield that one version alone holds the plan of a session that both plan."""
    guarded = any(has_guarded_steps(each, comparer.forms) for each in (old, new) if each)
    inside = spot.at(_("plan"), is_safety=guarded)
    yield from comparer.values(old, new, inside)


def _plans(
    comparer: Comparer,
    plans: tuple[SessionPlan, SessionPlan],
    frames: tuple[SharedFrame, SharedFrame],
    spot: Spot,
) -> Iterator[Difference]:
    old, new = plans
    read = replace(spot, is_read=True)
    yield from comparer.models(old, new, spot, skip=_SAID_APART)
    yield from _framing(comparer, plans, frames, read)
    yield from _steps(comparer, own_steps(old), own_steps(new), read)
    yield from _measures(comparer, old.measures, new.measures, spot.at(_("measures")))
    before, after = (_own_items(*each) for each in zip(plans, frames, strict=True))
    yield from comparer.named(before, after, read.at(_("fidelity")))
    yield from comparer.models(old, new, read, skip=set(SessionPlan.model_fields) - set(READ))
    pages = paragraphs(old.handout), paragraphs(new.handout)
    yield from comparer.texts(pages[0], pages[1], read.at(_("handout")))


def _own_items(plan: SessionPlan, frame: SharedFrame) -> list[FidelityItem]:
    return [item for item in plan.fidelity if item not in frame.fidelity]


def _framing(
    comparer: Comparer,
    plans: tuple[SessionPlan, SessionPlan],
    frames: tuple[SharedFrame, SharedFrame],
    spot: Spot,
) -> Iterator[Difference]:
    """Yield that a session came to the shared frame or left it, or has one of its own."""
    old, new = (frame_steps(plan) for plan in plans)
    if bool(old) != bool(new):
        words = [_("the steps of the shared frame") if steps else "" for steps in (old, new)]
        inside = spot.at(_("shared frame"), is_safety=True)
        yield inside.differs(kind_of(*words), *words)
    elif (old, new) != (frames[0].steps, frames[1].steps):
        yield from _steps(comparer, old, new, spot)


def _steps(
    comparer: Comparer, old: Sequence[Step], new: Sequence[Step], spot: Spot
) -> Iterator[Difference]:
    for pair in align_names(ids_of(old), ids_of(new)):
        before = None if pair.old is None else old[pair.old]
        after = None if pair.new is None else new[pair.new]
        steps = [step for step in (before, after) if step is not None]
        guarded = any(is_guarded(step, comparer.forms) for step in steps)
        inside = spot.at(label_of(steps[-1]), is_safety=guarded)
        if before is None or after is None:
            words = worded(before, comparer.forms), worded(after, comparer.forms)
            yield inside.differs(kind_of(*words), *words)
            continue
        yield from moves(pair, old, new, inside)
        yield from comparer.models(before, after, inside, skip=("id", "guidance"))
        alerting = any(raises_alerts(step, comparer.forms) for step in steps)
        words_spot = spot.at(label_of(after), is_safety=alerting)
        yield from comparer.models(before.guidance, after.guidance, words_spot)


def _measures(
    comparer: Comparer, old: Sequence[str], new: Sequence[str], spot: Spot
) -> Iterator[Difference]:
    for pair in align_names(old, new):
        form_id = old[pair.old] if pair.old is not None else new[pair.new or 0]
        title = comparer.forms.title(form_id)
        before = "" if pair.old is None else title
        after = "" if pair.new is None else title
        inside = replace(spot, is_safety=comparer.forms.raises_alerts(form_id))
        if before != after:
            yield inside.differs(kind_of(before, after), before, after)
        elif pair.moved:
            yield spot.differs("moved", before, after)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a page, without the space between them."""
    return [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]


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

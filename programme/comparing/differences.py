"""What differs between two versions of a programme, in words a clinical lead can judge. Pure.

    for each in differences(old, new, session_forms.library.library.installed()):
        ...  # where, what happened, how it was, how it is, whether it touches safety

Whatever differs is said once: what the sessions of the shared frame have in common is said of
the frame. What touches safety stands first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from programme.checks.wording import HELP_LINES
from programme.comparing.comparing import (
    Comparer,
    Difference,
    Spot,
    align_names,
    ids_of,
    kind_of,
    label_of,
    moves,
)
from programme.definition.definition import Programme, SessionPlan, Step
from programme.definition.parts import FidelityItem, PlannedSession
from programme.definition.placeholders import names_in
from programme.words.form_words import FormWords, has_guarded_steps, is_guarded, raises_alerts
from programme.words.part_words import worded
from session_forms.library.library import FormLibrary
from session_forms.words.texts import _, pgettext


def differences(old: Programme, new: Programme, forms: FormLibrary) -> tuple[Difference, ...]:
    """Return all that differs, what touches safety first, each part in the order of the course."""
    comparer = Comparer(FormWords(forms, {**old.forms, **new.forms}))
    found = (
        *comparer.values(
            old.gates, new.gates, Spot().at(pgettext("programme", "Gates"), is_safety=True)
        ),
        *course_differences(comparer, old, new),
        *session_differences(comparer, old, new),
        *_frame_texts(comparer, old, new),
        *_pinned_forms(comparer, old, new),
        *_placeholders(comparer, old, new),
        *_training(comparer, old, new),
        *comparer.models(old, new, Spot().at(pgettext("programme", "Programme")), skip=_SAID_APART),
    )
    return tuple(sorted(found, key=lambda each: not each.is_safety))


_SAID_APART = frozenset(
    {"gates", "phases", "modules", "session_plans", "forms", "placeholders", "frame", "training"}
)


def _frame_texts(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in the shared frame and was not told of it with the sessions."""
    spot = Spot().at(pgettext("programme", "Shared frame"))
    if old.frame is None or new.frame is None:
        return
    before, after = shared_frame(old), shared_frame(new)
    parts = ("steps", "fidelity", "core_after")
    told = {each for each in parts if getattr(before, each) != getattr(after, each)}
    yield from comparer.models(old.frame, new.frame, spot, skip={*told, "handout"})
    pages = paragraphs(old.frame.handout), paragraphs(new.frame.handout)
    yield from comparer.texts(pages[0], pages[1], spot.at(pgettext("programme", "handout")))


def _pinned_forms(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    for form_id in dict.fromkeys((*new.forms, *old.forms)):
        title = comparer.forms.title(form_id)
        is_safety = comparer.forms.raises_alerts(form_id)
        spot = Spot().at(pgettext("programme", "Forms")).at(title, is_safety=is_safety)
        before, after = (_version(each.forms.get(form_id)) for each in (old, new))
        yield from comparer.values(before, after, spot)


def _version(number: int | None) -> str:
    return "" if number is None else _("version {number}").format(number=number)


def _placeholders(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    helping = names_in(HELP_LINES)
    for name in dict.fromkeys((*new.placeholders, *old.placeholders)):
        spot = Spot().at(pgettext("programme", "Placeholders")).at(name, is_safety=name in helping)
        before, after = (each.placeholders.get(name, "") for each in (old, new))
        yield from comparer.values(before, after, spot)


def _training(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in the files of training, paragraph by paragraph."""
    before, after = old.training, new.training
    spot = Spot().at(pgettext("programme", "Training"))
    for title, was, now in (
        (
            pgettext("programme", "knowledge checks"),
            before.knowledge_checks,
            after.knowledge_checks,
        ),
        (_("hints for a first session"), before.first_session, after.first_session),
        (_("vignettes for raters"), before.vignettes, after.vignettes),
    ):
        yield from comparer.texts(paragraphs(was), paragraphs(now), spot.at(title))


def course_differences(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in phases and modules, and which sessions came, went or moved."""
    phases = Spot().at(pgettext("programme", "Phases"))
    yield from comparer.named(old.phases, new.phases, phases, skip=("sessions",))
    yield from _modules(comparer, old, new)
    for pair in align_names(ids_of(old.sessions), ids_of(new.sessions)):
        before, after = pair.of(old.sessions, new.sessions)
        if before is not None and after is not None:
            spot = Spot().at(label_of(after))
            yield from moves(pair, old.sessions, new.sessions, spot)
            if before.module != after.module:
                yield spot.differs("moved", _module_words(before), _module_words(after))
            yield from comparer.models(before, after, spot, skip=("id", "module"))
        elif after is not None:
            spot, words = _only(comparer, new, after)
            yield spot.differs("added", after=words)
        else:
            assert before is not None
            spot, words = _only(comparer, old, before)
            yield spot.differs("removed", before=words)


def _modules(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    spot = Spot().at(pgettext("programme", "Modules"))
    before, after = tuple(old.modules.values()), tuple(new.modules.values())
    yield from comparer.named(before, after, spot, skip=("session_ids",))
    for module in after:
        ids = old.modules.get(module.id, module).session_ids, module.session_ids
        orders = [_told_nowhere_else(each, old, new) for each in ids]
        order = spot.at(label_of(module)).at(_("order of sessions"))
        yield from comparer.values(orders[0], orders[1], order)


def _told_nowhere_else(
    session_ids: tuple[str, ...], old: Programme, new: Programme
) -> tuple[str, ...]:
    """Return the sessions of a module without those whose plan one version alone holds."""
    return tuple(
        each for each in session_ids if (each in old.session_plans) == (each in new.session_plans)
    )


def _only(comparer: Comparer, programme: Programme, session: PlannedSession) -> tuple[Spot, str]:
    plan = programme.session_plans.get(session.id)
    guarded = plan is not None and has_guarded_steps(plan, comparer.forms)
    words = [_module_words(session), *([worded(plan, comparer.forms)] if plan else [])]
    return Spot().at(label_of(session), is_safety=guarded), ", ".join(words)


def _module_words(session: PlannedSession) -> str:
    return _("in {module}").format(module=session.module)


READ = ("before", "after", "practice", "split")
"""Fields that are said or done with the client, and so are read for words that touch safety."""

_PLAN_SAID_APART = frozenset(
    {*READ, "id", "title", "module_id", "steps", "fidelity", "measures", "handout"}
)


@dataclass(frozen=True, slots=True)
class FrameDifference:
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


def _frames(comparer: Comparer, old: FrameDifference, new: FrameDifference) -> Iterator[Difference]:
    if not (old.steps and new.steps):  # then each session that stood in it, or will, says so
        return
    spot = Spot().at(pgettext("programme", "Shared frame"), is_read=True)
    yield from _steps(comparer, old.steps, new.steps, spot)
    yield from comparer.named(
        old.fidelity, new.fidelity, spot.at(pgettext("programme", "fidelity"))
    )
    core = spot.at(_("a session's own steps stand after"))
    yield from comparer.values(old.core_after, new.core_after, core)


def _one_plan(
    comparer: Comparer, old: SessionPlan | None, new: SessionPlan | None, spot: Spot
) -> Iterator[Difference]:
    """Yield that one version alone holds the plan of a session that both plan."""
    guarded = any(has_guarded_steps(each, comparer.forms) for each in (old, new) if each)
    inside = spot.at(pgettext("programme", "plan"), is_safety=guarded)
    yield from comparer.values(old, new, inside)


def _plans(
    comparer: Comparer,
    plans: tuple[SessionPlan, SessionPlan],
    frames: tuple[FrameDifference, FrameDifference],
    spot: Spot,
) -> Iterator[Difference]:
    old, new = plans
    read = replace(spot, is_read=True)
    yield from comparer.models(old, new, spot, skip=_PLAN_SAID_APART)
    yield from _framing(comparer, plans, frames, read)
    yield from _steps(comparer, own_steps(old), own_steps(new), read)
    yield from _measures(
        comparer, old.measures, new.measures, spot.at(pgettext("programme", "measures"))
    )
    before, after = (_own_items(*each) for each in zip(plans, frames, strict=True))
    yield from comparer.named(before, after, read.at(pgettext("programme", "fidelity")))
    yield from comparer.models(old, new, read, skip=set(SessionPlan.model_fields) - set(READ))
    pages = paragraphs(old.handout), paragraphs(new.handout)
    yield from comparer.texts(pages[0], pages[1], read.at(pgettext("programme", "handout")))


def _own_items(plan: SessionPlan, frame: FrameDifference) -> list[FidelityItem]:
    return [item for item in plan.fidelity if item not in frame.fidelity]


def _framing(
    comparer: Comparer,
    plans: tuple[SessionPlan, SessionPlan],
    frames: tuple[FrameDifference, FrameDifference],
    spot: Spot,
) -> Iterator[Difference]:
    """Yield that a session came to the shared frame or left it, or has one of its own."""
    old, new = (frame_steps(plan) for plan in plans)
    if bool(old) != bool(new):
        words = [_("the steps of the shared frame") if steps else "" for steps in (old, new)]
        inside = spot.at(pgettext("programme", "shared frame"), is_safety=True)
        yield inside.differs(kind_of(*words), *words)
    elif (old, new) != (frames[0].steps, frames[1].steps):
        yield from _steps(comparer, old, new, spot)


def _steps(
    comparer: Comparer, old: Sequence[Step], new: Sequence[Step], spot: Spot
) -> Iterator[Difference]:
    for pair in align_names(ids_of(old), ids_of(new)):
        before, after = pair.of(old, new)
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
        was, now = pair.of(old, new)
        form_id = now or was or ""
        before, after = (comparer.forms.title(each) if each else "" for each in (was, now))
        inside = replace(spot, is_safety=comparer.forms.raises_alerts(form_id))
        if before != after:
            yield inside.differs(kind_of(before, after), before, after)
        elif pair.moved:
            yield spot.differs("moved", before, after)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a page, without the space between them."""
    return [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]


def shared_frame(programme: Programme) -> FrameDifference:
    """Return the frame of a programme."""
    framed = [plan for plan in programme.session_plans.values() if frame_steps(plan)]
    if not framed:
        return FrameDifference()
    first, others = framed[0], framed[1:]
    shared = takewhile(lambda item: all(item in plan.fidelity for plan in others), first.fidelity)
    before = takewhile(lambda step: step.from_frame, first.steps)
    titles = [step.title for step in before]
    return FrameDifference(
        frame_steps(first), tuple(shared) if others else (), titles[-1] if titles else ""
    )


def frame_steps(plan: SessionPlan) -> tuple[Step, ...]:
    """Return the steps of a session that come from the frame."""
    return tuple(step for step in plan.steps if step.from_frame)


def own_steps(plan: SessionPlan) -> tuple[Step, ...]:
    """Return the steps of a session that are its own."""
    return tuple(step for step in plan.steps if not step.from_frame)

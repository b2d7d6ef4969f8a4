"""A course that lacks what keeps people safe, completed by code for who is under way in it.

A pack that was installed before each of the four was asked for (`programme.checks.safety_checks`)
is refused by nobody who follows it: what it lacks is put in from another course, which has it all.
Nobody begins with it. What else is wrong with a course is not mended here.
"""

from programme.definition.definition import Programme, SessionPlan, Step
from programme.definition.first_session import heard_too_early, papers_of
from programme.definition.parts import Split
from programme.definition.requirements import (
    OWN,
    AnswerRequirement,
    Gate,
    asks_what_was_said_back,
    holds_the_signature,
    with_limits_apart,
)
from programme.loading.assembling import assemble
from programme.loading.loading import read_fitting
from programme.source_files.content import ContentFolder
from session_forms.library.library import FormLibrary

STREAMS = frozenset({"suicide", "child_safety"})


def load_completed(content: ContentFolder, forms: FormLibrary, whole: Programme) -> Programme:
    """Return the course of content that lacks nothing but what keeps people safe, completed.

    Args:
        content: Files that were not read before.
        forms: The installed forms.
        whole: A course that has it all, from which it is put in.

    Raises:
        ContentError: Something else in a file is wrong.

    """
    source = read_fitting(content, forms)
    if content.problems:
        raise content.problems[0]
    assert source is not None
    return completed(assemble(source, source.file.measures.clinic_choice), forms, whole)


def completed(programme: Programme, forms: FormLibrary, whole: Programme) -> Programme:
    """Return a course with a safety check in each session, and the two gates that none lacks."""
    steps = (step for plan in whole.session_plans.values() for step in plan.steps)
    check = next(each for each in steps if is_safety_check(whole, forms, each))
    asked = _limits_of(whole, forms)
    pins = {check.form_id or "": whole.forms[check.form_id or ""]}
    pins |= {each.form: whole.forms[each.form] for each in asked}
    pinned = {**pins, **programme.forms}
    plans = {
        plan_id: _with_check(plan, check)
        if not any(is_safety_check(programme, forms, each) for each in plan.steps)
        else plan
        for plan_id, plan in programme.session_plans.items()
    }
    gates = list(with_limits_apart(programme.gates))
    if not any(_asks_for_limits(programme, forms, each) for each in gates):
        gates.append(_limits_gate(programme, asked))
    if not any(holds_the_signature(each) for each in gates):
        gates += [
            each.model_copy(update={"id": f"{OWN}-{each.id}"})
            for each in whole.gates
            if holds_the_signature(each)
        ]
    done = programme.model_copy(
        update={"session_plans": plans, "gates": tuple(gates), "forms": pinned}
    )
    return _with_limits_first(done, forms)


def is_safety_check(programme: Programme, forms: FormLibrary, step: Step) -> bool:
    """Return whether a step always happens and asks about the client's safety and children's."""
    version = programme.forms.get(step.form_id or "")
    if step.skippable != "never" or step.form_id is None or version is None:
        return False
    questions = forms.get(step.form_id, version).questions
    return {alert.stream for each in questions for alert in each.alerts} >= STREAMS


def _with_limits_first(programme: Programme, forms: FormLibrary) -> Programme:
    """Return a course whose first session is heard once the limits were said back, if it tells."""
    first = next(iter(programme.planned_sessions))
    plan = programme.session_plans.get(first)
    said_back = next(
        each
        for gate in programme.gates
        for each in gate.requires
        if isinstance(each, AnswerRequirement) and asks_what_was_said_back(each)
    )
    if plan is None or not any(each.form_id == said_back.form for each in plan.steps):
        return programme
    second = programme.planned_sessions[min(1, len(programme.planned_sessions) - 1)]
    planned = programme.planned_session(second)
    points = (second, planned.module, programme.phase_of(second).id)
    checks = [at for at, each in enumerate(plan.steps) if is_safety_check(programme, forms, each)]
    early = heard_too_early(plan.steps, said_back.form, papers_of(programme.gates, points), checks)
    steps = tuple(
        each.model_copy(update={"opens_after": said_back}) if at in early else each
        for at, each in enumerate(plan.steps)
    )
    plans = {**programme.session_plans, first: plan.model_copy(update={"steps": steps})}
    return programme.model_copy(update={"session_plans": plans})


def _with_check(plan: SessionPlan, check: Step) -> SessionPlan:
    """Return a session that begins with the check, in the place of its own that may be left out."""
    rest = tuple(
        each for each in plan.steps if each.id != check.id and each.form_id != check.form_id
    )
    gone = {each.id for each in plan.steps} - {each.id for each in rest}
    first, second = (
        tuple(each for each in part if each not in gone)
        for part in (plan.split.part_1, plan.split.part_2)
    )
    split = Split(
        part_1=(check.id, *first),
        part_2=second,
        repeat_in_both=plan.split.repeat_in_both,
        usual=plan.split.usual,
    )
    return plan.model_copy(update={"steps": (check, *rest), "split": split})


def _limits_of(programme: Programme, forms: FormLibrary) -> tuple[AnswerRequirement, ...]:
    """Return what a course asks about the form in which the limits are read."""
    return tuple(
        each
        for gate in programme.gates
        if gate.kind == "hard"
        for each in gate.requires
        if isinstance(each, AnswerRequirement)
        and forms.get(each.form, programme.forms[each.form]).needs_local_text
    )


def _limits_gate(programme: Programme, asked: tuple[AnswerRequirement, ...]) -> Gate:
    sessions = programme.planned_sessions
    second = tuple(sessions)[min(1, len(sessions) - 1)]
    return Gate(
        id=f"{OWN}-limits",
        kind="hard",
        before=second,
        text="No second session without checked understanding of the limits of confidentiality.",
        requires=asked,
        overridable=False,
    )


def _asks_for_limits(programme: Programme, forms: FormLibrary, gate: Gate) -> bool:
    sessions = tuple(programme.planned_sessions)
    moved = {each.module for track in programme.tracks for each in track.bring_forward}
    if any(moved & {*each.modules} for each in programme.phases if each.id == gate.before):
        return False
    places = [
        place
        for place, each in enumerate(sessions)
        if gate.before in (each, programme.planned_session(each).module)
        or gate.before == programme.phase_of(each).id
    ]
    asks = any(
        isinstance(each, AnswerRequirement)
        and asks_what_was_said_back(each)
        and forms.get(each.form, programme.forms[each.form]).needs_local_text
        for each in gate.requires
    )
    is_closed_to_all = gate.kind == "hard" and not gate.overridable
    return is_closed_to_all and asks and bool(places) and places[0] <= 1

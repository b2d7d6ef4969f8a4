"""Phases, modules and sessions as FHIR R4 actions, with their gates and their order. Pure."""

from collections.abc import Iterator

from programme.course.order import course_order
from programme.definition.definition import Phase, Programme, SessionPlan
from programme.definition.parts import AfterEnd, PlannedSession
from programme.fhir.plan_parts import (
    condition,
    evidence_documents,
    kept,
    minutes,
    page_document,
    participants,
)
from programme.fhir.plan_steps import Desk, session_actions
from session_forms.exchange.fhir_terms.drafts import KEPT
from session_forms.exchange.fhir_terms.extensions import our_keys
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.words.texts import translate as _

NOT_HERE = "Planned; its plan is not in this version."
_UNITS = {"weeks": "wk", "months": "mo"}
_CARRIED = frozenset(
    {
        *("id", "module_id", "title", "aim", "rationale", "minutes", "evidence", "steps"),
        *("practice", "measures", "before", "after", "handout"),
    }
)


def phase_action(programme: Programme, phase: Phase, desk: Desk) -> Tree:
    """Return a phase with its modules."""
    return {
        **_named("phase", phase.id, phase.title, desk),
        **_gates(programme, phase.id, desk),
        **_group(),
        "action": [_module(programme, phase, module_id, desk) for module_id in phase.modules],
    }


def _module(programme: Programme, phase: Phase, module_id: str, desk: Desk) -> Tree:
    module = programme.modules.get(module_id)
    action = _named("module", module_id, module.title if module else module_id, desk)
    if module is not None:
        ours = {"version": module.version, "completion": module.completion}
        action = {
            **_with_keys(action, kept("module", ours, desk.report)),
            "description": module.aim,
            "reason": [{"text": module.rationale}],
        }
    sessions = [
        _session(programme, session, desk)
        for session in phase.sessions
        if session.module == module_id
    ]
    below = {**_group(), "action": sessions} if sessions else {}
    return {**action, **_gates(programme, module_id, desk), **below}


def _session(programme: Programme, session: PlannedSession, desk: Desk) -> Tree:
    plan = programme.session_plans.get(session.id)
    action = _named("session", session.id, session.title, desk)
    keys: dict[str, object] = {"extra": session.extra or None}
    if plan is not None:
        names = [name for name in SessionPlan.model_fields if name not in _CARRIED]
        keys |= {name: getattr(plan, name) for name in names}
    action = _with_keys(action, kept("session", keys, desk.report))
    order = {"relatedAction": list(_order(programme, session, desk))}
    gates = _gates(programme, session.id, desk)
    if plan is None:
        desk.report.add(f"sessions.{session.id}", "a session without a plan", "only its title is")
        return {**action, "textEquivalent": _(NOT_HERE), **gates, **_filled(order)}
    page = page_document(_("Page for the client"), plan.handout, programme.language)
    return {
        **action,
        "description": plan.aim,
        "reason": [{"text": plan.rationale}],
        "documentation": [*evidence_documents(plan.evidence), page],
        **gates,
        **_filled(order),
        "timingDuration": minutes(plan.minutes),
        "participant": participants("practitioner", "patient"),
        **_group(),
        "action": list(session_actions(plan, desk)),
    }


def _order(programme: Programme, session: PlannedSession, desk: Desk) -> Iterator[Tree]:
    """Yield after which session this one comes, and how long after the end of the course."""
    course = course_order(programme)
    if session.id in course[1:]:
        yield _after(course[course.index(session.id) - 1], desk)
    elif session.after_end is not None and course:
        yield {**_after(course[-1], desk), "offsetDuration": _offset(session.after_end)}


def _after(session_id: str, desk: Desk) -> Tree:
    return {"actionId": desk.ids.of("session", session_id), "relationship": "after-end"}


def _offset(after_end: AfterEnd) -> Tree:
    unit = "weeks" if after_end.weeks else "months"
    number = after_end.weeks or after_end.months
    codes = {"system": "http://unitsofmeasure.org", "code": _UNITS[unit]}
    return {"value": number, "unit": unit, **codes}


def _gates(programme: Programme, point: str, desk: Desk) -> Tree:
    conditions: list[Tree] = []
    for gate in programme.gates:
        if gate.before == point:
            words = "; ".join(desk.forms.requirement(each) for each in gate.requires)
            keys = {key: each for key, each in spelled_part(gate).items() if key != "text"}
            desk.report.add(f"gates.{gate.id}", "what it asks for stands in words alone", KEPT)
            conditions.append(condition(gate.text, words, gate.id, our_keys("gate", keys)))
    return _filled({"condition": conditions})


def _named(kind: str, own_id: str, title: str, desk: Desk) -> Tree:
    return {"id": desk.ids.of(kind, own_id), "prefix": own_id, "title": title}


def _with_keys(action: Tree, extension: list[Tree]) -> Tree:
    return {"id": action["id"], **_filled({"extension": extension}), **action}


def _group() -> Tree:
    return {"groupingBehavior": "logical-group", "selectionBehavior": "all"}


def _filled(keys: Tree) -> Tree:
    return {key: value for key, value in keys.items() if value != []}

"""Phases, modules, sessions and their steps as FHIR R4 actions, with gates and order. Pure."""

from collections.abc import Iterator

from programme.course.order import course_order
from programme.definition.definition import Phase, Programme, SessionPlan, Step
from programme.definition.parts import ARRIVAL, AfterEnd, Guidance, PlannedSession, Practice
from programme.fhir.plan_parts import (
    FhirExport,
    condition,
    evidence_documents,
    kept,
    minutes,
    page_document,
    participants,
    questionnaire_of,
)
from programme.words.form_words import FormWords
from programme.words.part_words import name_of, worded
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


def phase_action(programme: Programme, phase: Phase, export: FhirExport) -> Tree:
    """Return a phase with its modules."""
    return {
        **_named("phase", phase.id, phase.title, export),
        **_gates(programme, phase.id, export),
        **_group(),
        "action": [_module(programme, phase, module_id, export) for module_id in phase.modules],
    }


def _module(programme: Programme, phase: Phase, module_id: str, export: FhirExport) -> Tree:
    module = programme.modules.get(module_id)
    action = _named("module", module_id, module.title if module else module_id, export)
    if module is not None:
        ours = {"version": module.version, "completion": module.completion}
        action = {
            **_with_keys(action, kept("module", ours, export.report)),
            "description": module.aim,
            "reason": [{"text": module.rationale}],
        }
    sessions = [
        _session(programme, session, export)
        for session in phase.sessions
        if session.module == module_id
    ]
    below = {**_group(), "action": sessions} if sessions else {}
    return {**action, **_gates(programme, module_id, export), **below}


def _session(programme: Programme, session: PlannedSession, export: FhirExport) -> Tree:
    plan = programme.session_plans.get(session.id)
    action = _named("session", session.id, session.title, export)
    keys: dict[str, object] = {"extra": session.extra or None}
    if plan is not None:
        names = [name for name in SessionPlan.model_fields if name not in _CARRIED]
        keys |= {name: getattr(plan, name) for name in names}
    action = _with_keys(action, kept("session", keys, export.report))
    order = {"relatedAction": list(_order(programme, session, export))}
    gates = _gates(programme, session.id, export)
    if plan is None:
        export.report.add(f"sessions.{session.id}", "a session without a plan", "only its title is")
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
        "action": list(session_actions(plan, export)),
    }


def _order(programme: Programme, session: PlannedSession, export: FhirExport) -> Iterator[Tree]:
    """Yield after which session this one comes, and how long after the end of the course."""
    course = course_order(programme)
    if session.id in course[1:]:
        yield _after(course[course.index(session.id) - 1], export)
    elif session.after_end is not None and course:
        yield {**_after(course[-1], export), "offsetDuration": _offset(session.after_end)}


def _after(session_id: str, export: FhirExport) -> Tree:
    return {"actionId": export.ids.of("session", session_id), "relationship": "after-end"}


def _offset(after_end: AfterEnd) -> Tree:
    unit = "weeks" if after_end.weeks else "months"
    number = after_end.weeks or after_end.months
    codes = {"system": "http://unitsofmeasure.org", "code": _UNITS[unit]}
    return {"value": number, "unit": unit, **codes}


def _gates(programme: Programme, point: str, export: FhirExport) -> Tree:
    conditions: list[Tree] = []
    for gate in programme.gates:
        if gate.before == point:
            words = "; ".join(export.forms.requirement(each) for each in gate.requires)
            keys = {key: each for key, each in spelled_part(gate).items() if key != "text"}
            export.report.add(f"gates.{gate.id}", "what it asks for stands in words alone", KEPT)
            conditions.append(condition(gate.text, words, gate.id, our_keys("gate", keys)))
    return _filled({"condition": conditions})


def _named(kind: str, own_id: str, title: str, export: FhirExport) -> Tree:
    return {"id": export.ids.of(kind, own_id), "prefix": own_id, "title": title}


def _with_keys(action: Tree, extension: list[Tree]) -> Tree:
    return {"id": action["id"], **_filled({"extension": extension}), **action}


def _group() -> Tree:
    return {"groupingBehavior": "logical-group", "selectionBehavior": "all"}


def _filled(keys: Tree) -> Tree:
    return {key: value for key, value in keys.items() if value != []}


_REQUIRED = {"never": "must", "with_reason": "must-unless-documented"}


def session_actions(plan: SessionPlan, export: FhirExport) -> Iterator[Tree]:
    """Yield what is done in a session in order, from before it to after it."""
    if plan.before:
        yield _lines(plan, "before", _("Before the session"), plan.before, export)
    if plan.measures and plan.measures_given_at == ARRIVAL:
        yield _measures(plan, export)
    for step in plan.steps:
        if plan.measures and plan.measures_given_at == step.id:
            yield _measures(plan, export)
        yield _step(plan, step, export)
    if plan.practice:
        yield _practices(plan, export)
    if plan.after:
        yield _lines(plan, "after", _("After the session"), plan.after, export)


def _lines(
    plan: SessionPlan, name: str, title: str, lines: tuple[str, ...], export: FhirExport
) -> Tree:
    return {
        "id": export.ids.of(name, plan.id, name),
        "title": title,
        "textEquivalent": _listed(lines),
        "participant": participants("practitioner"),
    }


def _step(plan: SessionPlan, step: Step, export: FhirExport) -> Tree:
    ours = {
        "not_skippable_when": step.not_skippable_when,
        "shows": step.shows,
        "from_frame": step.from_frame or None,
        "opens_after": step.opens_after,
    }
    extension = kept("step", ours, export.report)
    action: Tree = {"id": export.ids.of("step", plan.id, step.id)}
    action |= {"extension": extension} if extension else {}
    action |= {"prefix": step.code} if step.code else {}
    action |= {
        "title": step.title,
        "description": step.guidance.purpose,
        "textEquivalent": guidance_text(step.guidance, export.forms),
    }
    if step.opens_after is not None:
        words = export.forms.requirement(step.opens_after)
        action["condition"] = [condition(_("This step opens when"), words, "", [])]
    action |= {
        "timingDuration": minutes(step.minutes),
        "participant": participants("practitioner", "patient"),
        "requiredBehavior": _REQUIRED[step.skippable],
    }
    if step.form_id is not None:
        action["definitionCanonical"] = questionnaire_of(step.form_id, export.forms)
    return action


def guidance_text(guidance: Guidance, forms: FormWords) -> str:
    """Return what stands beside the therapist as Markdown: each part, and its lines below it."""
    parts: list[str] = []
    for name in ("say", "listen_for", "if_stuck", "never", "adapt"):
        held = getattr(guidance, name)
        lines = (
            [f"{flag}: {text}" for flag, text in guidance.adapt.items()]
            if name == "adapt"
            else [worded(each, forms) for each in held]
        )
        if lines:
            parts.append(f"{name_of(name)}\n{_listed(lines)}")
    return "\n\n".join(parts)


def _measures(plan: SessionPlan, export: FhirExport) -> Tree:
    return {
        "id": export.ids.of("measures", plan.id, "measures"),
        "title": _("Measures"),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "all",
        "action": [
            {
                "id": export.ids.of("measure", plan.id, "measure", form_id),
                "title": export.forms.title(form_id),
                "participant": participants("patient"),
                "definitionCanonical": questionnaire_of(form_id, export.forms),
            }
            for form_id in plan.measures
        ],
    }


def _practices(plan: SessionPlan, export: FhirExport) -> Tree:
    return {
        "id": export.ids.of("practice", plan.id, "practice"),
        "title": _("Practice before the next session"),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "any",
        "requiredBehavior": "could",
        "action": [
            _practice(plan, number, each, export) for number, each in enumerate(plan.practice, 1)
        ],
    }


def _practice(plan: SessionPlan, number: int, practice: Practice, export: FhirExport) -> Tree:
    return {
        "id": export.ids.of("practice", plan.id, "practice", str(number)),
        "title": practice.text,
        "description": practice.size,
        "textEquivalent": practice.private,
        "participant": participants("patient"),
    }


def _listed(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)

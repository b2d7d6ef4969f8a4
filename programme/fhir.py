"""A programme as a FHIR R4 PlanDefinition: phases, modules, sessions, steps, nested. Pure."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from programme.course.order import course_order
from programme.definition.definition import Phase, Programme, SessionPlan, Step
from programme.definition.parts import (
    ARRIVAL,
    AfterEnd,
    Evidence,
    Guidance,
    PlannedSession,
    Practice,
)
from programme.definition.requirements import SIGN_NOTE
from programme.definition.training import TrainingFiles
from programme.words.form_words import FormWords
from programme.words.part_words import name_of, worded
from session_forms.exchange.fhir_terms.drafts import KEPT, NO_WORD
from session_forms.exchange.fhir_terms.extensions import OURS, our_keys
from session_forms.exchange.plain_data.naming import KEBAB, free_name, natural_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.to_fhir.questionnaire_out import canonical, computable_name
from session_forms.files.frozen import Definition
from session_forms.library.library import FormLibrary
from session_forms.words.texts import N_, _, pgettext

IN_WORDS = "text/plain"
"""The language of a condition that a person judges; nothing evaluates it."""

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST = 60
_EMPTY: tuple[object, ...] = (None, "", [], {})
_OF_TIME = "http://unitsofmeasure.org"
NOT_HERE = N_("Planned; its plan is not in this version.")
_UNITS = {"weeks": "wk", "months": "mo"}
_CARRIED = frozenset(
    {
        *("id", "module_id", "title", "aim", "rationale", "minutes", "evidence", "steps"),
        *("practice", "measures", "before", "after", "handout"),
    }
)
_REQUIRED = {"never": "must", "with_reason": "must-unless-documented"}
_STATUS = {"draft": "draft", "approved": "active"}
_TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


class ActionIds:
    """Names of actions: those of the programme where FHIR takes them, each one once."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, *path: str) -> str:
        """Return the name of what stands at a path of ids, the same one each time."""
        if path not in self._names:
            wanted = _NOT_IN_IDS.sub(KEBAB, ".".join(path[1:]))[:_LONGEST].strip(KEBAB)
            taken = frozenset(self._names.values())
            self._names[path] = free_name(wanted or path[0], taken, KEBAB)
        return self._names[path]


@dataclass(frozen=True, slots=True)
class FhirExport:
    """What every part of an export needs: words of forms, names given, what was not carried."""

    forms: FormWords
    report: CarryReport = field(default_factory=CarryReport)
    ids: ActionIds = field(default_factory=ActionIds)


def minutes(number: int) -> Tree:
    """Return a duration in minutes."""
    unit = {"unit": "min", "system": _OF_TIME, "code": "min"}
    return {"value": number, **unit}


def participants(*kinds: str) -> list[Tree]:
    """Return who takes part: `practitioner`, `patient`."""
    return [{"type": kind} for kind in kinds]


def condition(description: str, words: str, name: str, ours: list[Tree]) -> Tree:
    """Return a condition in words; what it is made of stands in an extension of ours."""
    expression = {"description": description, "language": IN_WORDS, "expression": words}
    if re.fullmatch(r"[A-Za-z0-9.-]{1,64}", name):
        expression = {"name": name, **expression}
    held: Tree = {"extension": ours} if ours else {}
    return {**held, "kind": "applicability", "expression": expression}


def evidence_documents(evidence: Iterable[Evidence]) -> Iterator[Tree]:
    """Yield what a session rests on: the claim, who says so, and how far it was checked."""
    for each in evidence:
        yield {
            "extension": our_keys("evidence", {"grade": each.grade, "checked": each.checked}),
            "type": "justification",
            "display": each.claim,
            "citation": each.source,
        }


def page_document(title: str, text: str, language: str) -> Tree:
    """Return the page for the client as a document."""
    data = base64.b64encode(text.encode()).decode()
    content = {"contentType": "text/markdown", "language": language, "data": data, "title": title}
    return {"type": "documentation", "label": title, "document": content}


def questionnaire_of(form_id: str, forms: FormWords) -> str:
    """Return the address of a form, with its version where it is installed."""
    form = forms.form(form_id)
    return canonical(form) if form else f"{OURS}/Questionnaire/{form_id}"


def kept(name: str, keys: Mapping[str, object], report: CarryReport) -> list[Tree]:
    """Return keys for which FHIR has no word in an extension of ours, each one listed."""
    held = {key: plain(value) for key, value in keys.items()}
    filled = {key: value for key, value in held.items() if value not in _EMPTY}
    for key in filled:
        report.add(f"{name}.{key}", NO_WORD, KEPT)
    return our_keys(name, filled)


def plain(value: object) -> object:
    """Return a value as plain keys and lists, without what is empty in it."""
    match value:
        case Definition():
            return plain(spelled_part(value))
        case Mapping():
            held = {str(key): plain(each) for key, each in value.items()}
            return {key: each for key, each in held.items() if each not in _EMPTY}
        case tuple() | list():
            return [plain(each) for each in value]
        case _:
            return value


def named_texts(texts: Mapping[str, object]) -> list[Tree]:
    """Return a table as a list, since its keys are words and no names of ours."""
    return [{"name": name, "text": text} for name, text in texts.items()]


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
    codes = {"system": _OF_TIME, "code": _UNITS[unit]}
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


def session_actions(plan: SessionPlan, export: FhirExport) -> Iterator[Tree]:
    """Yield what is done in a session in order, from before it to after it."""
    if plan.before:
        yield _lines(plan, "before", _("Before the session"), plan.before, export)
    given = plan.measures_by_place
    if ARRIVAL in given:
        yield _measures(plan, ARRIVAL, export)
    for step in plan.steps:
        if step.id in given:
            yield _measures(plan, step.id, export)
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
        "sheets": step.sheets or None,
        "measures": step.measures or None,
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


def _measures(plan: SessionPlan, place: str, export: FhirExport) -> Tree:
    """Return what is handed over at one place of a session, as one group."""
    own = () if place == plan.measures_given_at else (place,)
    return {
        "id": export.ids.of("measures", plan.id, "measures", *own),
        "title": pgettext("table", "Measures"),
        **_group(),
        "action": [
            {
                "id": export.ids.of("measure", plan.id, "measure", form_id),
                "title": export.forms.title(form_id),
                "participant": participants("patient"),
                "definitionCanonical": questionnaire_of(form_id, export.forms),
            }
            for form_id in plan.measures_by_place[place]
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


def plan_definition(programme: Programme, forms: FormLibrary, report: CarryReport) -> Tree:
    """Return a programme as a PlanDefinition; what only we can read is listed in `report`."""
    export = FhirExport(FormWords(forms, programme.forms), report)
    name = _name(programme)
    resource: Tree = {
        "resourceType": "PlanDefinition",
        "id": name,
        "language": programme.language,
        "extension": _top_keys(programme, export),
        "url": f"{OURS}/PlanDefinition/{name}",
        "version": programme.version,
        "name": computable_name(name),
        "title": programme.title,
        "type": {"coding": [{"system": _TYPES, "code": "clinical-protocol"}]},
        "status": _STATUS[programme.status],
        "subjectCodeableConcept": {"text": programme.population},
        "description": programme.source,
        "purpose": programme.intended_purpose,
    }
    if programme.approved_on is not None:
        resource["approvalDate"] = programme.approved_on.isoformat()
    if programme.licence:
        resource["copyright"] = programme.licence
    if programme.approved_by:
        resource["endorser"] = [{"name": programme.approved_by}]
    resource["relatedArtifact"] = [*_forms(programme, export), *_sources(programme)]
    if programme.training != TrainingFiles():
        what = "the knowledge checks and the hints for a first session"
        report.add("training", what, "they are for those who learn, and no part of the plan")
    resource["action"] = [phase_action(programme, each, export) for each in programme.phases]
    return _filled(resource)


def _top_keys(programme: Programme, export: FhirExport) -> list[Tree]:
    """Return what the programme says beside its course; what is carried elsewhere is left out."""
    ours = {
        "id": "" if programme.id == _name(programme) else programme.id,
        "clinic_choice": programme.clinic_choice,
        "tracks": programme.tracks,
        "exclusions": programme.exclusions,
        "adaptations": named_texts(programme.adaptations),
        "fidelity_bands": programme.fidelity_bands,
        "placeholders": named_texts(programme.placeholders),
        "on_track": programme.on_track,
        "frame": programme.frame,
        "gates_before_signing": [each for each in programme.gates if each.before == SIGN_NOTE],
    }
    return kept("programme", ours, export.report)


def _name(programme: Programme) -> str:
    return natural_name(programme.id, "programme", KEBAB)


def _forms(programme: Programme, export: FhirExport) -> Iterator[Tree]:
    for form_id in programme.forms:
        address = questionnaire_of(form_id, export.forms)
        title = export.forms.title(form_id)
        yield {"type": "depends-on", "display": title, "resource": address}


def _sources(programme: Programme) -> Iterator[Tree]:
    """Yield who is cited, each once; the claims stand with the sessions."""
    plans = programme.session_plans.values()
    for source in dict.fromkeys(each.source for plan in plans for each in plan.evidence):
        yield {"type": "citation", "citation": source}

"""The steps, measures and practices of a session as FHIR R4 actions. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from programme.definition.definition import SessionPlan, Step
from programme.definition.parts import ARRIVAL, Guidance, Practice
from programme.fhir.plan_parts import (
    ActionIds,
    condition,
    kept,
    minutes,
    participants,
    questionnaire_of,
)
from programme.words.form_words import FormWords
from programme.words.part_words import name_of, worded
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import Report
from session_forms.words.texts import translate as _

_REQUIRED = {"never": "must", "with_reason": "must-unless-documented"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What every part of an export needs: words of forms, names given, what was not carried."""

    forms: FormWords
    report: Report = field(default_factory=Report)
    ids: ActionIds = field(default_factory=ActionIds)


def session_actions(plan: SessionPlan, desk: Desk) -> Iterator[Tree]:
    """Yield what is done in a session in order, from before it to after it."""
    if plan.before:
        yield _lines(plan, "before", _("Before the session"), plan.before, desk)
    if plan.measures and plan.measures_given_at == ARRIVAL:
        yield _measures(plan, desk)
    for step in plan.steps:
        if plan.measures and plan.measures_given_at == step.id:
            yield _measures(plan, desk)
        yield _step(plan, step, desk)
    if plan.practice:
        yield _practices(plan, desk)
    if plan.after:
        yield _lines(plan, "after", _("After the session"), plan.after, desk)


def _lines(plan: SessionPlan, name: str, title: str, lines: tuple[str, ...], desk: Desk) -> Tree:
    return {
        "id": desk.ids.of(name, plan.id, name),
        "title": title,
        "textEquivalent": _listed(lines),
        "participant": participants("practitioner"),
    }


def _step(plan: SessionPlan, step: Step, desk: Desk) -> Tree:
    ours = {
        "not_skippable_when": step.not_skippable_when,
        "shows": step.shows,
        "from_frame": step.from_frame or None,
        "opens_after": step.opens_after,
    }
    extension = kept("step", ours, desk.report)
    action: Tree = {"id": desk.ids.of("step", plan.id, step.id)}
    action |= {"extension": extension} if extension else {}
    action |= {"prefix": step.code} if step.code else {}
    action |= {
        "title": step.title,
        "description": step.guidance.purpose,
        "textEquivalent": guidance_text(step.guidance, desk.forms),
    }
    if step.opens_after is not None:
        words = desk.forms.requirement(step.opens_after)
        action["condition"] = [condition(_("This step opens when"), words, "", [])]
    action |= {
        "timingDuration": minutes(step.minutes),
        "participant": participants("practitioner", "patient"),
        "requiredBehavior": _REQUIRED[step.skippable],
    }
    if step.form_id is not None:
        action["definitionCanonical"] = questionnaire_of(step.form_id, desk.forms)
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


def _measures(plan: SessionPlan, desk: Desk) -> Tree:
    return {
        "id": desk.ids.of("measures", plan.id, "measures"),
        "title": _("Measures"),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "all",
        "action": [
            {
                "id": desk.ids.of("measure", plan.id, "measure", form_id),
                "title": desk.forms.title(form_id),
                "participant": participants("patient"),
                "definitionCanonical": questionnaire_of(form_id, desk.forms),
            }
            for form_id in plan.measures
        ],
    }


def _practices(plan: SessionPlan, desk: Desk) -> Tree:
    return {
        "id": desk.ids.of("practice", plan.id, "practice"),
        "title": _("Practice before the next session"),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "any",
        "requiredBehavior": "could",
        "action": [
            _practice(plan, number, each, desk) for number, each in enumerate(plan.practice, 1)
        ],
    }


def _practice(plan: SessionPlan, number: int, practice: Practice, desk: Desk) -> Tree:
    return {
        "id": desk.ids.of("practice", plan.id, "practice", str(number)),
        "title": practice.text,
        "description": practice.size,
        "textEquivalent": practice.private,
        "participant": participants("patient"),
    }


def _listed(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)

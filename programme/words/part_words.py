"""The parts of a programme in words, for whoever reads what differs."""

from collections.abc import Mapping
from functools import singledispatch

from programme.definition.definition import Module, SessionPlan, Step
from programme.definition.parts import (
    AfterEnd,
    Evidence,
    Exclusion,
    FidelityBand,
    FidelityItem,
    Link,
    OpenAlert,
    Practice,
    Reply,
    SayLine,
)
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    Gate,
    ModuleRequirement,
)
from programme.words.form_words import FormWords
from session_forms.files.frozen import Definition
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext

NAMES: Mapping[str, str] = {
    "after_end": N_("when after the end"),
    "any_of": N_("facts of which one is enough"),
    "clinic_choice": N_("choice of brief measures"),
    "core": N_("where a session's own steps stand"),
    "form_id": NP_("programme", "form"),
    "given_at": N_("when measures are given"),
    "measures": NP_("programme", "measures handed over here"),
    "measures_given_at": N_("when measures are given"),
    "module_id": NP_("programme", "module"),
    "not_skippable_when": N_("not left out while"),
    "optional_measures": N_("measures that a clinic may add"),
    "opens_after": NP_("programme", "opens when"),
    "overridable": N_("may be overridden"),
    "part_1": NP_("programme", "first meeting"),
    "part_2": NP_("programme", "second meeting"),
    "repeat_in_both": N_("done in both meetings"),
    "requires": NP_("programme", "asks for"),
    "say": NP_("programme", "Say"),
    "listen_for": NP_("programme", "Listen for"),
    "if_stuck": NP_("programme", "If stuck"),
    "never": NP_("programme", "Never"),
    "adapt": NP_("programme", "Adapt"),
    "session_ids": N_("order of sessions"),
    "sheets": N_("minutes for the sheets"),
    "skippable": N_("may be left out"),
}
VALUES: Mapping[tuple[str, str], str] = {
    ("skippable", "never"): NP_("whether a step may be left out", "never"),
    ("skippable", "with_reason"): N_("with a reason"),
    ("shows", "scores"): N_("the client's scores"),
    ("before", "sign_note"): N_("signing a note"),
}
PATTERNS: Mapping[type[Definition], str] = {
    Reply: "{0.difficulty} {0.reply}",
    Evidence: "{0.claim} ({0.source}; {0.grade}; {0.checked})",
    Practice: "{0.text} ({0.size}) {0.private}",
    Link: "{0.session}: {0.text}",
    FidelityItem: "{0.text} ({0.done_when})",
    Exclusion: "{0.rule}: {0.action}",
}
"""How a part reads that holds nothing but texts."""
ALERT_LEVELS = {
    "watch": NP_("level of an alert", "watch"),
    "act": NP_("level of an alert", "act"),
    "urgent": NP_("level of an alert", "urgent"),
}
STREAMS = {"suicide": NP_("alert", "suicide"), "child_safety": N_("the safety of a child")}


def name_of(field: str) -> str:
    """Return what a field of a model is called."""
    return _(NAMES[field]) if field in NAMES else field.replace("_", " ")


def worded(value: object, forms: FormWords, field: str = "") -> str:
    """Return a value in words; "" for none."""
    match value:
        case None:
            return ""
        case bool():
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        case str():
            return _named(value, forms, field)
        case tuple():
            return ", ".join(worded(each, forms) for each in value)
        case Definition():
            return part_words(value, forms)
        case _:
            return str(value)


def _named(value: str, forms: FormWords, field: str) -> str:
    if field in {"form_id", "review_form", "form"}:
        return forms.title(value) if value else ""
    words = VALUES.get((field, value))
    return _(words) if words else value


@singledispatch
def part_words(part: Definition, forms: FormWords) -> str:
    """Return a part of a programme in one line: its title, or else what it holds."""
    if pattern := PATTERNS.get(type(part)):
        return pattern.format(part)
    title = getattr(part, "title", "")
    if title:
        return str(title)
    held = {name: getattr(part, name) for name in type(part).model_fields}
    said = (
        f"{name_of(name)}: {worded(value, forms, name)}" for name, value in held.items() if value
    )
    return "; ".join(said)


@part_words.register
def _say_line(part: SayLine, _forms: FormWords) -> str:
    return _("Key: {text}").format(text=part.text) if part.key else part.text


@part_words.register
def _fidelity_band(part: FidelityBand, _forms: FormWords) -> str:
    return _("from {percent} %: {label}").format(percent=part.at_least, label=part.label)


@part_words.register
def _open_alert(part: OpenAlert, _forms: FormWords) -> str:
    stream = _(STREAMS[part.open_alert])
    return _("an alert about {stream} is open").format(stream=stream)


@part_words.register
def _after_end(part: AfterEnd, _forms: FormWords) -> str:
    if part.weeks:
        return ngettext("{weeks} week", "{weeks} weeks", part.weeks).format(weeks=part.weeks)
    months = part.months or 0
    return ngettext("{months} month", "{months} months", months).format(months=months)


@part_words.register
def _requirement(
    part: AnswerRequirement | ModuleRequirement | AlertsRequirement | BreakRequirement,
    forms: FormWords,
) -> str:
    return forms.requirement(part)


@part_words.register
def _gate(part: Gate, forms: FormWords) -> str:
    return f"{part.text} ({'; '.join(forms.requirement(each) for each in part.requires)})"


@part_words.register
def _step(part: Step, _forms: FormWords) -> str:
    words = ngettext("{title}, {minutes} minute", "{title}, {minutes} minutes", part.minutes)
    return words.format(title=part.title, minutes=part.minutes)


@part_words.register
def _session_plan(part: SessionPlan, _forms: FormWords) -> str:
    titles = "; ".join(step.title for step in part.steps if not step.from_frame)
    words = ngettext("{minutes} minute: {steps}", "{minutes} minutes: {steps}", part.minutes)
    return words.format(minutes=part.minutes, steps=titles)


@part_words.register
def _module(part: Module, _forms: FormWords) -> str:
    return part.aim

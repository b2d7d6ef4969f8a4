"""answerOption, and value sets that stand in the same file, as options or points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from session_forms.exchange.fhir_terms.codings import code_of, is_our_code
from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.fhir_terms.extensions import (
    extensions,
    keys_of_ours,
    standard_value,
    taken_id,
)
from session_forms.exchange.plain_data.naming import free_name, option_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.ratings import FEWEST_POINTS, MOST_POINTS

MOST_OPTIONS = 300
"""More than these nobody can choose from; the question becomes one of text."""

MOST_WEIGHT = 1_000_000

WEIGHTS = ("ordinalValue", "itemWeight")

_PLAIN_TYPES = ("valueString", "valueInteger", "valueDate", "valueTime")
_OPTION_KEYS = frozenset(
    {"valueCoding", *_PLAIN_TYPES, "valueReference", "initialSelected", "id", "extension"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to choose, as it was read.

    Attributes:
        code: `system|code`; "" when it is only words or a number.
        name: What its id is made of.
        label: Its words.
        weight: Its number in scores, if it has one.
        ours: What our own extension said.

    """

    code: str
    name: str
    label: str
    weight: int | float | None
    ours: Tree


def found_options(item: Element, contained: Mapping[str, Element]) -> list[Found]:
    """Return what can be chosen in `item`, each code once; what cannot be read is listed."""
    found: dict[tuple[str, str], Found] = {}
    for each in (*_listed(item), *_from_value_set(item, contained)):
        if (each.code, each.name) in found:
            item.list("an option that stands there twice", "it is there once now", "answerOption")
        found.setdefault((each.code, each.name), each)
    if len(found) > MOST_OPTIONS:
        item.list("its options", f"there are more than {MOST_OPTIONS}", "answerOption")
        return []
    return list(found.values())


def as_points(options: list[Found]) -> list[Tree]:
    """Return the points of a rating; none unless every option has its own whole number."""
    weights = [option.weight for option in options]
    whole = {int(each) for each in weights if each is not None and each == int(each)}
    if len(whole) != len(options) or len(whole) < FEWEST_POINTS:
        return []
    if max(whole) - min(whole) >= MOST_POINTS or max(map(abs, whole)) > MOST_WEIGHT:
        return []
    if any(option.ours for option in options):
        return []
    return sorted((_point(option) for option in options), key=lambda point: int(point["value"]))


def _point(option: Found) -> Tree:
    keys = {"value": int(option.weight or 0), "label": option.label, "source_id": option.code}
    return {key: value for key, value in keys.items() if value != ""}


def as_options(options: list[Found]) -> list[Tree]:
    """Return the options of a choice, each with an id of its own."""
    taken: set[str] = set()
    made = []
    for option in options:
        ours = dict(option.ours)
        option_id = taken_id(ours) or free_name(option_name(option.name), taken)
        taken.add(option_id)
        keys = {"id": option_id, "label": option.label or option.name, "source_id": option.code}
        made.append({key: value for key, value in keys.items() if value} | ours)
    return made


def _listed(item: Element) -> Iterator[Found]:
    for option in item.parts("answerOption"):
        option.check_keys(_OPTION_KEYS)
        ours = keys_of_ours(option.keys, "option")
        if option.extension("questionnaire-optionExclusive") is True:
            ours = {"exclusive": True, **ours}
        found = _one(option, ours)
        if found is not None:
            yield found
        option.list_rest()


def _one(option: Element, ours: Tree) -> Found | None:
    coding = option.keys.get("valueCoding")
    if isinstance(coding, dict):
        option.see("valueCoding")
        weight = option.extension(*WEIGHTS)
        return _coded(coding, standard_value(coding, *WEIGHTS) if weight is None else weight, ours)
    for key in _PLAIN_TYPES:
        value = option.keys.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            option.see(key)
            weight = option.extension(*WEIGHTS)
            if weight is None and isinstance(value, int):
                return Found("", str(value), "", value, ours)
            return Found("", str(value), str(value), _weight(weight), ours)
    return None


def _coded(coding: Mapping[str, Any], weight: object, ours: Tree) -> Found | None:
    code, label = str(coding.get("code", "")), str(coding.get("display", ""))
    if not code and not label:
        return None
    source = "" if is_our_code(code_of(coding)) else code_of(coding)
    return Found(
        source, code or label, label or ("" if not source else code), _weight(weight), ours
    )


def _weight(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _from_value_set(item: Element, contained: Mapping[str, Element]) -> Iterator[Found]:
    address = item.text("answerValueSet")
    if not address:
        return
    value_set = contained.get(address.removeprefix("#")) if address.startswith("#") else None
    found = [] if value_set is None else list(_concepts(value_set))
    if not found:
        why = "its options are not in the file"
        item.list("the value set", why, "answerValueSet")
    yield from found


def _concepts(value_set: Element) -> Iterator[Found]:
    """Yield the concepts of a value set: those of its expansion, or else those listed."""
    expansion = value_set.keys.get("expansion")
    if isinstance(expansion, dict) and isinstance(expansion.get("contains"), list):
        yield from _of_list(expansion["contains"], None)
        return
    compose = value_set.keys.get("compose")
    includes = compose.get("include") if isinstance(compose, dict) else None
    for include in includes if isinstance(includes, list) else ():
        if isinstance(include, dict) and isinstance(include.get("concept"), list):
            yield from _of_list(include["concept"], include.get("system"))


def _of_list(concepts: list[object], system: object) -> Iterator[Found]:
    for concept in concepts:
        if isinstance(concept, dict):
            spelled = concept if system is None else {**concept, "system": system}
            weight = standard_value(concept, *WEIGHTS)
            found = _coded(spelled, _property(concept) if weight is None else weight, {})
            if found is not None:
                yield found


def _property(concept: Mapping[str, Any]) -> object:
    """Return the weight that an expansion of a newer FHIR gives a concept, or None."""
    for each in extensions(concept):
        parts = {str(part.get("url")): part for part in extensions(each)}
        if parts.get("code", {}).get("valueCode") in WEIGHTS:
            return parts.get("value[x]", {}).get("valueDecimal")
    return None

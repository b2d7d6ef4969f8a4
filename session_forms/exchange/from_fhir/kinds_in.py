"""What a FHIR item asks, as the keys of a question or a column of ours."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from session_forms.exchange.fhir_terms.codings import code_of, is_our_code
from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.fhir_terms.extensions import (
    day_of,
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
    source = "" if not code or is_our_code(code_of(coding)) else code_of(coding)
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


MIN_OCCURS = "questionnaire-minOccurs"
MAX_OCCURS = "questionnaire-maxOccurs"
MOST_ENTRIES = 200
MOST_TEXT = 20_000
MOST_LINE = 2_000
"""The longest line in a list or a cell."""
MOST_NUMBER = 1_000_000_000
MOST_BY_DEFAULT = 1_000_000
MOST_DECIMALS = 3
DECIMALS_BY_DEFAULT = 2


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item on its way to a question.

    Attributes:
        item: The item.
        contained: The value sets that stand in the same file, by id.
        kind: The kind that our own extension names, or "".
        words: The words that stand below it, by what they are for.

    """

    item: Element
    contained: Mapping[str, Element]
    kind: str
    words: Mapping[str, str] = field(default_factory=dict)


def keys_of_kind(asked: AskedItem, fhir_type: str) -> Tree | None:
    """Return `kind` and the keys that belong to it; None for a type we do not have."""
    if fhir_type in _WITH_OPTIONS and asked.item.keys.get("answerOption"):
        return _choice(asked)
    read = _READERS.get(fhir_type)
    return None if read is None else read(asked)


def _plain(kind: str, asked: AskedItem) -> Tree:
    _once(asked)
    return {"kind": kind}


def _integer(asked: AskedItem) -> Tree:
    if asked.kind == "computed":
        return _computed(asked)
    _once(asked)
    low, high = asked.item.whole("minValue"), asked.item.whole("maxValue")
    drawn = control_of(asked.item) == "slider"
    wanted = asked.kind if asked.kind in {"rating", "scale", "number"} else ""
    anchored = wanted in {"rating", "scale"} or (drawn and not wanted)
    if anchored and low is not None and high is not None and 0 < high - low < MOST_POINTS:
        ends = {"low": _end(low, asked, "lower"), "high": _end(high, asked, "upper")}
        return {"kind": wanted or "scale", **ends}
    return _number(asked, low, high)


def _end(value: int, asked: AskedItem, role: str) -> Tree:
    label = asked.words.get(role, "")
    return {"value": value, "label": label} if label else {"value": value}


def _number(asked: AskedItem, low: int | None, high: int | None) -> Tree:
    limits = {
        key: limit for key, limit in (("minimum", low), ("maximum", high)) if limit is not None
    }
    ordered = limits.get("minimum", 0) < limits.get("maximum", MOST_BY_DEFAULT)
    if not ordered or any(abs(limit) > MOST_NUMBER for limit in limits.values()):
        asked.item.list("its limits", f"0 to {MOST_BY_DEFAULT} are taken instead")
        limits = {}
    return {"kind": "number", **limits, **_unit(asked)}


def _unit(asked: AskedItem) -> Tree:
    unit = asked.item.extension("questionnaire-unit")
    named = unit.get("display") or unit.get("code") if isinstance(unit, dict) else None
    named = named or asked.words.get("unit")
    return {"unit": str(named)} if named else {}


def _decimal(asked: AskedItem) -> Tree:
    if asked.kind == "computed":
        return _computed(asked)
    _once(asked)
    keys = _number(asked, asked.item.whole("minValue"), asked.item.whole("maxValue"))
    return keys | {"decimals": _decimals(asked.item, DECIMALS_BY_DEFAULT)}


def _decimals(item: Element, default: int) -> int:
    wanted = item.whole("maxDecimalPlaces")
    return default if wanted is None or wanted < 0 else _at_most(item, wanted, MOST_DECIMALS)


def _computed(asked: AskedItem) -> Tree:
    asked.item.see("readOnly")
    return {"kind": "computed", "decimals": _decimals(asked.item, 0), **_unit(asked)}


def _choice(asked: AskedItem) -> Tree:
    options = found_options(asked.item, asked.contained)
    several = _several(asked)
    points = [] if several or asked.kind == "choice" else as_points(options)
    if points:
        if [point["value"] for point in points] != [option.weight for option in options]:
            asked.item.list("the order of its options", "they go up by their numbers now")
        return {"kind": "rating", "options": points}
    if len(options) < FEWEST_POINTS:
        asked.item.list("fewer than two options", "it asks for words now; write the options")
        return {"kind": "short_text"}
    if any(option.weight is not None for option in options):
        asked.item.list("the weights of its options", "a choice has none here")
    keys: Tree = {"kind": "multi" if several else "choice", "options": as_options(options)}
    least = asked.item.whole(MIN_OCCURS) or 0 if several else 0
    together = sum("exclusive" not in option.ours for option in options)
    return {**keys, "min_choices": least} if 0 < least <= together else keys


def _open_choice(asked: AskedItem) -> Tree:
    asked.item.list("an answer in other words", "only the listed options can be chosen here")
    return _choice(asked)


def _coding(asked: AskedItem) -> Tree:
    """Read the one type that R5 has for both; another key says whether other words will do."""
    only = asked.item.text("answerConstraint") in {"", "optionsOnly"}
    return _choice(asked) if only else _open_choice(asked)


def _date(asked: AskedItem) -> Tree:
    _once(asked)
    keys: Tree = {"kind": "date"}
    for key, name in (("earliest", "minValue"), ("latest", "maxValue")):
        day = day_of(asked.item.extension(name))
        if day is not None:
            keys[key] = {"on": day}
    return keys


def _string(asked: AskedItem) -> Tree:
    if _several(asked):
        return _entries(asked)
    if asked.kind and asked.kind not in _OF_TEXT:
        return {"kind": asked.kind}
    return _text(asked, "short_text")


def _long(asked: AskedItem) -> Tree:
    if _several(asked):
        return _entries(asked)
    return _text(asked, "long_text")


def _text(asked: AskedItem, kind: str) -> Tree:
    most, least = asked.item.number("maxLength"), asked.item.whole("minLength") or 0
    keys: Tree = {"kind": kind}
    if most is not None:
        keys["max_characters"] = _at_most(asked.item, most, MOST_TEXT)
    if 0 < least <= keys.get("max_characters", 200):
        keys["min_characters"] = least
    return keys


def _entries(asked: AskedItem) -> Tree:
    most = asked.item.number("maxLength")
    keys: Tree = {"kind": "list"} | rows_of(asked.item, "entries")
    if asked.kind in {"directory_list", "from_form"}:
        asked.item.see("readOnly")
        return keys | {"kind": asked.kind}
    if most is not None:
        keys["max_characters_each"] = _at_most(asked.item, most, MOST_LINE)
    return keys


def rows_of(item: Element, noun: str) -> Tree:
    """Return how many entries or rows there may be, as `min_rows` and `max_rows`."""
    most, least = item.whole(MAX_OCCURS), item.whole(MIN_OCCURS) or 0
    keys: Tree = {}
    if most is not None and most > 0:
        keys[f"max_{noun}"] = _at_most(item, most, MOST_ENTRIES)
    if 0 < least <= keys.get(f"max_{noun}", 20):
        keys[f"min_{noun}"] = least
    return keys


def _at_most(item: Element, wanted: int, most: int) -> int:
    if wanted > most:
        item.list(f"a limit of {wanted}", f"{most} is the most here")
    return min(wanted, most)


def control_of(item: Element) -> str:
    """Return how HL7's list of controls says the item is drawn, or ""."""
    concept: Any = item.extension("questionnaire-itemControl")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    first = codings[0] if isinstance(codings, list) and codings else None
    return str(first.get("code", "")) if isinstance(first, dict) else ""


def _several(asked: AskedItem) -> bool:
    """Return whether the item can have several answers; one that has one at most has not."""
    if not asked.item.truth("repeats"):
        return False
    return asked.kind in _SEVERAL or asked.item.whole(MAX_OCCURS) != 1


def _once(asked: AskedItem) -> None:
    if _several(asked):
        asked.item.list("several answers", "it is asked once here", "repeats")


CHOOSING = frozenset({"choice", "open-choice", "coding"})
"""The FHIR types that are answered by choosing, that of R5 last."""

_WITH_OPTIONS = frozenset({"integer", "string", "text", "date", "time"})
"""The FHIR types that are answered by choosing when options are listed."""

_SEVERAL = frozenset({"multi", "list", "directory_list", "from_form"})
_OF_TEXT = frozenset({"short_text", "long_text", "list", "directory_list", "from_form"})

_READERS: Mapping[str, Callable[[AskedItem], Tree]] = {
    "boolean": partial(_plain, "yes_no"),
    "integer": _integer,
    "decimal": _decimal,
    "quantity": _decimal,
    "choice": _choice,
    "open-choice": _open_choice,
    "coding": _coding,
    "date": _date,
    "dateTime": partial(_plain, "datetime"),
    "time": partial(_plain, "time"),
    "string": _string,
    "text": _long,
    "url": _string,
}


ROLES = ("lower", "upper", "unit")
HELP = "help"


def is_display(item: Element) -> bool:
    """Return whether the item only shows words."""
    return item.keys.get("type") == "display"


def words_below(items: Iterable[Element]) -> Mapping[str, str]:
    """Return the words among `items` by what they are for; all else is help."""
    found: dict[str, str] = {}
    for item in items:
        role = control_of(item)
        key = role if role in ROLES else HELP
        found[key] = joined(found.get(key, ""), words_of(item))
    return found


def words_of(item: Element) -> str:
    """Return the words of a display item; what else it says is listed."""
    item.see("linkId", "type")
    control_of(item)
    words = item.text("text")
    item.list_rest()
    return words


def joined(*texts: str) -> str:
    """Return the texts that are there, one a line."""
    return "\n".join(text for text in texts if text)

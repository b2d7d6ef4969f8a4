"""What each kind of question is in FHIR: its type, its limits, its options."""

from collections.abc import Callable, Mapping
from functools import partial

from session_forms.exchange.fhir_terms.codings import Choice, choices_of, plain
from session_forms.exchange.fhir_terms.drafts import ItemDraft
from session_forms.exchange.fhir_terms.extensions import our_keys, standard
from session_forms.exchange.plain_data.naming import option_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.questions.ratings import ScaleAnchor


def carry_options(draft: ItemDraft) -> bool:
    """Carry what can be chosen as answerOption; return whether there is anything."""
    choices = choices_of(draft.form_id, draft.asked, draft.name)
    if not choices:
        return False
    del draft.keys["options"]
    draft.item["answerOption"] = [
        _option(draft, index, choice, choices.coding(plain(choice)) or {})
        for index, choice in enumerate(choices.choices)
    ]
    return True


def _option(draft: ItemDraft, index: int, choice: Choice, coding: Tree) -> Tree:
    if isinstance(choice, ScaleAnchor):
        weight = standard("ordinalValue", "Decimal", choice.value)
        return {"extension": [weight], "valueCoding": coding}
    keys = spelled_part(choice)
    for carried in ("id", "label", "source_id"):
        keys.pop(carried, None)
    alone = keys.pop("exclusive", False)
    extensions = [standard("questionnaire-optionExclusive", "Boolean", True)] if alone else []
    for key in keys:
        draft.kept(f"options[{index}].{key}")
    if option_name(coding.get("code", "")) != choice.id:
        keys["id"] = choice.id
    extensions += our_keys("option", keys)
    return (
        {"extension": extensions, "valueCoding": coding} if extensions else {"valueCoding": coding}
    )


MIN_OCCURS = "questionnaire-minOccurs"
MAX_OCCURS = "questionnaire-maxOccurs"
MAX_DECIMALS = "maxDecimalPlaces"


def carry_kind(draft: ItemDraft) -> None:
    """Carry what this kind has; a kind that FHIR does not know is a line of text to it."""
    _CARRIERS.get(draft.keys["kind"], _text)(draft)


def _rating(draft: ItemDraft) -> None:
    if "options" in draft.keys:
        _choice(draft)
    else:
        _between(draft)


def _between(draft: ItemDraft) -> None:
    draft.item["type"] = "integer"
    if draft.keys["kind"] == "scale":
        draft.control("slider")
    for key, limit, role in (("low", "minValue", "lower"), ("high", "maxValue", "upper")):
        anchor = draft.keys.pop(key)
        draft.extend(limit, "Integer", anchor.pop("value"))
        draft.words(role, anchor.pop("label", ""))
        if anchor:
            draft.keys[key] = anchor


def _choice(draft: ItemDraft) -> None:
    draft.item["type"] = "choice" if carry_options(draft) else "string"


def _multi(draft: ItemDraft) -> None:
    _choice(draft)
    _repeats(draft, "min_choices", "")


def _number(draft: ItemDraft) -> None:
    _decimals(draft)
    _limit(draft, "minimum", "minValue")
    _limit(draft, "maximum", "maxValue")


def _computed(draft: ItemDraft) -> None:
    _decimals(draft)
    draft.item["readOnly"] = True


def _decimals(draft: ItemDraft) -> None:
    decimals = draft.keys.pop("decimals", 0)
    draft.item["type"] = "decimal" if decimals else "integer"
    if decimals:
        draft.extend(MAX_DECIMALS, "Integer", decimals)
    if unit := draft.keys.pop("unit", ""):
        draft.extend("questionnaire-unit", "Coding", {"display": unit})


def _limit(draft: ItemDraft, key: str, name: str) -> None:
    draft.keys.pop(key, None)
    draft.extend(name, "Integer", getattr(draft.asked, key))


def _plain(type_: str, draft: ItemDraft) -> None:
    draft.item["type"] = type_


def _day(draft: ItemDraft) -> None:
    draft.item["type"] = "date"
    for key, name in (("earliest", "minValue"), ("latest", "maxValue")):
        if draft.keys.get(key, {}).keys() == {"on"}:
            draft.extend(name, "Date", draft.keys.pop(key)["on"])


def _text(draft: ItemDraft) -> None:
    draft.item["type"] = "text" if draft.keys["kind"] == "long_text" else "string"
    most = getattr(draft.asked, "max_characters", None)
    if most is not None:
        draft.keys.pop("max_characters", None)
        draft.item["maxLength"] = most
    if least := draft.keys.pop("min_characters", 0):
        draft.extend("minLength", "Integer", least)


def _entries(draft: ItemDraft) -> None:
    draft.item["type"] = "string"
    _repeats(draft, "min_entries", "max_entries")
    most = getattr(draft.asked, "max_characters_each", None)
    if most is not None:
        draft.keys.pop("max_characters_each", None)
        draft.item["maxLength"] = most


def _taken_over(draft: ItemDraft) -> None:
    _entries(draft)
    if not draft.keys.get("editable", True):
        draft.item["readOnly"] = True


def _repeats(draft: ItemDraft, least: str, most: str) -> None:
    """Say that there can be several; FHIR takes a least number only of what is required."""
    draft.item["repeats"] = True
    if least in draft.keys and "required" in draft.item:
        draft.extend(MIN_OCCURS, "Integer", draft.keys.pop(least))
    if most:
        draft.keys.pop(most, None)
        draft.extend(MAX_OCCURS, "Integer", getattr(draft.asked, most))


def _rows(draft: ItemDraft) -> None:
    draft.item["type"] = "group"
    if "rows" not in draft.keys:
        _repeats(draft, "min_rows", "max_rows")


_CARRIERS: Mapping[str, Callable[[ItemDraft], None]] = {
    "rating": _rating,
    "scale": _between,
    "choice": _choice,
    "multi": _multi,
    "yes_no": partial(_plain, "boolean"),
    "number": _number,
    "date": _day,
    "time": partial(_plain, "time"),
    "datetime": partial(_plain, "dateTime"),
    "list": _entries,
    "directory_list": _entries,
    "from_form": _taken_over,
    "computed": _computed,
    "table": _rows,
}

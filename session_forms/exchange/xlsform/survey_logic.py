"""What the columns relevant and constraint of an XLSForm say, in the words of FHIR."""

from collections.abc import Mapping

from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.xlsform.expressions import LENGTH, OWN, Comparison, understood

CHOOSING = ("select_one", "select_multiple")
COUNTING = ("integer", "decimal", "range")

_LIMITS: Mapping[str, tuple[tuple[str, ...], int]] = {
    ">=": (("least",), 0),
    ">": (("least",), 1),
    "<=": (("most",), 0),
    "<": (("most",), -1),
    "=": (("least", "most"), 0),
}


def enable_keys(relevant: str, types: Mapping[str, str]) -> Tree | None:
    """Return `relevant` as enableWhen, or None when that cannot say it.

    `types` are the types of the questions by name.
    """
    joined = understood(relevant)
    if joined is None or any(each.asked not in types for each in joined.comparisons):
        return None
    lines = [_line(each, types[each.asked]) for each in joined.comparisons]
    said = [line for line in lines if line is not None]
    if len(said) < len(lines):
        return None
    return {"enableWhen": said, "enableBehavior": "any" if joined.any_is_enough else "all"}


def _line(comparison: Comparison, kind: str) -> Tree | None:
    line: Tree = {"question": comparison.asked, "operator": comparison.operator}
    if comparison.value == "":
        exists = {"!=": True, "=": False}.get(comparison.operator)
        return None if exists is None else line | {"operator": "exists", "answerBoolean": exists}
    value = comparison.value
    if kind in CHOOSING:
        return line | {"answerCoding": {"code": str(value)}}
    if kind == "acknowledge":
        return line | {"answerBoolean": True} if value == "OK" else None
    if kind in COUNTING:
        return None if isinstance(value, str) else line | {"answerDecimal": value}
    return line | {"answerString": str(value)}


def limits_of(constraint: str, kind: str) -> Tree | None:
    """Return `constraint` as the limits of an item, or None when they cannot say it.

    The keys are `least` and `most`: of the number, or of the length of a text.
    """
    joined = understood(constraint)
    if joined is None or (joined.any_is_enough and len(joined.comparisons) > 1):
        return None
    prefix = "" if kind in COUNTING else LENGTH if kind == "text" else None
    limits: Tree = {}
    for each in joined.comparisons:
        limit = None if prefix is None else _limit(each, prefix)
        if limit is None:
            return None
        limits |= limit
    return limits


def _limit(comparison: Comparison, prefix: str) -> Tree | None:
    operator, value = comparison.operator.removeprefix(prefix), comparison.value
    if comparison.asked != OWN or operator not in _LIMITS or type(value) is not int:
        return None
    if comparison.operator != prefix + operator:
        return None
    keys, beyond = _LIMITS[operator]
    return dict.fromkeys(keys, value + beyond)

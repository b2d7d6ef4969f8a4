"""FHIR extensions: the standard ones by name, and our own keys inside nested ones.

Our extensions stand under an address that never resolves: `.invalid` is reserved for
that by RFC 2606. A list is a nested extension whose parts are all called `-`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from session_forms.exchange.plain_data.plain_form import Tree

OURS = "https://session-forms.invalid/fhir"
"""The base of every address that we write."""

OUR_EXTENSION = f"{OURS}/StructureDefinition"
HL7 = "http://hl7.org/fhir/StructureDefinition"

MOST_LEVELS = 20
"""How deep our keys may stand inside each other."""

_KEY = re.compile(r"[a-z][a-z_]{0,40}")
_LIST = "-"
_EMPTY = "empty"


def standard(name: str, kind: str, value: object) -> Tree:
    """Return the HL7 extension `name` with one value of a FHIR type, as `Integer`."""
    return {"url": f"{HL7}/{name}", f"value{kind}": value}


def standard_value(element: Mapping[str, Any], *names: str) -> object:
    """Return the value of the first HL7 extension of these names, or None."""
    for each in extensions(element):
        address = each.get("url")
        if isinstance(address, str) and address in {f"{HL7}/{name}" for name in names}:
            return next((each[key] for key in each if key.startswith("value")), None)
    return None


def extensions(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the extensions of `element` that are readable at all."""
    found = element.get("extension")
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))


def our_keys(name: str, keys: Tree) -> list[Tree]:
    """Return one extension of ours that holds `keys`, or none when there are no keys."""
    if not keys:
        return []
    return [{"url": f"{OUR_EXTENSION}/{name}", "extension": _written(keys)}]


def keys_of_ours(element: Mapping[str, Any], name: str) -> Tree:
    """Return the keys that our extension `name` on `element` holds; {} without one."""
    for each in extensions(element):
        if each.get("url") == f"{OUR_EXTENSION}/{name}":
            found = _read(each, 0)
            return found if isinstance(found, dict) else {}
    return {}


def taken_id(keys: Tree) -> str:
    """Take the id out of keys of ours; return it, or "" when it is none."""
    found = keys.pop("id", "")
    return found if isinstance(found, str) else ""


def is_ours(extension: Mapping[str, Any]) -> bool:
    """Return whether the extension is one that we write."""
    return str(extension.get("url", "")).startswith(f"{OUR_EXTENSION}/")


def _written(value: object) -> list[Tree]:
    if isinstance(value, dict):
        return [_part(key, each) for key, each in value.items()]
    assert isinstance(value, list)
    return [_part(_LIST, each) for each in value]


def _part(name: str, value: object) -> Tree:
    if isinstance(value, dict | list):
        return {"url": name, "extension": _written(value)}
    if isinstance(value, date):
        return {"url": name, "valueDate": value.isoformat()}
    if value == "":
        return {"url": name, "valueCode": _EMPTY}
    return {"url": name, f"value{_FHIR_TYPES[type(value)]}": value}


def _read(extension: Mapping[str, Any], level: int) -> object:
    if level > MOST_LEVELS:
        return None
    parts = list(extensions(extension))
    if parts and all(part.get("url") == _LIST for part in parts):
        return [_read(part, level + 1) for part in parts]
    if parts:
        return {_key(part.get("url")): _read(part, level + 1) for part in parts}
    if "valueDate" in extension:
        return day_of(extension["valueDate"])
    if "valueCode" in extension:
        return ""
    return next(
        (extension[f"value{kind}"] for kind in _FHIR_TYPES.values() if f"value{kind}" in extension),
        None,
    )


_FHIR_TYPES: Mapping[type, str] = {
    bool: "Boolean",
    int: "Integer",
    float: "Decimal",
    str: "String",
}


def _key(address: object) -> str:
    """Return a key as it is spelt; whatever is not spelt as a key is not repeated anywhere."""
    return address if isinstance(address, str) and _KEY.fullmatch(address) else "unknown_key"


def day_of(value: object) -> date | None:
    """Return the day that a value spells, or None."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

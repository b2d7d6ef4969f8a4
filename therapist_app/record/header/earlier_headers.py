"""A header as earlier versions of its file spelt it: read, and written to check what it bears.

The first change that is written gives a header its newest form.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from therapist_app.record.header.header import Header
from therapist_app.record.header.header_fields import (
    FIRST_WITH_STATEMENTS,
    newest_fields,
    read_newest,
)
from therapist_app.record.header.strict_values import Unfit, from_hex, list_of, of_kind, several

_SLOTS = ("passphrase", "sheet")
_SLOT = ("salt", "commitment", "wrapped")
_SINCE_VERSION_2 = {"cost", "covers", "keepers", "service_boxes"}
_SINCE_VERSION_3 = {"count", "own"}


def written_fields(header: Header) -> dict[str, Any]:
    """Return a header as its own version spells it."""
    fields = newest_fields(header)
    if header.version >= FIRST_WITH_STATEMENTS:
        return fields
    older = _to_version_2(fields, header.signature)
    return _to_version_1(older) if header.version == 1 else older


def read_fields(fields: dict[str, Any]) -> Header:
    """Return a header from its fields, of whatever version they are.

    Raises:
        Unfit: A field is not of its kind.
        KeyError: A field is missing.

    """
    readers: dict[object, Callable[[dict[str, Any]], Header]] = {
        1: _read_version_1,
        2: _read_version_2,
        3: _read_version_3,
        4: _read_version_4,
    }
    version = fields.get("version")
    reader = readers.get(version, read_newest) if type(version) is int else read_newest
    return reader(fields)


def _read_version_1(fields: dict[str, Any]) -> Header:
    # A person had one cost for both slots, each data key one generation, a caseload one owner and
    # no cover. The first change that is written gives the header its newest form.
    people = list_of(fields["people"], _fields_of)
    if not people:
        raise Unfit
    today = {
        **fields,
        "cost": people[0]["cost"],
        "people": [_person_from_version_1(person) for person in people],
        "service_boxes": [[person["uid"], 1, person["service_box"]] for person in people],
        "caseloads": list(list_of(fields["caseloads"], _caseload_from_version_1)),
        "covers": [],
        "keepers": [],
    }
    return replace(_read_version_2(today), version=1)


def _read_version_4(fields: dict[str, Any]) -> Header:
    # A continuity sheet opened caseloads alone.
    return replace(read_newest({**fields, "continuity_verify": ""}), version=4)


def _read_version_3(fields: dict[str, Any]) -> Header:
    # Nobody changed their key pair.
    return replace(_read_version_4({**fields, "service_own": []}), version=3)


def _read_version_2(fields: dict[str, Any]) -> Header:
    # Nobody's slots or boxes were signed, and there was one signature instead of a chain.
    signature = from_hex(fields["signature"], 64)
    since = {"count": 0, "own": []}
    today = {
        **fields,
        "people": [{**each, **since} for each in list_of(fields["people"], _fields_of)],
        "caseloads": [
            {**each, "boxes": _boxes_from_version_2(each["boxes"]), **since}
            for each in list_of(fields["caseloads"], _fields_of)
        ],
        "service_boxes": _boxes_from_version_2(fields["service_boxes"]),
        "covers": [
            [*several(each, str, 3), "", "", "", ""]
            for each in list_of(fields["covers"], lambda entry: of_kind(entry, list))
        ],
        "trail": [],
        "service_own": [],
    }
    return replace(_read_version_4(today), version=2, signature=signature)


def _boxes_from_version_2(value: object) -> list[Any]:
    boxes = list_of(value, lambda entry: of_kind(entry, list))
    return [[*each, ""] for each in boxes]


def _fields_of(value: object) -> dict[str, Any]:
    return of_kind(value, dict)


def _person_from_version_1(person: dict[str, Any]) -> dict[str, Any]:
    terms = {"roles": person["roles"], "cost": person["cost"], "key_file": False}
    slots = {
        name: {**terms, **dict(zip(_SLOT, several(person[name], str, len(_SLOT)), strict=True))}
        for name in _SLOTS
    }
    return {**person, **slots}


def _caseload_from_version_1(value: object) -> dict[str, Any]:
    fields = of_kind(value, dict)
    boxes = list_of(fields["boxes"], lambda entry: several(entry, str, 2))
    return {
        "id": fields["owner"],
        "owner": fields["owner"],
        "boxes": [[to, 1, sealed] for to, sealed in boxes],
        "stale": False,
    }


def _to_version_2(fields: dict[str, Any], signature: bytes) -> dict[str, Any]:
    """Return the fields as version 2 spelt them."""
    lists = {
        name: [{key: each[key] for key in each if key not in _SINCE_VERSION_3} for each in listed]
        for name, listed in fields.items()
        if name in ("people", "caseloads")
    }
    for each in lists["caseloads"]:
        each["boxes"] = [box[:3] for box in each["boxes"]]
    return {
        **fields,
        **lists,
        "service_boxes": [box[:3] for box in fields["service_boxes"]],
        "covers": [each[:3] for each in fields["covers"]],
        "signature": signature.hex(),
    }


def _to_version_1(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as version 1 spelt them, to check its MAC."""
    boxes = {to: sealed for to, _generation, sealed in fields["service_boxes"]}
    people = [
        {
            **person,
            **{name: [person[name][part] for part in _SLOT] for name in _SLOTS},
            "cost": person["passphrase"]["cost"],
            "service_box": boxes[person["uid"]],
        }
        for person in fields["people"]
    ]
    caseloads = [
        {
            "owner": grant["owner"],
            "boxes": [[to, sealed] for to, _generation, sealed in grant["boxes"]],
        }
        for grant in fields["caseloads"]
    ]
    kept = {name: value for name, value in fields.items() if name not in _SINCE_VERSION_2}
    return {**kept, "people": people, "caseloads": caseloads}

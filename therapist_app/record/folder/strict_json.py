"""JSON with one spelling, and nothing but that spelling read back.

Files beside the encrypted databases can be changed by anybody who reaches the folder, so
reading refuses duplicate keys, fractions, NaN, a byte order mark, deep nesting, and any
spelling that writing would not have chosen.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn


class BadJson(Exception):
    """The text is not what `canonical` would have written."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one spelling of `value`."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def parse(data: bytes) -> dict[str, Any]:
    """Return the object that `data` spells.

    Raises:
        BadJson: It is not an object in the one spelling.

    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        if isinstance(value, dict) and canonical(value) == data:
            return value
    except (ValueError, RecursionError):
        pass
    raise BadJson


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_text: str) -> NoReturn:
    raise ValueError

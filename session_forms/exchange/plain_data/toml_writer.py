"""Plain keys as the text of a definition file: one spelling, lines that stay short."""

import json
from collections.abc import Iterator
from datetime import date

from session_forms.exchange.plain_data.plain_form import Tree

LONGEST_LINE = 100

_FIRST = ("id", "kind", "question", "value", "name")
_ORDER = {key: place for place, key in enumerate(_FIRST)} | {"source_id": len(_FIRST) + 2}
"""What a part is called comes first, and where it came from last; the rest stays as it is."""

_PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def pairs(keys: Tree) -> Iterator[str]:
    """Yield one line for each key; a list that is long takes a line for each entry."""
    for key, value in _ordered(keys):
        line = f"{_key(key)} = {_value(value)}"
        if isinstance(value, list) and len(line) > LONGEST_LINE:
            yield f"{_key(key)} = ["
            yield from (f"    {_value(each)}," for each in value)
            yield "]"
        else:
            yield line


def comment(text: str) -> str:
    """Return `text` as a comment on one line."""
    return "# " + "".join(each if each.isprintable() else " " for each in text)


def _ordered(keys: Tree) -> list[tuple[str, object]]:
    return sorted(keys.items(), key=lambda pair: _ORDER.get(pair[0], len(_ORDER)))


def _key(key: str) -> str:
    return key if key and _PLAIN_KEY.issuperset(key) else _text(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case dict():
            inside = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in _ordered(value))
            return f"{{ {inside} }}"
        case list():
            return f"[{', '.join(_value(each) for each in value)}]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    r"""Return a basic string; JSON escapes all that TOML wants escaped, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

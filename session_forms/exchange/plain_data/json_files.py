"""FHIR resources as JSON text: read within limits, written in one spelling."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from math import isfinite
from typing import NoReturn

from session_forms.errors import DefinitionError
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.files import toml_file

MOST_BYTES = 5_000_000
"""The largest file that is read."""

MOST_LEVELS = 60
"""How deep values may stand inside each other."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]")


def json_text(resource: Tree, report: CarryReport) -> str:
    """Return `resource` as JSON; characters that FHIR forbids are left out and listed."""
    clean = _clean(resource, "", report)
    return json.dumps(clean, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _clean(value: object, path: str, report: CarryReport) -> object:
    match value:
        case dict():
            return {key: _clean(each, f"{path}.{key}", report) for key, each in value.items()}
        case list():
            return [_clean(each, f"{path}[{at}]", report) for at, each in enumerate(value)]
        case str() if _FORBIDDEN.search(value):
            report.add(path.lstrip("."), "a control character", "FHIR takes none; it is left out")
            return _FORBIDDEN.sub("", value)
        case _:
            return value


def read_bytes(path: Traversable) -> bytes:
    """Return the content of the file at `path`.

    Raises:
        DefinitionError: It cannot be read, or is too large.

    """
    data = toml_file.read_bytes(path, MOST_BYTES)
    if len(data) > MOST_BYTES:
        what = f"the file is larger than {MOST_BYTES} bytes"
        raise DefinitionError(path.name, None, "", what, "split it or shorten it")
    return data


def parse_json(name: str, data: bytes) -> Tree:
    """Return `data`, the content of the file `name`, as one JSON object.

    Raises:
        DefinitionError: It is no such object, a key stands there twice, or values stand
            too deep inside each other.

    """
    problem, line = "this is no JSON that can be read", None
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_refused,
            parse_float=_finite,
        )
    except _Repeated:
        problem, found = "a key stands twice in one object", None
    except json.JSONDecodeError as error:
        line, found = _line_of(error), None
    except (ValueError, RecursionError):
        found = None
    else:
        problem = "the file does not hold one JSON object"
    if not isinstance(found, dict):
        raise DefinitionError(name, line, "", problem, "save it as JSON once more")
    if _is_deeper(found.values(), MOST_LEVELS):
        what = "values stand too deep inside each other"
        raise DefinitionError(name, None, "", what, "write it flatter")
    return found


def _line_of(error: json.JSONDecodeError) -> int:
    """Return the line of the fault, the same on every Python.

    Where a comma stands before a closing bracket, it is the comma's; Python names it from 3.13 on,
    and the bracket before.
    """
    at, before = error.pos, error.doc[: error.pos].rstrip(" \t\r\n")
    if error.doc.startswith(("}", "]"), at) and before.endswith(","):
        at = len(before)
    return error.doc.count("\n", 0, at) + 1


class _Repeated(ValueError):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> Tree:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _refused(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refused(text)


def _is_deeper(values: Iterable[object], levels: int) -> bool:
    if not levels:
        return True
    return any(
        _is_deeper(each.values() if isinstance(each, Mapping) else each, levels - 1)
        for each in values
        if isinstance(each, Mapping | list)
    )

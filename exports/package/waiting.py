"""A prepared release as bytes, so that it can wait for a second person, and read again.

Pages are frozen dataclasses of plain values; each is spelt as its name and its fields. Only
those that a page can hold, by the types of its fields, are known when it is read.
"""

import base64
import dataclasses
import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_type_hints

from exports.document.document import Asked, PreviewPage
from exports.errors import PackageRefused
from exports.package.release import Check, PreparedRelease

Read = TypeVar("Read")
NOT_WHOLE = "The release that waits cannot be read: it was changed, or another version wrote it."


def waiting_bytes(release: PreparedRelease) -> bytes:
    """Return all of a release."""
    content = {
        "id": release.id,
        "profile": release.profile,
        "recipient": release.recipient,
        "title": release.title,
        "practice": release.practice,
        "files": {name: _as_text(data) for name, data in release.files.items()},
        "preview": _spelt(release.preview),
        "manifest": _as_text(release.manifest),
        "tables_hash": release.tables_hash,
        "checks": _spelt(release.checks),
        "questions": _spelt(release.questions),
        "is_decided": release.is_decided,
    }
    return json.dumps(content, ensure_ascii=False).encode()


def release_from(data: bytes) -> PreparedRelease:
    """Return the release that was made to wait.

    Raises:
        PackageRefused: It cannot be read.

    """
    try:
        content: dict[str, Any] = json.loads(data)
        return PreparedRelease(
            id=content["id"],
            profile=content["profile"],
            recipient=content["recipient"],
            title=content["title"],
            practice=content["practice"] is True,
            files=MappingProxyType(
                {name: base64.b64decode(each) for name, each in content["files"].items()}
            ),
            preview=_all_read(content["preview"], PreviewPage),
            manifest=base64.b64decode(content["manifest"]),
            tables_hash=content["tables_hash"],
            checks=_all_read(content["checks"], Check),
            questions=_all_read(content.get("questions", []), Asked),
            is_decided=content.get("is_decided", True) is True,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PackageRefused(NOT_WHOLE) from None


def _as_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _spelt(value: object) -> object:
    if isinstance(value, tuple):
        return [_spelt(each) for each in value]
    name = type(value).__name__
    if dataclasses.is_dataclass(value) and _known().get(name) is type(value):
        fields = {each.name: _spelt(getattr(value, each.name)) for each in _fields(type(value))}
        return {name: fields}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(name)


def _read(value: object) -> object:
    if isinstance(value, list):
        return tuple(_read(each) for each in value)
    if isinstance(value, dict):
        [(name, fields)] = value.items()
        return _known()[name](**{key: _read(each) for key, each in fields.items()})
    return value


def _all_read(values: object, kind: type[Read]) -> tuple[Read, ...]:
    """Return what was spelt, all of it of one kind.

    Raises:
        ValueError: Something is of another kind.

    """
    found = _read(values)
    if not isinstance(found, tuple) or not all(isinstance(each, kind) for each in found):
        raise ValueError
    return found


def _fields(kind: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


@cache
def _known() -> Mapping[str, type]:
    """Return what a page can hold, by name: found by the types of the fields."""
    found = dict.fromkeys(_within(PreviewPage))
    return {each.__name__: each for each in (*found, Check, Asked)}


def _within(kind: object) -> Iterator[type]:
    """Yield the dataclasses that a value of a type can hold, and itself if it is one.

    No page holds a page: a type that could hold itself has no end.
    """
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        yield kind
        held = tuple(get_type_hints(kind).values())
    else:
        held = get_args(kind)
    for each in held:
        yield from _within(each)

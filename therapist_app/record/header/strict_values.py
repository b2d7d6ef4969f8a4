"""The values of a header, read strictly: what is not of its kind is refused."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from therapist_app.record.header.numbers import MOST, MOST_WRITINGS

_T = TypeVar("_T")


class Unfit(Exception):
    """A field is not of its kind."""


def list_of(value: object, read: Callable[[object], _T]) -> tuple[_T, ...]:
    """Return what `read` makes of each entry of a list."""
    return tuple(read(entry) for entry in of_kind(value, list))


def several(value: object, kind: type[_T], count: int) -> tuple[_T, ...]:
    """Return a list of so many values of one kind."""
    found = list_of(value, lambda entry: of_kind(entry, kind))
    if len(found) != count:
        raise Unfit
    return found


def with_last(value: object, count: int, last: object) -> list[Any]:
    """Return a list of so many values and one more, which is `last` where it is not there."""
    found = of_kind(value, list)
    if len(found) not in (count, count + 1):
        raise Unfit
    return found if len(found) > count else [*found, last]


def of_kind(value: object, kind: type[_T]) -> _T:
    """Return a value of exactly this kind: no truth value passes for a number."""
    if type(value) is not kind:
        raise Unfit
    return value


def from_hex(value: object, length: int) -> bytes:
    """Return so many bytes, spelt in lower case."""
    text = of_kind(value, str)
    if len(text) != 2 * length or text.strip("0123456789abcdef"):
        raise Unfit
    return bytes.fromhex(text)


def uid_from(value: object) -> str:
    """Return an id of 32 hexadecimal characters."""
    return from_hex(value, 16).hex()


def moment_from(value: object) -> str:
    """Return a moment as it is spelt, with what it lies from UTC."""
    text = of_kind(value, str)
    try:
        if datetime.fromisoformat(text).tzinfo is None:
            raise Unfit
    except ValueError:
        raise Unfit from None
    return text


def count_from(value: object) -> int:
    """Return how often something was changed, from 0 on."""
    count = of_kind(value, int)
    if not 0 <= count < MOST:
        raise Unfit
    return count


def writings_from(value: object) -> int:
    """Return how often a header was written."""
    count = of_kind(value, int)
    if not 0 <= count < MOST_WRITINGS:
        raise Unfit
    return count


def check_day(text: str) -> None:
    """Refuse what is no day, spelt as 2026-02-28."""
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise Unfit
    except ValueError:
        raise Unfit from None

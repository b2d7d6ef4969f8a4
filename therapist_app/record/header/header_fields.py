"""Reading one field of a header, of exactly its kind, and nothing else."""

from collections.abc import Callable
from typing import TypeVar

from therapist_app.record.crypto.kdf_cost import KdfCost
from therapist_app.record.header.roles import ROLES

_T = TypeVar("_T")


class Unfit(Exception):
    """A field is not of its kind."""


def each(value: object, read: Callable[[object], _T]) -> tuple[_T, ...]:
    """Return what `read` makes of each entry of a list."""
    return tuple(read(entry) for entry in of_kind(value, list))


def several(value: object, kind: type[_T], count: int) -> tuple[_T, ...]:
    """Return a list of so many values of one kind."""
    found = each(value, lambda entry: of_kind(entry, kind))
    if len(found) != count:
        raise Unfit
    return found


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


def roles_from(value: object) -> tuple[str, ...]:
    """Return roles that this version knows; at least one."""
    roles = each(value, lambda entry: of_kind(entry, str))
    if not roles or not set(roles) <= set(ROLES):
        raise Unfit
    return roles


def cost_from(value: object) -> KdfCost:
    """Return a cost of key derivation, between the floor and the ceiling."""
    cost = KdfCost(*several(value, int, 3))
    if not cost.is_acceptable:
        raise Unfit
    return cost


def cost_fields(cost: KdfCost) -> list[int]:
    """Return a cost as it is written."""
    return [cost.memory, cost.passes, cost.lanes]

"""The header as a file: one spelling, read strictly, replaced as a whole."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from therapist_app.record import strict_json
from therapist_app.record.errors import HeaderAltered, NotARecord, RecordTooNew
from therapist_app.record.files import read_private_file, replace_file
from therapist_app.record.header import VERSION, CaseloadGrant, Header, Person
from therapist_app.record.kdf_cost import KdfCost
from therapist_app.record.roles import ROLES
from therapist_app.record.slots import WRAPPED_LENGTH, Slot

LIMIT = 64 * 1024
_FORMAT = "therapist record"
_BOX = 80
_T = TypeVar("_T")


def load_header(path: Path) -> Header:
    """Read a header.

    Raises:
        FileNotFoundError: There is none.
        NotARecord: Something else stands in its place.
        RecordTooNew: A later version wrote it.
        HeaderAltered: It is not as it was written.

    """
    data = read_private_file(path, LIMIT)
    try:
        fields = strict_json.parse(data)
    except strict_json.BadJson:
        raise HeaderAltered("spelling") from None
    if fields.get("format") != _FORMAT:
        raise NotARecord("format")
    if _with_digest(fields) != fields:
        raise HeaderAltered("digest")
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise RecordTooNew("header")
    try:
        return _read(fields)
    except (_Unfit, KeyError):
        raise HeaderAltered("content") from None


def save_header(path: Path, header: Header) -> None:
    """Put a header in the place of the one before."""
    data = strict_json.canonical(_with_digest(_write(header)))
    if len(data) > LIMIT:
        raise NotARecord("too-long")
    replace_file(path, data)


def authenticated_bytes(header: Header) -> bytes:
    """Return what the header's MAC covers."""
    return strict_json.canonical({**_write(header), "mac": ""})


class _Unfit(Exception):
    """A field is not of its kind."""


def _write(header: Header) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": VERSION,
        "service_id": header.service_id,
        "practice": header.practice,
        "generation": header.generation,
        "keeper": header.keeper.hex(),
        "audit_public": header.audit_public.hex(),
        "continuity": header.continuity.hex() if header.continuity else "",
        "people": [_write_person(each) for each in header.people],
        "caseloads": [
            {"owner": each.owner, "boxes": [[uid, box.hex()] for uid, box in each.boxes]}
            for each in header.caseloads
        ],
        "signature": header.signature.hex(),
        "mac": header.mac.hex(),
    }


def _write_person(person: Person) -> dict[str, Any]:
    cost = person.cost
    return {
        "uid": person.uid,
        "name": person.name,
        "roles": list(person.roles),
        "cost": [cost.memory, cost.passes, cost.lanes],
        "public": person.public.hex(),
        "verify": person.verify.hex(),
        "passphrase": _write_slot(person.passphrase),
        "sheet": _write_slot(person.sheet),
        "service_box": person.service_box.hex(),
    }


def _write_slot(slot: Slot) -> list[str]:
    return [slot.salt.hex(), slot.commitment.hex(), slot.wrapped.hex()]


def _with_digest(fields: Mapping[str, Any]) -> dict[str, Any]:
    # Anybody can compute it: it tells a damaged header from a wrong passphrase, no more.
    bare = {key: value for key, value in fields.items() if key != "digest"}
    return {**bare, "digest": hashlib.sha256(strict_json.canonical(bare)).hexdigest()}


def _read(fields: dict[str, Any]) -> Header:
    header = Header(
        service_id=_hex(fields["service_id"], 16).hex(),
        practice=_kind(fields["practice"], bool),
        generation=_kind(fields["generation"], int),
        keeper=_hex(fields["keeper"], 32),
        audit_public=_hex(fields["audit_public"], 32),
        continuity=_hex(fields["continuity"], 32) if fields["continuity"] else None,
        people=_each(fields["people"], _read_person),
        caseloads=_each(fields["caseloads"], _read_caseload),
        signature=_hex(fields["signature"], 64),
        mac=_hex(fields["mac"], 32),
    )
    uids = [each.uid for each in header.people]
    owners = [each.owner for each in header.caseloads]
    one_each = len(set(uids)) == len(uids) > 0 and len(set(owners)) == len(owners)
    if _with_digest(_write(header)) != fields or not one_each or not set(owners) <= set(uids):
        raise _Unfit
    return header


def _read_person(value: object) -> Person:
    fields = _kind(value, dict)
    return Person(
        uid=_hex(fields["uid"], 16).hex(),
        name=_kind(fields["name"], str),
        roles=_read_roles(fields["roles"]),
        cost=_read_cost(fields["cost"]),
        public=_hex(fields["public"], 32),
        verify=_hex(fields["verify"], 32),
        passphrase=_read_slot(fields["passphrase"]),
        sheet=_read_slot(fields["sheet"]),
        service_box=_hex(fields["service_box"], _BOX),
    )


def _read_roles(value: object) -> tuple[str, ...]:
    roles = _each(value, lambda each: _kind(each, str))
    if not roles or not set(roles) <= set(ROLES):
        raise _Unfit
    return roles


def _read_cost(value: object) -> KdfCost:
    memory, passes, lanes = _several(value, int, 3)
    cost = KdfCost(memory, passes, lanes)
    if not cost.is_acceptable:
        raise _Unfit
    return cost


def _read_slot(value: object) -> Slot:
    salt, commitment, wrapped = _several(value, str, 3)
    return Slot(_hex(salt, 16), _hex(commitment, 32), _hex(wrapped, WRAPPED_LENGTH))


def _read_caseload(value: object) -> CaseloadGrant:
    fields = _kind(value, dict)
    return CaseloadGrant(
        owner=_hex(fields["owner"], 16).hex(), boxes=_each(fields["boxes"], _read_box)
    )


def _read_box(value: object) -> tuple[str, bytes]:
    uid, box = _several(value, str, 2)
    return uid, _hex(box, _BOX)


def _each(value: object, read: Callable[[object], _T]) -> tuple[_T, ...]:
    return tuple(read(each) for each in _kind(value, list))


def _several(value: object, kind: type[_T], count: int) -> tuple[_T, ...]:
    found = _each(value, lambda each: _kind(each, kind))
    if len(found) != count:
        raise _Unfit
    return found


def _kind(value: object, kind: type[_T]) -> _T:
    if type(value) is not kind:
        raise _Unfit
    return value


def _hex(value: object, length: int) -> bytes:
    text = _kind(value, str)
    if len(text) != 2 * length or text.strip("0123456789abcdef"):
        raise _Unfit
    return bytes.fromhex(text)

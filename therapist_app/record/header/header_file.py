"""The header as a file: one spelling, read strictly, replaced as a whole."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from therapist_app.record.crypto.slots import WRAPPED_LENGTH, Slot, SlotTerms
from therapist_app.record.errors import HeaderAltered, NotARecord, RecordTooNew
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.header import header_v1
from therapist_app.record.header.header import (
    HANDED_OVER,
    VERSION,
    CaseloadGrant,
    Cover,
    Header,
    KeeperLink,
    KeyBox,
    Person,
)
from therapist_app.record.header.header_fields import (
    Unfit,
    cost_fields,
    cost_from,
    each,
    from_hex,
    of_kind,
    roles_from,
    several,
    uid_from,
)

LIMIT = 256 * 1024
"""Room for about 145 people who each have clients; one takes nearly 1.8 kB."""
BOX_LENGTH = 80
_FORMAT = "therapist record"
_MOST_GENERATIONS = 2**31


def load_header(path: Path) -> Header:
    """Read a header.

    Raises:
        FileNotFoundError: There is none.
        CannotWrite: It is there, and the system refuses to read it.
        NotARecord: Something else stands in its place.
        RecordTooNew: A later version wrote it.
        HeaderAltered: It is not as it was written.

    """
    return parse_header(read_private_file(path, LIMIT))


def parse_header(data: bytes) -> Header:
    """Read a header from what its file holds.

    Raises:
        NotARecord: It is something else.
        RecordTooNew: A later version wrote it.
        HeaderAltered: It is not as it was written.

    """
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
        header = header_v1.read(fields) if version == 1 else _read(fields)
        _check(header, fields)
    except (Unfit, KeyError):
        raise HeaderAltered("content") from None
    return header


def header_bytes(header: Header) -> bytes:
    """Return what the file of a header holds."""
    return strict_json.canonical(_with_digest(_write(header)))


def save_header(path: Path, header: Header) -> None:
    """Put a header in the place of the one before.

    Raises:
        NotARecord: It has become too long to be read again; nothing was changed.

    """
    data = header_bytes(header)
    if len(data) > LIMIT:
        raise NotARecord("list-full")
    replace_file(path, data)


def authenticated_bytes(header: Header) -> bytes:
    """Return what the header's MAC covers."""
    return strict_json.canonical({**_write(header), "mac": ""})


def _write(header: Header) -> dict[str, Any]:
    if header.version == 1:
        return {"format": _FORMAT, **header_v1.write(header)}
    return {
        "format": _FORMAT,
        "version": header.version,
        "service_id": header.service_id,
        "practice": header.practice,
        "generation": header.generation,
        "keeper": header.keeper.hex(),
        "keepers": [[link.verify.hex(), link.signature.hex()] for link in header.keepers],
        "audit_public": header.audit_public.hex(),
        "continuity": header.continuity.hex() if header.continuity else "",
        "cost": cost_fields(header.cost),
        "people": [_write_person(person) for person in header.people],
        "service_boxes": _write_boxes(header.service_boxes),
        "caseloads": [_write_caseload(grant) for grant in header.caseloads],
        "covers": [[cover.caseload, cover.to, cover.until] for cover in header.covers],
        "signature": header.signature.hex(),
        "mac": header.mac.hex(),
    }


def _write_person(person: Person) -> dict[str, Any]:
    return {
        "uid": person.uid,
        "name": person.name,
        "roles": list(person.roles),
        "public": person.public.hex(),
        "verify": person.verify.hex(),
        "passphrase": _write_slot(person.passphrase),
        "sheet": _write_slot(person.sheet),
    }


def _write_slot(slot: Slot) -> dict[str, Any]:
    return {
        "roles": list(slot.terms.roles),
        "cost": cost_fields(slot.terms.cost),
        "key_file": slot.terms.key_file,
        "salt": slot.salt.hex(),
        "commitment": slot.commitment.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _write_boxes(boxes: tuple[KeyBox, ...]) -> list[Any]:
    return [[box.to, box.generation, box.sealed.hex()] for box in boxes]


def _write_caseload(grant: CaseloadGrant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "owner": grant.owner,
        "boxes": _write_boxes(grant.boxes),
        "stale": grant.is_stale,
    }


def _with_digest(fields: Mapping[str, Any]) -> dict[str, Any]:
    # Anybody can compute it: it tells a damaged header from a wrong passphrase, no more.
    bare = {key: value for key, value in fields.items() if key != "digest"}
    return {**bare, "digest": hashlib.sha256(strict_json.canonical(bare)).hexdigest()}


def _read(fields: dict[str, Any]) -> Header:
    return Header(
        service_id=uid_from(fields["service_id"]),
        practice=of_kind(fields["practice"], bool),
        generation=of_kind(fields["generation"], int),
        keeper=from_hex(fields["keeper"], 32),
        audit_public=from_hex(fields["audit_public"], 32),
        continuity=from_hex(fields["continuity"], 32) if fields["continuity"] else None,
        cost=cost_from(fields["cost"]),
        people=each(fields["people"], _read_person),
        service_boxes=each(fields["service_boxes"], _read_box),
        caseloads=each(fields["caseloads"], _read_caseload),
        covers=each(fields["covers"], _read_cover),
        keepers=each(fields["keepers"], _read_link),
        signature=from_hex(fields["signature"], 64),
        mac=from_hex(fields["mac"], 32),
    )


def _check(header: Header, fields: dict[str, Any]) -> None:
    if _with_digest(_write(header)) != fields:
        raise Unfit
    uids = [person.uid for person in header.people]
    ids = [grant.id for grant in header.caseloads]
    one_each = len(set(uids)) == len(uids) > 0 and len(set(ids)) == len(ids)
    named = {grant.owner for grant in header.caseloads} | {cover.to for cover in header.covers}
    covered = {cover.caseload for cover in header.covers}
    if not one_each or not named <= set(uids) or not covered <= set(ids):
        raise Unfit


def _read_person(value: object) -> Person:
    fields = of_kind(value, dict)
    return Person(
        uid=uid_from(fields["uid"]),
        name=of_kind(fields["name"], str),
        roles=roles_from(fields["roles"]),
        public=from_hex(fields["public"], 32),
        verify=from_hex(fields["verify"], 32),
        passphrase=_read_slot(fields["passphrase"]),
        sheet=_read_slot(fields["sheet"]),
    )


def _read_slot(value: object) -> Slot:
    fields = of_kind(value, dict)
    terms = SlotTerms(
        roles_from(fields["roles"]),
        cost_from(fields["cost"]),
        key_file=of_kind(fields["key_file"], bool),
    )
    return Slot(
        terms,
        salt=from_hex(fields["salt"], 16),
        commitment=from_hex(fields["commitment"], 32),
        wrapped=from_hex(fields["wrapped"], WRAPPED_LENGTH),
    )


def _read_box(value: object) -> KeyBox:
    entries = of_kind(value, list)
    if len(entries) != 3:  # noqa: PLR2004 the three of `_write_boxes`
        raise Unfit
    generation = of_kind(entries[1], int)
    if not 1 <= generation < _MOST_GENERATIONS:
        raise Unfit
    return KeyBox(of_kind(entries[0], str), generation, from_hex(entries[2], BOX_LENGTH))


def _read_caseload(value: object) -> CaseloadGrant:
    fields = of_kind(value, dict)
    return CaseloadGrant(
        id=uid_from(fields["id"]),
        owner=uid_from(fields["owner"]),
        boxes=each(fields["boxes"], _read_box),
        is_stale=of_kind(fields["stale"], bool),
    )


def _read_cover(value: object) -> Cover:
    caseload, to, until = several(value, str, 3)
    if until != HANDED_OVER:
        _check_day(until)
    return Cover(uid_from(caseload), uid_from(to), until)


def _check_day(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise Unfit
    except ValueError:
        raise Unfit from None


def _read_link(value: object) -> KeeperLink:
    verify, signature = several(value, str, 2)
    return KeeperLink(from_hex(verify, 32), from_hex(signature, 64))

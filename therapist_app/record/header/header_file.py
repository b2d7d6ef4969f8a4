"""The header as a file: one spelling, read strictly, replaced as a whole, and kept twice.

Without a header no key can be found: a copy lies in the folder of the backups. Opening a service
checks the generation, so a copy that lags behind is refused, not trusted. Who is in a service is
read from it before anything is unlocked, with neither a cipher nor a database.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from therapist_app.record.crypto import base32
from therapist_app.record.crypto.slots import WRAPPED_LENGTH, KdfCost, Slot, SlotTerms
from therapist_app.record.errors import (
    CannotWrite,
    HeaderAltered,
    NotARecord,
    RecordDamaged,
    RecordTooNew,
)
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    ROLES,
    Amendment,
    CaseloadGrant,
    Cover,
    Header,
    KeeperLink,
    KeyBox,
    Person,
    Renewal,
    Statement,
)
from therapist_app.record.header.header_text import FORMAT, LIMIT, fields_of, with_digest
from therapist_app.record.header.person_entry import PersonEntry

_T = TypeVar("_T")
BOX_LENGTH = 80
_MOST_GENERATIONS = 2**31
_SLOTS = ("passphrase", "sheet")
_SLOT = ("salt", "commitment", "wrapped")
_SINCE_VERSION_2 = {"cost", "covers", "keepers", "service_boxes"}
FIRST_WITH_STATEMENTS = 3
FIRST_WITH_PAIRS = 4
"""From then on somebody can change their key pair, and a keeper's role is not taken alone."""
_FIRST_WITH_SHEET = 5
"""From then on the continuity sheet may sign a statement."""
_SINCE_VERSION_3 = {"count", "own"}
_WITH_SHEET = 8
"""How many values a statement has that names the continuity sheet's key."""


class _Unfit(Exception):
    """A field is not of its kind."""


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
    fields = fields_of(data)
    try:
        header = _reader_of(fields.get("version"))(fields)
        _check(header, fields)
    except (_Unfit, KeyError):
        raise HeaderAltered("content") from None
    return header


def header_bytes(header: Header) -> bytes:
    """Return what the file of a header holds."""
    return strict_json.canonical(with_digest(_write(header)))


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


def keep_header(place: ServiceFolder, header: Header) -> None:
    """Put a header in the place of the one before, and then its copy."""
    save_header(place.header, header)
    save_header(place.header_copy, header)


def has_header_copy(folder: Path) -> bool:
    """Return whether the copy of the header is there and can be read."""
    try:
        load_header(ServiceFolder(folder).header_copy)
    except (FileNotFoundError, CannotWrite, HeaderAltered, NotARecord, RecordTooNew):
        return False
    return True


def put_back_header(folder: Path) -> bool:
    """Put the copy in the place of a header that cannot be read; return whether that was done.

    A header that can be read stays.

    Raises:
        HeaderAltered: The copy cannot be read either; nothing was changed.

    """
    place = ServiceFolder(folder)
    try:
        load_header(place.header)
    except (FileNotFoundError, CannotWrite, HeaderAltered, NotARecord):
        try:
            copy = load_header(place.header_copy)
        except FileNotFoundError:
            raise HeaderAltered("no-copy") from None
        save_header(place.header, copy)
        return True
    return False


def people(folder: Path) -> tuple[PersonEntry, ...]:
    """Return who is in the service, before anything is unlocked; nobody where there is none.

    Raises:
        RecordDamaged: There are databases or backups here, but no header.
        HeaderAltered: The header is not as it was written.
        CannotWrite: The header is there, and the system refuses to read it.

    """
    place = ServiceFolder(folder)
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        if any(each.exists() for each in (place.service, place.caseloads, place.backups)):
            raise RecordDamaged("header-missing") from None
        return ()
    return tuple(header.entry(person) for person in header.people)


def service_number(folder: Path) -> str:
    """Return the number of the service in a folder; empty where there is none."""
    try:
        return number_of(load_header(ServiceFolder(folder).header))
    except FileNotFoundError:
        return ""


def number_of(header: Header) -> str:
    """Return four groups of four characters that belong to the first keeper's key here.

    It stands on every sheet: a record that was rebuilt or carried elsewhere shows the same, and
    one that somebody put in its place another.
    """
    digest = hashlib.sha256(bytes.fromhex(header.service_id) + header.keeper).digest()
    characters = base32.encode(digest[:10])
    return "-".join(characters[at : at + 4] for at in range(0, len(characters), 4))


def _write(header: Header) -> dict[str, Any]:
    fields = {
        "format": FORMAT,
        "version": header.version,
        "service_id": header.service_id,
        "practice": header.practice,
        "generation": header.generation,
        "keeper": header.keeper.hex(),
        "keepers": [[link.verify.hex(), link.signature.hex()] for link in header.keepers],
        "audit_public": header.audit_public.hex(),
        "continuity": header.continuity.hex() if header.continuity else "",
        "cost": _cost_fields(header.cost),
        "people": [_write_person(person) for person in header.people],
        "service_boxes": box_fields(header.service_boxes),
        "caseloads": [_write_caseload(grant) for grant in header.caseloads],
        "covers": [cover_fields(cover) for cover in header.covers],
        "mac": header.mac.hex(),
    }
    if header.version >= FIRST_WITH_STATEMENTS:
        fields["trail"] = [_write_statement(each) for each in header.trail]
        if header.version >= FIRST_WITH_PAIRS:
            fields["service_own"] = _write_amendment(header.service_own)
        if header.version >= _FIRST_WITH_SHEET:
            fields["continuity_verify"] = (header.continuity_verify or b"").hex()
        return fields
    older = _to_version_2(fields, header.signature)
    return _to_version_1(older) if header.version == 1 else older


def _write_person(person: Person) -> dict[str, Any]:
    return {
        "uid": person.uid,
        "name": person.name,
        "roles": list(person.roles),
        "public": person.public.hex(),
        "verify": person.verify.hex(),
        **slot_fields(person),
        "own": _write_amendment(person.own),
        **({"renewals": renewal_fields(person)} if person.renewals else {}),
    }


def renewal_fields(person: Person) -> list[list[str]]:
    """Return the key pairs that a person gave up as they are written."""
    return [
        [each.public.hex(), each.verify.hex(), each.signature.hex(), each.kept.hex()]
        for each in person.renewals
    ]


def slot_fields(person: Person) -> dict[str, Any]:
    """Return a person's slots as they are written, and how often they changed them."""
    return {
        "passphrase": _write_slot(person.passphrase),
        "sheet": _write_slot(person.sheet),
        "count": person.count,
    }


def _write_amendment(own: Amendment | None) -> list[Any]:
    if own is None:
        return []
    signed = [own.stated.hex(), own.by, own.signature.hex()]
    return [*signed, own.new_pairs] if own.new_pairs else signed


def _write_statement(each: Statement) -> list[Any]:
    keepers = [key.hex() for key in each.keepers]
    signed = [each.n, each.at, each.by, keepers, each.content.hex(), each.signature.hex()]
    if each.notices is None:
        return signed
    signed.append([key.hex() for key in each.notices])
    return signed if each.continuity is None else [*signed, each.continuity.hex()]


def _write_slot(slot: Slot) -> dict[str, Any]:
    return {
        "roles": list(slot.terms.roles),
        "cost": _cost_fields(slot.terms.cost),
        "key_file": slot.terms.key_file,
        "salt": slot.salt.hex(),
        "commitment": slot.commitment.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def box_fields(boxes: tuple[KeyBox, ...]) -> list[Any]:
    """Return sealed keys as they are written."""
    return [
        [box.to, box.generation, box.sealed.hex(), box.until, *([box.pair] if box.pair > 1 else [])]
        for box in boxes
    ]


def cover_fields(cover: Cover) -> list[str]:
    """Return leave as it is written."""
    signed = [cover.by, cover.signature.hex(), cover.agreed_by, cover.agreement.hex()]
    return [cover.caseload, cover.to, cover.until, *signed]


def _write_caseload(grant: CaseloadGrant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "owner": grant.owner,
        **key_fields(grant),
        "own": _write_amendment(grant.own),
    }


def key_fields(grant: CaseloadGrant) -> dict[str, Any]:
    """Return a caseload's boxes and flag as they are written, and how often they were changed."""
    return {"boxes": box_fields(grant.boxes), "stale": grant.is_stale, "count": grant.count}


def _reader_of(version: object) -> Callable[[dict[str, Any]], Header]:
    readers = {
        1: _read_version_1,
        2: _read_version_2,
        3: _read_version_3,
        4: _read_version_4,
    }
    return readers.get(version, _read) if type(version) is int else _read


def _read(fields: dict[str, Any]) -> Header:
    return Header(
        service_id=_uid_from(fields["service_id"]),
        practice=_of_kind(fields["practice"], bool),
        generation=_of_kind(fields["generation"], int),
        keeper=_from_hex(fields["keeper"], 32),
        audit_public=_from_hex(fields["audit_public"], 32),
        continuity=_from_hex(fields["continuity"], 32) if fields["continuity"] else None,
        cost=_cost_from(fields["cost"]),
        people=_list_of(fields["people"], _read_person),
        service_boxes=_list_of(fields["service_boxes"], _read_box),
        caseloads=_list_of(fields["caseloads"], _read_caseload),
        covers=_list_of(fields["covers"], _read_cover),
        keepers=_list_of(fields["keepers"], _read_link),
        trail=_list_of(fields["trail"], _read_statement),
        mac=_from_hex(fields["mac"], 32),
        service_own=_read_amendment(fields["service_own"]),
        continuity_verify=(
            _from_hex(fields["continuity_verify"], 32) if fields["continuity_verify"] else None
        ),
    )


def _check(header: Header, fields: dict[str, Any]) -> None:
    if with_digest(_write(header)) != fields:
        raise _Unfit
    uids = [person.uid for person in header.people]
    ids = [grant.id for grant in header.caseloads]
    one_each = len(set(uids)) == len(uids) > 0 and len(set(ids)) == len(ids)
    named = {grant.owner for grant in header.caseloads} | {cover.to for cover in header.covers}
    covered = {cover.caseload for cover in header.covers}
    if not one_each or not named <= set(uids) or not covered <= set(ids):
        raise _Unfit


def _read_person(value: object) -> Person:
    fields = _of_kind(value, dict)
    return Person(
        uid=_uid_from(fields["uid"]),
        name=_of_kind(fields["name"], str),
        roles=_roles_from(fields["roles"]),
        public=_from_hex(fields["public"], 32),
        verify=_from_hex(fields["verify"], 32),
        passphrase=_read_slot(fields["passphrase"]),
        sheet=_read_slot(fields["sheet"]),
        count=_count_from(fields["count"]),
        own=_read_amendment(fields["own"]),
        renewals=_list_of(fields.get("renewals", []), _read_renewal),
    )


def _read_renewal(value: object) -> Renewal:
    public, verify, signature, kept = _several(value, str, 4)
    return Renewal(
        _from_hex(public, 32),
        _from_hex(verify, 32),
        _from_hex(signature, 64),
        _from_hex(kept, BOX_LENGTH),
    )


def _read_amendment(value: object) -> Amendment | None:
    if value == []:
        return None
    stated, by, signature, new_pairs = _with_last(value, 3, 0)
    return Amendment(
        _from_hex(stated, 32), _uid_from(by), _from_hex(signature, 64), _count_from(new_pairs)
    )


def _read_statement(value: object) -> Statement:
    signed = _of_kind(value, list)
    continuity = _from_hex(signed[7], 32) if len(signed) == _WITH_SHEET else None
    given = signed[:7] if continuity is not None else signed
    n, at, by, keepers, content, signature, notices = _with_last(given, 6, None)
    return Statement(
        n=_count_from(n),
        at=_moment_from(at),
        by=by if by == CONTINUITY else _uid_from(by),
        keepers=_list_of(keepers, lambda key: _from_hex(key, 32)),
        content=_from_hex(content, 32),
        signature=_from_hex(signature, 64),
        notices=None if notices is None else _list_of(notices, lambda key: _from_hex(key, 32)),
        continuity=continuity,
    )


def _moment_from(value: object) -> str:
    text = _of_kind(value, str)
    try:
        if datetime.fromisoformat(text).tzinfo is None:
            raise _Unfit
    except ValueError:
        raise _Unfit from None
    return text


def _count_from(value: object) -> int:
    count = _of_kind(value, int)
    if not 0 <= count < _MOST_GENERATIONS:
        raise _Unfit
    return count


def _read_slot(value: object) -> Slot:
    fields = _of_kind(value, dict)
    terms = SlotTerms(
        _roles_from(fields["roles"]),
        _cost_from(fields["cost"]),
        key_file=_of_kind(fields["key_file"], bool),
    )
    return Slot(
        terms,
        salt=_from_hex(fields["salt"], 16),
        commitment=_from_hex(fields["commitment"], 32),
        wrapped=_from_hex(fields["wrapped"], WRAPPED_LENGTH),
    )


def _read_box(value: object) -> KeyBox:
    to, counted, sealed, last, pair = _with_last(value, 4, 1)
    generation, until = _count_from(counted), _of_kind(last, str)
    if generation < 1:
        raise _Unfit
    if until:
        _check_day(until)
    return KeyBox(
        _of_kind(to, str), generation, _from_hex(sealed, BOX_LENGTH), until, _count_from(pair)
    )


def _read_caseload(value: object) -> CaseloadGrant:
    fields = _of_kind(value, dict)
    return CaseloadGrant(
        id=_uid_from(fields["id"]),
        owner=_uid_from(fields["owner"]),
        boxes=_list_of(fields["boxes"], _read_box),
        is_stale=_of_kind(fields["stale"], bool),
        count=_count_from(fields["count"]),
        own=_read_amendment(fields["own"]),
    )


def _read_cover(value: object) -> Cover:
    caseload, to, until, by, signature, agreed_by, agreement = _several(value, str, 7)
    if until != HANDED_OVER:
        _check_day(until)
    return Cover(
        _uid_from(caseload),
        _uid_from(to),
        until,
        by and _uid_from(by),
        _from_hex(signature, 64) if by else b"",
        agreed_by if agreed_by in ("", CONTINUITY) else _uid_from(agreed_by),
        _from_hex(agreement, 64) if agreed_by else b"",
    )


def _check_day(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise _Unfit
    except ValueError:
        raise _Unfit from None


def _read_link(value: object) -> KeeperLink:
    verify, signature = _several(value, str, 2)
    return KeeperLink(_from_hex(verify, 32), _from_hex(signature, 64))


def _read_version_1(fields: dict[str, Any]) -> Header:
    # A person had one cost for both slots, each data key one generation, a caseload one owner and
    # no cover. The first change that is written gives the header its newest form.
    people = _list_of(fields["people"], _fields_of)
    if not people:
        raise _Unfit
    today = {
        **fields,
        "cost": people[0]["cost"],
        "people": [_person_from_version_1(person) for person in people],
        "service_boxes": [[person["uid"], 1, person["service_box"]] for person in people],
        "caseloads": list(_list_of(fields["caseloads"], _caseload_from_version_1)),
        "covers": [],
        "keepers": [],
    }
    return replace(_read_version_2(today), version=1)


def _read_version_4(fields: dict[str, Any]) -> Header:
    # A continuity sheet opened caseloads alone.
    return replace(_read({**fields, "continuity_verify": ""}), version=4)


def _read_version_3(fields: dict[str, Any]) -> Header:
    # Nobody changed their key pair.
    return replace(_read_version_4({**fields, "service_own": []}), version=3)


def _read_version_2(fields: dict[str, Any]) -> Header:
    # Nobody's slots or boxes were signed, and there was one signature instead of a chain.
    signature = _from_hex(fields["signature"], 64)
    since = {"count": 0, "own": []}
    today = {
        **fields,
        "people": [{**each, **since} for each in _list_of(fields["people"], _fields_of)],
        "caseloads": [
            {**each, "boxes": _boxes_from_version_2(each["boxes"]), **since}
            for each in _list_of(fields["caseloads"], _fields_of)
        ],
        "service_boxes": _boxes_from_version_2(fields["service_boxes"]),
        "covers": [
            [*_several(each, str, 3), "", "", "", ""]
            for each in _list_of(fields["covers"], lambda entry: _of_kind(entry, list))
        ],
        "trail": [],
        "service_own": [],
    }
    return replace(_read_version_4(today), version=2, signature=signature)


def _boxes_from_version_2(value: object) -> list[Any]:
    boxes = _list_of(value, lambda entry: _of_kind(entry, list))
    return [[*each, ""] for each in boxes]


def _fields_of(value: object) -> dict[str, Any]:
    return _of_kind(value, dict)


def _person_from_version_1(person: dict[str, Any]) -> dict[str, Any]:
    terms = {"roles": person["roles"], "cost": person["cost"], "key_file": False}
    slots = {
        name: {**terms, **dict(zip(_SLOT, _several(person[name], str, len(_SLOT)), strict=True))}
        for name in _SLOTS
    }
    return {**person, **slots}


def _caseload_from_version_1(value: object) -> dict[str, Any]:
    fields = _of_kind(value, dict)
    boxes = _list_of(fields["boxes"], lambda entry: _several(entry, str, 2))
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


def _list_of(value: object, read: Callable[[object], _T]) -> tuple[_T, ...]:
    """Return what `read` makes of each entry of a list."""
    return tuple(read(entry) for entry in _of_kind(value, list))


def _several(value: object, kind: type[_T], count: int) -> tuple[_T, ...]:
    """Return a list of so many values of one kind."""
    found = _list_of(value, lambda entry: _of_kind(entry, kind))
    if len(found) != count:
        raise _Unfit
    return found


def _with_last(value: object, count: int, last: object) -> list[Any]:
    """Return a list of so many values and one more, which is `last` where it is not there."""
    found = _of_kind(value, list)
    if len(found) not in (count, count + 1):
        raise _Unfit
    return found if len(found) > count else [*found, last]


def _of_kind(value: object, kind: type[_T]) -> _T:
    """Return a value of exactly this kind: no truth value passes for a number."""
    if type(value) is not kind:
        raise _Unfit
    return value


def _from_hex(value: object, length: int) -> bytes:
    """Return so many bytes, spelt in lower case."""
    text = _of_kind(value, str)
    if len(text) != 2 * length or text.strip("0123456789abcdef"):
        raise _Unfit
    return bytes.fromhex(text)


def _uid_from(value: object) -> str:
    """Return an id of 32 hexadecimal characters."""
    return _from_hex(value, 16).hex()


def _roles_from(value: object) -> tuple[str, ...]:
    """Return roles that this version knows; at least one."""
    roles = _list_of(value, lambda entry: _of_kind(entry, str))
    if not roles or not set(roles) <= set(ROLES):
        raise _Unfit
    return roles


def _cost_from(value: object) -> KdfCost:
    """Return a cost of key derivation, between the floor and the ceiling."""
    cost = KdfCost(*_several(value, int, 3))
    if not cost.is_acceptable:
        raise _Unfit
    return cost


def _cost_fields(cost: KdfCost) -> list[int]:
    """Return a cost as it is written."""
    return [cost.memory, cost.passes, cost.lanes]

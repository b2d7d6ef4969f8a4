"""A header as the fields of its file, as this version spells them; earlier ones are beside it."""

from typing import Any

from therapist_app.record.crypto.slots import WRAPPED_LENGTH, KdfCost, Slot, SlotTerms
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    ROLES,
    CaseloadGrant,
    Cover,
    Header,
    KeeperLink,
    KeyBox,
    OwnAmendment,
    Person,
    Renewal,
    Statement,
)
from therapist_app.record.header.header_text import FORMAT
from therapist_app.record.header.strict_values import (
    Unfit,
    check_day,
    count_from,
    from_hex,
    list_of,
    moment_from,
    of_kind,
    several,
    uid_from,
    with_last,
    writings_from,
)

_BOX_LENGTH = 80
FIRST_WITH_STATEMENTS = 3
FIRST_WITH_PAIRS = 4
"""From then on somebody can change their key pair, and a keeper's role is not taken alone."""
_FIRST_WITH_SHEET = 5
"""From then on the continuity sheet may sign a statement."""
_WITH_SHEET = 8
"""How many values a statement has that names the continuity sheet's key."""


def newest_fields(header: Header) -> dict[str, Any]:
    """Return a header as it is written, with all that its own version has."""
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


def _write_amendment(own: OwnAmendment | None) -> list[Any]:
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


def _cost_fields(cost: KdfCost) -> list[int]:
    """Return a cost as it is written."""
    return [cost.memory, cost.passes, cost.lanes]


def read_newest(fields: dict[str, Any]) -> Header:
    """Return a header from its fields.

    Raises:
        Unfit: A field is not of its kind.
        KeyError: A field is missing.

    """
    return Header(
        service_id=uid_from(fields["service_id"]),
        practice=of_kind(fields["practice"], bool),
        generation=writings_from(fields["generation"]),
        keeper=from_hex(fields["keeper"], 32),
        audit_public=from_hex(fields["audit_public"], 32),
        continuity=from_hex(fields["continuity"], 32) if fields["continuity"] else None,
        cost=_cost_from(fields["cost"]),
        people=list_of(fields["people"], _read_person),
        service_boxes=list_of(fields["service_boxes"], _read_box),
        caseloads=list_of(fields["caseloads"], _read_caseload),
        covers=list_of(fields["covers"], _read_cover),
        keepers=list_of(fields["keepers"], _read_link),
        trail=list_of(fields["trail"], _read_statement),
        mac=from_hex(fields["mac"], 32),
        service_own=_read_amendment(fields["service_own"]),
        continuity_verify=(
            from_hex(fields["continuity_verify"], 32) if fields["continuity_verify"] else None
        ),
    )


def _read_person(value: object) -> Person:
    fields = of_kind(value, dict)
    return Person(
        uid=uid_from(fields["uid"]),
        name=of_kind(fields["name"], str),
        roles=_roles_from(fields["roles"]),
        public=from_hex(fields["public"], 32),
        verify=from_hex(fields["verify"], 32),
        passphrase=_read_slot(fields["passphrase"]),
        sheet=_read_slot(fields["sheet"]),
        count=count_from(fields["count"]),
        own=_read_amendment(fields["own"]),
        renewals=list_of(fields.get("renewals", []), _read_renewal),
    )


def _read_renewal(value: object) -> Renewal:
    public, verify, signature, kept = several(value, str, 4)
    return Renewal(
        from_hex(public, 32),
        from_hex(verify, 32),
        from_hex(signature, 64),
        from_hex(kept, _BOX_LENGTH),
    )


def _read_amendment(value: object) -> OwnAmendment | None:
    if value == []:
        return None
    stated, by, signature, new_pairs = with_last(value, 3, 0)
    return OwnAmendment(
        from_hex(stated, 32), uid_from(by), from_hex(signature, 64), count_from(new_pairs)
    )


def _read_statement(value: object) -> Statement:
    signed = of_kind(value, list)
    continuity = from_hex(signed[7], 32) if len(signed) == _WITH_SHEET else None
    given = signed[:7] if continuity is not None else signed
    n, at, by, keepers, content, signature, notices = with_last(given, 6, None)
    return Statement(
        n=count_from(n),
        at=moment_from(at),
        by=by if by == CONTINUITY else uid_from(by),
        keepers=list_of(keepers, lambda key: from_hex(key, 32)),
        content=from_hex(content, 32),
        signature=from_hex(signature, 64),
        notices=None if notices is None else list_of(notices, lambda key: from_hex(key, 32)),
        continuity=continuity,
    )


def _read_slot(value: object) -> Slot:
    fields = of_kind(value, dict)
    terms = SlotTerms(
        _roles_from(fields["roles"]),
        _cost_from(fields["cost"]),
        key_file=of_kind(fields["key_file"], bool),
    )
    return Slot(
        terms,
        salt=from_hex(fields["salt"], 16),
        commitment=from_hex(fields["commitment"], 32),
        wrapped=from_hex(fields["wrapped"], WRAPPED_LENGTH),
    )


def _read_box(value: object) -> KeyBox:
    to, counted, sealed, last, pair = with_last(value, 4, 1)
    generation, until = count_from(counted), of_kind(last, str)
    if generation < 1:
        raise Unfit
    if until:
        check_day(until)
    return KeyBox(
        of_kind(to, str), generation, from_hex(sealed, _BOX_LENGTH), until, count_from(pair)
    )


def _read_caseload(value: object) -> CaseloadGrant:
    fields = of_kind(value, dict)
    return CaseloadGrant(
        id=uid_from(fields["id"]),
        owner=uid_from(fields["owner"]),
        boxes=list_of(fields["boxes"], _read_box),
        is_stale=of_kind(fields["stale"], bool),
        count=count_from(fields["count"]),
        own=_read_amendment(fields["own"]),
    )


def _read_cover(value: object) -> Cover:
    caseload, to, until, by, signature, agreed_by, agreement = several(value, str, 7)
    if until != HANDED_OVER:
        check_day(until)
    return Cover(
        uid_from(caseload),
        uid_from(to),
        until,
        by and uid_from(by),
        from_hex(signature, 64) if by else b"",
        agreed_by if agreed_by in ("", CONTINUITY) else uid_from(agreed_by),
        from_hex(agreement, 64) if agreed_by else b"",
    )


def _read_link(value: object) -> KeeperLink:
    verify, signature = several(value, str, 2)
    return KeeperLink(from_hex(verify, 32), from_hex(signature, 64))


def _roles_from(value: object) -> tuple[str, ...]:
    """Return roles that this version knows, each once; at least one."""
    roles = list_of(value, lambda entry: of_kind(entry, str))
    if not roles or len({*roles} & {*ROLES}) != len(roles):
        raise Unfit
    return roles


def _cost_from(value: object) -> KdfCost:
    """Return a cost of key derivation, between the floor and the ceiling."""
    cost = KdfCost(*several(value, int, 3))
    if not cost.is_acceptable:
        raise Unfit
    return cost

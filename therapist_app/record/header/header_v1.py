"""The header as version 1 wrote it: read as it is today, and spelt again to check its MAC.

A person had one cost for both slots, each data key one generation, a caseload one owner and no
cover. The first change that is written gives the header its newest form.
"""

from typing import Any

from therapist_app.record.crypto.slots import WRAPPED_LENGTH, Slot, SlotTerms
from therapist_app.record.header.header import CaseloadGrant, Header, KeyBox, Person
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

_BOX = 80


def read(fields: dict[str, Any]) -> Header:
    """Return the header that these fields spell.

    Raises:
        Unfit: A field is not of its kind.
        KeyError: One is missing.

    """
    found = each(fields["people"], _read_person)
    if not found:
        raise Unfit
    people = tuple(person for person, _ in found)
    return Header(
        service_id=uid_from(fields["service_id"]),
        practice=of_kind(fields["practice"], bool),
        generation=of_kind(fields["generation"], int),
        keeper=from_hex(fields["keeper"], 32),
        audit_public=from_hex(fields["audit_public"], 32),
        continuity=from_hex(fields["continuity"], 32) if fields["continuity"] else None,
        cost=people[0].passphrase.terms.cost,
        people=people,
        service_boxes=tuple(KeyBox(person.uid, 1, box) for person, box in found),
        caseloads=each(fields["caseloads"], _read_caseload),
        signature=from_hex(fields["signature"], 64),
        mac=from_hex(fields["mac"], 32),
        version=1,
    )


def write(header: Header) -> dict[str, Any]:
    """Return the fields of a header that version 1 wrote, but for its format and digest."""
    boxes = {box.to: box.sealed.hex() for box in header.service_boxes}
    return {
        "version": 1,
        "service_id": header.service_id,
        "practice": header.practice,
        "generation": header.generation,
        "keeper": header.keeper.hex(),
        "audit_public": header.audit_public.hex(),
        "continuity": header.continuity.hex() if header.continuity else "",
        "people": [_write_person(person, boxes[person.uid]) for person in header.people],
        "caseloads": [
            {"owner": grant.owner, "boxes": [[box.to, box.sealed.hex()] for box in grant.boxes]}
            for grant in header.caseloads
        ],
        "signature": header.signature.hex(),
        "mac": header.mac.hex(),
    }


def _write_person(person: Person, service_box: str) -> dict[str, Any]:
    return {
        "uid": person.uid,
        "name": person.name,
        "roles": list(person.roles),
        "cost": cost_fields(person.passphrase.terms.cost),
        "public": person.public.hex(),
        "verify": person.verify.hex(),
        "passphrase": _write_slot(person.passphrase),
        "sheet": _write_slot(person.sheet),
        "service_box": service_box,
    }


def _write_slot(slot: Slot) -> list[str]:
    return [slot.salt.hex(), slot.commitment.hex(), slot.wrapped.hex()]


def _read_person(value: object) -> tuple[Person, bytes]:
    fields = of_kind(value, dict)
    terms = SlotTerms(roles_from(fields["roles"]), cost_from(fields["cost"]))
    person = Person(
        uid=uid_from(fields["uid"]),
        name=of_kind(fields["name"], str),
        roles=terms.roles,
        public=from_hex(fields["public"], 32),
        verify=from_hex(fields["verify"], 32),
        passphrase=_read_slot(fields["passphrase"], terms),
        sheet=_read_slot(fields["sheet"], terms),
    )
    return person, from_hex(fields["service_box"], _BOX)


def _read_slot(value: object, terms: SlotTerms) -> Slot:
    salt, commitment, wrapped = several(value, str, 3)
    return Slot(
        terms,
        salt=from_hex(salt, 16),
        commitment=from_hex(commitment, 32),
        wrapped=from_hex(wrapped, WRAPPED_LENGTH),
    )


def _read_caseload(value: object) -> CaseloadGrant:
    fields = of_kind(value, dict)
    owner = uid_from(fields["owner"])
    return CaseloadGrant(id=owner, owner=owner, boxes=each(fields["boxes"], _read_box))


def _read_box(value: object) -> KeyBox:
    to, box = several(value, str, 2)
    return KeyBox(to, 1, from_hex(box, _BOX))

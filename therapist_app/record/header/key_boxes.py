"""Data keys sealed to their holders: who may hold one, sealing it, opening it."""

from contextlib import suppress
from dataclasses import dataclass

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.sealed_box import seal, seal_alike, unseal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import BackupRefused, HeaderAltered
from therapist_app.record.header.caseload_access import made_for
from therapist_app.record.header.header import (
    CONTINUITY,
    SERVICE,
    CaseloadGrant,
    Header,
    KeyBox,
    box_context,
    caseload_label,
    newest_first,
)
from therapist_app.record.header.pairs import opening_key


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one database file.

    Attributes:
        label: Which file: `SERVICE`, or as `caseload_label` says.
        generation: Which of its keys, counted from 1.

    """

    label: str
    generation: int
    key: Masked


def seal_to(
    header: Header, which: DataKey, to: str, sources: ClockAndRandom, until: str = ""
) -> KeyBox:
    """Return a data key sealed to one holder: a uid of the header, or `CONTINUITY`.

    For a cover, `until` is the last day for which they have it.
    """
    if which.label == SERVICE:
        return seal_service_key(header, which, to)
    context = box_context(header.service_id, which.label, to, which.generation)
    with which.key.revealed() as whole:
        sealed = seal(whole, _public_key(header, to), context, sources)
    return KeyBox(to, which.generation, sealed, until, header.pair_of(to))


def seal_service_key(header: Header, which: DataKey, to: str) -> KeyBox:
    """Return the service's key sealed to one holder, alike each time.

    Anybody can amend its boxes, and whoever has the key can see whether they are as they must be.
    """
    context = box_context(header.service_id, SERVICE, to, which.generation)
    with which.key.revealed() as whole:
        sealed = seal_alike(whole, _public_key(header, to), context)
    return KeyBox(to, which.generation, sealed, pair=header.pair_of(to))


def open_box(header: Header, label: str, box: KeyBox, private_key: Masked) -> Masked:
    """Return the data key in a box, which may be sealed to a pair that the holder gave up.

    Raises:
        HeaderAltered: The box is not whole, or not for this key.

    """
    context = box_context(header.service_id, label, box.to, box.generation)
    opening = opening_key(header, box.to, private_key, box.pair)
    try:
        return Masked(unseal(box.sealed, opening, context))
    finally:
        opening.forget()


def open_newest(
    header: Header, label: str, boxes: tuple[KeyBox, ...], private_key: Masked
) -> tuple[DataKey, ...]:
    """Return the data keys in these boxes; the boxes must be newest first.

    Raises:
        HeaderAltered: There is no box, or one does not open.

    """
    if not boxes:
        raise HeaderAltered("no-box")
    return tuple(
        DataKey(label, box.generation, open_box(header, label, box, private_key)) for box in boxes
    )


def open_those_that_open(
    header: Header, label: str, boxes: tuple[KeyBox, ...], private_key: Masked
) -> tuple[DataKey, ...]:
    """Return the data keys in those of these boxes that open; the boxes must be newest first.

    Raises:
        HeaderAltered: There is no box, or none opens.

    """
    found: list[DataKey] = []
    for box in boxes:
        with suppress(HeaderAltered):
            key = open_box(header, label, box, private_key)
            found.append(DataKey(label, box.generation, key))
    return tuple(found) or open_newest(header, label, boxes, private_key)


def make_grant(header: Header, owner: str, key: Masked, sources: ClockAndRandom) -> CaseloadGrant:
    """Return a new caseload: its key sealed to its owner, and to the continuity key if any."""
    caseload = next(each for each in made_for(owner) if header.grant(each) is None)
    which = DataKey(caseload_label(caseload), 1, key)
    holders = (owner, CONTINUITY) if header.continuity else (owner,)
    boxes = tuple(seal_to(header, which, to, sources) for to in holders)
    return CaseloadGrant(id=caseload, owner=owner, boxes=boxes)


def service_holders(header: Header) -> tuple[str, ...]:
    """Return who holds the service file's key: everybody, and a sheet that opens the service."""
    people = tuple(each.uid for each in header.people)
    return people if header.continuity_verify is None else (*people, CONTINUITY)


def service_box(header: Header, key: Masked, to: str, sources: ClockAndRandom) -> KeyBox:
    """Return the service file's key, in the generation that the header has, sealed to a person."""
    newest = max((box.generation for box in header.service_boxes), default=1)
    return seal_to(header, DataKey(SERVICE, newest, key), to, sources)


def _public_key(header: Header, to: str) -> bytes:
    if to == CONTINUITY:
        assert header.continuity is not None
        return header.continuity
    person = header.person(to)
    assert person is not None
    return person.public


def holders(header: Header, database: str) -> tuple[tuple[str, bytes], ...]:
    """Return the uid, or `CONTINUITY`, and the public key of everybody who holds a data key.

    Args:
        header: The service's.
        database: `SERVICE`, or the id of a caseload.

    Raises:
        BackupRefused: The header knows no such database.

    """
    publics = {each.uid: each.public for each in header.people}
    if header.continuity is not None:
        publics[CONTINUITY] = header.continuity
    boxes = _boxes(header, database)
    newest = key_generation(header, database)
    return tuple((box.to, publics[box.to]) for box in boxes if box.generation == newest)


def key_generation(header: Header, database: str) -> int:
    """Return the newest generation of a database's data key.

    Raises:
        BackupRefused: The header knows no such database.

    """
    return max(box.generation for box in _boxes(header, database))


def data_keys(header: Header, database: str, uid: str, opening: Masked) -> tuple[DataKey, ...]:
    """Return the data keys of a database that a person holds, newest first; forget them.

    Raises:
        BackupRefused: They hold none.

    """
    boxes = newest_first(_boxes(header, database), uid)
    if not boxes:
        raise BackupRefused("not-yours")
    label = database if database == SERVICE else caseload_label(database)
    return open_newest(header, label, boxes, opening)


def _boxes(header: Header, database: str) -> tuple[KeyBox, ...]:
    if database == SERVICE:
        return header.service_boxes
    grant = header.grant(database)
    if grant is None:
        raise BackupRefused("another-caseload")
    return grant.boxes

"""The header as a file: one spelling, read strictly, replaced as a whole, and kept twice.

Without a header no key can be found: a copy lies in the folder of the backups. Opening a service
checks the generation, so a copy that lags behind is refused, not trusted. Who is in a service is
read from it before anything is unlocked, with neither a cipher nor a database.
"""

import hashlib
from pathlib import Path
from typing import Any

from therapist_app.record.crypto import base32
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
from therapist_app.record.header.earlier_headers import read_fields, written_fields
from therapist_app.record.header.header import CONTINUITY, Header, KeyBox
from therapist_app.record.header.header_text import LIMIT, fields_of, with_digest
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.header.strict_values import Unfit

MOST_PAIRS = 256
"""So many pairs of keys somebody may give up: each stands in the header from then on."""
_MOST_KEYS = 4
"""Of so many keys of a file at most boxes stand side by side; while one is changed, of two."""


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
        header = read_fields(fields)
        _check(header, fields)
    except (Unfit, KeyError):
        raise HeaderAltered("content") from None
    return header


def header_bytes(header: Header) -> bytes:
    """Return what the file of a header holds."""
    return strict_json.canonical(with_digest(written_fields(header)))


def save_header(path: Path, header: Header) -> None:
    """Put a header in the place of the one before.

    Raises:
        NotARecord: It has become too long to be read again; nothing was changed.

    """
    data = header_bytes(header)
    if len(data) > LIMIT or not _has_room(header):
        raise NotARecord("list-full")
    replace_file(path, data)


def authenticated_bytes(header: Header) -> bytes:
    """Return what the header's MAC covers."""
    return strict_json.canonical({**written_fields(header), "mac": ""})


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


def _check(header: Header, fields: dict[str, Any]) -> None:
    if with_digest(written_fields(header)) != fields:
        raise Unfit
    uids = [person.uid for person in header.people]
    ids = [grant.id for grant in header.caseloads]
    one_each = len(set(uids)) == len(uids) > 0 and len(set(ids)) == len(ids)
    named = {grant.owner for grant in header.caseloads} | {cover.to for cover in header.covers}
    covered = {cover.caseload for cover in header.covers}
    if not one_each or not named <= set(uids) or not covered <= set(ids):
        raise Unfit
    if not _has_room(header):
        raise Unfit


def _has_room(header: Header) -> bool:
    """Return whether nobody takes up the room of others with what they amend by themselves."""
    may = {CONTINUITY, *(person.uid for person in header.people)}
    lists = (header.service_boxes, *(grant.boxes for grant in header.caseloads))
    are_few = all(len(person.renewals) <= MOST_PAIRS for person in header.people)
    return are_few and all(_is_short(boxes, may) for boxes in lists)


def _is_short(boxes: tuple[KeyBox, ...], may: set[str]) -> bool:
    which = {(box.to, box.generation) for box in boxes}
    generations = {box.generation for box in boxes}
    is_once_each = len(which) == len(boxes) and {box.to for box in boxes} <= may
    return is_once_each and len(generations) <= _MOST_KEYS

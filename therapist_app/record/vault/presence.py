"""Who has the record open: told to somebody whom SQLite's own lock keeps out.

Names stand in the header in plain sight, so that this says no more than that: an id, and since
when. Whoever it names signed it: anybody who reaches the folder could hold the lock and name a
colleague. A file that an end without warning left behind is never asked, since the lock is gone
too.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from session_forms.held_files import remove_file
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.errors import RecordError
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_file import load_header

_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class OpenBy:
    """Who has it open, by the name in the list of people, and since when."""

    name: str
    since: datetime


def note_open(place: ServiceFolder, service_id: str, actor: Actor, now: datetime) -> None:
    """Note who has it open; where that cannot be written, nobody is told."""
    fields = {"since": moment_text(now), "uid": actor.uid}
    signature = actor.sign(_message(service_id, fields))
    with contextlib.suppress(RecordError, OSError):
        signed = {**fields, "signature": signature.hex()}
        replace_file(place.open_by, strict_json.canonical(signed))


def forget_open(place: ServiceFolder) -> None:
    """Note that nobody has it open any more."""
    with contextlib.suppress(OSError):
        remove_file(place.open_by)


def who_has_it_open(folder: Path) -> OpenBy | None:
    """Return who has a record open that is locked; None where that cannot be told."""
    place = ServiceFolder(folder)
    try:
        fields = strict_json.parse(read_private_file(place.open_by, _LIMIT))
        signature = bytes.fromhex(fields.pop("signature"))
        header = load_header(place.header)
        person = header.person(fields["uid"])
        since = moment_from(fields["since"])
        message = _message(header.service_id, fields)
    except (RecordError, OSError, strict_json.BadJson, KeyError, TypeError, ValueError):
        return None
    if person is None or not is_signed(message, signature, person.verify):
        return None
    return OpenBy(person.name, since)


def _message(service_id: str, fields: Mapping[str, str]) -> bytes:
    return b"has the record open\n" + strict_json.canonical({"service": service_id, **fields})

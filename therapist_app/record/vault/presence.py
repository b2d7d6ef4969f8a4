"""Who has the record open: told to somebody whom SQLite's own lock keeps out.

Names stand in the header in plain sight, so that this says no more than that: an id, and since
when. A file that an end without warning left behind is never asked, since the lock is gone too.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from session_forms.held_files import remove_file
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


def note_open(place: ServiceFolder, uid: str, now: datetime) -> None:
    """Note who has it open; where that cannot be written, nobody is told."""
    fields = {"since": moment_text(now), "uid": uid}
    with contextlib.suppress(RecordError, OSError):
        replace_file(place.open_by, strict_json.canonical(fields))


def forget_open(place: ServiceFolder) -> None:
    """Note that nobody has it open any more."""
    with contextlib.suppress(OSError):
        remove_file(place.open_by)


def who_has_it_open(folder: Path) -> OpenBy | None:
    """Return who has a record open that is locked; None where that cannot be told."""
    place = ServiceFolder(folder)
    try:
        fields = strict_json.parse(read_private_file(place.open_by, _LIMIT))
        person = load_header(place.header).person(fields["uid"])
        since = moment_from(fields["since"])
    except (RecordError, OSError, strict_json.BadJson, KeyError, TypeError, ValueError):
        return None
    return OpenBy(person.name, since) if person is not None else None

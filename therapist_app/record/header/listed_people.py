"""Who is in a service, for the window that asks for a passphrase: read without the whole header.

All that keys are found by takes time to make known and to read, which nobody who looks at the
list of names needs yet.
"""

from pathlib import Path
from typing import Any

from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.files import read_private_file
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_text import LIMIT, VERSION, fields_of
from therapist_app.record.header.person_entry import PersonEntry


def listed_people(folder: Path) -> tuple[PersonEntry, ...]:
    """Return who is in the service, before anything is unlocked; nobody where there is none.

    The spelling and the digest of the header are checked, and of what it says only the list. A
    list that is not as this version writes it has all of it read, as `header_file.people` does;
    what else does not fit is found by that, and by whatever opens something with the header.

    Raises:
        RecordDamaged: There are databases or backups here, but no header.
        HeaderAltered: The header is not as it was written.
        NotARecord: Something else stands in its place.
        RecordTooNew: A later version wrote it.
        CannotWrite: The header is there, and the system refuses to read it.

    """
    try:
        found = _listed(fields_of(read_private_file(ServiceFolder(folder).header, LIMIT)))
    except FileNotFoundError:
        found = ()
    if found:
        return found
    from therapist_app.record.header.header_file import people

    return people(folder)


def has_no_continuity_sheet(folder: Path) -> bool:
    """Return whether the service surely has no continuity sheet; what is not clear has one.

    It only spares a way that leads nowhere: whoever uses a sheet has all of the header read.
    """
    try:
        fields = fields_of(read_private_file(ServiceFolder(folder).header, LIMIT))
    except (OSError, KnownRecordError):
        return False
    return fields.get("version") == VERSION and fields.get("continuity") == ""


def _listed(fields: dict[str, Any]) -> tuple[PersonEntry, ...]:
    """Return everybody, or nobody where something is not as it is written today."""
    people, practice = fields.get("people"), fields.get("practice")
    if fields.get("version") != VERSION or type(people) is not list or type(practice) is not bool:
        return ()
    found = tuple(_entry(each, practice=practice) for each in people)
    return tuple(each for each in found if each) if all(found) else ()


def _entry(person: object, *, practice: bool) -> PersonEntry | None:
    match person:
        case {
            "uid": str(uid),
            "name": str(name),
            "roles": [*roles],
            "passphrase": {"key_file": bool(key_file)},
        } if all(type(each) is str for each in roles):
            return PersonEntry(uid, name, tuple(roles), practice, key_file)
        case _:
            return None

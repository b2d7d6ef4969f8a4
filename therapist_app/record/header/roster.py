"""Who is in a service, read before anything is unlocked.

It stands apart from the vault, so that the unlock window needs neither a cipher nor a database.
"""

import hashlib
from pathlib import Path

from therapist_app.record.crypto import base32
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.roles import PersonEntry


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
    """Return four groups of four characters that belong to the first keeper's key here.

    It stands on every sheet: a record that was rebuilt or carried elsewhere shows the same, and
    one that somebody put in its place another. Empty where there is no service.
    """
    try:
        header = load_header(ServiceFolder(folder).header)
    except FileNotFoundError:
        return ""
    digest = hashlib.sha256(bytes.fromhex(header.service_id) + header.keeper).digest()
    characters = base32.encode(digest[:10])
    return "-".join(characters[at : at + 4] for at in range(0, len(characters), 4))

"""Who is in a service, read before anything is unlocked.

It stands apart from the vault, so that the unlock window needs neither a cipher nor a database.
"""

from pathlib import Path

from therapist_app.record.errors import RecordDamaged
from therapist_app.record.header_file import load_header
from therapist_app.record.layout import ServiceFolder
from therapist_app.record.roles import PersonEntry


def people(folder: Path) -> tuple[PersonEntry, ...]:
    """Return who is in the service, before anything is unlocked; nobody where there is none.

    Raises:
        RecordDamaged: There are databases here, but no header.
        HeaderAltered: The header is not as it was written.

    """
    place = ServiceFolder(folder)
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        if place.service.exists() or place.caseloads.exists():
            raise RecordDamaged("header-missing") from None
        return ()
    return tuple(header.entry(person) for person in header.people)

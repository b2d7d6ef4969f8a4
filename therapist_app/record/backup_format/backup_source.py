"""What is to be backed up."""

from dataclasses import dataclass

from sqlcipher3 import dbapi2

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.folder.files import read_private_file
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import LIMIT, load_header


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be backed up: an open database, and what is known about it.

    Attributes:
        database: `SERVICE`, or the uid of the caseload's owner.
        header: The service's, as it stands.
        header_text: The same as it is spelt, for the service file; else empty.
        made_by: The uid of the person signed in.

    """

    connection: dbapi2.Connection
    database: str
    header: Header
    header_text: str
    audit_key: Masked
    made_by: str
    sources: ClockAndRandom


def header_text(place: ServiceFolder, header: Header) -> str:
    """Return the header as it is spelt in its file, for the service file's backup to carry.

    Raises:
        HeaderAltered: What stands there is not the header in use.

    """
    try:
        if load_header(place.header) != header:
            raise HeaderAltered("changed-outside")
        return read_private_file(place.header, LIMIT).decode()
    except FileNotFoundError:
        raise HeaderAltered("missing") from None

"""The header and its copy: without a header no key can be found, so it is kept twice.

The copy lies in the folder of the backups and is the same file. Opening a service checks the
generation, so a copy that lags behind is refused, not trusted.
"""

from pathlib import Path

from therapist_app.record.errors import CannotWrite, HeaderAltered, NotARecord
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import load_header, save_header


def keep_header(place: ServiceFolder, header: Header) -> None:
    """Put a header in the place of the one before, and then its copy."""
    save_header(place.header, header)
    save_header(place.header_copy, header)


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

"""The services whose signatures were compared: one a line, each with the name that it is given.

    21343 00512 60011 43210 09876 54321 11111 22222 = North

A line that begins with # is a remark; a service without a name is called by its fingerprint.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from exports.errors import ExportError
from session_forms.picked_files import read_at_most

MOST_BYTES = 4_000_000
"""Of a list of services, or of identities."""
MOST_OF_A_NAME = 80
_FINGERPRINT = re.compile(r"\d{5}(?: \d{5}){7}")


def read_services(path: Path) -> Mapping[str, str]:
    """Return what each service is called by its fingerprint; empty where it has no name.

    Raises:
        ExportError: The list cannot be read, or a line of it is no service.

    """
    found: dict[str, str] = {}
    for at, line in enumerate(read_lines(path), start=1):
        site, _sign, name = line.partition("=")
        fingerprint = " ".join(site.split())
        if not _FINGERPRINT.fullmatch(fingerprint) or len(name.strip()) > MOST_OF_A_NAME:
            raise ExportError(
                f"{path.name}, service {at}: write eight groups of five digits, then = and a name."
            )
        found[fingerprint] = " ".join(name.split())
    return found


def read_lines(path: Path) -> list[str]:
    """Return the lines of a small file that say something; remarks do not.

    Raises:
        ExportError: It cannot be read, or is larger than any such file.

    """
    try:
        data = read_at_most(path, MOST_BYTES)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError):
        raise ExportError(f"{path.name} cannot be read: check its place.") from None
    if len(data) > MOST_BYTES:
        raise ExportError(f"{path.name} is far larger than such a list: check that it is one.")
    lines = (each.strip() for each in text.splitlines())
    return [each for each in lines if each and not each.startswith("#")]

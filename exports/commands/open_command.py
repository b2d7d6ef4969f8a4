"""`python -m exports open FILE --out FOLDER`: opens the encrypted copy of a record.

The passphrase is asked for and never an argument, which other programs could see. The copy is
opened in memory, and a folder appears only when all of it is as it was sealed.
"""

import argparse
import getpass
from pathlib import Path

from exports.access.access_bundle import ENDING, open_bundle
from exports.errors import ExportError
from exports.package.writing import publish
from programme.packs.archive import MOST_BYTES

OVERHEAD = 1_000_000
"""More than age adds to the largest copy."""


def set_up_open(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=f"the copy, ending in {ENDING}")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")


def open_copy(chosen: argparse.Namespace) -> str:
    """Open a copy into a new folder, and return what to tell.

    Raises:
        ExportError: The file cannot be read or opened, or the folder is there already.

    """
    data = _read(chosen.file)
    files = open_bundle(data, getpass.getpass("Passphrase: "))
    publish({}, {chosen.out: files})
    return f"Opened: {', '.join(sorted(files))} in {chosen.out.name}. Nobody else should read them."


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + OVERHEAD + 1)
    except OSError:
        raise ExportError(f"{path.name} cannot be read: check its place.") from None
    if len(data) > MOST_BYTES + OVERHEAD:
        raise ExportError(f"{path.name} is larger than any copy: check that it is the right file.")
    return data

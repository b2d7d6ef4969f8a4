"""The one file that a person opens, packed by NSIS: the same bytes from the same tree."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fingerprint import spelt
from icon.drawing import ico

SCRIPT = Path(__file__).with_name("setup.nsi")
PUBLISHER = "The makers of Sessions"
LONG_AGO = 1_700_000_000
"""The time of each file in the package, in seconds; when it was built is told by nothing."""
WELCOME = (
    "Sessions is set up for you alone, without an administrator. It opens no connection to any "
    "network.$\\r$\\n$\\r$\\nFingerprint of what is inside, to compare with the one that your "
    "clinic was given:$\\r$\\n$\\r$\\n{fingerprint}"
)
FOR_PROOFS = (
    "PROOF-ONLY: this was built to try the set-up. It must not be used with clients."
    "$\\r$\\n$\\r$\\n"
)


def setup_name(version: str, *, is_for_proofs: bool) -> str:
    """Return the name of the file."""
    return f"sessions-{version}-windows-x64{'-PROOF-ONLY' if is_for_proofs else ''}-setup.exe"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the installer says of itself.

    Attributes:
        version: The program's.
        fingerprint: Of what is inside.
        is_for_proofs: Whether it is for nobody's clients.
        is_quick: Whether it is packed in a quarter of the time, to a file a third larger.

    """

    version: str
    fingerprint: str
    is_for_proofs: bool
    is_quick: bool = False


def pack(tree: Path, out: Path, setup: Setup) -> None:
    """Pack a finished tree into `out`.

    Raises:
        subprocess.CalledProcessError: NSIS refuses.

    """
    _without_times(tree)
    welcome = WELCOME.format(fingerprint=spelt(setup.fingerprint))
    with tempfile.TemporaryDirectory() as folder:
        icon = Path(folder, "sessions.ico")
        icon.write_bytes(ico())
        os.utime(icon, (LONG_AGO, LONG_AGO))
        given = {
            "TREE": tree,
            "OUT": out,
            "ICON": icon,
            "LICENCE": tree / "licences" / "LICENCES.txt",
            "VERSION": setup.version,
            "COMPRESSOR": "zlib" if setup.is_quick else "lzma",
            "PUBLISHER": PUBLISHER,
            "FINGERPRINT": f"Fingerprint {spelt(setup.fingerprint)}",
            "WELCOME": (FOR_PROOFS if setup.is_for_proofs else "") + welcome,
        }
        command = [
            "makensis",
            "-V2",
            "-NOCD",
            *(f"-D{name}={value}" for name, value in given.items()),
        ]
        subprocess.run(
            [*command, str(SCRIPT)],
            check=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(LONG_AGO)},
        )


def _without_times(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (LONG_AGO, LONG_AGO))

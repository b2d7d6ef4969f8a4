"""How much room is left on the disk under a record, told before there is none."""

import shutil
from pathlib import Path

from therapist_app.hygiene.laptop.findings import EnvironmentCheck

LITTLE_ROOM = 500_000_000
"""In bytes: under this the disk counts as nearly full."""


def room_check(folder: Path) -> EnvironmentCheck:
    """Return whether the disk under a folder still has room; the folder must be there."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return EnvironmentCheck("room", "unknown", "not-told")
    if free < LITTLE_ROOM:
        return EnvironmentCheck("room", "attention", "little")
    return EnvironmentCheck("room", "good", "enough")

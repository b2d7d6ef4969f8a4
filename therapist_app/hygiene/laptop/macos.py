"""What macOS tells: `fdesetup status`, `mount` and `sysctl vm.swapusage`. Not run there."""

import re
from pathlib import Path

from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check

FILE_VAULT = ("fdesetup", "status")
MOUNTS = ("mount",)
SWAP = ("sysctl", "vm.swapusage")
MOUNT_LINE = re.compile(r"^(?P<device>.+?) on (?P<point>/.*) \((?P<kind>[a-z0-9_]+)", re.MULTILINE)


def macos_checks(
    folder: Path, *, file_vault: str, mounts: str, swap: str
) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known, from the words of the three commands; empty ones tell nothing."""
    encrypted = True if "FileVault is On" in file_vault else None
    if "FileVault is Off" in file_vault:
        encrypted = False
    swapped = True if "(encrypted)" in swap else encrypted
    return (
        place_check(folder, _file_system(folder, mounts)),
        encryption_check("disk", encrypted=encrypted),
        encryption_check("swap", encrypted=swapped),
    )


def device_of(folder: Path, mounts: str) -> str:
    """Return the device under a folder, as `mount` names it."""
    return _mount(folder, mounts)[1]


def _file_system(folder: Path, mounts: str) -> str:
    return _mount(folder, mounts)[2]


def _mount(folder: Path, mounts: str) -> tuple[int, str, str]:
    found = [
        (len(line["point"]), line["device"], line["kind"])
        for line in MOUNT_LINE.finditer(mounts)
        if folder == Path(line["point"]) or Path(line["point"]) in folder.parents
    ]
    return max(found, default=(0, "", ""))

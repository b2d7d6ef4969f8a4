"""What Linux tells: its tables of mounts and swap areas, and what each block device is made of."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check

BLOCK_DEVICES = Path("/sys/class/block")
ENCRYPTED = "CRYPT-"  # how dm-crypt begins the uuid of its devices
SPACE = "\\040"
REMOTE = re.compile(r"https?://|//|[^/]+:/")
"""A device that is another computer: a share of WebDAV (davfs2), SMB, or NFS and its kin."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the kernel tells everybody.

    Attributes:
        mounts: The table of mounts, as in /proc/mounts.
        swaps: The table of swap areas with its head, as in /proc/swaps; empty when not told.
        is_encrypted: Whether a block device, by its path, is encrypted; None when not told.

    """

    mounts: str
    swaps: str
    is_encrypted: Callable[[str], bool | None]


def this_kernel() -> Tables:
    """Return what the kernel of this laptop tells."""
    return Tables(
        _text(Path("/proc/mounts")),
        _text(Path("/proc/swaps")),
        lambda device: encrypted_device(device, BLOCK_DEVICES),
    )


def linux_checks(folder: Path, tables: Tables) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known before a record is made in `folder`."""
    device, kind = _mount(folder, tables)
    disk = tables.is_encrypted(device) if device else None
    kind = "network" if REMOTE.match(device) else kind
    return (place_check(folder, kind), encryption_check("disk", encrypted=disk), _swap(tables))


def encrypted_device(device: str, devices: Path) -> bool | None:
    """Return whether a device, or all that it is made of, is encrypted by the kernel."""
    place = devices / Path(os.path.realpath(device)).name
    if not place.exists():
        return None
    if _text(place / "dm" / "uuid").startswith(ENCRYPTED):
        return True
    slaves = place / "slaves"
    beneath = [each.name for each in slaves.iterdir()] if slaves.is_dir() else []
    return bool(beneath) and all(encrypted_device(f"/dev/{each}", devices) for each in beneath)


def device_of(place: Path, mounts: str) -> str:
    """Return the device under a place, as the table of mounts names it."""
    return _mount(place, Tables(mounts, "", lambda _device: None))[0]


def _swap(tables: Tables) -> EnvironmentCheck:
    areas = [line.split() for line in tables.swaps.splitlines()[1:] if line.strip()]
    if not tables.swaps:
        return encryption_check("swap", encrypted=None)
    if not areas:
        return EnvironmentCheck("swap", "good", "none")
    told = [_is_kept_safe(area[0].replace(SPACE, " "), area[1], tables) for area in areas]
    if False in told:
        return encryption_check("swap", encrypted=False)
    return encryption_check("swap", encrypted=None if None in told else True)


def _is_kept_safe(area: str, kind: str, tables: Tables) -> bool | None:
    if "zram" in area:
        return True  # compressed memory: it never leaves it
    return tables.is_encrypted(_mount(Path(area), tables)[0] if kind == "file" else area)


def _mount(place: Path, tables: Tables) -> tuple[str, str]:
    """Return the device and the kind of file system under a place that may not exist yet."""
    best: tuple[int, str, str] = (-1, "", "")
    for line in tables.mounts.splitlines():
        device, point, kind, *_rest = (*line.split(), "", "", "")
        point = point.replace(SPACE, " ")
        if point and (place == Path(point) or Path(point) in place.parents):
            best = max(best, (len(point), device, kind))
    return best[1], best[2]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""

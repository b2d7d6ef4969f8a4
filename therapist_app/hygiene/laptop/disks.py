"""Whether two places lie on one disk, so that both are lost with it."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from therapist_app.hygiene.laptop import linux, macos, windows
from therapist_app.hygiene.laptop.looking import Ask, ask

DEVICES = Path("/sys/class/block")
MAC_DISK = re.compile(r"/dev/(disk\d+)")


def are_on_one_disk(
    one: Path, other: Path, *, platform: str = sys.platform, ask: Ask = ask
) -> bool:
    """Return whether it is known that two places lie on the same disk, whatever its partitions.

    False also where it is not known, as for a place that is not there.
    """
    one, other = one.resolve(), other.resolve()
    try:
        if one.stat().st_dev == other.stat().st_dev:
            return True
    except OSError:
        return False
    if platform == "win32":
        return bool(_windows_disk(one) & _windows_disk(other))
    if platform == "darwin":
        mounts = ask(macos.MOUNTS)
        return bool(mac_disk(one, mounts) & mac_disk(other, mounts))
    mounts = linux.this_kernel().mounts
    return bool(disks_under(one, mounts, DEVICES) & disks_under(other, mounts, DEVICES))


def disks_under(place: Path, mounts: str, devices: Path) -> frozenset[str]:
    """Return the whole disks under a place, below its partition, encryption and volumes."""
    device = linux.device_of(place, mounts)
    if not device.startswith("/dev/"):
        return frozenset()
    return frozenset(_whole(devices / Path(os.path.realpath(device)).name))


def _whole(device: Path) -> Iterator[str]:
    if not device.exists():
        return
    slaves = device / "slaves"
    beneath = sorted(slaves.iterdir()) if slaves.is_dir() else []
    for each in beneath:
        yield from _whole(device.parent / each.name)
    if not beneath:
        is_part = (device / "partition").exists()
        yield device.resolve().parent.name if is_part else device.name


def mac_disk(place: Path, mounts: str) -> frozenset[str]:
    """Return the disk under a place, or its container of volumes, from the words of `mount`."""
    found = MAC_DISK.match(macos.device_of(place, mounts))
    return frozenset([found[1]]) if found else frozenset()


def _windows_disk(place: Path) -> frozenset[str]:
    number = windows.disk_number(PureWindowsPath(place).drive)
    return frozenset() if number is None else frozenset([str(number)])

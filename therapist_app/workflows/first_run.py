"""Before the first record: is this laptop fit for one, and making it."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from therapist_app.record.recovery_sheet import RecoverySheet, confirm_sheet
from therapist_app.record.roles import NewPerson, Role
from therapist_app.record.roster import service_number
from therapist_app.record.sources import system_sources
from therapist_app.record.vault import Created, create_service

__all__ = [
    "Created",
    "EnvironmentCheck",
    "Machine",
    "RecoverySheet",
    "confirm_sheet",
    "environment_checks",
    "found_service",
    "service_number",
    "this_machine",
]

Kind = Literal["place", "disk", "swap"]
Finding = Literal["good", "unknown", "attention", "refused"]

SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "syncthing",
    "pcloud",
    "box sync",
)
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs"})


@dataclass(frozen=True, slots=True)
class EnvironmentCheck:
    """One thing about this laptop.

    Attributes:
        kind: ``place`` where the record will stand, ``disk`` encryption, ``swap``.
        finding: ``refused`` means that no record is made here.
        reason: A fixed word: synchronised, network, encrypted, plain, none, memory, not-told.

    """

    kind: Kind
    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the operating system; empty where it does not tell.

    Attributes:
        mounts: The lines of the table of mounts.
        swaps: The lines of the table of swap areas, without its head; None when not told.
        is_encrypted: Whether a block device, by its path, is encrypted.

    """

    mounts: tuple[str, ...]
    swaps: tuple[str, ...] | None
    is_encrypted: Callable[[str], bool]


def this_machine() -> Machine:
    """Return what this machine tells; only Linux does so to everybody."""
    swaps = _lines(Path("/proc/swaps"))
    return Machine(
        mounts=_lines(Path("/proc/mounts")) or (),
        swaps=None if swaps is None else swaps[1:],
        is_encrypted=_is_encrypted,
    )


def environment_checks(
    folder: Path, machine: Machine | None = None
) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known about this laptop before a record is made in `folder`."""
    machine = machine or this_machine()
    return (_place(folder, machine), _disk(folder, machine), _swap(machine))


def found_service(
    folder: Path, name: str, passphrase: bytearray, *, leads: bool, continuity: bool
) -> Created:
    """Make the service; the passphrase is wiped, whatever comes of it.

    Raises:
        PassphraseTooWeak: It breaks a rule; nothing was made.
        FolderInUse: Something is in the folder already.

    """
    roles: tuple[Role, ...] = ("keeper", "therapist", "lead") if leads else ("keeper", "therapist")
    folder.parent.mkdir(parents=True, exist_ok=True)
    return create_service(
        folder,
        NewPerson(name, roles, passphrase),
        continuity=continuity,
        practice=False,
        sources=system_sources(),
    )


def _place(folder: Path, machine: Machine) -> EnvironmentCheck:
    parts = [each.casefold() for each in folder.parts]
    if any(word in part for part in parts for word in SYNCHRONISED):
        return EnvironmentCheck("place", "refused", "synchronised")
    if str(folder).startswith("\\\\") or _mount(folder, machine)[1] in NETWORK_FILE_SYSTEMS:
        return EnvironmentCheck("place", "refused", "network")
    return EnvironmentCheck("place", "good", "local")


def _disk(folder: Path, machine: Machine) -> EnvironmentCheck:
    device, _kind = _mount(folder, machine)
    if device and machine.is_encrypted(device):
        return EnvironmentCheck("disk", "good", "encrypted")
    return EnvironmentCheck("disk", "unknown", "not-told")


def _swap(machine: Machine) -> EnvironmentCheck:
    if machine.swaps is None:
        return EnvironmentCheck("swap", "unknown", "not-told")
    devices = [line.split()[0] for line in machine.swaps if line.split()]
    if not devices:
        return EnvironmentCheck("swap", "good", "none")
    if all("zram" in each or machine.is_encrypted(each) for each in devices):
        return EnvironmentCheck("swap", "good", "encrypted")
    return EnvironmentCheck("swap", "attention", "plain")


def _mount(folder: Path, machine: Machine) -> tuple[str, str]:
    """Return the device and the kind of file system under a folder that may not exist yet."""
    best: tuple[int, str, str] = (-1, "", "")
    for line in machine.mounts:
        device, point, kind, *_rest = (*line.split(), "", "", "")
        point = point.replace("\\040", " ")
        if point and (folder == Path(point) or Path(point) in folder.parents):
            best = max(best, (len(point), device, kind))
    return best[1], best[2]


def _lines(path: Path) -> tuple[str, ...] | None:
    if sys.platform != "linux":
        return None
    try:
        return tuple(path.read_text("utf-8", "replace").splitlines())
    except OSError:
        return None


def _is_encrypted(device: str) -> bool:
    """Whether a device, or all that it is made of, is encrypted by the kernel."""
    place = Path("/sys/class/block") / Path(os.path.realpath(device)).name
    try:
        if (place / "dm" / "uuid").read_text("utf-8").startswith("CRYPT-"):
            return True
        beneath = [each.name for each in (place / "slaves").iterdir()]
    except OSError:
        return False
    return bool(beneath) and all(_is_encrypted(f"/dev/{each}") for each in beneath)

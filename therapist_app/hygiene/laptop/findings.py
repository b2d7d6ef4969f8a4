"""What can be found out about a laptop, and what stands in the way of a record on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log")
"""What programs that synchronise leave in the folder they look after, whatever its name."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "fuse.rclone", "9p"}
    | {"afpfs", "webdav", "davfs", "network"}
)
WITHOUT_RIGHTS = frozenset(["vfat", "msdos", "exfat", "fat", "fat32"])
"""File systems that know no owners and keep no journal."""


@dataclass(frozen=True, slots=True)
class EnvironmentCheck:
    """One thing about this laptop.

    Attributes:
        kind: ``place`` where the record will stand, ``disk`` encryption, ``swap``.
        finding: ``refused`` means that no record is made here.
        reason: A fixed word: local, synchronised, network, without-rights, encrypted, plain,
            none, not-told.

    """

    kind: Kind
    finding: Finding
    reason: str


def place_check(folder: Path, file_system: str) -> EnvironmentCheck:
    """Return whether a record may stand in a folder, which need not exist, on a file system."""
    if _is_synchronised(folder):
        return EnvironmentCheck("place", "refused", "synchronised")
    if str(folder).startswith("\\\\") or file_system.casefold() in NETWORK:
        return EnvironmentCheck("place", "refused", "network")
    if file_system.casefold() in WITHOUT_RIGHTS:
        return EnvironmentCheck("place", "refused", "without-rights")
    return EnvironmentCheck("place", "good", "local")


def encryption_check(kind: Literal["disk", "swap"], *, encrypted: bool | None) -> EnvironmentCheck:
    """Return what is known about the disk, or about memory that the system writes to it.

    `encrypted` is None where the system does not tell.
    """
    if encrypted is None:
        return EnvironmentCheck(kind, "unknown", "not-told")
    if encrypted:
        return EnvironmentCheck(kind, "good", "encrypted")
    return EnvironmentCheck(kind, "attention", "plain")


def _is_synchronised(folder: Path) -> bool:
    named = any(word in part.casefold() for part in folder.parts for word in SYNCHRONISED)
    return named or any(_marks(folder))


def _marks(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield from (place / mark for mark in MARKS if (place / mark).exists())

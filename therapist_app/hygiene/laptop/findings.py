"""What can be found out about a laptop, and what stands in the way of a record on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    "place",
    "disk",
    "swap",
    "memory",
    "core",
    "locked",
    "network",
    "rights",
    "capture",
    "clock",
    "library",
    "room",
]
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
    "megasync",
    "tresorit",
    "proton drive",
    "protondrive",
    "seafile",
    "seadrive",
    "sharepoint",
    "cloudstorage",
)
SYNCHRONISED_BY_NAME = frozenset({"mega", "mega uploads", "my tresors"})
"""Whole names of folders that would be found inside many others."""
MARKS = (
    *(".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log"),
    *(".megaignore", ".tresorit", ".seafile-data"),
)
"""What programs that synchronise leave in the folder they look after, whatever its name."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "fuse.rclone", "9p"}
    | {"afpfs", "webdav", "davfs", "fuse.davfs", "fuse.davfs2", "network"}
    | {"fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.onedriver", "fuse.seadrive"}
)
CLOUD_FILE, CLOUD_KIND = 0x9000_001A, 0xFFFF_0FFF
"""IO_REPARSE_TAG_CLOUD of Windows, and what of a tag says so whichever program keeps the files."""
WITHOUT_RIGHTS = frozenset(["vfat", "msdos", "exfat", "fat", "fat32"])
"""File systems that know no owners and keep no journal."""


@dataclass(frozen=True, slots=True)
class EnvironmentCheck:
    """One thing about this laptop, or about the program on it.

    Attributes:
        kind: ``place`` where the record will stand, ``disk`` encryption, ``swap``; what
            `therapist_app.hygiene.in_force` measures of the process; the ``clock``; the
            ``library`` that encrypts; the ``room`` on the disk.
        finding: ``refused`` means that no record is made here.
        reason: A fixed word: local, synchronised, network, without-rights, encrypted, plain,
            none, not-told; of what the process is protected by: on, off, not-here; of the
            clock: on, behind; of the library: on, old, not-told; of the room: enough, little,
            not-told.

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
    parts = [part.casefold() for part in folder.parts]
    named = any(word in part for part in parts for word in SYNCHRONISED)
    whole = not SYNCHRONISED_BY_NAME.isdisjoint(parts)
    return named or whole or any(_marks(folder)) or any(map(_is_cloud, (folder, *folder.parents)))


def _is_cloud(place: Path) -> bool:
    try:
        tag = getattr(place.lstat(), "st_reparse_tag", 0)
    except OSError:
        return False
    return bool(tag & CLOUD_KIND == CLOUD_FILE)


def _marks(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield from (place / mark for mark in MARKS if (place / mark).exists())

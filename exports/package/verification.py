"""Checks a package before anything in it is read: folder, tar or sealed file.

    verified = verify_package(path, identity=identity, known_signers=fingerprints)

Every file is compared with the signed list. One byte more, less or other, one file too few or
too many, and the package is refused as a whole.
"""

import binascii
import hashlib
import json
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exports.errors import NeedsKey, NotAsSigned, PackageRefused, UnknownSigner
from exports.package.key_change import CHANGES, KeyChange, NoKeyChange, changes_up_to
from exports.package.package import FORMAT, MANIFEST, PACKAGE, SIGNATURE
from exports.package.sealing import SEALED_HEAD, fingerprint, is_authentic, unseal
from programme.packs.archive import BLOCK, write_tar
from session_forms.words.texts import _

SEALED = ".outcomes.age"
MOST_FILES = 2_000
MOST_BYTES = 200_000_000
"""Of a whole package, of the file that it came in, and so of each file of it."""
MOST_OF_A_LIST = 2_000_000
"""Bytes of the manifest: more than it takes to list so many files."""
_FAR_LARGER = "The package is far larger than any that this program makes."
_NO_PACKAGE = "The file is no package, or it is not whole."
_NOT_OF_A_PACKAGE = "The file holds something that no package holds."
_NAME = re.compile(r"(?!/)(?:(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_. -]{1,100}(?:/(?!\Z)|\Z)){1,4}")
"""A file in a folder or two: nothing that leads out of them, no drive, no sign that is not seen."""
_NUL = b"\0"
_SIZE = re.compile(rb"([0-7]{11})\0")
_NAME_FIELD, _SIZE_FIELD, _KIND = slice(0, 100), slice(124, 136), slice(156, 157)
_REGULAR = frozenset({b"0", _NUL})


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package whose every byte was signed.

    Attributes:
        signer: The fingerprint of the key that signed it; compare it with the sender.
        changes: How the key that signed it came after earlier ones, the first one first.
        files: Every file but manifest and signature, by name.

    """

    release_id: str
    profile: str
    month: str
    practice: bool
    signer: str
    files: Mapping[str, bytes]
    changes: tuple[KeyChange, ...] = ()

    @property
    def earlier_signers(self) -> tuple[tuple[str, date], ...]:
        """The fingerprints of its signer before, the first one first, each with its last day."""
        return tuple((fingerprint(each.before), each.day) for each in self.changes)


def verify_package(
    path: Path, *, identity: str = "", known_signers: Collection[str] | None = None
) -> VerifiedPackage:
    """Return the package at `path` once all of it is verified.

    Args:
        path: A folder, a tar (`.outcomes`) or a sealed tar (`.outcomes.age`); or the folder of a
            release, of which the package folder is read, or the sealed file where it is alone.
        identity: The age identity that opens a sealed file.
        known_signers: Fingerprints; without them any signer is reported, not refused.

    Raises:
        PackageRefused: Something is missing, added or changed, or it is no package.
        UnknownSigner: It is whole, but signed by nobody of `known_signers`.
        NeedsKey: It is sealed, and there is no identity.
        SealRefused: The seal could not be opened; which of its kinds says why.

    """
    files = _read(path, identity)
    manifest_bytes = _taken(files, MANIFEST)
    signed = _json(_taken(files, SIGNATURE), SIGNATURE)
    public_key, signature = _signature(signed)
    if not is_authentic(public_key, signature, manifest_bytes):
        raise NotAsSigned(_("The signature does not fit the list of files: it is not authentic."))
    manifest = _json(manifest_bytes, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise PackageRefused(_("The package is of a format that this version does not know."))
    _compare(files, _listed(manifest))
    changes = _changes(signed, public_key)
    signer = fingerprint(public_key)
    if known_signers is not None and signer not in known_signers:
        raise UnknownSigner(
            _(
                "The package is whole, but its signer ({signer}) is not known here: "
                "compare this number with the sender first, face to face or by telephone."
            ).format(signer=signer)
        )
    return VerifiedPackage(
        release_id=str(manifest.get("release", "")),
        profile=str(manifest.get("profile", "")),
        month=str(manifest.get("month", "")),
        practice=manifest.get("practice") is True,
        signer=signer,
        files=MappingProxyType(files),
        changes=changes,
    )


def _read(path: Path, identity: str) -> dict[str, bytes]:
    try:
        place = _sealed_in(path) if path.is_dir() else path
        if place is None:
            return _read_folder(_package_in(path))
        data = _read_file(place, MOST_BYTES)
    except OSError:
        raise PackageRefused(_("There is no package that can be read at this place.")) from None
    if data.startswith(SEALED_HEAD):
        if not identity:
            raise NeedsKey(_("The file is sealed: give the identity that opens it."))
        data = unseal(data, identity)
    return _read_tar(data)


def _read_file(path: Path, most: int) -> bytes:
    """Return a file that is one, and not larger than so many bytes, whatever it says it is."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise PackageRefused(_NOT_OF_A_PACKAGE)
    if found.st_size > most:
        raise PackageRefused(_FAR_LARGER)
    with path.open("rb") as file:
        return file.read(found.st_size)  # with a larger number so much memory is set aside


def _sealed_in(folder: Path) -> Path | None:
    """Return the sealed file in the folder of a release, where it is all that stands there."""
    found = list(folder.iterdir())
    return found[0] if len(found) == 1 and found[0].name.endswith(SEALED) else None


def _package_in(folder: Path) -> Path:
    """Return the package in the folder of a release; those of before had its own name again."""
    if (folder / MANIFEST).exists():
        return folder
    within = (folder / name for name in (PACKAGE, folder.name))
    return next((each for each in within if each.is_dir() and not each.is_symlink()), folder)


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    for at, path in enumerate(_within(folder)):
        if at >= MOST_FILES:
            raise PackageRefused(_FAR_LARGER)
        name = _checked(path.relative_to(folder).as_posix())
        if not path.is_dir():
            files[name] = _read_file(path, room)
            room -= len(files[name])
    return dict(sorted(files.items()))


def _within(folder: Path) -> Iterator[Path]:
    """Yield everything in a folder as it is come upon, a folder before what is in it."""
    for path in folder.iterdir():
        if path.is_symlink():
            raise PackageRefused(_("The package holds a link; a package holds files alone."))
        yield path
        if path.is_dir():
            yield from _within(path)


def _read_tar(data: bytes) -> dict[str, bytes]:
    """Return the files in a tar that this program wrote, which it must be to the byte.

    Nothing is unpacked, and nothing is taken on trust: no size that the file does not have, no
    link, no gap that stands for more, no name twice.
    """
    files: dict[str, bytes] = {}
    at = 0
    while (head := data[at : at + BLOCK]).strip(_NUL):
        size, kind = _SIZE.fullmatch(head[_SIZE_FIELD]), head[_KIND]
        if size is None:
            raise PackageRefused(_NO_PACKAGE)
        begins, ends = at + BLOCK, at + BLOCK + int(size[1], 8)
        name = _checked(head[_NAME_FIELD].rstrip(_NUL).decode("ascii", "replace"))
        if kind not in _REGULAR or name in files:
            raise PackageRefused(_NOT_OF_A_PACKAGE)
        if ends > len(data):
            raise PackageRefused(_NO_PACKAGE)
        if len(files) >= MOST_FILES:
            raise PackageRefused(_FAR_LARGER)
        files[name] = data[begins:ends]
        at = begins + -(-(ends - begins) // BLOCK) * BLOCK
    if write_tar(files) != data:
        raise PackageRefused(_NO_PACKAGE)
    return files


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise PackageRefused(_NOT_OF_A_PACKAGE)
    return name


def _taken(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise PackageRefused(
            _("{name} is missing: it is no package, or it is not whole.").format(name=name)
        )
    return files.pop(name)


def _changes(content: Mapping[str, Any], public_key: bytes) -> tuple[KeyChange, ...]:
    try:
        return changes_up_to(content.get(CHANGES), public_key, is_authentic)
    except NoKeyChange:
        raise NotAsSigned(
            _(
                "{file} tells of a change of its key that is not signed: it is not authentic."
            ).format(file=SIGNATURE)
        ) from None


def _signature(content: Mapping[str, Any]) -> tuple[bytes, bytes]:
    try:
        return (
            binascii.unhexlify(str(content["public_key"])),
            binascii.unhexlify(str(content["signature"])),
        )
    except (KeyError, ValueError):
        raise NotAsSigned(
            _("{file} holds no signature: it is not authentic.").format(file=SIGNATURE)
        ) from None


def _listed(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each file by its name; who signed a list may have written anything."""
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise PackageRefused(_("{file} lists no files: it is no package.").format(file=MANIFEST))
    return {
        str(name): str(said.get("sha256", "")) if isinstance(said, dict) else ""
        for name, said in listed.items()
    }


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        content = json.loads(data) if len(data) <= MOST_OF_A_LIST else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise NotAsSigned(_("{name} cannot be read: the package was changed.").format(name=name))
    return content


def _compare(files: Mapping[str, bytes], listed: Mapping[str, str]) -> None:
    missing = sorted(listed.keys() - files.keys())
    added = sorted(files.keys() - listed.keys())
    changed = sorted(
        name
        for name in listed.keys() & files.keys()
        if hashlib.sha256(files[name]).hexdigest() != listed[name]
    )
    found = (("missing", missing), ("not listed", added), ("changed", changed))
    words = [f"{len(names)} {what} (first: {names[0]!r})" for what, names in found if names]
    if words:
        raise NotAsSigned(
            _("The package is not as it was signed: {faults}.").format(faults="; ".join(words))
        )

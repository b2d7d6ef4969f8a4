"""Checks a package before anything in it is read: folder, tar or sealed file.

    verified = verify_package(path, identity=identity, known_signers=fingerprints)

Every file is compared with the signed list. One byte more, less or other, one file too few or
too many, and the package is refused as a whole.
"""

import binascii
import hashlib
import io
import json
import tarfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exports.errors import PackageRefused, UnknownSigner
from exports.package.package import FORMAT, MANIFEST, PACKAGE, SIGNATURE
from exports.package.sealing import SEALED_HEAD, fingerprint, is_authentic, unseal

SEALED = ".outcomes.age"
MOST_FILES = 10_000
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package whose every byte was signed.

    Attributes:
        signer: The fingerprint of the key that signed it; compare it with the sender.
        signer_known: Whether it is one of those that were given as known.
        files: Every file but manifest and signature, by name.

    """

    release_id: str
    profile: str
    month: str
    practice: bool
    signer: str
    signer_known: bool
    files: Mapping[str, bytes]


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
        SealRefused: The seal could not be opened.

    """
    files = _read(path, identity)
    manifest_bytes = _taken(files, MANIFEST)
    public_key, signature = _signature(_taken(files, SIGNATURE))
    if not is_authentic(public_key, signature, manifest_bytes):
        raise PackageRefused("The signature does not fit the list of files: it is not authentic.")
    manifest = _json(manifest_bytes, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise PackageRefused("The package is of a format that this version does not know.")
    _compare(files, manifest["files"])
    signer = fingerprint(public_key)
    if known_signers is not None and signer not in known_signers:
        raise UnknownSigner(
            f"The package is whole, but its signer ({signer}) is not known here: "
            "compare this number with the sender first, face to face or by telephone."
        )
    return VerifiedPackage(
        release_id=str(manifest["release"]),
        profile=str(manifest["profile"]),
        month=str(manifest["month"]),
        practice=manifest["practice"] is True,
        signer=signer,
        signer_known=known_signers is not None,
        files=MappingProxyType(files),
    )


def _read(path: Path, identity: str) -> dict[str, bytes]:
    try:
        place = _sealed_in(path) if path.is_dir() else path
        if place is None:
            return _read_folder(_package_in(path))
        data = place.read_bytes()
    except OSError:
        raise PackageRefused("There is no package that can be read at this place.") from None
    if data.startswith(SEALED_HEAD):
        if not identity:
            raise PackageRefused("The file is sealed: give the identity that opens it.")
        data = unseal(data, identity)
    return _read_tar(data)


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
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise PackageRefused("The package holds a link; a package holds files alone.")
        if path.is_file():
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
        _check_size(files)
    return files


def _read_tar(data: bytes) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None or entry.name in files:
                    raise PackageRefused("The file holds something that no package holds.")
                files[entry.name] = content.read()
                _check_size(files)
    except tarfile.TarError:
        raise PackageRefused("The file is no package, or it is not whole.") from None
    return files


def _check_size(files: Mapping[str, bytes]) -> None:
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise PackageRefused("The package is far larger than any that this program makes.")


def _taken(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise PackageRefused(f"{name} is missing: it is no package, or it is not whole.")
    return files.pop(name)


def _signature(data: bytes) -> tuple[bytes, bytes]:
    content = _json(data, SIGNATURE)
    try:
        return (
            binascii.unhexlify(str(content["public_key"])),
            binascii.unhexlify(str(content["signature"])),
        )
    except (KeyError, ValueError):
        raise PackageRefused(f"{SIGNATURE} holds no signature: it is not authentic.") from None


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise PackageRefused(f"{name} cannot be read: the package was changed.")
    return content


def _compare(files: Mapping[str, bytes], listed: Mapping[str, Mapping[str, object]]) -> None:
    missing = sorted(listed.keys() - files.keys())
    added = sorted(files.keys() - listed.keys())
    changed = sorted(
        name
        for name in listed.keys() & files.keys()
        if hashlib.sha256(files[name]).hexdigest() != listed[name]["sha256"]
    )
    found = (("missing", missing), ("not listed", added), ("changed", changed))
    words = [f"{len(names)} {what} (first: {names[0]!r})" for what, names in found if names]
    if words:
        raise PackageRefused(f"The package is not as it was signed: {'; '.join(words)}.")

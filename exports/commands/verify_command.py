"""`python -m exports verify FILE`: whole or not, and by whom, for a release or a content pack."""

import argparse
from pathlib import Path

from exports.commands.sign_command import read_pack_file
from exports.errors import ExportError, UnknownSigner
from exports.package.packs import verify_pack
from exports.package.verification import verify_package
from programme.errors import PackRefused
from programme.packs.building import open_pack
from programme.packs.naming import ENDING


def verify_any(chosen: argparse.Namespace) -> str:
    """Check a release package or a content pack, and return what to tell.

    Raises:
        ExportError: A package is not whole, not authentic, or by nobody who is known.
        PackRefused: A pack is not whole, not signed, or not authentic.

    """
    known = frozenset(chosen.signer) if chosen.signer else None
    if _is_pack(chosen.package):
        return _verify_pack(chosen.package, known)
    identity = _identity(chosen.identity) if chosen.identity else ""
    found = verify_package(chosen.package, identity=identity, known_signers=known)
    invented = " Practice: invented data." if found.practice else ""
    return (
        f"Whole: release {found.release_id}, {found.profile}, {found.month}, "
        f"{len(found.files)} files; {_signer(found.signer, known)}.{invented}"
    )


def _verify_pack(path: Path, known: frozenset[str] | None) -> str:
    found = verify_pack(read_pack_file(path))
    if known is not None and found.signer not in known:
        raise UnknownSigner(
            f"The pack is whole, but its signer ({found.signer}) is not known here: "
            "compare this number with the author first, face to face or by telephone."
        )
    manifest = found.pack.manifest
    return (
        f'Whole: pack, {manifest.ref}, "{manifest.title}", made on {manifest.made_on}, '
        f"{len(manifest.files)} files; {_signer(found.signer, known)}."
    )


def _signer(signer: str, known: frozenset[str] | None) -> str:
    if known:
        return f"known signer {signer}"
    return f"signer to compare, face to face or by telephone: {signer}"


def _is_pack(path: Path) -> bool:
    """Return whether a file is a pack by its name, or else by what it holds."""
    if path.suffix == ENDING or not path.is_file():
        return path.suffix == ENDING
    try:
        open_pack(read_pack_file(path))
    except PackRefused:
        return False
    return True


def _identity(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise ExportError("The identity file cannot be read: check its place.") from None
    return next((line for line in lines if line and not line.startswith("#")), "")

"""The command line of exports: open a record's copy, sign a pack, verify and convert packages.

A passphrase is asked for and never an argument, which other programs could see. A copy is opened
in memory, and a folder appears only when all of it is as it was sealed.
"""

import argparse
import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from exports.errors import ExportError, FilesNotWritten, UnknownSigner
from exports.package.sealing import age_key_in, fingerprint, new_signing_key
from exports.package.writing import PRIVATE_FILE, publish, replace_with, write_file
from programme.errors import PackRefused
from programme.packs.archive import MOST_BYTES
from programme.packs.naming import ENDING
from session_forms.picked_files import read_at_most

OVERHEAD = 1_000_000
"""More than age adds to the largest copy."""
MOST_KEY_BYTES = 10_000
FOR_OTHERS = 0o077


def set_up_open(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `open` takes."""
    from exports.access.access_bundle import ENDING as COPY_ENDING

    ending = f"the copy, ending in {COPY_ENDING}"
    parser.add_argument("file", type=Path, metavar="FILE", help=ending)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.set_defaults(command=open_copy)


def open_copy(chosen: argparse.Namespace) -> str:
    """Open a copy into a new folder, and return what to tell.

    Raises:
        ExportError: The file cannot be read or opened, or the folder is there already.

    """
    from exports.access.access_bundle import open_bundle

    data = _read_copy(chosen.file)
    files = open_bundle(data, getpass.getpass("Passphrase: "))
    publish({}, {chosen.out: files})
    return f"Opened: {', '.join(sorted(files))} in {chosen.out.name}. Nobody else should read them."


def _read_copy(path: Path) -> bytes:
    try:
        data = read_at_most(path, MOST_BYTES + OVERHEAD)
    except OSError:
        raise ExportError(f"{path.name} cannot be read: check its place.") from None
    if len(data) > MOST_BYTES + OVERHEAD:
        raise ExportError(f"{path.name} is larger than any copy: check that it is the right file.")
    return data


def set_up_sign(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `sign` takes."""
    parser.add_argument("pack", type=Path, metavar="FILE")
    parser.add_argument("--key", type=Path, required=True, metavar="KEYFILE", help="your own key")
    parser.add_argument("--new-key", action="store_true", help="make the key file first")
    parser.set_defaults(command=_sign)


def _sign(chosen: argparse.Namespace) -> str:
    """Sign a pack in its place, and return what to tell."""
    from exports.package.packs import sign_pack
    from programme.packs.building import open_pack

    data = _read_pack(chosen.pack)
    open_pack(data)
    if chosen.new_key:
        _make_key(chosen.key)
    signed = sign_pack(data, _key(chosen.key))
    replace_with(chosen.pack, signed.data)
    return (
        f"Signed: {signed.pack.manifest.ref}, by {signed.signer}. "
        "Read this number to whoever installs it, face to face or by telephone."
    )


def _read_pack(path: Path) -> bytes:
    return _read(path, MOST_BYTES, PackRefused)


def _read(path: Path, most: int, refusal: type[Exception]) -> bytes:
    try:
        if not path.is_file():
            raise refusal(f"There is no file {path.name}: check its place.")
        data = read_at_most(path, most)
    except OSError:
        raise refusal(f"{path.name} cannot be read: check who may read it.") from None
    if len(data) > most:
        raise refusal(f"{path.name} is larger than {most:,} bytes: check that it is the right one.")
    return data


def _make_key(path: Path) -> None:
    """Make a key file, but none beside one that is there: a second key is a second signer."""
    if os.path.lexists(path):
        raise FilesNotWritten(
            f"{path.name} is already there: leave out --new-key to sign with the key in it."
        )
    write_file(path, new_signing_key())


def _key(path: Path) -> bytes:
    data = _read(path, MOST_KEY_BYTES, ExportError)
    if os.name == "posix" and path.stat().st_mode & FOR_OTHERS:
        raise ExportError(
            f"{path.name} can be read by others: chmod {PRIVATE_FILE:o} {path.name}, "
            "and make a new key if somebody may have copied it."
        )
    return data


def set_up_fingerprint(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `fingerprint` takes."""
    parser.add_argument("key", type=Path, metavar="FILE", help="file with a public age key")
    parser.set_defaults(command=_fingerprint)


def _fingerprint(chosen: argparse.Namespace) -> str:
    """Return the groups that a recipient compares aloud with whoever sends to them.

    Raises:
        ExportError: The file cannot be read, or holds no whole public key.

    """
    data = _read(chosen.key, MOST_KEY_BYTES, ExportError)
    return fingerprint(age_key_in(data.decode(errors="replace")).encode())


def set_up_verify(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `verify` takes."""
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument("--identity", type=Path, help="file with the age identity that opens it")
    parser.add_argument("--signer", action="append", help="fingerprint of a known signer")
    parser.set_defaults(command=_verify)


def _verify(chosen: argparse.Namespace) -> str:
    """Check a release package or a content pack, and return what to tell.

    Raises:
        ExportError: A package is not whole, not authentic, or by nobody who is known.
        PackRefused: A pack is not whole, not signed, or not authentic.

    """
    from exports.package.verification import verify_package

    known = frozenset(chosen.signer) if chosen.signer else None
    if _is_pack(chosen.package):
        return _verify_pack(chosen.package, known)
    identity = _identity(chosen.identity) if chosen.identity else ""
    found = verify_package(chosen.package, identity=identity, known_signers=known)
    invented = " Practice: invented data." if found.practice else ""
    changed = "".join(
        f" It says that it signs so since {each.day}, and signed as "
        f"{fingerprint(each.before)} before: compare the new number all the same."
        for each in found.changes[-1:]
    )
    return (
        f"Whole: release {found.release_id}, {found.profile}, {found.month}, "
        f"{len(found.files)} files; {_signer(found.signer, known)}.{changed}{invented}"
    )


def _verify_pack(path: Path, known: frozenset[str] | None) -> str:
    from exports.package.packs import verify_pack

    found = verify_pack(_read_pack(path))
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
    from programme.packs.building import open_pack

    if path.suffix == ENDING or not path.is_file():
        return path.suffix == ENDING
    try:
        open_pack(_read_pack(path))
    except PackRefused:
        return False
    return True


def _identity(path: Path) -> str:
    try:
        lines = read_at_most(path, MOST_KEY_BYTES).decode().splitlines()
    except (OSError, ValueError):
        raise ExportError("The identity file cannot be read: check its place.") from None
    return next((line for line in lines if line and not line.startswith("#")), "")


def set_up_parquet(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `parquet` takes."""
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.add_argument("--identity", type=Path, help="file with the age identity that opens it")
    parser.set_defaults(command=_parquet)


def _parquet(chosen: argparse.Namespace) -> str:
    """Write the tables of a package into a new folder, and return what to tell.

    Raises:
        ExportError: pyarrow is missing, the package is not whole, or the folder is there already.

    """
    from exports.package.parquet import parquet_files
    from exports.package.verification import verify_package

    identity = _identity(chosen.identity) if chosen.identity else ""
    files = parquet_files(verify_package(chosen.package, identity=identity))
    publish({}, {chosen.out: files})
    return f"Written: {len(files)} tables of {chosen.package.name}, in {chosen.out.name}."


SET_UP: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "verify": set_up_verify,
    "parquet": set_up_parquet,
    "fingerprint": set_up_fingerprint,
    "sign": set_up_sign,
    "open": set_up_open,
}

"""`python -m exports sign FILE --key KEYFILE`: a pack gets the signature of its author."""

import argparse
import os
from pathlib import Path

from exports.errors import CannotWrite, ExportError
from exports.package.packs import sign_pack
from exports.package.sealing import new_signing_key
from exports.package.writing import PRIVATE_FILE, replace_with, write_file
from programme.errors import PackRefused
from programme.packs.archive import MOST_BYTES
from programme.packs.building import open_pack

MOST_KEY_BYTES = 10_000
FOR_OTHERS = 0o077


def set_up_sign(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("pack", type=Path, metavar="FILE")
    parser.add_argument("--key", type=Path, required=True, metavar="KEYFILE", help="your own key")
    parser.add_argument("--new-key", action="store_true", help="make the key file first")


def sign(chosen: argparse.Namespace) -> str:
    """Sign a pack in its place, and return what to tell."""
    data = read_pack_file(chosen.pack)
    open_pack(data)
    if chosen.new_key:
        _make_key(chosen.key)
    signed = sign_pack(data, _key(chosen.key))
    replace_with(chosen.pack, signed.data)
    return (
        f"Signed: {signed.pack.manifest.ref}, by {signed.signer}. "
        "Read this number to whoever installs it, face to face or by telephone."
    )


def read_pack_file(path: Path) -> bytes:
    """Return what a file holds, as far as a pack may go.

    Raises:
        PackRefused: There is no file to read, or it is larger than any pack.

    """
    return _read(path, MOST_BYTES, PackRefused)


def _read(path: Path, most: int, refusal: type[Exception]) -> bytes:
    try:
        if not path.is_file():
            raise refusal(f"There is no file {path.name}: check its place.")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        raise refusal(f"{path.name} cannot be read: check who may read it.") from None
    if len(data) > most:
        raise refusal(f"{path.name} is larger than {most:,} bytes: check that it is the right one.")
    return data


def _make_key(path: Path) -> None:
    """Make a key file, but none beside one that is there: a second key is a second signer."""
    if os.path.lexists(path):
        raise CannotWrite(
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

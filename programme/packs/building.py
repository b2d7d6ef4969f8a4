"""A folder of content becomes a pack, not signed yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from programme.errors import PackRefused
from programme.packs.archive import read_tar, write_tar
from programme.packs.contents import Contents, needs_of
from programme.packs.head import PackHead
from programme.packs.manifest import (
    FORMAT,
    PackManifest,
    check_files,
    listed,
    manifest_bytes,
    read_manifest,
)
from programme.packs.naming import MANIFEST, SIGNATURE


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose files are as its list says; who signed it is looked at elsewhere.

    Attributes:
        manifest: What it says of itself.
        manifest_bytes: The same as it was written, which is what a signature is over.
        files: Its content, by the places of the files.
        signature: What stands in its file of that name; None while it is not signed.

    """

    manifest: PackManifest
    manifest_bytes: bytes
    files: Mapping[str, bytes]
    signature: bytes | None = None

    @property
    def data(self) -> bytes:
        """The pack as one file."""
        signed = {} if self.signature is None else {SIGNATURE: self.signature}
        return write_tar({**self.files, MANIFEST: self.manifest_bytes, **signed})


def make_pack(
    head: PackHead, files: Mapping[str, bytes], contents: Contents, made_on: date
) -> Pack:
    """Return the pack of a folder's files; the same files and the same day give the same bytes."""
    manifest = PackManifest(
        kind=head.kind,
        id=head.id,
        format=FORMAT,
        version=head.version,
        title=head.title,
        language=head.language,
        made_on=head.made_on or made_on,
        needs=needs_of(contents),
        files=listed(files),
    )
    return Pack(manifest, manifest_bytes(manifest), MappingProxyType(dict(files)))


def open_pack(data: bytes) -> Pack:
    """Return a pack from its bytes.

    Raises:
        PackRefused: It is no pack, or any byte of it is not as the pack lists it.

    """
    files = read_tar(data)
    signature = files.pop(SIGNATURE, None)
    written = files.pop(MANIFEST, None)
    if written is None:
        raise PackRefused(f"There is no {MANIFEST} in it: this is no pack.")
    manifest = read_manifest(written)
    check_files(manifest, files)
    return Pack(manifest, written, MappingProxyType(files), signature)

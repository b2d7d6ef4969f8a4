"""A folder of content becomes a pack, not signed yet.

The author says what it is in `pack.toml` in the folder, or in a programme's own file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated

from pydantic import StringConstraints

from programme.errors import PackRefused
from programme.packs.archive import read_tar, write_tar
from programme.packs.contents import Contents, needs_of
from programme.packs.manifest import (
    FORMAT,
    PackManifest,
    PackVersion,
    check_files,
    listed,
    manifest_bytes,
    read_manifest,
)
from programme.packs.naming import KINDS, MANIFEST, SIGNATURE, Kind
from programme.source_files.content import ContentFolder
from programme.source_files.files import ProgrammeFile
from programme.source_files.sources import PROGRAMME
from session_forms.errors import DefinitionError
from session_forms.files.frozen import Definition, KebabCase, Words
from session_forms.files.toml_file import TomlFile, read_toml

WRITTEN_BY_PACKING = ("format", "needs", "files")
"""What stands in the `pack.toml` of a finished pack besides, and is worked out afresh."""

EXAMPLE = 'kind = "forms", id = "our-forms", version = "1.0", title = "Our forms"'


class PackHead(Definition):
    """The `pack.toml` that an author writes.

    Attributes:
        kind: programme, forms, measures, jurisdictions, directory or translations.
        id: The name that all versions of the pack share.
        version: One to three whole numbers joined by dots.
        title: What people call it.
        language: The language of its words.
        made_on: The day it was made; the day of packing where it is left out.

    """

    kind: Kind
    id: KebabCase
    version: PackVersion
    title: Words
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    made_on: date | None = None


def read_head(folder: Traversable, kind: Kind | None) -> PackHead:
    """Return what is said about the pack that a folder is to become.

    A programme says it in programme.toml; there, `pack.toml` need only say what differs not.

    Raises:
        PackRefused: It is not said, or said in two ways.
        ContentError: programme.toml is wrong.

    """
    said = _said(folder)
    if kind is not None and said.get("kind", kind) != kind:
        raise PackRefused(f"{MANIFEST} says another kind than {kind}: correct one of them.")
    is_programme = folder.joinpath(PROGRAMME).is_file()
    given = {"kind": kind or ("programme" if is_programme else None)} | said
    if given["kind"] not in KINDS:
        kinds = ", ".join(KINDS)
        raise PackRefused(
            f"What the folder holds is not said: put a {MANIFEST} there that says, each on its "
            f"line: {EXAMPLE}. The kind is one of {kinds}."
        )
    if given["kind"] == "programme":
        given = _with_programme(folder, given)
    try:
        return TomlFile(MANIFEST, given, "").model(PackHead)
    except DefinitionError as error:
        raise PackRefused(f"{error} A {MANIFEST} says, each on its line: {EXAMPLE}.") from None


def _said(folder: Traversable) -> dict[str, object]:
    place = folder.joinpath(MANIFEST)
    if not place.is_file():
        return {}
    try:
        found = read_toml(place)
    except DefinitionError as error:
        raise PackRefused(str(error)) from None
    return {key: each for key, each in found.data.items() if key not in WRITTEN_BY_PACKING}


def _with_programme(folder: Traversable, given: dict[str, object]) -> dict[str, object]:
    content = ContentFolder(folder)
    file = content.toml(PROGRAMME, ProgrammeFile)
    if file is None:
        raise content.problems[0]
    own = {key: getattr(file, key) for key in ("id", "version", "title", "language")}
    for key, value in own.items():
        if given.get(key, value) != value:
            raise PackRefused(f"{MANIFEST} and {PROGRAMME} differ in {key}: correct one of them.")
    return given | own


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

"""What a pack says of itself: `pack.toml`, its list of files included.

The bytes of this file are what gets signed, so a pack is vouched for as a whole.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programme.errors import PackRefused
from programme.packs.naming import (
    ENDING,
    HASH_PATTERN,
    MANIFEST,
    VERSION_PATTERN,
    Kind,
    content_hash,
)
from session_forms.errors import DefinitionError
from session_forms.exchange.plain_data.toml_writer import pairs
from session_forms.files.frozen import Definition, KebabCase, Words
from session_forms.files.toml_file import parse_toml

FORMAT: Literal[1] = 1

PackVersion = Annotated[str, StringConstraints(pattern=VERSION_PATTERN)]


class NeededForm(Definition):
    """A form that the content names and does not hold.

    Attributes:
        form: Its id.
        version: The version that is meant; any where there is none.

    """

    form: KebabCase
    version: int | None = Field(default=None, ge=1)


class PackFile(Definition):
    """One file of a pack, by its place in the folder that was packed."""

    path: Words
    bytes: int = Field(ge=0)
    sha256: Annotated[str, StringConstraints(pattern=HASH_PATTERN)]


class PackManifest(Definition):
    """What a pack holds.

    Attributes:
        format: How packs are built; this program knows 1.
        kind: What sort of content it is.
        id: Its name; all its versions share it.
        version: Which version of the content it is.
        title: What people call it.
        language: The language of its words.
        made_on: The day it was made.
        needs: The forms it names that stand in no file of its own.
        files: Every file but this one and the signature.

    """

    kind: Kind
    id: KebabCase
    format: Literal[1]
    version: PackVersion
    title: Words
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    made_on: date
    needs: tuple[NeededForm, ...] = ()
    files: Annotated[tuple[PackFile, ...], Field(min_length=1)]

    @property
    def content(self) -> str:
        """One hash over all the files."""
        return content_hash({each.path: each.sha256 for each in self.files})

    @property
    def name(self) -> str:
        """The name of the pack's file."""
        return f"{self.kind}-{self.id}-{self.version}{ENDING}"

    @property
    def ref(self) -> str:
        """Kind, id and version in a few words."""
        return f"{self.kind} {self.id} {self.version}"


def listed(files: Mapping[str, bytes]) -> tuple[PackFile, ...]:
    """Return the list of files, by their names."""
    return tuple(
        PackFile(path=path, bytes=len(data), sha256=sha256(data).hexdigest())
        for path, data in sorted(files.items())
    )


def manifest_bytes(manifest: PackManifest) -> bytes:
    """Return `pack.toml` in its one spelling."""
    keys = manifest.model_dump(exclude_none=True)
    lists = {"needs": list(keys["needs"]), "files": list(keys["files"])}
    return ("\n".join(pairs(keys | lists)) + "\n").encode()


def read_manifest(data: bytes) -> PackManifest:
    """Return what a pack says of itself.

    Raises:
        PackRefused: It cannot be read, or is written for a later version of the program.

    """
    try:
        file = parse_toml(MANIFEST, data)
        if file.data.get("format") not in (None, FORMAT):
            raise PackRefused("The pack needs a later version of this program: install that first.")
        return file.model(PackManifest)
    except DefinitionError as error:
        raise PackRefused(f"The pack's own list cannot be used: {error}") from None


def check_files(manifest: PackManifest, files: Mapping[str, bytes]) -> None:
    """Hold the files of a pack against its list.

    Raises:
        PackRefused: One is missing, not listed, or not as it is listed.

    """
    found = listed(files)
    if found != manifest.files:
        strange = [each for each in found if each not in manifest.files]
        missing = [each for each in manifest.files if each not in found]
        wrong = sorted(each.path for each in (*strange, *missing))
        raise PackRefused(
            f"{wrong[0] if wrong else MANIFEST} is not as the pack lists it: "
            "get the pack again from whoever made it."
        )

"""Looking at a pack before it is installed: whole, signed by whom, fitting, newer or not.

Nothing is changed by looking.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.package.packs import SignedPack, verify_pack
from programme.errors import PackRefused
from programme.loading import library as programmes
from programme.packs.archive import MOST_BYTES
from programme.packs.contents import Contents
from programme.packs.manifest import PackManifest
from programme.packs.naming import Kind, order_of
from session_forms.library.library import installed
from therapist_app.record.errors import CannotWrite, NotARecord
from therapist_app.record.folder.files import read_private_file
from therapist_app.workflows.content.pack_content import load_packs
from therapist_app.workflows.content.pack_fitting import fitting_contents, stock_with
from therapist_app.workflows.content.pack_registry import (
    ONE_AT_A_TIME,
    Registry,
    Signer,
    known_signers,
    list_of,
    registry_of,
)
from therapist_app.workflows.packs_in_use import ListedPack, PackSource
from therapist_app.workflows.workspace import Workspace

Standing = Literal["first", "newer", "older", "installed"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that could be installed, as it was found to be.

    Attributes:
        signed: The pack, whole and signed.
        contents: What is in it.
        signer: Who signed it, where that was confirmed here.
        standing: How it stands to the version in use; `installed` when it is here already.
        in_use: The version in use of the same pack, or of the one it would take the place of.

    """

    signed: SignedPack
    contents: Contents
    signer: Signer | None
    standing: Standing
    in_use: str

    @property
    def manifest(self) -> PackManifest:
        """What the pack says of itself."""
        return self.signed.pack.manifest


def look_at(workspace: Workspace, path: Path) -> Offer:
    """Return what a file offers; nothing is changed.

    Raises:
        PackRefused: It is no pack, not whole, not signed, or does not fit what is here.

    """
    signed = verify_pack(_read(path))
    manifest = signed.pack.manifest
    registry = registry_of(workspace.service)
    same = [each.listed for each in registry if each.ref == manifest.ref]
    if same and same[0].sha256 != signed.sha256:
        raise PackRefused(
            f"{manifest.ref} is installed with other content: "
            "give the changed content a new version."
        )
    loaded, _problems = load_packs(
        PackSource(workspace.vault.place.packs, list_of(registry)), installed()
    )
    contents = fitting_contents(signed.pack, stock_with(loaded, workspace.forms))
    in_use = _in_use(registry, manifest.kind, manifest.id)
    return Offer(
        signed=signed,
        contents=contents,
        signer=known_signers(workspace.service).get(signed.signer),
        standing=_standing(manifest, registry, is_here=bool(same)),
        in_use=in_use.ref if in_use else _shipped(manifest.kind),
    )


def _read(path: Path) -> bytes:
    try:
        return read_private_file(path, MOST_BYTES)
    except (FileNotFoundError, CannotWrite, NotARecord):
        raise PackRefused(
            f"{path.name} is no file of at most {MOST_BYTES:,} bytes that can be read."
        ) from None


def _standing(manifest: PackManifest, registry: Registry, *, is_here: bool) -> Standing:
    if is_here:
        return "installed"
    versions = [
        order_of(each.version)
        for each in list_of(registry)
        if (each.kind, each.id) == (manifest.kind, manifest.id)
    ]
    if not versions:
        return "first"
    return "newer" if order_of(manifest.version) > max(versions) else "older"


def _in_use(registry: Registry, kind: Kind, pack_id: str) -> ListedPack | None:
    same = (each for each in list_of(registry) if each.kind == kind and each.in_use)
    return next((each for each in same if each.id == pack_id or kind in ONE_AT_A_TIME), None)


def _shipped(kind: Kind) -> str:
    """Return the name of what comes with the program, where a pack takes its place."""
    programme = programmes.installed()
    return f"programme {programme.id} {programme.version}" if kind == "programme" else ""

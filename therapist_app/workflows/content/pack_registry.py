"""Which content packs a service has, which of them are in use, and whose signature is known.

The service file says it. A short list beside the packs repeats what is needed to load them before
anybody has unlocked; after that it is held against the service file, which counts.
"""

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from programme.packs.naming import (
    HASH_PATTERN,
    ID_PATTERN,
    KINDS,
    LONGEST_ID,
    VERSION_PATTERN,
    Kind,
    order_of,
)
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord
from therapist_app.record.folder.files import make_private_folder, read_private_file, replace_file
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.packs_in_use import (
    NO_PACKS,
    ListedPack,
    PackList,
    PacksInUse,
    PackSource,
)

KEY = "packs"
SIGNERS_KEY = "pack_signers"
LIST = "installed.json"
MOST_BYTES = 1_000_000
ONE_AT_A_TIME: tuple[Kind, ...] = ("programme", "directory", "vignettes")
"""Of these kinds one pack is in use; of the others one version of each pack."""


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """One installed pack, with what people want to know.

    Attributes:
        listed: What the list beside the packs says of it.
        title: What people call it.
        content: One hash over its content files.
        signer: The fingerprint of the key that signed it.
        installed_at: When, as ISO 8601 in UTC.
        by: Who installed it, by name.

    """

    listed: ListedPack
    title: str
    content: str
    signer: str
    installed_at: str
    by: str

    @property
    def ref(self) -> str:
        """Kind, id and version in a few words."""
        return self.listed.ref


Registry = tuple[InstalledPack, ...]


def registry_of(service: ServiceFile) -> Registry:
    """Return every installed pack, as the service file says.

    Files are made by their names: one that can be no pack's is left out, whoever settled it.
    """
    found = settings.load(service, KEY, tuple[InstalledPack, ...]) or ()
    return tuple(each for each in found if _is_of_shape(each.listed))


def keep_registry(change: Change, registry: Registry) -> None:
    """Say in the service file, within a change that tells why, which packs there are."""
    settings.save_within(change, KEY, [asdict(each) for each in registry])


def list_of(registry: Registry) -> PackList:
    """Return the list that belongs beside the packs."""
    return tuple(each.listed for each in registry)


def read_list(folder: Path) -> PackList:
    """Return the list beside the packs; an empty one where there is none that can be believed."""
    try:
        found = json.loads(read_private_file(folder / LIST, MOST_BYTES))
        return tuple(_believed(each) for each in found)
    except (FileNotFoundError, CannotWrite, NotARecord, ValueError, TypeError, RecursionError):
        return ()


def write_list(folder: Path, packs: PackList) -> None:
    """Put the list beside the packs.

    Raises:
        DiskFull: The old list is there.
        CannotWrite: The old list is there.

    """
    if not folder.is_dir():
        make_private_folder(folder)
    replace_file(folder / LIST, json.dumps([asdict(each) for each in packs], indent=1).encode())


def packs_said(vault: Vault, packs: PacksInUse | None) -> PackSource | None:
    """Return the packs to load afresh, where others were loaded than the record says; else None.

    The list beside the packs is read before anybody has unlocked, and whoever can write there
    can change it. What counts is the service file; the list is put right where the disk takes it.
    Practice uses the packs of the clinic until it has some of its own.
    """
    said = list_of(registry_of(vault.service))
    loaded = NO_PACKS.listed if packs is None else packs.listed
    if loaded == said or (vault.practice and not said):
        return None
    with suppress(DiskFull, CannotWrite, OSError):
        write_list(vault.place.packs, said)
    return PackSource(vault.place.packs, said, differed=not vault.practice)


def with_pack(registry: Registry, pack: InstalledPack) -> Registry:
    """Return the registry with a pack that was installed, in the order of kind, id and version."""
    others = [each for each in registry if each.ref != pack.ref]
    return tuple(sorted((*others, pack), key=_order))


def with_use(registry: Registry, kind: Kind, pack_id: str, version: str) -> Registry:
    """Return the registry with another version in use; none of the pack for an empty version."""

    def in_use(each: ListedPack) -> bool:
        if each.kind != kind or (each.id != pack_id and kind not in ONE_AT_A_TIME):
            return each.in_use
        return (each.id, each.version) == (pack_id, version)

    return tuple(
        replace(each, listed=replace(each.listed, in_use=in_use(each.listed))) for each in registry
    )


def _order(pack: InstalledPack) -> tuple[str, str, tuple[int, ...]]:
    return pack.listed.kind, pack.listed.id, order_of(pack.listed.version)


def _believed(entry: dict[str, Any]) -> ListedPack:
    """Return an entry of the list, which may have been written by anybody.

    Raises:
        ValueError: It names no kind, id, version or hash that there can be.
        TypeError: It is something else altogether.

    """
    pack = ListedPack(**entry)
    if not _is_of_shape(pack) or type(pack.in_use) is not bool:
        raise ValueError
    return pack


def _is_of_shape(pack: ListedPack) -> bool:
    shapes = (
        (pack.kind, "|".join(KINDS)),
        (pack.id, ID_PATTERN),
        (pack.version, VERSION_PATTERN),
        (pack.sha256, HASH_PATTERN),
    )
    fits = all(re.fullmatch(pattern, text) for text, pattern in shapes)
    return fits and len(pack.id) <= LONGEST_ID


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose packs are taken.

    Attributes:
        fingerprint: The number that was compared.
        name: Who that is.
        confirmed_by: Who compared it.
        confirmed_at: When, as ISO 8601 in UTC.

    """

    fingerprint: str
    name: str
    confirmed_by: str
    confirmed_at: str


def known_signers(service: ServiceFile) -> dict[str, Signer]:
    """Return the signers that were confirmed here, by fingerprint."""
    kept = settings.load(service, SIGNERS_KEY, tuple[Signer, ...]) or ()
    return {each.fingerprint: each for each in kept}


def keep_signer(service: ServiceFile, signer: Signer) -> None:
    """Note that a signer's number was compared."""
    known = known_signers(service) | {signer.fingerprint: signer}
    with service.change("signer_confirmed", "signer", (signer.fingerprint,)) as change:
        settings.save_within(change, SIGNERS_KEY, [asdict(each) for each in known.values()])


def drop_signer(service: ServiceFile, fingerprint: str) -> None:
    """Take a signer out: their next pack is compared anew."""
    known = known_signers(service)
    known.pop(fingerprint, None)
    with service.change("signer_dropped", "signer", (fingerprint,)) as change:
        settings.save_within(change, SIGNERS_KEY, [asdict(each) for each in known.values()])

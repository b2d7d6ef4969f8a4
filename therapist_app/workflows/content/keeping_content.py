"""The files of packs and a clinic's own forms, kept beside the record and in the service file.

Beside the record they are read before anybody has unlocked. In the service file they travel with
its backups, so that a service that was rebuilt has every version that a client follows. Of the
clinic's own forms and words the folder counts while it is there; where it is gone, as after a
rebuild from backups, it is made again from the service file.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from session_forms.clinic.site_folder import FOLDER
from session_forms.held_files import clear_folder, rename_new
from therapist_app.record.errors import CannotWrite, KnownRecordError, NotARecord
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    make_private_folder,
    read_private_file,
    replace_file,
)
from therapist_app.record.service import content_files
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content.pack_registry import (
    LIST,
    MOST_BYTES,
    list_of,
    packs_said,
    registry_of,
)
from therapist_app.workflows.packs_in_use import ListedPack, PacksInUse, PackSource

PUT_BACK = "forms-put-back"


def packs_to_load(vault: Vault, packs: PacksInUse | None) -> PackSource | None:
    """Return the packs to load afresh after an unlock; None where what was loaded is right.

    What is missing on either side is put there from the other first, the clinic's own forms too.
    """
    was_listed = (vault.place.packs / LIST).exists()
    put_back, are_forms_back = _settle_files(vault), settle_site_files(vault)
    said = packs_said(vault, packs)
    if said is not None:
        return replace(said, differed=said.differed and was_listed, put_back=put_back)
    if not put_back and not are_forms_back:
        return None
    listed = list_of(registry_of(vault.service))
    return PackSource(vault.place.packs, listed, put_back=put_back)


def chosen_packs(vault: Vault) -> PackSource:
    """Return the packs that are chosen in an open record, whichever were loaded."""
    return PackSource(vault.place.packs, list_of(registry_of(vault.service)))


def put_file(folder: Path, pack: ListedPack, data: bytes) -> None:
    """Put the file of a pack beside the record.

    Raises:
        DiskFull: What stood there stands there.
        CannotWrite: What stood there stands there.

    """
    place = pack.place(folder)
    for each in (folder, folder / pack.kind, place.parent):
        if not each.is_dir():
            make_private_folder(each)
    replace_file(place, data)


def _settle_files(vault: Vault) -> tuple[str, ...]:
    """Keep what is only beside the record, put back what is only in it; return what was put back.

    A disk that refuses is no reason to stop: a pack that cannot be used is named when it is loaded.
    """
    kept, folder = content_files.kept_packs(vault.service), vault.place.packs
    put_back: list[str] = []
    for each in list_of(registry_of(vault.service)):
        data = _right_file(folder, each)
        with suppress(KnownRecordError, OSError):
            if data is not None and each.sha256 not in kept:
                with vault.service.change("pack_kept", f"pack:{each.ref}") as change:
                    content_files.keep_pack(change, each.sha256, data)
            elif data is None and each.sha256 in kept:
                put_file(folder, each, content_files.load_pack(vault.service, each.sha256) or b"")
                put_back.append(each.ref)
    return tuple(put_back)


def _right_file(folder: Path, pack: ListedPack) -> bytes | None:
    try:
        data = read_private_file(pack.place(folder), MOST_BYTES)
    except (FileNotFoundError, CannotWrite, NotARecord):
        return None
    return data if sha256(data).hexdigest() == pack.sha256 else None


def settle_site_files(vault: Vault) -> bool:
    """Return whether the folder was made again, which the vault then warns of.

    Whatever is there now and was not is told to everybody, as is what cannot be kept. Practice has
    no such folder of its own. Where something cannot be read or written, both sides stay as they
    are.
    """
    if vault.practice:
        return False
    folder = vault.place.path / FOLDER
    with suppress(KnownRecordError, OSError):
        kept = content_files.site_files(vault.service)
        if folder.is_dir():
            content_files.keep_site_files(vault.service, _read(folder))
        elif kept:
            content_files.keep_site_files(vault.service, kept)
            _make(folder, kept)
            vault.warnings = (*vault.warnings, PUT_BACK)
            return True
    return False


def _read(folder: Path) -> dict[str, bytes | None]:
    return {each.name: _data_of(each) for each in folder.glob(f"*{content_files.ENDING}")}


def _data_of(file: Path) -> bytes | None:
    try:
        return read_private_file(file, MOST_BYTES)
    except (KnownRecordError, OSError):
        return None


def _make(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder whole or not at all: half of it would be taken for what the clinic wants."""
    draft = folder.with_name(f"{FOLDER}.new")
    clear_folder(draft)
    make_private_folder(draft)
    for name, data in files.items():
        create_private_file(draft / name, data)
    flush_folder(draft)
    rename_new(draft, folder)
    flush_folder(folder.parent)

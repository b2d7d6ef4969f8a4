"""`python -m programme pack FOLDER --out OUT`: content as one file, ready to be signed."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from programme.errors import PackRefused
from programme.loading.loading import load_programme
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from programme.packs.naming import ENDING, KINDS
from programme.packs.packing import pack_folder
from session_forms.clinic.site_folder import is_words
from session_forms.file_names import fault_in_place, reachable
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary, definition_files, installed, load_form


def set_up_pack(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("folder", type=Path, help="a programme's folder, or one of forms, ...")
    parser.add_argument("--out", type=Path, required=True, help="a folder, or a new .pack file")
    parser.add_argument("--kind", choices=KINDS, help="what the folder holds; a programme says so")
    parser.add_argument(
        "--made-on", type=date.fromisoformat, metavar="DAY", help="as 2026-03-02; today if left out"
    )
    parser.add_argument(
        "--forms",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a folder of forms that the content may name; they go into a pack of their own",
    )
    parser.add_argument(
        "--programme",
        type=Path,
        metavar="FOLDER",
        help="the programme that translated texts are for; the installed one when left out",
    )
    parser.set_defaults(command=pack)


def pack(chosen: argparse.Namespace) -> int:
    """Check a folder whole and write it as a pack; return how it ended.

    Raises:
        ProgrammeError: The folder cannot become a pack.
        FormError: A file of forms is wrong.

    """
    forms = FormLibrary([*installed().all(), *_more_forms(chosen.forms)])
    courses = (load_programme(chosen.programme, forms),) if chosen.programme else ()
    made_on = chosen.made_on or datetime.now(UTC).astimezone().date()
    made = pack_folder(chosen.folder, chosen.kind, forms, made_on, courses)
    for problem in made.problems:
        print(problem, file=sys.stderr)
    if made.pack is None:
        return 1
    place = _place(chosen.out, made.pack.manifest.name)
    _write(place, made.pack.data)
    manifest = made.pack.manifest
    print(f"Packed: {manifest.ref}, {len(manifest.files)} files, not signed yet: {place.name}")
    return 0


def _more_forms(folders: list[Path]) -> Iterator[FormDefinition]:
    for folder in folders:
        paths = definition_files(MemoryFolder(content_files(folder)))
        yield from (load_form(path) for path in paths if not is_words(path.name))


def _place(out: Path, name: str) -> Path:
    if out.is_dir():
        return out / name
    if out.suffix == ENDING:
        return out
    raise PackRefused(f"{out.name} is no folder, and no file that ends in {ENDING}: name one.")


def _write(place: Path, data: bytes) -> None:
    if fault := fault_in_place(place):
        raise PackRefused(f"{place.name}: {fault}")
    try:
        with reachable(place).open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise PackRefused(f"{place.name} is already there: choose another name.") from None
    except OSError:
        raise PackRefused(f"{place.name} cannot be written there: choose another place.") from None

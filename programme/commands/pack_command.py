"""`python -m programme pack FOLDER --out OUT`: content as one file, ready to be signed."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.authoring.folder_checks import problems_in
from programme.definition.definition import Programme
from programme.errors import PackRefused
from programme.loading.library import installed as installed_programme
from programme.loading.loading import load_programme
from programme.loading.translated_texts import problems_of_texts, translated_texts
from programme.packs.building import make_pack, read_head
from programme.packs.contents import DIRECTORY, read_contents, refuse_another_language
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from programme.packs.naming import ENDING, KINDS, Kind
from session_forms.clinic.site_folder import is_words
from session_forms.commands.checks import check_files
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary, definition_files, installed, load_form
from session_forms.reference.directory import directory_problems
from session_forms.reference.jurisdictions import jurisdiction_files, jurisdiction_problems


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
    head = read_head(chosen.folder, chosen.kind)
    files = content_files(chosen.folder)
    folder = MemoryFolder(files)
    forms = FormLibrary([*installed().all(), *_more_forms(chosen.forms)])
    programme = load_programme(chosen.programme, forms) if chosen.programme else None
    problems = folder_problems(head.kind, folder, forms, programme)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    contents = read_contents(head.kind, folder, forms)
    refuse_another_language(head.language, contents)
    made = make_pack(head, files, contents, chosen.made_on or datetime.now(UTC).astimezone().date())
    place = _place(chosen.out, made.manifest.name)
    _write(place, made.data)
    print(f"Packed: {made.manifest.ref}, {len(files)} files, not signed yet: {place.name}")
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
    try:
        with place.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise PackRefused(f"{place.name} is already there: choose another name.") from None
    except OSError:
        raise PackRefused(f"{place.name} cannot be written there: choose another place.") from None


def folder_problems(
    kind: Kind, folder: Traversable, forms: FormLibrary, programme: Programme | None = None
) -> tuple[Exception, ...]:
    """Return what is wrong with the content of a folder, one error for each mistake.

    `forms` are those that the content may name besides its own, `programme` the one that
    translated texts are for: the installed one where it is left out.
    """
    if kind == "programme":
        return problems_in(folder, forms)
    if kind == "jurisdictions":
        found = (jurisdiction_problems(each) for each in jurisdiction_files(folder))
        return tuple(problem for problems in found for problem in problems)
    if kind == "directory":
        return tuple(directory_problems(folder / DIRECTORY))
    if kind == "translations":
        files = read_contents(kind, folder, forms).translations
        courses = [programme or installed_programme()]
        wrong = tuple(problems_of_texts(files, forms, courses))
        if not wrong:
            translated_texts(files, forms, courses)  # no text stands in two files
        return wrong
    return check_files(definition_files(folder), frozenset(forms.ids())).problems

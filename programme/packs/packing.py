"""A folder checked whole and packed: the same for the command line and for the window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import assert_never

from programme.authoring.folder_checks import problems_in
from programme.definition.definition import Programme
from programme.errors import PackRefused
from programme.fidelity.rater_training import unfitting_vignettes
from programme.loading.library import installed as installed_programme
from programme.loading.translated_texts import problems_of_texts, translated_texts
from programme.packs.building import Pack, make_pack, read_head
from programme.packs.contents import DIRECTORY, read_contents, refuse_another_language
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from programme.packs.naming import Kind
from session_forms.commands.checks import check_files
from session_forms.library.library import FormLibrary, definition_files
from session_forms.reference.directory import directory_problems
from session_forms.reference.jurisdictions import jurisdiction_files, jurisdiction_problems


@dataclass(frozen=True, slots=True)
class PackedFolder:
    """What became of a folder.

    Attributes:
        pack: The pack, not signed; None where anything is wrong.
        problems: What is wrong, one error for each mistake, with its file and line.

    """

    pack: Pack | None
    problems: tuple[Exception, ...]


def pack_folder(
    folder: Traversable,
    kind: Kind | None,
    forms: FormLibrary,
    made_on: date,
    programmes: Iterable[Programme] = (),
) -> PackedFolder:
    """Check a folder whole and pack it.

    Args:
        folder: The folder.
        kind: What it holds, where it does not say so itself.
        forms: The forms that the content may name besides its own.
        made_on: The day that stands in the pack, where the author names none.
        programmes: Those that translated texts may be for; the installed one where there are none.

    Raises:
        ProgrammeError: The folder cannot become a pack.
        FormError: A file of forms is wrong.

    """
    head = read_head(folder, kind)
    files = content_files(folder)
    held = MemoryFolder(files)
    problems = folder_problems(head.kind, held, forms, programmes)
    if problems:
        return PackedFolder(None, problems)
    contents = read_contents(head.kind, held, forms)
    refuse_another_language(head.language, contents)
    return PackedFolder(make_pack(head, files, contents, made_on), ())


def folder_problems(
    kind: Kind, folder: Traversable, forms: FormLibrary, programmes: Iterable[Programme] = ()
) -> tuple[Exception, ...]:
    """Return what is wrong with the content of a folder, one error for each mistake.

    `forms` are those that the content may name besides its own, `programmes` those that
    translated texts may be for: the installed one where there are none.
    """
    match kind:
        case "programme":
            return problems_in(folder, forms)
        case "jurisdictions":
            found = (jurisdiction_problems(each) for each in jurisdiction_files(folder))
            return tuple(problem for problems in found for problem in problems)
        case "directory":
            return tuple(directory_problems(folder / DIRECTORY))
        case "translations":
            files = read_contents(kind, folder, forms).translations
            courses = tuple(programmes) or (installed_programme(),)
            wrong = tuple(problems_of_texts(files, forms, courses))
            if not wrong:
                translated_texts(files, forms, courses)  # no text stands in two files
            return wrong
        case "vignettes":
            courses = tuple(programmes) or (installed_programme(),)
            vignettes = read_contents(kind, folder, forms).vignettes
            return tuple(PackRefused(each) for each in unfitting_vignettes(vignettes, courses))
        case "forms" | "measures":
            return check_files(definition_files(folder), frozenset(forms.ids())).problems
        case _:
            assert_never(kind)

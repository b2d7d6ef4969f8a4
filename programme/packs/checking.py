"""Everything that is wrong with a folder that is to become a pack, for its authors."""

from importlib.resources.abc import Traversable

from programme.authoring.folder_checks import problems_in
from programme.packs.contents import DIRECTORY
from programme.packs.naming import Kind
from session_forms.commands.checks import check_files
from session_forms.library.library import FormLibrary, definition_files
from session_forms.reference.directory import directory_problems
from session_forms.reference.jurisdictions import jurisdiction_files, jurisdiction_problems


def folder_problems(kind: Kind, folder: Traversable, forms: FormLibrary) -> tuple[Exception, ...]:
    """Return what is wrong with the content of a folder, one error for each mistake.

    `forms` are those that the content may name besides its own.
    """
    if kind == "programme":
        return problems_in(folder, forms)
    if kind == "jurisdictions":
        found = (jurisdiction_problems(each) for each in jurisdiction_files(folder))
        return tuple(problem for problems in found for problem in problems)
    if kind == "directory":
        return tuple(directory_problems(folder / DIRECTORY))
    return check_files(definition_files(folder), frozenset(forms.ids())).problems

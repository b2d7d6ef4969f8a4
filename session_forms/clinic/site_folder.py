"""The files a clinic adds: its own forms, and its own words for measures that ship without any.

They stand in one folder beside the record. A file that is wrong is left out and named, and
never keeps the application from starting.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path

from session_forms.clinic.site_merge import form_with_words, words_problems
from session_forms.clinic.site_texts import SUFFIX
from session_forms.clinic.translations import SUFFIX as SUFFIX_OF_TEXTS
from session_forms.clinic.translations import translation_problems
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import read_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import named_elsewhere
from session_forms.library.library import FormLibrary, definition_files, load_form

FOLDER = "forms"
"""The name of the folder beside the record."""


def with_site_files(library: FormLibrary, folder: Traversable) -> FormLibrary:
    """Return `library` with what the clinic adds; what could not be used is in its `problems`."""
    if not folder.is_dir():
        return library
    problems: list[DefinitionError] = []
    paths = [path for path in definition_files(folder) if not path.name.endswith(SUFFIX_OF_TEXTS)]
    forms = [path for path in paths if not is_words(path.name)]
    own = _all_of(forms, partial(_own_form, library), problems)
    known = library.with_more(own)
    words = [path for path in paths if is_words(path.name)]
    worded = _all_of(words, partial(_worded_form, known), problems)
    return known.with_more(worded, tuple(str(each) for each in problems))


def translation_files(folder: Traversable) -> tuple[Traversable, ...]:
    """Return the files in `folder` that hold texts in another language, by name."""
    if not folder.is_dir():
        return ()
    named = (path for path in definition_files(folder) if path.name.endswith(SUFFIX_OF_TEXTS))
    return tuple(path for path in named if not _is_link(path))


def is_words(name: str) -> bool:
    """Return whether a file of this name holds words for a form, and no form."""
    return name.endswith((SUFFIX, SUFFIX_OF_TEXTS))


def words_file_problems(path: Traversable, library: FormLibrary) -> Iterator[DefinitionError]:
    """Yield everything that is wrong with the words in the file at `path`."""
    try:
        file = read_toml(path)
    except DefinitionError as error:
        yield error
        return
    problems = translation_problems if path.name.endswith(SUFFIX_OF_TEXTS) else words_problems
    yield from problems(file, library)


def _is_link(path: Traversable) -> bool:
    return isinstance(path, Path) and path.is_symlink()


def _refuse_link(path: Traversable) -> None:
    """Refuse what may change without a change in the folder, and which no record keeps."""
    if _is_link(path):
        what, to_do = "it is a link to another file", "put the file itself there"
        raise DefinitionError(path.name, None, "", what, to_do)


def _own_form(library: FormLibrary, path: Traversable) -> FormDefinition:
    form = load_form(path)
    if library.knows(form.id):
        what, to_do = "a form of this id comes with the program", "give it an id of its own"
        raise DefinitionError(path.name, None, "id", what, to_do)
    file = read_toml(path)
    for finding in named_elsewhere(form, {*library.ids(), form.id}, library):
        raise file.error(finding)
    return form


def _worded_form(library: FormLibrary, path: Traversable) -> FormDefinition:
    return form_with_words(read_toml(path), library)


def _all_of(
    paths: Iterable[Traversable],
    read: Callable[[Traversable], FormDefinition],
    problems: list[DefinitionError],
) -> list[FormDefinition]:
    """Return the forms that could be read; what is wrong with the others goes to `problems`."""
    found: list[FormDefinition] = []
    for path in paths:
        try:
            _refuse_link(path)
            found.append(read(path))
        except DefinitionError as error:
            problems.append(error)
    return found

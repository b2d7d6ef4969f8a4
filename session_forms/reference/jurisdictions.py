"""Local texts: which of them may be used on a day, and how they are read from a folder.

Nothing here is code for a country. What ships is a template: facts with their sources, and
questions for a lawyer. A text with open questions is offered to nobody. A draft without them
is good for practice only; an approved text is good until it expires, twelve months at the
latest.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from session_forms.errors import DefinitionError
from session_forms.files.checked_files import CheckedFiles, load_checked
from session_forms.files.toml_file import TomlFile, read_toml
from session_forms.reference.jurisdiction_checks import jurisdiction_findings
from session_forms.reference.jurisdiction_model import Jurisdiction

Standing = Literal["template", "draft", "not_yet", "in_force", "expired"]
"""How far a text has come on a day; only one in force may be read to a client."""


def standing(text: Jurisdiction, today: date) -> Standing:
    """Return how far a text has come."""
    if text.open_questions:
        return "template"
    if text.status == "draft" or text.approved_on is None or text.expires_on is None:
        return "draft"
    if today < text.approved_on:
        return "not_yet"
    return "in_force" if today < text.expires_on else "expired"


def is_usable(text: Jurisdiction, today: date, *, practice: bool) -> bool:
    """Return whether the text can be used for a new agreement; a draft is for practice."""
    found = standing(text, today)
    return found == "in_force" or (practice and found == "draft")


def usable_texts(
    texts: Iterable[Jurisdiction], today: date, *, practice: bool
) -> tuple[Jurisdiction, ...]:
    """Return the texts that can be used for a new agreement."""
    return tuple(each for each in texts if is_usable(each, today, practice=practice))


@cache
def installed_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the texts that come with the program; they are read once.

    Those that stand unchanged in the list of checked files are not read and checked again.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    folder = jurisdiction_folder()
    checked = load_checked(folder)
    return tuple(_installed(path, checked) for path in jurisdiction_files(folder))


def _installed(path: Traversable, checked: CheckedFiles) -> Jurisdiction:
    file = checked.find(path)
    return load_jurisdiction(path) if file is None else file.model(Jurisdiction)


def load_jurisdictions(folder: Traversable) -> tuple[Jurisdiction, ...]:
    """Return the texts that a folder holds, by the names of their files.

    Each is read and checked, whatever list of checked files may stand there.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    return tuple(load_jurisdiction(path) for path in jurisdiction_files(folder))


def jurisdiction_folder() -> Traversable:
    """Return the folder of the texts that come with the program."""
    return files("session_forms") / "reference" / "jurisdictions"


def jurisdiction_files(folder: Traversable) -> tuple[Traversable, ...]:
    """Return the files of the texts in a folder, by name."""
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda path: path.name))


def load_jurisdiction(path: Traversable) -> Jurisdiction:
    """Return the text that the file at `path` holds.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    file = read_toml(path)
    text = file.model(Jurisdiction)
    for error in _errors(file, text):
        raise error
    return text


def jurisdiction_problems(path: Traversable) -> Iterator[DefinitionError]:
    """Yield everything that is wrong with one local text, line by line."""
    try:
        file = read_toml(path)
    except DefinitionError as error:
        yield error
        return
    found = list(file.model_errors(Jurisdiction))
    if not found:
        found = list(_errors(file, file.model(Jurisdiction)))
    yield from sorted(found, key=lambda error: error.line or 0)


def _errors(file: TomlFile, text: Jurisdiction) -> Iterator[DefinitionError]:
    wanted = f"{text.id}.v{text.version}.toml"
    if file.name != wanted:
        what = "the file's name does not say id and version"
        yield DefinitionError(file.name, None, "", what, f"name the file {wanted}")
    for finding in jurisdiction_findings(text):
        yield file.error(finding)

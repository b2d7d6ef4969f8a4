"""All forms that are installed, by id and version, and how each is read from its file.

A definition file becomes a form, or an error that names file, line, key and remedy. A
released version never changes again.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import Field

from session_forms.consistency.consistency import findings
from session_forms.errors import DefinitionError, UnknownForm
from session_forms.files.checked_files import CheckedFiles, load_checked
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition, KebabCase
from session_forms.files.toml_file import (
    TomlFile,
    checked_model,
    parse_toml,
    problems_of,
    read_toml,
)
from session_forms.form.definition import FormDefinition


def load_form(path: Traversable) -> FormDefinition:
    """Return the form that the file at `path` defines.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    return checked_model(read_toml(path), FormDefinition, _errors)


def read_form(name: str, text: str) -> FormDefinition:
    """Return the form that `text` defines, as if it stood in the file `name`.

    Raises:
        DefinitionError: The text is wrong; the first thing that is.

    """
    file = parse_toml(name, text.encode(errors="surrogatepass"))
    return checked_model(file, FormDefinition, _errors)


def problems_in(path: Traversable) -> Iterator[DefinitionError]:
    """Return everything that is wrong with one definition file, line by line."""
    return problems_of(path, FormDefinition, _errors)


def _errors(file: TomlFile, form: FormDefinition) -> Iterator[DefinitionError]:
    yield from file.errors_of(form.id, form.version, findings(form))


RELEASED = "released.toml"
"""The list of released forms; it stands beside the definitions and is none."""


class FormLibrary:
    """Every version of every form.

    Attributes:
        problems: What was left out of it, one sentence each.
        digest: A hash over the files of all its forms, where each stands in the list of checked
            forms as it is; "" where one does not.

    """

    def __init__(
        self,
        forms: Iterable[FormDefinition],
        problems: tuple[str, ...] = (),
        *,
        digest: str = "",
        kept: Iterable[FormDefinition] = (),
    ) -> None:
        """Hold `forms`, which are offered, and `kept` ones, which answers were given to."""
        self.problems = problems
        self.digest = digest
        offered = {(form.id, form.version): form for form in forms}
        every = {(form.id, form.version): form for form in kept} | offered
        self._kept = {key: form for key, form in every.items() if key not in offered}
        self._forms = every
        self._ids = tuple(sorted({form_id for form_id, _version in offered}))
        self._latest = {key[0]: self._forms[key] for key in (*sorted(self._kept), *sorted(offered))}

    def with_more(
        self, forms: Iterable[FormDefinition], problems: tuple[str, ...] = ()
    ) -> "FormLibrary":
        """Return a library that offers these forms as well; of one version, they are the one."""
        offered = [form for key, form in self._forms.items() if key not in self._kept]
        return FormLibrary((*offered, *forms), problems, kept=self._kept.values())

    def in_words_of(self, forms: Iterable[FormDefinition]) -> "FormLibrary":
        """Return a library in which these stand for the forms of their id and version."""
        said = {(form.id, form.version): form for form in forms}
        offered = [
            said.get(key, each) for key, each in self._forms.items() if key not in self._kept
        ]
        kept = [said.get(key, each) for key, each in self._kept.items()]
        return FormLibrary(offered, self.problems, kept=kept)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all forms that are offered, sorted."""
        return self._ids

    def knows(self, form_id: str) -> bool:
        """Return whether there is a form of this id, offered or kept."""
        return form_id in self._latest

    def all(self) -> tuple[FormDefinition, ...]:
        """Return every version of every form, by id and then by version."""
        return tuple(self._forms[key] for key in sorted(self._forms))

    def latest(self, form_id: str) -> FormDefinition:
        """Return the newest version of a form; one that is offered goes before one that is kept.

        Raises:
            UnknownForm: There is no such form.

        """
        if form_id not in self._latest:
            raise UnknownForm("There is no form of this id; `list` shows those there are.")
        return self._latest[form_id]

    def __contains__(self, key: object) -> bool:
        """Return whether there is a form of this id and version."""
        return key in self._forms

    def get(self, form_id: str, version: int) -> FormDefinition:
        """Return one version of a form.

        Raises:
            UnknownForm: There is no such form or version.

        """
        if (form_id, version) not in self._forms:
            raise UnknownForm("There is no form of this id in this version.")
        return self._forms[form_id, version]


@cache
def installed() -> FormLibrary:
    """Return the forms that come with the program; they are read once.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    return load_library(definitions())


def load_library(folder: Traversable) -> FormLibrary:
    """Return the forms whose files stand in `folder`.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    checked = load_checked(folder)
    paths = definition_files(folder)
    believed = [checked.find(path) for path in paths]
    forms = [
        load_form(path) if file is None else file.model(FormDefinition)
        for path, file in zip(paths, believed, strict=True)
    ]
    return FormLibrary(forms, digest="" if None in believed else _digest(checked, paths))


def _digest(checked: CheckedFiles, paths: Sequence[Traversable]) -> str:
    rows = (f"{path.name}\t{checked.lines[path.name][0]}\n" for path in paths)
    return sha256("".join(rows).encode()).hexdigest()


def definitions() -> Traversable:
    """Return the folder with the definitions that come with the program."""
    return files("session_forms") / "definitions"


def definition_files(folder: Traversable) -> tuple[Traversable, ...]:
    """Return the definition files in `folder`, by name."""
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(
        sorted((path for path in found if path.name != RELEASED), key=lambda path: path.name)
    )


class ReleasedForm(Definition):
    """One released version and the hash of its file."""

    id: KebabCase
    version: int = Field(ge=1)
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    licence: str = ""


class ReleasedForms(Definition):
    """Every released version; their files never change again."""

    forms: tuple[ReleasedForm, ...] = ()


def released_problems(
    released: Traversable, paths: Sequence[Traversable]
) -> Iterator[DefinitionError]:
    """Yield where the files at `paths` differ from the list at `released`."""
    try:
        file = read_toml(released)
        listed = file.model(ReleasedForms).forms
    except DefinitionError as error:
        yield error
        return
    by_name = {path.name: path for path in paths}
    for index, entry in enumerate(listed):
        name = f"{entry.id}.v{entry.version}.toml"
        yield from _released_problem(file, index, entry, by_name.get(name))
    names = {f"{entry.id}.v{entry.version}.toml" for entry in listed}
    for path in paths:
        if path.name not in names and _is_released(path):
            what, to_do = "the form is released and not listed", f"list it in {RELEASED}"
            yield DefinitionError(path.name, None, "", what, to_do)


def _released_problem(
    file: TomlFile, index: int, entry: ReleasedForm, path: Traversable | None
) -> Iterator[DefinitionError]:
    if path is None:
        what = "the released form is gone"
        yield file.error(Finding(("forms", index), what, "put its file back"))
    elif sha256(path.read_bytes()).hexdigest() != entry.sha256:
        what = "the released form was changed"
        to_do = "undo the change and write a new version"
        yield file.error(Finding(("forms", index, "sha256"), what, to_do))


def _is_released(path: Traversable) -> bool:
    try:
        return load_form(path).status == "released"
    except DefinitionError:
        return False

"""The list of released forms: a released version never changes again."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import Field

from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition
from session_forms.files.spelling import KebabCase
from session_forms.files.toml_file import TomlFile, read_toml
from session_forms.library.library import RELEASED
from session_forms.library.loading import load_form


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

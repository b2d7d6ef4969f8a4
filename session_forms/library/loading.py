"""A definition file becomes a form, or an error that names file, line, key and remedy."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from session_forms.consistency.consistency import findings
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import TomlFile, parse_toml, read_toml
from session_forms.form.definition import FormDefinition


def load_form(path: Traversable) -> FormDefinition:
    """Return the form that the file at `path` defines.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    return _checked(read_toml(path))


def read_form(name: str, text: str) -> FormDefinition:
    """Return the form that `text` defines, as if it stood in the file `name`.

    Raises:
        DefinitionError: The text is wrong; the first thing that is.

    """
    return _checked(parse_toml(name, text.encode(errors="surrogatepass")))


def problems_in(path: Traversable) -> Iterator[DefinitionError]:
    """Yield everything that is wrong with one definition file, line by line."""
    try:
        file = read_toml(path)
    except DefinitionError as error:
        yield error
        return
    found = list(file.model_errors(FormDefinition))
    if not found:
        found = list(_errors(file, file.model(FormDefinition)))
    yield from sorted(found, key=lambda error: error.line or 0)


def _checked(file: TomlFile) -> FormDefinition:
    form = file.model(FormDefinition)
    for error in _errors(file, form):
        raise error
    return form


def _errors(file: TomlFile, form: FormDefinition) -> Iterator[DefinitionError]:
    wanted = f"{form.id}.v{form.version}.toml"
    if file.name != wanted:
        what = "the file's name does not say id and version"
        yield DefinitionError(file.name, None, "", what, f"name the file {wanted}")
    for finding in findings(form):
        yield file.error(finding)

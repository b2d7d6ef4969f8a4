"""Reads a TOML file of ours into a frozen model, or says in one sentence what is wrong.

What pydantic and the parser say never leaves this module: it becomes a `DefinitionError`
with file, line and key, and a misspelt key is told the right one. A file may hold more than
any sensible one does, and never enough to hang on.
"""

import contextlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import ValidationError

from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding, explain
from session_forms.files.frozen import Definition
from session_forms.files.toml_lines import Path, lines_of_keys

MOST_ENTRIES = 1_000
"""In one list, and keys in one table."""

MOST_LEVELS = 40
"""Of tables and lists inside each other."""

MOST_KEY_CHARACTERS = 100
LARGEST_NUMBER = 1_000_000_000_000
MOST_DOTS = 10

_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){10}"""
)


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (Unicode, UAX 9); no language needs one to be written."""
_AS_ESCAPE = re.compile(r"\\[uU]")


def turns_direction(text: str) -> bool:
    """Return whether a text holds a mark that has a part of it read in another order.

    On screen a number or a sentence could stand as another than on paper, where nobody turns it.
    """
    return _TURNS.search(text) is not None


def turned(value: object, path: Path = ()) -> Iterator[Finding]:
    """Yield which texts in `value`, plain data with lists as tuples, hold such a mark."""
    match value:
        case str() if turns_direction(value):
            what = "a mark that turns the direction of text stands in it"
            yield Finding(path, what, "type the text again")
        case Mapping():
            for key, each in value.items():
                yield from turned(each, (*path, key))
        case tuple():
            for at, each in enumerate(value):
                yield from turned(each, (*path, at))
        case _:
            pass


def line_of_long_key(text: str) -> int | None:
    """Return the line of a key with more than 10 parts; the parser would take for ever over it."""
    if all(line.count(".") < MOST_DOTS for line in text.split("\n")):
        return None  # a key stands in one line
    found = _LONG_KEY.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def oversized(value: object, path: Path = ()) -> Iterator[Finding]:
    """Yield what is larger in `value`, plain data with lists as tuples, than a file may hold."""
    match value:
        case _ if len(path) > MOST_LEVELS:
            yield Finding(path, "values stand too deep inside each other", "write it flatter")
        case Mapping() | tuple() if len(value) > MOST_ENTRIES:
            yield Finding(
                path, f"there are more than {MOST_ENTRIES} entries", "split or shorten it"
            )
        case Mapping():
            if any(len(key) > MOST_KEY_CHARACTERS for key in value):
                what = f"a key is longer than {MOST_KEY_CHARACTERS} characters"
                yield Finding(path, what, "write a shorter one")
            yield from _oversized_in(value.items(), path)
        case tuple():
            yield from _oversized_in(enumerate(value), path)
        case int() | float() if abs(value) > LARGEST_NUMBER:
            to_do = f"stay between -{LARGEST_NUMBER} and {LARGEST_NUMBER}"
            yield Finding(path, "the number is too large", to_do)
        case _:
            pass


def _oversized_in(entries: Iterable[tuple[str | int, object]], path: Path) -> Iterator[Finding]:
    for key, each in entries:
        yield from oversized(each, (*path, key))


MOST_BYTES = 500_000
"""The largest file that is read."""

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")

Model = TypeVar("Model", bound=Definition)


@dataclass(frozen=True)
class TomlFile:
    """A file that the parser has taken.

    Attributes:
        name: The file's name.
        data: What it holds, its lists as tuples.
        text: What it says, to find the lines of keys in when something is wrong.

    """

    name: str
    data: Mapping[str, object]
    text: str

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The line of each key; none where values stand too deep inside each other."""
        try:
            return lines_of_keys(self.text)
        except RecursionError:
            return {}

    def error(self, finding: Finding) -> DefinitionError:
        """Return what is wrong at a key as an error with file and line."""
        path = finding.path
        while path and path not in self.lines:
            path = path[:-1]
        line = self.lines.get(path)
        return DefinitionError(self.name, line, finding.key, finding.what, finding.to_do)

    def errors_of(
        self, named: str, version: int, found: Iterable[Finding]
    ) -> Iterator[DefinitionError]:
        """Yield that its name does not say id and version, and what was found at its keys."""
        wanted = f"{named}.v{version}.toml"
        if self.name != wanted:
            what = "the file's name does not say id and version"
            yield DefinitionError(self.name, None, "", what, f"name the file {wanted}")
        yield from map(self.error, found)

    def model(self, model: type[Model]) -> Model:
        """Return the file as `model`.

        Raises:
            DefinitionError: The file does not fit it; the first thing that is wrong.

        """
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            first = min(
                (self.error(each) for each in explain(model, self.data, error)),
                key=lambda each: each.line or 0,
            )
        raise first

    def model_errors(self, model: type[Model]) -> Iterator[DefinitionError]:
        """Yield everything that keeps the file from being a `model`."""
        try:
            model.model_validate(self.data)
        except ValidationError as error:
            yield from (self.error(each) for each in explain(model, self.data, error))


Errors = Callable[[TomlFile, Model], Iterator[DefinitionError]]
"""Finds what is wrong inside a file beyond what its model says."""


def checked_model(file: TomlFile, model: type[Model], errors: Errors[Model]) -> Model:
    """Return `file` as `model`, in which `errors` finds nothing.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    found = file.model(model)
    for error in errors(file, found):
        raise error
    return found


def problems_of(
    path: Traversable,
    model: type[Model],
    errors: Errors[Model],
) -> Iterator[DefinitionError]:
    """Yield everything that keeps the file at `path` from being a sound `model`, line by line."""
    try:
        file = read_toml(path)
    except DefinitionError as error:
        yield error
        return
    yield from sorted(problems_in_file(file, model, errors), key=lambda error: error.line or 0)


def problems_in_file(
    file: TomlFile, model: type[Model], errors: Errors[Model]
) -> list[DefinitionError]:
    """Return everything that keeps a file from being a sound `model`."""
    return list(file.model_errors(model)) or list(errors(file, file.model(model)))


def read_toml(path: Traversable) -> TomlFile:
    """Return the file at `path`.

    Raises:
        DefinitionError: It cannot be read, is too large, or is no TOML in UTF-8.

    """
    return parse_toml(path.name, read_bytes(path))


def read_bytes(path: Traversable, most: int = MOST_BYTES) -> bytes:
    """Return what the file at `path` holds, of which `most` bytes may be read; at most one more.

    Raises:
        DefinitionError: It cannot be read.

    """
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():  # a pipe would be waited for
            with path.open("rb") as file:
                return file.read(most + 1)
    what, to_do = "the file cannot be read", "check that it is there and is a file"
    raise DefinitionError(path.name or ".", None, "", what, to_do)


def parse_toml(name: str, data: bytes) -> TomlFile:
    """Return `data`, the content of the file `name`.

    Raises:
        DefinitionError: It, or a part of it, is too large, or it is no TOML in UTF-8.

    """
    if len(data) > MOST_BYTES:
        what = f"the file is larger than {MOST_BYTES} bytes"
        raise DefinitionError(name, None, "", what, "split it or shorten it")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "the text is not in UTF-8"
        raise DefinitionError(name, line, "", what, "save the file as UTF-8") from None
    file = _parsed(name, text.replace("\r\n", "\n"))
    for finding in oversized(file.data):
        raise file.error(finding)
    if turns_direction(text) or _AS_ESCAPE.search(text):
        for finding in turned(file.data):
            raise file.error(finding)
    return file


def _parsed(name: str, text: str) -> TomlFile:
    line = line_of_long_key(text)
    if line is not None:
        raise DefinitionError(name, line, "", "a key has too many parts", "write it flatter")
    try:
        data = {key: as_tuples(value) for key, value in tomllib.loads(text).items()}
        return TomlFile(name, data, text)
    except RecursionError:
        what, to_do = "values stand too deep inside each other", "write it flatter"
        raise DefinitionError(name, None, "", what, to_do) from None
    except ValueError as error:
        place = _PLACE.search(str(error))
        line = text.count("\n") + 1 if place and place[1] is None else None
        line = int(place[1]) if place and place[1] else line
        what, to_do = (
            "this is no TOML that can be read",
            "look for a missing quote, comma or bracket, or for True instead of true",
        )
        if "overwrite" in str(error) or "twice" in str(error):
            what, to_do = "a key or a table stands there twice", "keep one of the two"
        raise DefinitionError(name, line, "", what, to_do) from None


def as_tuples(value: object) -> object:
    """Return what a file holds with its lists as tuples."""
    if isinstance(value, dict):
        return {key: as_tuples(each) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(as_tuples(each) for each in value)
    return value

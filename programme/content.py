"""A folder of content files: reads them, and remembers everything that is wrong with them."""

import re
import tomllib
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from programme.errors import ContentError
from programme.explaining import explain
from programme.places import Location, line_of, spoken

FileModel = TypeVar("FileModel", bound=BaseModel)

_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class ContentFolder:
    """The files of one programme, each read once.

    Attributes:
        problems: What was found wrong so far, in the order it was found.

    """

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._texts: dict[str, str | None] = {}
        self.problems: list[ContentError] = []

    def text(self, path: str) -> str | None:
        """Return the text of a file, or report that it cannot be read."""
        if path not in self._texts:
            self._texts[path] = self._read_text(path)
        return self._texts[path]

    def toml(self, path: str, model: type[FileModel]) -> FileModel | None:
        """Return a TOML file as a model, or report what is wrong with it."""
        text = self.text(path)
        if text is None:
            return None
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._report_syntax(path, text, str(error))
            return None
        try:
            return model.model_validate(with_tuples(data))
        except ValidationError as error:
            for slip in explain(error, model, data):
                self.report(path, slip.location, slip.what, slip.to_do)
            return None

    def report(self, path: str, location: Location, what: str, to_do: str) -> None:
        """Remember that something at a place of a TOML file is wrong."""
        line = line_of(self.text(path) or "", location)
        self.problems.append(ContentError(path, line, spoken(location), what, to_do))

    def report_line(self, path: str, line: int | None, key: str, what: str, to_do: str) -> None:
        """Remember that a line of a file, or the whole of it, is wrong."""
        self.problems.append(ContentError(path, line, key, what, to_do))

    def _read_text(self, path: str) -> str | None:
        try:
            return self._root.joinpath(*path.split("/")).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            what, to_do = "the file is missing", "add it, or correct the folder that names it"
        except UnicodeDecodeError:
            what, to_do = "the file is not UTF-8 text", "save it as UTF-8"
        self.problems.append(ContentError(path, None, "", what, to_do))
        return None

    def _report_syntax(self, path: str, text: str, message: str) -> None:
        found = _TOML_LINE.search(message)
        number = found.group(1) if found else None
        line = int(number) if number else len(text.splitlines())
        what = _TOML_LINE.sub("", message)
        to_do = "correct the line; strings stand in quotation marks, lists in square brackets"
        self.problems.append(ContentError(path, line, "", f"this is not TOML: {what}", to_do))


def with_tuples(value: object) -> object:
    """Return TOML data with its lists as tuples, which strict models ask for."""
    if isinstance(value, dict):
        return {key: with_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(with_tuples(inner) for inner in value)
    return value

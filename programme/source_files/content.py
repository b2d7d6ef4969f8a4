"""A folder of content files: reads them, and remembers everything that is wrong with them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from typing import TypeVar

from programme.errors import ContentError
from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition
from session_forms.files.toml_file import MOST_BYTES, TomlFile, parse_toml

Location = tuple[str | int, ...]
FileModel = TypeVar("FileModel", bound=Definition)


class ContentFolder:
    """The files of one programme, and a list of their faults.

    Attributes:
        problems: What was found wrong so far, in the order it was found.

    """

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._held: dict[str, bytes | None] = {}
        self._texts: dict[str, str] = {}
        self._tomls: dict[str, TomlFile] = {}
        self.problems: list[ContentError] = []

    @property
    def held(self) -> Mapping[str, bytes | None]:
        """What each file holds that was asked for so far; None where there is none to read."""
        return self._held

    def has(self, path: str) -> bool:
        """Return whether the folder has a file that a programme may do without."""
        return self._bytes(path) is not None

    def text(self, path: str) -> str:
        """Return the text of a file, each line ended by a line feed alone, as the checks compare.

        A file that cannot be read is reported and has none.
        """
        if path not in self._texts:
            self._texts[path] = self._decoded(path)
        return self._texts[path]

    def unchecked(self, path: str) -> str:
        """Return what a file says that a programme may do without; nothing is reported."""
        return (self._bytes(path) or b"").decode(errors="replace").replace("\r\n", "\n")

    def toml(self, path: str, model: type[FileModel]) -> FileModel | None:
        """Return a TOML file as a model, or report what is wrong with it."""
        data = self._bytes_needed(path)
        if data is None:
            return None
        try:
            file = parse_toml(path, data)
        except DefinitionError as error:
            self._take(error)
            return None
        self._tomls[path] = file
        wrong = list(file.model_errors(model))
        for each in sorted(wrong, key=lambda error: error.line or 0):
            self._take(each)
        return None if wrong else file.model(model)

    def report(
        self,
        path: str,
        location: Location,
        what: str,
        to_do: str,
        *,
        kind: type[ContentError] = ContentError,
    ) -> None:
        """Remember that something at a key of a TOML file is wrong."""
        self._take(self._tomls[path].error(Finding(location, what, to_do)), kind)

    def report_line(self, path: str, line: int | None, key: str, what: str, to_do: str) -> None:
        """Remember that a line of a file, or the whole of it, is wrong."""
        self.problems.append(ContentError(path, line, key, what, to_do))

    def _take(self, error: DefinitionError, kind: type[ContentError] = ContentError) -> None:
        self.problems.append(kind(*error.args))

    def _bytes(self, path: str) -> bytes | None:
        if path not in self._held:
            self._held[path] = read_file(self._root, path)
        return self._held[path]

    def _bytes_needed(self, path: str) -> bytes | None:
        data = self._bytes(path)
        if data is None:
            what, to_do = "the file cannot be read", "add it, or correct the name of its folder"
            self.report_line(path, None, "", what, to_do)
        return data

    def _decoded(self, path: str) -> str:
        data = self._bytes_needed(path) or b""
        if len(data) > MOST_BYTES:
            what = f"the file is larger than {MOST_BYTES} bytes"
            self.report_line(path, None, "", what, "shorten it")
            return ""
        try:
            return data.decode().replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.report_line(path, line, "", "the text is not in UTF-8", "save the file as UTF-8")
            return ""


def read_file(root: Traversable, path: str) -> bytes | None:
    """Return what a file holds, or None where there is no file that can be read.

    Of a file that is too large only the beginning is read, a byte more than is allowed.
    """
    place = root.joinpath(*path.split("/"))
    try:
        if not place.is_file():
            return None
        with place.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return what to do about a name that is none of the known ones."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return f'write "{near[0]}"'
    return f"write one of {', '.join(names)}" if names else "take it out"

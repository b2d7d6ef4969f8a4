"""What was read and checked once, so that it need not be parsed and checked at every start.

Beside the definitions stands `checked.jsonl`: for each file its name, a SHA-256 and what it holds,
one file a line. The hash is over the bytes of the file and what the line says of it. Where either
is no longer that, the file is read and checked afresh, so an old or a damaged list costs time and
nothing else. ``python -m session_forms cache`` writes it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources.abc import Traversable

from session_forms.files.toml_file import TomlFile, as_tuples, read_bytes, read_toml

CHECKED = "checked.jsonl"
PARTS = 3
_DAY = "$day"


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The list: for each file's name the hash, and the line of what it holds."""

    lines: Mapping[str, tuple[str, str]]

    def find(self, path: Traversable) -> TomlFile | None:
        """Return a file as it was checked, or None where that has to be done again.

        Raises:
            DefinitionError: The file cannot be read.

        """
        digest, line = self.lines.get(path.name, ("", ""))
        if not digest or _digest(read_bytes(path), line) != digest:
            return None
        data = json.loads(line, object_hook=_with_days)
        return TomlFile(path.name, {key: as_tuples(each) for key, each in data.items()}, "")


def load_checked(folder: Traversable) -> CheckedFiles:
    """Return the list beside the definitions in `folder`; an empty one where there is none."""
    try:
        lines = (folder / CHECKED).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return CheckedFiles({})
    rows = (line.split("\t", 2) for line in lines)
    return CheckedFiles({row[0]: (row[1], row[2]) for row in rows if len(row) == PARTS})


def checked_text(paths: Iterable[Traversable]) -> str:
    """Return the list of the files at `paths`, which have to be right.

    Raises:
        DefinitionError: One of them cannot be read.

    """
    lines = []
    for path in paths:
        held = json.dumps(
            read_toml(path).data, ensure_ascii=False, separators=(",", ":"), default=_spelt
        )
        lines.append(f"{path.name}\t{_digest(read_bytes(path), held)}\t{held}\n")
    return "".join(lines)


def _digest(data: bytes, held: str) -> str:
    return sha256(data + b"\0" + held.encode()).hexdigest()


def _spelt(value: object) -> Mapping[str, str]:
    if type(value) is date:
        return {_DAY: value.isoformat()}
    raise TypeError


def _with_days(found: dict[str, object]) -> object:
    day = found.get(_DAY)
    return date.fromisoformat(day) if isinstance(day, str) else found

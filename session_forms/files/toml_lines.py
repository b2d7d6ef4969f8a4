"""Finds the line of every key in a TOML text that the parser has already taken.

The parser gives values without places. This walk over the same text gives each key path
its line; what stands inside an inline table on many lines is found as well.
"""

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<skip>#[^\n]*|[ \t\r]+)"
    r"|(?P<newline>\n)"
    r"|(?P<mark>[\[\]{}=,])"
    r"|(?P<word>[^\s\[\]{}=,#\"']+)",
    re.DOTALL,
)
_KEY_PART = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[A-Za-z0-9_-]+")

_Token = tuple[str, int]


def path_of(key: str) -> Path:
    """Return a key such as `options.0.unavailable_while` as a path."""
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def lines_of_keys(text: str) -> dict[Path, int]:
    """Return the line, counted from 1, of each key path in `text`."""
    return _Walk(text).lines


class _Walk:
    """One walk over a TOML text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._table: Path = ()
        self._counts: dict[Path, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        while self._at < len(self._tokens):
            self._statement()

    def _statement(self) -> None:
        mark, line = self._tokens[self._at]
        if mark == "\n":
            self._at += 1
        elif mark == "[":
            self._header(line)
        else:
            self._pair(self._table)

    def _header(self, line: int) -> None:
        doubled = self._peek(1) == "["
        self._at += 2 if doubled else 1
        path = self._resolved(self._key_until("]"), line)
        self._at += 1 if doubled else 0
        if doubled:
            index = self._counts.get(path, -1) + 1
            self._counts[path] = index
            self.lines.setdefault(path, line)
            path = (*path, index)
        self._table = path
        self.lines.setdefault(path, line)

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at][1]
        path = table
        for part in self._key_until("="):
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        mark = self._peek(0)
        if mark == "[":
            self._array(path)
        elif mark == "{":
            self._inline_table(path)
        else:
            self._at += 1
            while self._peek(0) not in {"\n", ",", "]", "}", ""}:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._peek(0) not in {"]", ""}:
            if self._peek(0) in {",", "\n"}:
                self._at += 1
                continue
            self.lines[(*path, index)] = self._tokens[self._at][1]
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._peek(0) not in {"}", ""}:
            if self._peek(0) in {",", "\n"}:
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _key_until(self, end: str) -> tuple[str, ...]:
        written = ""
        while self._peek(0) not in {end, ""}:
            written += self._peek(0)
            self._at += 1
        self._at += 1
        return tuple(_plain(part) for part in _KEY_PART.findall(written))

    def _resolved(self, key: tuple[str, ...], line: int) -> Path:
        """Return a header's path with the index of each list of tables it stands in.

        A table that only such a header names begins at that line.
        """
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path])
            self.lines.setdefault(path, line)
        return (*path, key[-1])

    def _peek(self, ahead: int) -> str:
        at = self._at + ahead
        return self._tokens[at][0] if at < len(self._tokens) else ""


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "skip":
            yield found.group(), line
        line += found.group().count("\n")


def _plain(part: str) -> str:
    if part[0] not in "\"'":
        return part
    plain: str = tomllib.loads(f"key = {part}")["key"]
    return plain

"""Adds an entry to a list in a TOML text, and leaves every other letter as it is.

A place is tried and the text read back; it counts only where the text then says what is meant.
"""

import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from session_forms.exchange.plain_data.toml_writer import pairs
from session_forms.files.toml_lines import Path, lines_of_keys

MOST_LINES = 60
"""How far behind the entry before it a place for a new one is looked for."""


def with_table(text: str, key: str, entry: Mapping[str, str], at: int) -> str | None:
    """Return a text with a table added to a list of tables, or None where no place was found.

    Args:
        text: A TOML text that can be read.
        key: The list's key at the top of the text.
        entry: The table's keys.
        at: How many entries stand before it.

    """
    lines = list(pairs(dict(entry)))
    inline = f"{{ {', '.join(lines)} }}"
    block = "\n".join((f"[[{key}]]", *lines)) + "\n"
    started = _line_before(text, key, at)
    tries = chain(
        [] if at else [_after(text, started.start - 1, f"{block}\n")],
        (_after(text, line, f"\n{block}") for line in started if f"[[{key}]]" in text),
        (_after(text, line, f"    {inline},\n") for line in started),
        _in_brackets(text, started.start, inline),
    )
    return _first_that_says(text, key, dict(entry), at, tries)


def with_text(text: str, key: str, value: str) -> str | None:
    """Return a text with a value at the end of a list of texts, or None as `with_table`."""
    entries = tomllib.loads(text)[key]
    started = _line_before(text, key, len(entries))
    [line] = pairs({"_": value})
    quoted = line.removeprefix("_ = ")
    tries = chain(
        _in_brackets(text, started.start, quoted),
        (_after(text, line, f"    {quoted},\n") for line in started),
    )
    return _first_that_says(text, key, value, len(entries), tries)


def _first_that_says(
    text: str, key: str, entry: object, at: int, tries: Iterator[str]
) -> str | None:
    wanted = tomllib.loads(text)
    wanted[key].insert(at, entry)
    return next((each for each in tries if _read(each) == wanted), None)


def _read(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _line_before(text: str, key: str, at: int) -> range:
    """Return the lines after which the entry may stand, the likeliest first."""
    wanted: Path = (key, at - 1) if at else (key,)
    lines = [line for path, line in lines_of_keys(text).items() if path[: len(wanted)] == wanted]
    first = max(lines) if at else min(lines)
    return range(first, min(first + MOST_LINES, text.count("\n") + 1))


def _after(text: str, line: int, added: str) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:line], *added.split("\n")[:-1], *lines[line:]])


def _in_brackets(text: str, line: int, added: str) -> Iterator[str]:
    """Yield the text with an entry before each closing bracket from a line on."""
    start = len("\n".join(text.split("\n")[: line - 1]))
    brackets = (at for at in range(start, len(text)) if text[at] == "]")
    for position in islice(brackets, MOST_LINES):
        before, after = text[:position].rstrip(), text[position:]
        yield f"{before}{'' if before.endswith('[') else ', '}{added}{after}"

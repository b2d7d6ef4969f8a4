"""Which line of a TOML file a key stands on, for messages.

The standard parser does not say. This reader knows as much of TOML as the content files
use: tables, arrays of tables, one key a line, and arrays with one element a line.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

Location = tuple[str | int, ...]

_LONG_TEXT = re.compile(r'"""(?:.*?)"""', re.DOTALL)
_ARRAY_HEADER = re.compile(r"^\[\[\s*([^\]]+?)\s*\]\]")
_TABLE_HEADER = re.compile(r"^\[\s*([^\]]+?)\s*\]")
_KEY = re.compile(r'^\s*("[^"]*"|[A-Za-z0-9_-]+)\s*=\s*(\[?)')
_ELEMENT = re.compile(r"^\s+[^\s#\]]")


def line_of(text: str, location: Location) -> int:
    """Return the line on which a key stands, or that of the nearest thing around it."""
    lines = _LONG_TEXT.sub(lambda found: '""' + "\n" * found.group().count("\n"), text).splitlines()
    known = _keys(lines)
    for length in range(len(location), 0, -1):
        if location[:length] in known:
            return _element_line(lines, known[location[:length]], location[length:])
    return 1


def spoken(location: Location) -> str:
    """Return a location as people write it, counted from 1: `steps[2].minutes`."""
    words = ""
    for part in location:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words


def _keys(lines: Sequence[str]) -> Mapping[Location, int]:
    known: dict[Location, int] = {}
    seen: Counter[Location] = Counter()
    table: Location = ()
    for number, line in enumerate(lines, 1):
        if header := _ARRAY_HEADER.match(line):
            array = _inside(seen, header.group(1))
            table = (*array, seen[array])
            seen[array] += 1
            known.setdefault(array, number)
            known[table] = number
        elif header := _TABLE_HEADER.match(line):
            table = _inside(seen, header.group(1))
            known[table] = number
        elif key := _KEY.match(line):
            known[(*table, key.group(1).strip('"'))] = number
    return known


def _inside(seen: Mapping[Location, int], header: str) -> Location:
    """Return where a header points, each array of tables on the way meaning its latest table."""
    place: Location = ()
    for part in header.split("."):
        if place in seen:
            place = (*place, seen[place] - 1)
        place = (*place, part.strip().strip('"'))
    return place


def _element_line(lines: Sequence[str], number: int, rest: Location) -> int:
    """Return the line of an element where an array has one element a line."""
    if not rest or not isinstance(rest[0], int) or not lines[number - 1].rstrip().endswith("["):
        return number
    wanted = rest[0]
    for later, line in enumerate(lines[number:], number + 1):
        if line.startswith("]"):
            break
        if _ELEMENT.match(line):
            if wanted == 0:
                return later
            wanted -= 1
    return number

"""How much a file of ours may hold: more than any sensible one, and never enough to hang on."""

import re
from collections.abc import Iterable, Iterator, Mapping

from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path

MOST_ENTRIES = 1_000
"""In one list, and keys in one table."""

MOST_LEVELS = 40
"""Of tables and lists inside each other."""

MOST_KEY_CHARACTERS = 100
LARGEST_NUMBER = 1_000_000_000_000

_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){10}"""
)


def line_of_long_key(text: str) -> int | None:
    """Return the line of a key with more than 10 parts; the parser would take for ever over it."""
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

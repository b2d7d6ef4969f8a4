"""Amounts that a change makes otherwise, and the files that still say them: "four hours".

::

    for file, said, count in still_saying(root, change_since(root, "HEAD")): ...

A number says what it counts where it is written: `timedelta(hours=4)`, `minutes = 8`,
`IDLE_MINUTES = 5`. People say it in words or in figures, and no name leads from the one to the
other.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from where.change.changed_lines import ALIKE, Change, Lines, git

UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "meeting", "page")
AMOUNT = re.compile(
    rf"\b(?:\w+_)?({'|'.join(UNITS)})s?\b\s*[:=]+\s*(?:\w+\s*=\s*)?(\d+)\b", re.IGNORECASE
)
UP_TO_TEN = "one two three four five six seven eight nine ten"
UP_TO_TWENTY = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
WORDS = dict(enumerate([*UP_TO_TEN.split(), *UP_TO_TWENTY.split()], 1))
WORDS |= {30: "thirty", 40: "forty", 45: "forty-five", 50: "fifty", 60: "sixty", 90: "ninety"}
MOST_FILES = 20
"""What more files say is said of many things."""
SEARCHED = (".", ":!*.lock", ":!*.checked", ":!*.jsonl", ":!*.po", ":!*.pot", ":!tests/golden/*")


def still_saying(root: Path, change: Change) -> Iterator[tuple[str, str, int]]:
    """Yield a file left alone, the amount of before that it says, and how many such files are."""
    for count, unit in sorted(_gone(change)):
        said = f"{WORDS.get(count, count)} {unit}" + ("s" if count > 1 else "")
        number = f"({count}|{WORDS[count]})" if count in WORDS else str(count)
        found = _saying(root, rf"\b{number}( more)?[ -]{unit}s?\b") - set(change.files)
        if len(found) <= MOST_FILES:
            yield from ((each, said, len(found)) for each in sorted(found))


def _gone(change: Change) -> set[tuple[int, str]]:
    gone: set[tuple[int, str]] = set()
    for file, lines in change.files.items():
        if not file.endswith((*ALIKE, ".md", ".txt")) and not file.startswith("tests/"):
            gone |= amounts_gone(lines)
    return gone


def amounts_gone(lines: Lines) -> set[tuple[int, str]]:
    """Return the amounts that a line had and that which came in its place has otherwise."""
    before, now = _amounts(lines.removed), _amounts(lines.added)
    return {(each, key[1]) for key in before.keys() & now.keys() for each in before[key] - now[key]}


def _amounts(lines: Sequence[str]) -> dict[tuple[str, str], set[int]]:
    """Return each amount by what the line says but for its figures, and by its unit."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for line in lines:
        for unit, number in AMOUNT.findall(line):
            found[re.sub(r"\d+", "", line), unit.lower()].add(int(number))
    return found


def _saying(root: Path, pattern: str) -> set[str]:
    found = git(root, "grep", "-I", "-l", "-i", "-P", "-e", pattern, "--", *SEARCHED)
    return set(found.splitlines())

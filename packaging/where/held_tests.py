"""The tests that hold a list of `docs/changing.md`, and the files in which they stand.

::

    for line in held_by(root, page, "a field of an appointment"): ...

A list names its tests by their names alone, or by the file where all of it is meant. What its
paragraph of what is held links to holds it as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from where.unwatched import not_held, silent_files

TEST = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)
FILE = re.compile(r"`(tests/[\w/]+(?:[.]py)?/?)`")
LINK = re.compile(r"\]\(#([\w-]+)\)")
NAMED = "the tests named"
"""What holds a list are the files of tests that its points name."""
WATCHES = ("Held:", "May forbid it:")
ENDS = ("Not held:", "Search:", "All found when:")


def held_by(root: Path, page: str, heading: str) -> list[str]:
    """Return the tests of each list whose heading has these words, by file, and how to run them."""
    lists = {
        title: body for title, _, body in (each.partition("\n") for each in page.split("\n## ")[1:])
    }
    told: list[str] = []
    for title in _meant(lists, heading):
        of_it = [title, *_linked(lists, lists[title])]
        named = sorted({each for one in of_it for each in TEST.findall(lists[one])})
        whole = sorted({each for one in of_it for each in FILE.findall(_meant_whole(lists[one]))})
        told += [f"Tests that hold: {', '.join(of_it)}"]
        told += [f"    not held: {each}" for each in (not_held(page, title),) if each]
        if silent := silent_files(page, title):
            told += [f"    silent if it is forgotten: {', '.join(silent)}"]
        told += _by_file(root, named, whole)
    return told


def tests_named(page: str, heading: str) -> list[str]:
    """Return the tests that a list itself names as those that hold it."""
    body = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return list(dict.fromkeys(TEST.findall(_watched(body))))


def _meant(lists: Sequence[str] | dict[str, str], heading: str) -> list[str]:
    words = _slug(heading)
    return [each for each in lists if _slug(each) == words] or [
        each for each in lists if words in _slug(each)
    ]


def _slug(heading: str) -> str:
    return re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-"))


def _linked(lists: dict[str, str], body: str) -> list[str]:
    slugs = LINK.findall(_watched(body))
    return [each for each in lists if _slug(each) in slugs]


def _watched(body: str) -> str:
    """Return the lines of a list that say what holds or forbids the change."""
    kept: list[str] = []
    is_watched = False
    for line in body.splitlines():
        is_watched = line.startswith(WATCHES) or (is_watched and not line.startswith(ENDS))
        kept += [line] if is_watched else []
    return "\n".join(kept)


def _meant_whole(body: str) -> str:
    """Return the lines whose files are meant as a whole: all, where the tests named hold it."""
    watched = _watched(body)
    return body if NAMED in watched else watched


def _by_file(root: Path, named: Sequence[str], whole: Sequence[str]) -> Iterator[str]:
    """Yield each file with its tests, what stands nowhere, and the command that runs them."""
    there: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")) if named else ():
        defined = DEFINED.findall(path.read_text(encoding="utf-8"))
        if found := sorted(set(defined).intersection(named)):
            there[path.relative_to(root).as_posix()] = found
    for file, tests in there.items():
        yield f"    {file}  {', '.join(tests)}"
    yield from (f"    {each}  all of it" for each in whole)
    for each in sorted(set(named).difference(*there.values())):
        yield f"    {each}  stands in no file of tests"
    covered = tuple(whole)
    nodes = [
        f"{file}::{each}"
        for file, tests in there.items()
        if not file.startswith(covered)
        for each in tests
    ]
    if nodes or whole:
        yield f"Run them: ./dev test {' '.join([*nodes, *whole])}"

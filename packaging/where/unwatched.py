"""What no test would name if it were forgotten: said at the end of what `./dev where` tells.

::

    for line in told_unwatched(page, lists, unlisted=["a/b.py"], documents=["docs/c.md"]): ...

What a list of `docs/changing.md` holds stands in its paragraph "Held:", and what it does not in
"Not held:"; a file of a point that is named there is one that somebody has to look at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

NOT_HELD = re.compile(r"^Not held: (.*(?:\n(?!\w[\w ]*:|\n).*)*)", re.MULTILINE)
POINTS = re.compile(r"\bpoints? (\d+(?:(?:, | and | to )\d+)*)")
POINT = re.compile(r"(\d+)[.] ")
FILE = re.compile(r"`([\w./-]+[.](?:py|md|toml|sql|txt|yaml))`")
MOST_LISTS = 3
"""Of so many lists, those that name most of the files."""
MOST_FILES = 12
ASKED = "If one of these were forgotten, would a test name it?"
IN_NO_LIST = (
    "Nothing says so: they stand in no list. Try each: take it back and run the tests of it."
)


def not_held(page: str, heading: str) -> str:
    """Return what a list says of itself that nothing holds; empty where it says nothing."""
    body = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = NOT_HELD.search(body)
    return found[1].strip() if found else ""


def silent_files(page: str, heading: str) -> list[str]:
    """Return the files of a list that no test names if they are forgotten, as it says itself.

    It is those of the points, and those in its words, that its paragraph "Not held" names.
    """
    body = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    said = not_held(page, heading)
    points = points_in(said)
    parts = [(POINT.match(each), each) for each in re.split(r"\n(?=\S)", body)]
    texts = [said, *(text for number, text in parts if number and number[1] in points)]
    return list(dict.fromkeys(file for each in texts for file in FILE.findall(each)))


def points_in(said: str) -> set[str]:
    """Return the numbers of the points that a sentence names, as of "points 3, 5 and 7 to 9"."""
    numbers: set[str] = set()
    for named in POINTS.findall(said):
        parts = re.findall(r"\d+|to", named)
        numbers.update(each for each in parts if each != "to")
        for (first, between), (_, last) in pairwise(pairwise(parts)):
            if between == "to":
                numbers.update(map(str, range(int(first), int(last) + 1)))
    return numbers


def told_unwatched(
    page: str,
    lists: Mapping[str, tuple[str, Mapping[str, Sequence[str]]]],
    *,
    unlisted: Sequence[str],
    documents: Sequence[str],
) -> Iterator[str]:
    """Yield what is to be gone through by hand, and the sentence that says how sure one can be.

    `lists` are those that name the files, by their letters: each with its heading and the points
    that name a file.
    """
    if not lists:
        yield f"{ASKED} {IN_NO_LIST}"
        return
    open_parts = [
        *_of_lists(page, dict(list(lists.items())[:MOST_LISTS])),
        *(["    code in none of these lists, as told above"] if unlisted else []),
        *_some("    sentences, of which tests read links, names and keys alone", documents),
    ]
    if not open_parts:
        yield f"{ASKED} Yes, each that its list says is held; --held HEADING tells the tests."
        return
    yield f"{ASKED} Not these, which are yours to look at; all else its list says is held:"
    yield from open_parts
    yield "You have all when --held HEADING is green and --left main tells no file that needs it."


def _of_lists(
    page: str, lists: Mapping[str, tuple[str, Mapping[str, Sequence[str]]]]
) -> Iterator[str]:
    for letter, (heading, named) in lists.items():
        said = not_held(page, heading)
        points = points_in(said)
        here = [PurePosixPath(file).name for file, of in named.items() if points & {*of}]
        files = f" Here: {', '.join(here[:MOST_FILES])}." if here else ""
        if said:
            yield f"    if it is {letter}: {' '.join(said.split())}{files}"


def _some(what: str, files: Sequence[str]) -> Iterator[str]:
    if files:
        more = f" and {len(files) - MOST_FILES} more" if len(files) > MOST_FILES else ""
        yield f"{what}: {', '.join(files[:MOST_FILES])}{more}"

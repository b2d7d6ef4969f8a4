r"""What `./dev where NAME` answers with first: one screen, from which the rest is asked for.

::

    print("\n".join(first_screen(root, found, said=["A screen"])))

The room with its sentence, the lists of `docs/changing.md` that fit, where the thing is defined and
which files use it directly, room by room, its tests, documents and made files, how many name it
besides, and what tells, or does not, if one is left out. Each line is cut where it would be long.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from where.change.changed_lines import git
from where.change.left_alone import tests_beside
from where.held_tests import tests_named
from where.imports import importers
from where.listed import always
from where.unwatched import not_held, silent_files

CHANGING = "docs/changing.md"
MOST_ROOMS = 8
MOST_NAMES = 9
MOST_LISTS = 3
MOST_TESTS = MOST_MEANT = 4
LONGEST_SENTENCE = 220
LONGEST_LIST = 120
LAST = "Once it is made: ./dev where --changed tells what it leaves alone. All of this: --all."
SENTENCE = re.compile(r"^\| `([\w./]+)` \| (.*) \|$", re.MULTILINE)
MEANT = re.compile("(Columns of the record|Fields) whose meaning says|Promised as")
CLOSED = re.compile(r"^    (\S+ = .*)$")


@dataclass(frozen=True)
class Subject:
    """What is asked for, and where it stands.

    Attributes:
        names: Each name with the number of its files.
        kinds: The files of each part, as code, tests or documents.
        roles: What a file does with it.
        lists: The headings of the lists that fit, the best first.
        more: What is known of an error, a form or a closed list.

    """

    names: Mapping[str, int]
    kinds: Mapping[str, Sequence[str]]
    roles: Mapping[str, Sequence[str]]
    lists: Sequence[str] = ()
    more: Sequence[str] = ()


def first_screen(root: Path, asked: Subject) -> Iterator[str]:
    """Yield at most about 25 lines."""
    kinds, roles, lists = asked.kinds, asked.roles, asked.lists
    by = importers(root)
    direct = _direct(by, kinds, roles)
    yield "; ".join(f"{name}: {count} files" for name, count in asked.names.items())
    defining = [each for each in direct if "defines" in roles.get(each, ())]
    yield from _told_rooms(root, defining)
    if lists:
        yield f"Lists of {CHANGING}, the likeliest first: {'; '.join(lists[:MOST_LISTS])}"
    closed = [found[1] for found in map(CLOSED.match, asked.more) if found]
    yield from (f"Closed list: {each[:LONGEST_LIST]}" for each in closed[:MOST_LISTS])
    yield from _known_by_its_words(asked.more)
    if defining:
        yield f"Defined in: {_some(defining)}"
    users = [each for each in direct if each not in defining and not each.startswith("tests/")]
    if users:
        yield "Used directly, by room:"
        yield from _by_room(users, roles)
    tests = [each for each in direct if each.startswith("tests/")]
    by_name = [each for each in kinds.get("tests", ()) if each not in tests]
    papers = [each for each in kinds.get("others", ()) if each != CHANGING]
    rest = [each for each in kinds.get("code", ()) if each not in direct]
    parts = {
        "Tests": [PurePosixPath(each).name for each in (*tests, *by_name)],
        "Content": ["/".join(PurePosixPath(each).parts[-2:]) for each in kinds.get("content", ())],
        "Documents and the rest": papers,
        "Not these, which are made or stay as they were": kinds.get("made", ()),
        "Not these, unless you see why, which have it by name only": [
            PurePosixPath(each).name for each in rest
        ],
    }
    yield from (f"{title}: {_some(files)}" for title, files in parts.items() if files)
    yield from _told_watch(root, lists[:1], papers)


def _known_by_its_words(more: Sequence[str]) -> Iterator[str]:
    """Yield the facts that mean what people say, and the tests that prove it, a few of each."""
    left = 0
    for line in more:
        if not line.startswith(" "):
            left = MOST_MEANT if MEANT.match(line) else 0
        if left:
            yield line[:LONGEST_LIST]
            left -= 1


def lists_naming(root: Path, file: str) -> list[str]:
    """Return the lists that name a file, those first that say each change touches it."""
    page = root / CHANGING
    text = page.read_text("utf-8") if page.is_file() else ""
    parts = [each.split("\n", 1) for each in text.split("\n## ")[1:]]
    naming = {part[0]: part[-1] for part in parts if f"`{file}`" in part[-1]}
    return sorted(naming, key=lambda each: file not in always(naming[each]))


def users_of(root: Path, file: str) -> list[str]:
    """Return a file with those that import it or spell it, and its tests.

    A module is spelt by its path; what is no code, as words or settings, by its name alone.
    """
    name = file if file.endswith(".py") else PurePosixPath(file).name
    spelt = git(root, "grep", "-I", "-l", "-F", "-e", name, "--", ".", ":!*.lock").splitlines()
    beside = [each for each in tests_beside(file) if (root / each).is_file()]
    return list(dict.fromkeys([file, *importers(root).get(file, ()), *spelt, *beside]))


def _direct(
    by: Mapping[str, Collection[str]],
    kinds: Mapping[str, Sequence[str]],
    roles: Mapping[str, Sequence[str]],
) -> list[str]:
    """Return the files that do something with the thing, or import the module that is it."""
    known = [each for files in kinds.values() for each in files]
    modules = [each for each in roles if "defines" in roles[each]]
    using = {each for module in modules for each in by.get(module, ())}
    return [each for each in known if roles.get(each) or each in using]


def _told_rooms(root: Path, files: Sequence[str]) -> Iterator[str]:
    page = root / "ARCHITECTURE.md"
    sentences = dict(SENTENCE.findall(page.read_text("utf-8"))) if page.is_file() else {}
    for room in list(dict.fromkeys(str(PurePosixPath(each).parent) for each in files))[:2]:
        if sentence := sentences.get(room):
            yield f"Room: {room}: {sentence}"


def _by_room(files: Sequence[str], roles: Mapping[str, Sequence[str]]) -> Iterator[str]:
    rooms: dict[str, list[str]] = defaultdict(list)
    for each in files:
        done = " ".join(roles.get(each, ())) or "imports"
        rooms[str(PurePosixPath(each).parent)].append(f"{PurePosixPath(each).name} ({done})")
    most = sorted(rooms, key=lambda room: (-len(rooms[room]), room))
    yield from (f"    {room}/  {_some(rooms[room])}" for room in most[:MOST_ROOMS])
    if len(most) > MOST_ROOMS:
        count = sum(len(rooms[room]) for room in most[MOST_ROOMS:])
        yield f"    and {count} files in {len(most) - MOST_ROOMS} more rooms; --all"


def _told_watch(root: Path, lists: Sequence[str], papers: Sequence[str]) -> Iterator[str]:
    page = root / CHANGING
    text = page.read_text("utf-8") if page.is_file() else ""
    for heading in lists:
        tests = tests_named(text, heading)
        if tests:
            more = f" and {len(tests) - MOST_TESTS} more" if len(tests) > MOST_TESTS else ""
            named = ", ".join(tests[:MOST_TESTS])
            yield f'Left out, a test tells: {named}{more}; --held "{heading}"'
        if said := " ".join(not_held(text, heading).split()):
            files = [PurePosixPath(each).name for each in silent_files(text, heading)]
            there = f" In: {_some(files)}" if files else ""
            yield f"Left out, nothing tells: {said[:LONGEST_SENTENCE]}{there}"
    if papers:
        yield "Left out, nothing tells: a sentence of the documents above."
    yield LAST


def _some(files: Sequence[str]) -> str:
    more = f" and {len(files) - MOST_NAMES} more" if len(files) > MOST_NAMES else ""
    return f"{', '.join(files[:MOST_NAMES])}{more}"

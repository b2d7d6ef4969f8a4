"""Files that a change leaves alone although something speaks for them, the likeliest first.

::

    for each in left_alone(root, change, importers(root)): print(each.file, each.reasons)

What speaks for a file: what the change asks of it and it lacks; names, sentences and pieces of
lines that the change takes away and the file still has; names that the change brings into several
files; functions and fields with another head that it uses; the modules it imports or is imported
by; the same room; and that it changed in the same commits before.
How much each weighs was fitted to commits of which one file was hidden; what that is worth is
measured on others (`replayed.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import log1p, sqrt
from pathlib import Path, PurePosixPath

from where.change.amounts import still_saying
from where.change.asked_and_lacking import lacking
from where.change.by_hand import lacking_entries
from where.change.changed_lines import (
    ALIKE,
    TELLING,
    Change,
    defined_no_more,
    definitions_touched,
    git,
    gone_from,
    names_in,
    phrases_gone,
)
from where.change.siblings import lacking_siblings

WEIGHTS = {
    "lacking": 5.0,
    "sibling": 4.0,
    "table": 4.0,
    "together": 3.0,
    "amount": 3.5,
    "text": 3.0,
    "words": 2.5,
    "gone": 2.0,
    "dropped": 2.0,
    "imported": 2.0,
    "shared": 1.0,
    "imports": 1.0,
    "room": 1.0,
    "test": 1.0,
    "head": 0.4,
}
KINDS = 1.0
"""What each further kind of reason weighs, less with each."""
ENOUGH = 3.5
"""So much has to speak for a file to be told as left."""
LARGE = 40
"""A commit of more files was about all of them."""
LATEST = 40
"""So many of the newest commits of a file are looked at."""
DEEPEST = 4000
MOST_USES = 40
"""A name in more files tells of none of them."""
MOST_PHRASES = 12
"""The same of a piece of a line."""
LONGEST_TEXT = 50
SEARCHED = (".", ":!*.lock", ":!*.checked", ":!*.jsonl", ":!CHANGELOG.md", ":!*.po", ":!*.pot")

Adding = Callable[[str, str, float, str], None]
"""Takes a file, the kind of a reason, how much of it there is and what to tell."""


@dataclass
class Left:
    """A file that was left alone.

    Attributes:
        file: Its path.
        parts: Each kind of reason with how much of it there is.
        reasons: What to tell, by kind.

    """

    file: str
    parts: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    reasons: dict[str, str] = field(default_factory=dict)
    room: float = 0

    def add(self, kind: str, much: float, reason: str) -> None:
        """Let one more thing speak for it; the strongest of a kind is the one that is told."""
        if much > self.parts[kind] or kind not in self.reasons:
            self.reasons[kind] = reason
        self.parts[kind] += much

    @property
    def score(self) -> float:
        """How much speaks for it, in the units of `WEIGHTS`."""
        kinds = sum(each > 0 for each in self.parts.values())
        together = self.parts.get("together", 0.0)
        much = sum(
            WEIGHTS[kind] * sqrt(min(2.0, each))
            for kind, each in self.parts.items()
            if kind != "together"
        )
        room = WEIGHTS["room"] * self.room
        return much + WEIGHTS["together"] * together + room + KINDS * log1p(kinds)


def left_alone(root: Path, change: Change, by: Mapping[str, Collection[str]]) -> list[Left]:
    """Return every file for which something speaks, the likeliest first.

    `by` are the files that import each module.
    """
    left: dict[str, Left] = {}
    changed = set(change.files)

    def add(file: str, kind: str, much: float, reason: str) -> None:
        if file not in changed:
            left.setdefault(file, Left(file)).add(kind, much, reason)

    for file, name, asking in lacking(root, change):
        add(file, "lacking", 1, f"has no {name}, which {PurePosixPath(asking).name} asks for")
    for file, new, beside, count in lacking_siblings(root, change):
        add(file, "sibling", 2 / (1 + count), f"names {beside}, and not {new}, which is new")
    for file, new, table, count in lacking_entries(root, change):
        add(file, "table", 2 / (1 + count), f"tells what is beside {new} in {table}, and not that")
    for file, said, _ in still_saying(root, change):
        add(file, "amount", 1, f"still says {said}")
    _by_names(root, change, by, add)
    _by_phrases(root, change, add)
    _by_imports(by, changed, add)
    for file, (share, count, of, beside) in together(root, changed).items():
        add(
            file,
            "together",
            share * count / (count + 1.5),
            f"in {count} of {of} commits of {PurePosixPath(beside).name}",
        )
    rooms = Counter(str(PurePosixPath(each).parent) for each in changed)
    for each in left.values():
        each.room = min(3, rooms[str(PurePosixPath(each.file).parent)]) / 3
    there = [each for each in left.values() if (root / each.file).is_file()]
    return sorted(there, key=lambda each: (-each.score, each.file))


@dataclass(frozen=True)
class Naming:
    """The names that a change is about.

    Attributes:
        gone: Names that files have no more, with those files.
        taken: Names of which the definition is taken away.
        brought: Names that lines bring, with how many files get such a line.
        heads: Names of functions, classes and fields whose head changed.
        outer: What a changed module has, with the files that can mean it: its own and importers'.

    """

    gone: Mapping[str, Collection[str]]
    taken: Collection[str]
    brought: Mapping[str, int]
    heads: Collection[str]
    outer: Mapping[str, Collection[str]]


def _naming(
    root: Path,
    change: Change,
    gone: Mapping[str, Collection[str]],
    by: Mapping[str, Collection[str]],
) -> Naming:
    heads: set[str] = set()
    outer: dict[str, set[str]] = defaultdict(set)
    brought: Counter[str] = Counter()
    for file, lines in change.files.items():
        if not file.endswith(ALIKE):
            brought.update(names_in(lines.added))
        if file.endswith(".py"):
            touched = definitions_touched(root, file, lines)
            for each in touched.outer:
                outer[each].update((file, *by.get(file, ())))
            if not file.startswith("tests/"):
                heads |= touched.heads
    shared = {name: count for name, count in brought.items() if count > 1}
    telling = {each for each in heads if TELLING.search(each)}
    return Naming(gone, defined_no_more(change), shared, telling, outer)


def _by_names(root: Path, change: Change, by: Mapping[str, Collection[str]], add: Adding) -> None:
    gone, texts = gone_from(root, change)
    naming = _naming(root, change, gone, by)
    uses = _uses(root, {*gone, *naming.taken, *naming.brought, *naming.heads}, "-w")
    users = {name: _meant(naming, name, files) for name, files in uses.items()}
    for name, files in gone.items():
        kind = "gone" if name in naming.taken else "dropped"
        of = 1 if kind == "gone" else len(files)
        among = users.get(name, ())
        for file in among:
            much = of / (len(among) + len(files) - 1)
            add(file, kind, much, f"still has {name}, which {_file(files)} has no more")
    for name, count in naming.brought.items():
        among = users.get(name, ())
        for file in among:
            much = (count - 1) / (len(among) + count)
            add(file, "shared", much, f"has {name}, which {count} files get a line with")
    for name in naming.heads:
        among = users.get(name, ())
        for file in among:
            add(file, "head", 1 / len(among), f"uses {name}, whose head changed")
    for text, files in _uses(root, texts).items():
        for file in files:
            add(file, "text", 1 / len(files), f'still says "{_short(text)}"')


def _meant(naming: Naming, name: str, files: Iterable[str]) -> list[str]:
    """Return the files that can mean it: what a module has is meant by those that import it."""
    own = naming.outer.get(name)
    return [each for each in files if own is None or not each.endswith(".py") or each in own]


def _by_phrases(root: Path, change: Change, add: Adding) -> None:
    phrases = phrases_gone(change)
    lines = _grep(root, phrases)
    among: dict[str, set[str]] = defaultdict(set)
    for file, line in lines:
        for phrase in phrases:
            if phrase in line:
                among[phrase].add(file)
    for phrase, files in among.items():
        if len(files) <= MOST_PHRASES:
            of = phrases[phrase]
            much = len(of) / (len(of) + len(files))
            for file in files:
                add(file, "words", much, f"still has `{phrase}`, which {_file(of)} has no more")


def _by_imports(by: Mapping[str, Collection[str]], changed: set[str], add: Adding) -> None:
    for module, users in by.items():
        name = PurePosixPath(module).name
        if module in changed:
            for file in users:
                add(file, "imports", 1 / len(users), f"imports {name}")
        for file in changed.intersection(users):
            add(module, "imported", 1 / (1 + len(users)), f"is imported by {_file([file])}")
    for file in changed:
        for test in tests_beside(file):
            add(
                test,
                "test",
                1,
                f"stands beside {PurePosixPath(file).name}, as its test or tried by it",
            )


def tests_beside(file: str) -> list[str]:
    """Return where the test of a module stands, or of the room it stands in, and the other way."""
    path = PurePosixPath(file)
    if path.suffix != ".py":
        return []
    if file.startswith("tests/"):
        inside = path.relative_to("tests").parent
        return [str(inside / path.name.removeprefix("test_"))]
    return [f"tests/{path.parent}/test_{name}.py" for name in (path.stem, path.parent.name)]


def together(root: Path, changed: Collection[str]) -> dict[str, tuple[float, int, int, str]]:
    """Return the files that changed in the same commits: share, how many, of how many, of what."""
    log = git(
        root, "log", f"-{DEEPEST}", "--no-merges", "--no-renames", "--name-only", "--format=%x00"
    )
    of_file: dict[str, list[set[str]]] = defaultdict(list)
    for part in log.split("\0")[1:]:
        files = set(part.split("\n")) - {""}
        if len(files) <= LARGE:
            for each in files.intersection(changed):
                of_file[each].append(files)
    found: dict[str, tuple[float, int, int, str]] = {}
    for beside, commits in of_file.items():
        latest = commits[:LATEST]
        counts = Counter(each for files in latest for each in files if each not in changed)
        for file, count in counts.items():
            if count > 1:
                here = (count / len(latest), count, len(latest), beside)
                found[file] = max(found.get(file, here), here)
    return found


def _uses(root: Path, words: Iterable[str], *how: str) -> dict[str, set[str]]:
    """Return each word with the files that have it, but for such as too many have."""
    asked = "\n".join(sorted(words))
    if not asked:
        return {}
    there = git(
        root, "grep", "-I", "-o", "-F", *how, "-f", "-", "--", *SEARCHED, given=f"{asked}\n"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for line in there.splitlines():
        file, _, word = line.partition(":")
        found[word].add(file)
    return {word: files for word, files in found.items() if len(files) <= MOST_USES}


def _grep(root: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    asked = "\n".join(sorted(words))
    if not asked:
        return []
    there = git(root, "grep", "-I", "-F", "-f", "-", "--", *SEARCHED, given=f"{asked}\n")
    return [(file, line) for file, _, line in (each.partition(":") for each in there.splitlines())]


def _file(files: Collection[str]) -> str:
    first = PurePosixPath(min(files)).name
    return f"{first} and {len(files) - 1} more" if len(files) > 1 else first


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."

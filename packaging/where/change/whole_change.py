r"""Whether a change is whole: what it leaves alone, has to be made anew, and which tests to run.

::

    print("\n".join(told_of_change(root, "HEAD")))

It ends with "No file is known to be left", or with how many files are. What it knows is measured
over past commits (`replayed.py`) and said in `docs/changing.md`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path, PurePosixPath

from where.change.changed_lines import PRODUCT, Change, change_since, definitions_touched, git
from where.change.kinds import kinds_of
from where.change.left_alone import ENOUGH, WEIGHTS, Left, left_alone, tests_beside
from where.change.quoted import quoting
from where.change.stale import stale
from where.imports import importers
from where.listed import FILE, FOLDER, always
from where.unwatched import not_held

CHANGING = "docs/changing.md"
MOST_LEFT = 10
MOST_TESTS = 12
MOST_OF_A_LIST = 6
LEAST_OF_A_LIST = 2
"""A list fits where the change touches so many of its files."""
MANY_OF_A_LIST, ENOUGH_OF_MANY = 3, 0.7
"""Where it touches so many, they may say less of the kind, by how many lists name each."""
MOST_LISTS = 1
MOST_KINDS = 3
MOST_OTHERS = 2
FEW_LISTS = 2
"""A file that no more lists than these name says something of the kind of a change."""
CLOSE = 4
"""The tests that import a module are all told where they are no more than this."""
LONGEST = 150
GOLDEN, SUPPORT, TESTS = "tests/golden/", "tests/support/", "tests/*/test_*.py"
MOST_CALLED = 3
"""Of so many functions that changed the tests that call them are told."""
PAGE = re.compile(r"(?:docs/.+|packaging/[^/]+|[^/]+)\.md")
CONTENT = ("session_forms/definitions/", "session_forms/reference/", "programme/")
CHANGE_LOG = "CHANGELOG.md"
SHIPPED = (*PRODUCT, "docs/guides/")
SAID = re.compile(r"\b(?:_|N_|NP_|NN_|pgettext|ngettext)\(")
"""A line that gives the text layer a sentence."""


@dataclass(frozen=True)
class Fitting:
    """A list of which a change touches files.

    Attributes:
        heading: Its heading.
        owed: What it calls always and was not touched, where the change is of this kind: what it
            adds says so, or it touches half of what is called so.
        asked: The same where that is not so, and only somebody who knows the change can say.
        is_sure: Whether what it adds tells the kind, and not the files that it touches alone.

    """

    heading: str
    owed: Sequence[str]
    asked: Sequence[str]
    is_sure: bool = False


@dataclass(frozen=True)
class Whole:
    """What is known of a change.

    Attributes:
        left: Files that were left alone although something speaks for them, the likeliest first.
        owed: Files that the list which fits calls always, with its heading.
        made: Files that have to be made anew, with what makes them.
        tests: The tests to run.
        lists: The list that fits, if one does.

    """

    left: Sequence[Left]
    owed: Mapping[str, str]
    made: Mapping[str, str]
    tests: Sequence[str]
    lists: Sequence[Fitting]

    @property
    def named(self) -> list[str]:
        """Each file that is told as left, and each test that is to be run."""
        made = [file for files in self.made for file in files.split()]
        return list(
            dict.fromkeys([*(each.file for each in self.left), *self.owed, *made, *self.tests])
        )


def whole(root: Path, change: Change) -> Whole:
    """Return what is known of a change of the tree at `root`."""
    by = importers(root)
    made = dict(stale(root, change.files))
    remade = {each for files in made for each in files.split()}
    lists = lists_of(root, change)
    owed = {file: each.heading for each in lists for file in each.owed}
    tests = tests_of(root, change, by)[:MOST_TESTS]
    left = [
        each
        for each in left_alone(root, change, by)
        if each.score >= ENOUGH and each.file not in {*remade, *owed, *tests}
    ]
    shown = [at < MOST_LEFT or "amount" in each.reasons for at, each in enumerate(left)]
    return Whole(list(compress(left, shown)), owed, made, tests, lists)


def told_of_change(root: Path, since: str) -> Iterator[str]:
    """Yield what a person reads about what changed since a commit."""
    change = change_since(root, since)
    if not change.files:
        yield f"Nothing changed since {since}."
        return
    known = whole(root, change)
    yield f"{len(change.files)} files changed since {since}."
    if known.left:
        yield "Left alone, and something speaks for it; ! where no test and no type would tell:"
        yield from (f"  {_mark(each)} {each.file}  {_why(each)}" for each in known.left)
    if known.owed:
        yield "Left alone, and its list says that each change of the kind touches it:"
        yield from (f"    {file}  ({heading})" for file, heading in known.owed.items())
    if known.made:
        yield "Made, and no longer of what it is made from:"
        yield from (f"    {files}  {how}" for files, how in known.made.items())
    yield from _told_lists(root, known.lists)
    told = [each.heading for each in known.lists]
    if told and not known.lists[0].is_sure and (others := other_lists(root, change.files, told)):
        yield f"    or, by fewer of its files: {'; '.join(others)}"
    if not known.lists and (naming := naming_lists(root, change.files)):
        yield f"Lists that name a file of it ({CHANGING}), each with --held: {'; '.join(naming)}"
    tests = list(dict.fromkeys([*known.tests, *rules_of(root, change)]))
    if tests:
        yield f"Run: ./dev test {' '.join(tests)}"
    for name, number in calling(root, change):
        called = f"./dev test $(git grep -lw {name} -- '{TESTS}')"
        yield f"{number} files of tests name {name}, which may do otherwise now: {called}"
    if _wants_a_change_log(change.files):
        yield f"Untouched: {CHANGE_LOG}, where somebody can notice what changed (CONTRIBUTING.md)."
    count = len(known.left) + len(known.owed) + len(known.made)
    if count:
        yield f"{count} left: of each you can say why it needs nothing, or it is not whole yet."
    elif known.lists:
        yield (
            "No file is known to be left. Run the tests above; what a number, a sentence or a day "
            "means elsewhere, and what its list says no test tells, is yours to look at."
        )
    else:
        yield (
            "No file is known to be left, but no list is of this kind: what names the thing there "
            "that is most like it? ./dev where NAME --all --left HEAD"
        )


def lists_of(root: Path, change: Change) -> list[Fitting]:
    """Return the lists of a change: by what it adds, and where that tells nothing by its files."""
    bodies = _lists(root)
    sure = [each for each in kinds_of(root, change) if each in bodies][:MOST_KINDS]
    return [
        Fitting(heading, _untouched(root, bodies[heading], change.files), (), is_sure=True)
        for heading in sure
    ] or fitting_lists(root, change.files)


def fitting_lists(root: Path, changed: Collection[str]) -> list[Fitting]:
    """Return the list of which a change touches most, if there is one.

    A file that many lists name says little of the kind of the change.
    """
    bodies = _lists(root)
    named = {heading: set(FILE.findall(body)) for heading, body in bodies.items()}
    how_many = Counter(file for files in named.values() for file in files)
    scores: dict[str, float] = {}
    touches: dict[str, int] = {}
    for heading, files in named.items():
        touched = files.intersection(changed)
        if len(touched) >= LEAST_OF_A_LIST:
            scores[heading] = sum(1 / how_many[each] for each in touched)
            touches[heading] = len(touched)
    shares = {heading: _share_of_always(bodies[heading], changed) for heading in scores}
    ranked = sorted(scores, key=lambda each: (-scores[each], -shares[each]))
    return [
        Fitting(heading, *_always_of(root, bodies[heading], changed))
        for heading in ranked[:MOST_LISTS]
        if scores[heading] >= (1 if touches[heading] < MANY_OF_A_LIST else ENOUGH_OF_MANY)
    ]


def other_lists(root: Path, changed: Collection[str], told: Collection[str]) -> list[str]:
    """Return the lists that name most of what changed, or its folder, but for those told."""
    named: dict[str, list[str]] = {}
    for heading, body in _lists(root).items():
        files, folders = set(FILE.findall(body)), tuple(FOLDER.findall(body))
        named[heading] = [
            each
            for each in changed
            if each in files or (each.endswith(".py") and each.startswith(folders))
        ]
    how_many = Counter(file for files in named.values() for file in files)
    scores = {
        heading: sum(1 / how_many[each] for each in files)
        for heading, files in named.items()
        if len(files) >= LEAST_OF_A_LIST and heading not in told
    }
    return sorted(scores, key=lambda each: -scores[each])[:MOST_OTHERS]


def naming_lists(root: Path, changed: Collection[str]) -> list[str]:
    """Return the lists that name a changed file which few lists name, as they stand on the page."""
    named = {heading: set(FILE.findall(body)) for heading, body in _lists(root).items()}
    how_many = Counter(file for files in named.values() for file in files)
    telling = {each for each in changed if how_many[each] <= FEW_LISTS}
    return [heading for heading, files in named.items() if files & telling]


def _lists(root: Path) -> dict[str, str]:
    page = root / CHANGING
    text = page.read_text("utf-8") if page.is_file() else ""
    return dict(each.split("\n", 1) for each in text.split("\n## ")[1:] if "\n" in each)


def _share_of_always(body: str, changed: Collection[str]) -> float:
    files = always(body)
    return sum(each in changed for each in files) / len(files) if files else 0


def _untouched(root: Path, body: str, changed: Collection[str]) -> list[str]:
    return [each for each in always(body) if each not in changed and (root / each).is_file()]


def _always_of(
    root: Path, body: str, changed: Collection[str]
) -> tuple[Sequence[str], Sequence[str]]:
    files = always(body)
    untouched = _untouched(root, body, changed)
    is_of_its_kind = len(untouched) <= len(files) / 2
    return (untouched, []) if is_of_its_kind else ([], untouched)


def tests_of(root: Path, change: Change, by: Mapping[str, Collection[str]]) -> list[str]:
    """Return the tests that changed, stand beside what did, import it as few do, or quote it.

    Of a constant with another value, each that imports it: it may hold every page that says it.
    """
    found: dict[str, None] = {}
    for file in sorted(change.files):
        beside = [each for each in tests_beside(file) if each.startswith("tests/")]
        users = [each for each in sorted(by.get(file, ())) if "/test_" in each]
        if file.startswith("tests/") and "/test_" in file:
            beside = [file]
        close = users if len(users) <= CLOSE else _taking_constants(root, file, change, users)
        for each in (*beside, *close, *through_support(root, file, by)):
            if (root / each).is_file():
                found[each] = None
    product = [each for each in sorted(change.files) if not each.startswith("tests/")]
    goldens = holding_goldens(root, change.files)
    return list(dict.fromkeys([*found, *goldens, *quoting(root, product)]))


def through_support(root: Path, file: str, by: Mapping[str, Collection[str]]) -> list[str]:
    """Return the tests that reach a module through what tests share, and compare outlines."""
    reached, waiting = {file}, [file]
    while waiting:
        for each in by.get(waiting.pop(), ()):
            if each not in reached and each.startswith(SUPPORT):
                reached.add(each)
                waiting.append(each)
    users = {each for one in reached - {file} for each in by.get(one, ())}
    tests = sorted(each for each in users if "/test_" in each and (root / each).is_file())
    return [each for each in tests if "golden(" in (root / each).read_text("utf-8")]


def calling(root: Path, change: Change) -> Iterator[tuple[str, int]]:
    """Yield each function of which a line changed, with how many tests name it, the most first."""
    found: dict[str, int] = {}
    for file, lines in change.files.items():
        if file.endswith(".py") and file.startswith(PRODUCT) and not lines.is_new:
            for name in definitions_touched(root, file, lines).bodies:
                asked = ("grep", "-lw", "-F", "-e", name, "--", TESTS)
                found[name] = len(git(root, *asked).splitlines())
    told = sorted(found, key=lambda each: (-found[each], each))
    yield from ((name, found[name]) for name in told[:MOST_CALLED] if found[name])


def holding_goldens(root: Path, changed: Collection[str]) -> list[str]:
    """Return the tests that compare a golden file that changed, or any of its folder."""
    kept = [PurePosixPath(each) for each in changed if each.startswith(GOLDEN)]
    found: list[str] = []
    for folder in sorted({each.parent.name for each in kept}):
        asked = ("grep", "-lF", "-e", f'"{folder}/', "--", TESTS)
        tests = git(root, *asked).splitlines()
        texts = {each: (root / each).read_text("utf-8") for each in tests}
        named = [
            each
            for each, text in texts.items()
            if any(f'"{folder}/{one.name}' in text for one in kept if one.parent.name == folder)
        ]
        found += named or [each for each, text in texts.items() if "golden(" in text]
    return found


def _taking_constants(root: Path, file: str, change: Change, users: Sequence[str]) -> list[str]:
    heads = definitions_touched(root, file, change.files[file]).heads
    names = [each for each in sorted(heads) if each.isupper()]
    if not names:
        return []
    takes = re.compile(rf"\b(?:{'|'.join(names)})\b")
    return [each for each in users if takes.search((root / each).read_text("utf-8"))]


def rules_of(root: Path, change: Change) -> list[str]:
    """Return the tests of what each file has to keep to, whatever it is about."""
    code = [lines for file, lines in change.files.items() if file.endswith(".py")]
    added = [line for lines in code for line in lines.added]
    asked = {
        "tests/test_architecture.py": any(
            lines.is_new and file.endswith(".py") for file, lines in change.files.items()
        ),
        "tests/test_set_up.py": "dev" in change.files,
        "tests/test_messages.py tests/test_ui_writing.py": any(map(SAID.search, added)),
        "tests/test_documents.py": any(map(PAGE.fullmatch, change.files)),
        "tests/content": any(file.startswith(CONTENT) for file in change.files),
    }
    named = (each for tests, is_asked in asked.items() if is_asked for each in tests.split())
    return [each for each in named if (root / each).exists()]


def _wants_a_change_log(files: Collection[str]) -> bool:
    """Return whether a file that is shipped changed and what tells users of it did not."""
    return any(each.startswith(SHIPPED) for each in files) and not any(
        each == CHANGE_LOG or each.startswith("changelog.d/") for each in files
    )


def _mark(left: Left) -> str:
    is_told = left.file.startswith("tests/") or (
        left.file.endswith(".py") and not {"gone", "head", "lacking"}.isdisjoint(left.reasons)
    )
    return " " if is_told else "!"


def _why(left: Left) -> str:
    strongest = sorted(left.reasons, key=lambda kind: -WEIGHTS[kind] * left.parts[kind])
    return "; ".join(left.reasons[kind] for kind in strongest[:2])[:LONGEST]


def _told_lists(root: Path, lists: Sequence[Fitting]) -> Iterator[str]:
    page = root / CHANGING
    for each in lists:
        silent = " ".join(not_held(page.read_text("utf-8"), each.heading).split())
        is_it = "By what it adds it is" if each.is_sure else "Perhaps it is"
        silent = silent if each.is_sure else silent[:LONGEST]
        yield f'{is_it} "{each.heading}" ({CHANGING}). No test tells: {silent}'
        yield f'    what holds it, and how to run that: ./dev where --held "{each.heading}"'
        if each.asked:
            yield f"    then always, and not touched: {', '.join(each.asked[:MOST_OF_A_LIST])}"

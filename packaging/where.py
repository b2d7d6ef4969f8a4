"""Every file in which a thing stands, however it is spelt, and what changed together with it.

`./dev where NAME...` takes names of things, paths of files, keys such as Ctrl+K and pieces of
sentences: where they stand, room by room, which lists of `docs/changing.md` name one of the
files, at which point, and which other files changed in the same commits. `--lines` shows the lines
themselves, each once, code before content and documents.
"""

import argparse
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parents[1]
CHANGING = "docs/changing.md"
SHARE = 0.25
"""A file is told that changed in this share of the commits that touched the thing."""
LEAST_COMMITS = 2
MOST_LISTS = 8
LETTERS = "abcdefgh"
TOO_GENERAL = 100
"""A name in more files than this tells of no thing."""
MOST_LINES = 6
LONGEST_LINE = 200
"""So many lines of a file are shown."""
MOST_COMMITS = 8
"""So many commits are looked at of a name that is in no path."""
LARGE = 80
LARGE_ALONE = 25
"""A commit of more files than this was about all of them, not about the thing; of the
only commit there is, than this."""
DEEPEST = 400
TOPS = ("session_forms", "programme", "therapist_app", "exports", "tests")
COMMON = ("view", "viewmodel", "session", "module", "therapist", "handout", "__init__")
"""Names of files that stand in many folders."""
SPELT = re.compile(r"[A-Za-z0-9]+([-_ ]?[A-Za-z0-9]+)*")
KEY = re.compile(r"((Ctrl|Alt|Shift)[+])*(Ctrl|Alt|Shift)[+](?P<key>[A-Z0-9])|(?P<f>F[1-9][0-2]?)")
"""A key on the keyboard as people write it; the code may name it as Key_K with modifiers."""
CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
MOST_WORDS = 4
"""A text of more words is a sentence, and has no other spelling."""
KEPT = re.compile(r"\.v[0-9][0-9.]*\.checked$")
MADE = {
    ".checked": "made by ./dev content",
    ".po": "made by ./dev messages",
    ".pot": "made by ./dev messages",
    ".mo": "made by ./dev messages",
}
MADE_FILES = {
    "docs/data-inventory.md": "made by record inventory",
    "docs/impact-assessment.md": "made by record inventory",
    "session_forms/definitions/checked.jsonl": "made by ./dev content",
}


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, as of `firstContact` or `first-contact`.

    A path is named by its file without `test_`, or by its folder where others bear the same name.
    """
    if "/" in name:
        path = PurePosixPath(name)
        stem = path.name.split(".")[0].removeprefix("test_")
        name = path.parent.name if stem in COMMON else stem
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)
    return tuple(each.lower() for each in parts)


def pattern_of(name: str) -> str:
    """Return the extended regular expression of a name in each of its spellings.

    It is for any case, but where the name is a constant in capitals. What has other signs in it
    than a name has, or more words, is looked for as it stands.
    """
    words = words_of(name)
    if key := KEY.fullmatch(name):
        last = key["key"] or key["f"]
        return rf"(^|[^A-Za-z0-9]){re.escape(name)}([^A-Za-z0-9]|$)|Key_{last}([^A-Za-z0-9]|$)"
    if "/" not in name and (not SPELT.fullmatch(name) or len(words) > MOST_WORDS):
        return re.sub(r"([][\\.^$*+?(){}|])", r"\\\1", name)
    if is_exact(name):
        return rf"(^|[^A-Za-z0-9_]){name}([^A-Za-z0-9_]|$)"
    return r"(^|[^a-z0-9])" + r"[-_ .]?".join(words) + r"s?([^a-z0-9]|$)"


def is_exact(name: str) -> bool:
    """Return whether a name is a constant, whose case tells it from other words."""
    return bool(CONSTANT.fullmatch(name) or KEY.fullmatch(name))


@dataclass(frozen=True)
class Found:
    """What is known about one thing.

    Attributes:
        names: Each name to the files in which it stands.
        lines: File to the number of its lines in which the thing stands.
        lists: Heading of `docs/changing.md` to each of these files that it names, with the points.
        together: File to the share (0 to 1) of the thing's commits in which it changed too.
        commits: How many commits that share is of.

    """

    names: Mapping[str, Collection[str]]
    lines: Mapping[str, int]
    lists: Mapping[str, Mapping[str, Sequence[str]]]
    together: Mapping[str, float]
    commits: int


def _git(root: Path, *arguments: str) -> str:
    ran = subprocess.run(
        ("git", "-C", str(root), *arguments), capture_output=True, text=True, check=False
    )
    if ran.returncode > 1:  # 1: nothing was found
        raise SystemExit(ran.stderr)
    return ran.stdout


def _grep(root: Path, name: str, *how: str) -> list[str]:
    case = () if is_exact(name) else ("-i",)
    search = ("-E", "-e", pattern_of(name), "--", ".", ":!*.lock")
    return _git(root, "grep", "-I", *case, *how, *search).splitlines()


def _lines(root: Path, name: str) -> dict[str, int]:
    found = (each.rsplit(":", 1) for each in _grep(root, name, "-c"))
    return {file: int(count) for file, count in found}


def _named(files: Iterable[str], name: str) -> list[str]:
    """Return the files whose path holds the name of the thing."""
    matcher = re.compile(pattern_of(name), 0 if is_exact(name) else re.IGNORECASE)
    return [each for each in files if matcher.search(each)]


def _lists(root: Path, files: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Return the lists that name one of the files, or its folder; those that name most first.

    Each file has the numbers of the points that name it, or "" where the text beside them does.
    """
    page = root / CHANGING
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    known = list(files)
    found = {
        heading: _points(body, known)
        for heading, _, body in (each.partition("\n") for each in text.split("\n## ")[1:])
    }
    ranked = sorted(found, key=lambda each: len(found[each]), reverse=True)
    return {each: found[each] for each in ranked if found[each]}


def _points(body: str, files: Sequence[str]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = defaultdict(list)
    for number, text in _parts(body):
        places = set(re.findall("`([^`]+)`", text))
        for file in files:
            if not places.isdisjoint((file, f"{PurePosixPath(file).parent}/")):
                named[file].append(number)
    return dict(named)


def _parts(body: str) -> Iterator[tuple[str, str]]:
    """Yield each numbered point of a list with its indented lines, and what stands beside them."""
    for part in re.split(r"\n(?=\S)", body):
        number = re.match(r"(\d+)[.] ", part)
        yield (number[1] if number else "", part)


def _commits(root: Path, own: Sequence[str]) -> Iterator[set[str]]:
    if not own:
        return
    yield from _files_of(root, _git(root, "log", f"-{DEEPEST}", "--format=%H", "--", *own).split())


def _commits_with(root: Path, names: Sequence[str]) -> Iterator[set[str]]:
    """Yield the files of the newest commits in which the number of a name's places changed."""
    for name in names:
        found = _git(root, "log", f"-{MOST_COMMITS}", "--format=%H", f"-S{name}")
        yield from _files_of(root, found.split())


def _files_of(root: Path, ids: Sequence[str]) -> Iterator[set[str]]:
    if not ids:
        return
    shown = _git(root, "show", "--format=%x00", "--name-only", "--no-renames", *ids)
    for each in shown.split("\0")[1:]:
        files = set(each.split("\n")) - {""}
        if len(files) <= LARGE:
            yield files


def look_for(root: Path, names: Sequence[str]) -> Found:
    """Return where things stand in the repository at `root`, all names taken as one thing."""
    tracked = _git(root, "ls-files").splitlines()
    own: list[str] = []
    lines: Counter[str] = Counter()
    places: dict[str, Collection[str]] = {}
    for name in names:
        files = [each for each in tracked if each == name] + _named(tracked, name)
        there = _lines(root, name)
        places[name] = {*files, *there}
        own += files
        lines.update(there)
    for each in own:
        lines[each] += 0
    commits = list(_commits(root, own)) if own else list(_commits_with(root, names))
    if len(commits) == 1 and len(commits[0]) > LARGE_ALONE:
        commits = []
    changed = Counter(chain.from_iterable(commits))
    least = max(LEAST_COMMITS if len(commits) > 1 else 1, SHARE * len(commits))
    together = {
        file: count / len(commits)
        for file, count in changed.most_common()
        if count >= least and file not in lines and (root / file).is_file()
    }
    return Found(places, lines, _lists(root, lines), together, len(commits))


def _product_first(file: str) -> tuple[int, str]:
    top = PurePosixPath(file).parts[0]
    return (TOPS.index(top) if top in TOPS else len(TOPS), file)


def _made(file: str) -> str:
    if KEPT.search(file):
        return "kept as it was signed off: never changes"
    return MADE_FILES.get(file) or MADE.get(PurePosixPath(file).suffix, "")


def told(found: Found) -> Iterator[str]:
    """Return the lines that a person reads."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for file in sorted(found.lines, key=_product_first):
        rooms[str(PurePosixPath(file).parent)].append(file)
    lists = dict(zip(LETTERS, list(found.lists.items())[:MOST_LISTS], strict=False))
    numbers = {name: str(number) for number, name in enumerate(found.names, 1)}
    for name, places in found.names.items():
        mark = f"{numbers[name]} " if len(numbers) > 1 else ""
        what = "file" if len(places) == 1 else "files"
        general = "; too general, ask without it" if len(places) > TOO_GENERAL else ""
        yield f"{mark}{name}: {len(places)} {what}{general}"
    for room, files in rooms.items():
        yield f"  {room}/"
        for file in files:
            beside = [
                f"{letter}{'+'.join(filter(None, named[file]))}"
                for letter, (_, named) in lists.items()
                if file in named
            ]
            beside += [f"({_made(file)})"] if _made(file) else []
            of = [numbers[name] for name, places in found.names.items() if file in places]
            which = f" [{' '.join(of)}]" if len(numbers) > 1 else ""
            told = [PurePosixPath(file).name, " ".join(beside)]
            yield f"    {found.lines[file] or 'name':>5}{which}  {'  '.join(told)}".rstrip()
    if found.together:
        yield f"Changed together with it, of {found.commits} commits:"
        yield from (f"    {share:>5.0%}  {file}" for file, share in found.together.items())
    yield f"Lists of {CHANGING} that name these files, and how many of them:"
    for letter, (heading, named) in lists.items():
        yield f"    {len(named):>5}  {letter}: {heading}"
    if lists:
        first = next(iter(lists))
        yield f"Beside a file, {first}2 is point 2 of list {first}; one without is named by none."


def _shown(root: Path, names: Sequence[str]) -> list[str]:
    """Return the lines in which the things stand, each once, code first; what is left out is said.

    Of each file there are the first few of each name.
    """
    by_file: dict[str, dict[int, str]] = defaultdict(dict)
    left: Counter[str] = Counter()
    for name in names:
        there: Counter[str] = Counter()
        for each in _grep(root, name, "-n"):
            file, number, _ = each.split(":", 2)
            there[file] += 1
            if there[file] <= MOST_LINES:
                by_file[file][int(number)] = each[:LONGEST_LINE]
            else:
                left[file] += 1
    shown = []
    for file in sorted(by_file, key=_product_first):
        shown += [by_file[file][number] for number in sorted(by_file[file])]
        shown += [f"{file}: and {left[file]} more"] if left[file] else []
    return shown


def main(arguments: Sequence[str]) -> int:
    """Tell where the things stand that the command line names; 1 if nowhere."""
    parser = argparse.ArgumentParser(prog="./dev where", description=__doc__)
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--lines", action="store_true", help="show the lines, not their number")
    chosen = parser.parse_args(arguments)
    found = look_for(HERE, chosen.names)
    if not found.lines:
        sys.stderr.write("Nothing of that name stands anywhere. Try the word of the glossary.\n")
        return 1
    sys.stdout.write("\n".join(told(found)) + "\n")
    if chosen.lines:
        sys.stdout.write("\n".join(_shown(HERE, chosen.names)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Every file in which a thing stands, however it is spelt, and what changed together with it.

`./dev where NAME...` answers in one screen: the room, the lists that fit, who uses it directly, and
what tells, or does not, if one is left out; of a field or a method, as `Alert.opens`, who has it
from that class. `--all`, and `--lines` or `--left`, tell all of what follows. `--changed` tells of
the tree as it is what it leaves alone since the last commit, or since another one that is named;
`--replay 60` measures that over commits of which one file was hidden.

It takes names of things, paths of files, keys such as Ctrl+K and pieces of
sentences: where they stand, code first and room by room, and how the code has it: what defines it,
builds it, fills it in, reads it or says it to people; under which other name it goes on; which
lists of `docs/changing.md` name one of the files, at which point, and which other files changed in
the same commits. Of an error it tells who raises it, who catches it by a class above it, what
becomes of it there and which table words it; of a form which files read each of its questions. Of a
name in too many files those of code alone are told, with a line a room for such as only name it,
and where they are too many as well, the narrower names in which it stands. Of a class its fields
are told and who says it in words, with who asks them; of a word the facts of the record and of the
code whose meaning says it; of a closed list, by whatever people call it, its words, each table that
tells them one by one and who takes it up; of a name that stands nowhere, the files of code in whose
lines all its words do; and which lists of `docs/changing.md` say it, where few do.
`--lines` shows the lines themselves, each once, code before content and documents;
`--in therapist_app,exports` looks there alone, `--left main` leaves out what changed since that
commit already, so that what is left can be gone through at the end. `--held` takes the heading of
a list of `docs/changing.md` instead, and tells in which files the tests are that it names.
At the end stands what no test would name if it were forgotten, as the lists say of themselves.
Without a NAME it tells the kinds of change that have a list.
"""

import argparse
import ast
import re
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path, PurePosixPath

from said_texts import says

from where.change.replayed import measured
from where.change.whole_change import told_of_change
from where.claims_proved import proofs_of
from where.closed_lists import lists_that_say
from where.error_paths import ways_of
from where.first_screen import Subject, first_screen, lists_naming, users_of
from where.form_questions import questions_of
from where.held_tests import held_by
from where.kept_facts import facts_that_say, fields_of
from where.members import is_member, told_of_member
from where.said_in_words import said_of
from where.unwatched import told_unwatched

HERE = Path(__file__).resolve().parents[2]
CHANGING, CHANGELOG = "docs/changing.md", "CHANGELOG.md"
SHARE = 0.25
"""A file is told that changed in this share of the commits that touched the thing."""
LEAST_COMMITS = 2
MOST_LISTS = 8
LETTERS = "abcdefgh"
TOO_GENERAL = 100
"""A name in more files than this tells of no thing; of those of code this is asked again."""
MOST_NARROWER = 16
MOST_APART = 8
ENDING = re.compile("(?:ing|ed|es|s)$")
LEAST_IN_A_PHRASE = 4
FORMS = (
    ("give", "gave", "given"),
    ("hold", "held"),
    ("keep", "kept"),
    ("know", "knew", "known"),
    ("leave", "left"),
    ("make", "made"),
    ("say", "said"),
    ("see", "saw", "seen"),
    ("send", "sent"),
    ("take", "took", "taken"),
    ("tell", "told"),
    ("think", "thought"),
    ("who", "whom", "whose"),
    ("write", "wrote", "written"),
)
"""Words that have other letters in another form: who asks whom to tell means who was told."""
SMALL = frozenset({"as", "at", "by", "from", "in", "is", "of", "on", "to", "was"})
MOSTLY_SAID = 0.6
"""A name of the code with a small word is a phrase of English where so many files have it so."""
MOST_TOGETHER = 25
MOST_SAYING = 3
"""A name that more lists say is a word of all of them."""
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
MOST_BUILT = MOST_UNLISTED = 16
ROLES = ("defines", "builds", "takes", "fills", "reads", "says")
"""What a file of code does with a thing; one that only names it has none of them.

A class is built by a call and taken where a parameter, a result or a field is of it; a field is
filled in by its name in a call and read after a dot; a function is read where it is called, and a
table where its module is asked, which has the name of many. It is said where a text for people
has it.
"""
PRODUCT = ("session_forms", "programme", "therapist_app", "exports")
WIDGETS = "therapist_app/widgets"
TOPS = (*PRODUCT, "tests")
CONTENT = (
    "session_forms/definitions",
    "session_forms/reference",
    "programme/modules",
    "programme/starter",
    "programme/first_line/shipped",
    "therapist_app/practice/cases",
    "tests/session_forms/vectors",
    "tests/golden",
)
"""Folders of many files that are alike: each is one line for all its files."""
KINDS = {
    "code": "Code",
    "tests": "Tests",
    "content": "Content",
    "others": "Documents and the rest",
    "made": "Made from these, or kept as they were: never changed by hand",
}
COMMON = ("view", "viewmodel", "session", "module", "therapist", "handout", "__init__")
"""Names of files that stand in many folders."""
SPELT = re.compile(r"[A-Za-z0-9]+([-_ ]?[A-Za-z0-9]+)*")
KEY = re.compile(r"((Ctrl|Alt|Shift)[+])*(Ctrl|Alt|Shift)[+](?P<key>[A-Z0-9])|(?P<f>F[1-9][0-2]?)")
"""A key on the keyboard as people write it; the code may name it as Key_K with modifiers."""
CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
ONE_WORD = re.compile(r"[A-Z][a-z]+")
AS_CODE_HAS_IT = re.compile(r"[a-z]\w*_\w+|[A-Z]\w*[a-z]")
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

    It is for any case, but where the name is a constant in capitals or a class of one word. What
    has other signs in it than a name has, or more words, is looked for as it stands.
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
    """Return whether its case tells a name from other words: a constant, or a class of one word."""
    is_class = ONE_WORD.fullmatch(name) is not None and name in _classes_of_one_word()
    return is_class or bool(CONSTANT.fullmatch(name) or KEY.fullmatch(name))


@cache
def _classes_of_one_word() -> frozenset[str]:
    found = _git(HERE, "grep", "-hoE", r"^class [A-Z][a-z]+\b", "--", *PRODUCT)
    return frozenset(each.removeprefix("class ") for each in found.splitlines())


def _spelt(name: str) -> tuple[str, str]:
    """Return the name as the code spells a field or a function of it, and as it spells a class."""
    words = words_of(name)
    if is_exact(name):
        return name, name
    return "_".join(words), "".join(each.capitalize() for each in words)


def _roles(name: str) -> dict[str, re.Pattern[str]]:
    """Return what code does with a thing of this name, by what such a line looks like."""
    field, kind = map(re.escape, _spelt(name))
    either = rf"_?(?:{field}|{kind})"
    return {
        "defines": re.compile(
            rf"^\s*(?:(?:class|def|type) {either}\b|(?:{field}|{kind})\s*:\s)"
            rf"|^{either}\b\s*=(?!=)|CREATE TABLE {field}\b"
            rf"|^\s*(?:ALTER .*ADD COLUMN )?{field} (?:TEXT|INTEGER|REAL|BLOB)\b"
        ),
        "builds": re.compile(rf"(?<!class )(?<!\w)_?{kind}\("),
        "takes": re.compile(rf"(?:: |-> |\[|\| ){kind}\b(?! =)"),
        "fills": re.compile(rf"(?<!\w){field}=(?!=)"),
        "reads": re.compile(
            rf"\.{either}\b(?!\()|(?<!def )(?<!class )(?<!\w)_?{field}\("
            rf"|(?<![\w.]){field}s\.\w+\("
        ),
    }


@dataclass(frozen=True)
class Found:
    """What is known about one thing.

    Attributes:
        names: Each name to the files in which it stands.
        lines: File to the number of its lines in which the thing stands.
        lists: Heading of `docs/changing.md` to each of these files that it names, with the points.
        together: File to the share (0 to 1) of the thing's commits in which it changed too.
        commits: How many commits that share is of.
        roles: File of code to what it does with the thing, as `_roles` names it.
        into: A class of the product that is built where the thing is read, to the files that do.
        narrower: A name in too many files, which are not told, to longer names that it stands in,
            each with the number of its files.
        code_only: A name in too many files, of which those of code alone are told.
        aside: A name as the code spells it, to how many files have its words in sentences alone,
            which are not told.
        more: Lines about the way of an error, or the questions of a form.

    """

    names: Mapping[str, Collection[str]]
    lines: Mapping[str, int]
    lists: Mapping[str, Mapping[str, Sequence[str]]]
    together: Mapping[str, float]
    commits: int
    roles: Mapping[str, Collection[str]] = field(default_factory=dict)
    into: Mapping[str, Collection[str]] = field(default_factory=dict)
    narrower: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    code_only: Mapping[str, Collection[str]] = field(default_factory=dict)
    more: Sequence[str] = ()
    aside: Mapping[str, int] = field(default_factory=dict)


def _git(root: Path, *arguments: str) -> str:
    ran = subprocess.run(
        ("git", "-C", str(root), *arguments), capture_output=True, text=True, check=False
    )
    if ran.returncode > 1:  # 1: nothing was found
        raise SystemExit(ran.stderr)
    return ran.stdout


def _grep(root: Path, name: str, *how: str, among: Sequence[str] = (".",)) -> list[str]:
    case = () if is_exact(name) else ("-i",)
    search = ("-E", "-e", pattern_of(name), "--", *among, ":!*.lock")
    return _git(root, "grep", "-I", *case, *how, *search).splitlines()


def _lines(root: Path, name: str) -> dict[str, int]:
    found = (each.rsplit(":", 1) for each in _grep(root, name, "-c"))
    return {file: int(count) for file, count in found}


def _used(root: Path, names: Sequence[str]) -> dict[str, set[str]]:
    """Return what code does with the things, by file."""
    roles: dict[str, set[str]] = defaultdict(set)
    for name in names:
        looks = _roles(name)
        for each in _grep(root, name, "-n", among=("*.py", "*.sql")):
            file, _, line = each.split(":", 2)
            if not re.match(r"\s*(from|import) ", line):
                roles[file].update(role for role, look in looks.items() if look.search(line))
        looked_for = re.compile(pattern_of(name), 0 if is_exact(name) else re.IGNORECASE)
        for file in _grep(root, name, "-l", among=tuple(f"{each}/*.py" for each in PRODUCT)):
            if says((root / file).read_text(encoding="utf-8"), looked_for):
                roles[file].add("says")
    return dict(roles)


def _goes_into(root: Path, names: Sequence[str], files: Iterable[str]) -> dict[str, set[str]]:
    """Return the classes of the product that are built in functions which read the things.

    A fact goes on in them, often under another name.
    """
    spelt = {each for name in names for each in _spelt(name)}
    found = _git(root, "grep", "-hE", "^class [A-Z]", "--", *PRODUCT, f":!{WIDGETS}")
    classes = set(re.findall(r"^class (\w+)", found, re.MULTILINE)) - spelt
    into: dict[str, set[str]] = defaultdict(set)
    for file in files:
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and not spelt.isdisjoint(_heard(function)):
                for each in classes.intersection(_built(function)):
                    into[each].add(file)
    return dict(into)


def _heard(function: ast.FunctionDef) -> Iterator[str]:
    """Yield what a function reads after a dot or calls, and what its parameters are of."""
    arguments = function.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if each.annotation is not None:
            yield from re.findall(r"\w+", ast.unparse(each.annotation))
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def _built(function: ast.FunctionDef) -> Iterator[str]:
    for statement in function.body:  # a decorator is called as well, and builds nothing
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id


def _named(files: Iterable[str], name: str) -> list[str]:
    """Return the files whose path holds the name of the thing."""
    matcher = re.compile(pattern_of(name), 0 if is_exact(name) else re.IGNORECASE)
    return [each for each in files if matcher.search(each)]


def _lists(
    root: Path, files: Iterable[str], meant: Collection[str] = ()
) -> dict[str, dict[str, list[str]]]:
    """Return the lists that are `meant` or name one of the files, or its folder.

    Those that are meant come first, then those that name most. Each file has the numbers of the
    points that name it, or "" where the text beside them does.
    """
    page = root / CHANGING
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    known = list(files)
    parts = (each.partition("\n") for each in text.split("\n## ")[1:])
    bodies = [(heading, body) for heading, _, body in parts]
    found = {heading: _points(body, known) for heading, body in bodies}
    ranks = {
        heading: (heading in meant, *_named_in(body, found[heading])) for heading, body in bodies
    }
    ranked = sorted(found, key=lambda each: ranks[each], reverse=True)
    return {each: found[each] for each in ranked if found[each] or each in meant}


def _named_in(body: str, files: Iterable[str]) -> tuple[int, int, int]:
    """Return how many files of code a list names, how many files, and how many with folders.

    Many files of one folder that a list names are one reason to look at it, not many.
    """
    named = [each for each in files if f"`{each}`" in body]
    return sum(_kind(each) == "code" for each in named), len(named), len(list(files))


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


def look_for(root: Path, names: Sequence[str], within: Sequence[str] = ("",)) -> Found:
    """Return where things stand in the repository at `root`, all names taken as one thing.

    Only files whose path begins with one of `within` are told.
    """
    tracked = [each for each in _git(root, "ls-files").splitlines() if _is_within(each, within)]
    own: list[str] = []
    lines: Counter[str] = Counter()
    places: dict[str, Collection[str]] = {}
    narrower: dict[str, Mapping[str, int]] = {}
    code_only: dict[str, Collection[str]] = {}
    aside: dict[str, int] = {}
    for name in names:
        files = [each for each in tracked if each == name] + _named(tracked, name)
        there = {
            file: count for file, count in _lines(root, name).items() if _is_within(file, within)
        }
        if said := _only_in_sentences(root, name, there):
            aside[name] = len(said)
            there = {file: count for file, count in there.items() if file not in said}
        places[name] = {*files, *there}
        if len(places[name]) > TOO_GENERAL and name not in tracked:
            code = {each for each in places[name] if _kind(each) == "code"}
            if not 0 < len(code) <= TOO_GENERAL:
                narrower[name] = _narrower(root, name, places[name])
                continue
            code_only[name] = code
            files = [each for each in files if each in code]
            there = {file: count for file, count in there.items() if file in code}
        own += files
        lines.update(there)
    kept = [each for each in names if each not in narrower]
    for each in own:
        lines[each] += 0
    commits = list(_commits(root, own)) if own else list(_commits_with(root, kept))
    if len(commits) == 1 and len(commits[0]) > LARGE_ALONE:
        commits = []
    changed = Counter(chain.from_iterable(commits))
    least = max(LEAST_COMMITS if len(commits) > 1 else 1, SHARE * len(commits))
    together = {
        file: count / len(commits)
        for file, count in changed.most_common()
        if count >= least and file not in lines and (root / file).is_file()
    }
    roles = {file: done for file, done in _used(root, kept).items() if file in lines}
    product = [each for each in roles if each.startswith(PRODUCT) and each.endswith(".py")]
    into = _goes_into(root, kept, product)
    more = [each for name in names for each in _more(root, name)]
    meant = {heading for heading, told in more if told}
    meant.update("A key on the keyboard" for name in names if KEY.fullmatch(name))
    said = [line for _, told in more for line in told]
    lists = _lists(root, lines, meant)
    return Found(
        places, lines, lists, together, len(commits), roles, into, narrower, code_only, said, aside
    )


def _only_in_sentences(root: Path, name: str, files: Iterable[str]) -> set[str]:
    """Return the files that say the words of a name as people do, where most of the code does.

    `to_tell` is a field and "to tell" is said of everything; `first_contact` is one thing.
    """
    words = words_of(name)
    if "_" not in name or "/" in name or SMALL.isdisjoint(words):
        return set()
    joined = rf"(^|[^a-z0-9]){'_?'.join(words)}s?([^a-z0-9]|$)"
    spelt = set(_git(root, "grep", "-IliE", "-e", joined, "--", ".", ":!*.lock").splitlines())
    code = [each for each in files if _kind(each) == "code"]
    said = [each for each in code if each not in spelt]
    return set(files) - spelt if len(said) > MOSTLY_SAID * len(code) else set()


def _more(root: Path, name: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what else is told of an error, a form or a class of this very name, and of a word.

    Before each stands the heading of the list for what the thing is, or "" where there is none.
    """
    words = name.split(" ")
    is_said = len(words) <= MOST_WORDS and all(re.fullmatch("[a-z]+", each) for each in words)
    yield "An error with its words", ways_of(root, name, PRODUCT)
    yield "A form or a measure that is there", questions_of(root, name, PRODUCT)
    yield "", fields_of(root, name, PRODUCT)
    yield "", said_of(root, name, PRODUCT)
    is_spelt = bool(AS_CODE_HAS_IT.fullmatch(name))
    yield "A word of a closed list" if is_spelt else "", lists_that_say(root, name, PRODUCT)
    yield "", facts_that_say(root, name, PRODUCT) if is_said else []
    yield "", proofs_of(root, name) if is_said and words[1:] else []


def _narrower(root: Path, name: str, files: Collection[str]) -> dict[str, int]:
    """Return the longer names in which a name stands, with the number of their files.

    Those that stand in most files come first, without such as are too general themselves.
    """
    words = "[-_ ]?".join(words_of(name))
    search = rf"[A-Za-z0-9]+[-_]{words}s?|{words}s?[-_][A-Za-z0-9]+"
    there = _git(root, "grep", "-IioE", "-e", search, "--", ".", ":!*.lock")
    found: dict[str, set[str]] = defaultdict(set)
    for each in there.splitlines():
        file, _, longer = each.partition(":")
        if file in files:
            found["_".join(words_of(longer))].add(file)
    counts = {longer: len(those) for longer, those in found.items()}
    ranked = sorted(counts, key=lambda each: (-counts[each], each))
    few = [each for each in ranked if LEAST_COMMITS <= counts[each] <= TOO_GENERAL]
    return {each: counts[each] for each in few[:MOST_NARROWER]}


def apart(root: Path, name: str) -> dict[str, int]:
    """Return the files of code in whose lines all words of a name stand, and in how many lines.

    Those with most such lines come first. One word alone stands in no other way than as it is; of
    several, each with whatever ending: a "suggested" one is made where something is "suggesting".
    """
    words = words_of(name)
    if not words[1:] or "/" in name:
        return {}
    tests = list(chain.from_iterable(("--and", "-e", _any_ending(each)) for each in words))[1:]
    there = _git(root, "grep", "-IicwE", *tests, "--", *PRODUCT, ":!*.po")
    counts = {
        file: int(count) for file, _, count in (each.rpartition(":") for each in there.split())
    }
    code = sorted(each for each in counts if _kind(each) == "code")
    return {each: counts[each] for each in sorted(code, key=lambda each: -counts[each])}


def _any_ending(word: str) -> str:
    for forms in FORMS:
        if word in forms:
            return f"({'|'.join(forms)})(s|ing)?"
    bare = ENDING.sub("", word)
    return f"{bare}[a-z]{{0,4}}" if len(bare) >= LEAST_IN_A_PHRASE else f"{word}s?"


def is_only_said(root: Path, name: str) -> bool:
    """Return whether a name of several words stands in sentences alone: no code is called so."""
    words = words_of(name)
    if not words[1:] or "/" in name:
        return False
    of_people = bool(words[2:]) and " " in name
    if (max if of_people else min)(map(len, words)) < LEAST_IN_A_PHRASE:
        return False
    return not any(done for file, done in _used(root, [name]).items() if file.startswith(PRODUCT))


def _told_apart(root: Path, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if found := apart(root, name):
            nearest = [f"{each} ({count})" for each, count in found.items()][:MOST_APART]
            yield f"The words of {name} stand together in lines of: {', '.join(nearest)}"


def lists_saying(root: Path, name: str) -> list[str]:
    """Return the lists that say a name in a sentence, as people call a thing; none if many do."""
    page = root / CHANGING
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    search = re.compile(pattern_of(name), re.IGNORECASE)
    parts = (each.partition("\n") for each in re.sub("`[^`]*`", "", text).split("\n## ")[1:])
    found = [heading for heading, _, body in parts if search.search(body)]
    return found if len(found) <= MOST_SAYING else []


def left_of(root: Path, found: Found, since: str) -> Found:
    """Return what was found without the files that changed since a commit, committed or not."""
    changed = {
        *_git(root, "diff", "--name-only", since, "--").splitlines(),
        *_git(root, "ls-files", "--others", "--exclude-standard").splitlines(),
    }
    left = {file: count for file, count in found.lines.items() if file not in changed}
    together = {file: share for file, share in found.together.items() if file not in changed}
    return replace(found, lines=left, together=together)


def _is_within(file: str, within: Sequence[str]) -> bool:
    return file.startswith(tuple(within))


def _product_first(file: str) -> tuple[int, str]:
    top = PurePosixPath(file).parts[0]
    return (TOPS.index(top) if top in TOPS else len(TOPS), file)


def _made(file: str) -> str:
    if KEPT.search(file):
        return "kept as it was signed off: never changes"
    return MADE_FILES.get(file) or MADE.get(PurePosixPath(file).suffix, "")


def _kind(file: str) -> str:
    """Return in which part a file is told, a key of `KINDS`."""
    path = PurePosixPath(file)
    if _made(file):
        return "made"
    if _content(file):
        return "content"
    if path.parts[0] in TOPS:
        return "tests" if path.parts[0] == "tests" else "code"
    return "others"


def _content(file: str) -> str:
    """Return the folder of alike files in which a file lies; empty for one that is told alone."""
    path = PurePosixPath(file)
    folder = next((each for each in CONTENT if file.startswith(f"{each}/")), "")
    if not folder or path.suffix in {".py", ".sql"}:
        return ""
    below = path.relative_to(folder).parts
    return f"{folder}/{below[0]}" if len(below) > 1 else folder


def told(found: Found) -> Iterator[str]:
    """Return the lines that a person reads."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for file in sorted(found.lines, key=_product_first):
        kinds[_kind(file)].append(file)
    yield from _told_names(found)
    yield from found.more
    for kind, title in KINDS.items():
        if kinds[kind]:
            yield f"{title}: {len(kinds[kind])}"
            yield from _told_kind(found, kind, kinds[kind])
    if found.into:
        yield "Goes on, often under another name, into what is built where it is read:"
        nearest = sorted(found.into, key=lambda each: (-len(found.into[each]), each))
        for built in nearest[:MOST_BUILT]:
            yield f"    {built}  in {', '.join(sorted(found.into[built]))}"
        if len(nearest) > MOST_BUILT:
            yield f"    and {len(nearest) - MOST_BUILT} more; --in a folder asks for fewer"
    if found.together:
        yield f"Changed together with it, of {found.commits} commits:"
        nearest_first = list(found.together.items())
        yield from (f"    {share:>5.0%}  {file}" for file, share in nearest_first[:MOST_TOGETHER])
        if len(nearest_first) > MOST_TOGETHER:
            yield f"    and {len(nearest_first) - MOST_TOGETHER} more, less often"
    lists = _letters(found)
    if lists:
        yield f"Lists of {CHANGING} that name these files, and how many of them:"
    for letter, (heading, named) in lists.items():
        yield f"    {len(named):>5}  {letter}: {heading}"
    if lists:
        first = next(iter(lists))
        yield f"Beside a file, {first}2 is point 2 of list {first}; one without is named by none."
        yield from _told_unlisted(_unlisted(found))


def _unlisted(found: Found) -> list[str]:
    """Return the files of code that use it and stand in no list told: they are easily passed over.

    A list that is not told names few of these files, and another kind of change.
    """
    listed = {file for _heading, named in _letters(found).values() for file in named}
    return [each for each in sorted(found.roles) if each not in listed and _kind(each) == "code"]


def _told_unlisted(missing: Sequence[str]) -> Iterator[str]:
    if missing:
        named = ", ".join(missing[:MOST_UNLISTED])
        yield f"In none of these lists, and doing more than naming it: {named}"
    if len(missing) > MOST_UNLISTED:
        yield f"    and {len(missing) - MOST_UNLISTED} more; --in a folder asks for fewer"


def _told_sure(root: Path, found: Found) -> Iterator[str]:
    """Yield what no test would name if it were forgotten, and when one has all of it."""
    page = root / CHANGING
    papers = [
        each
        for each in sorted(found.lines)
        if each.endswith(".md") and _kind(each) == "others" and each not in (CHANGING, CHANGELOG)
    ]
    text = page.read_text("utf-8") if page.is_file() else ""
    yield from told_unwatched(text, _letters(found), unlisted=_unlisted(found), documents=papers)


def _told_names(found: Found) -> Iterator[str]:
    """Yield a line for each name, and for one in too many files the narrower ones."""
    for number, (name, places) in enumerate(found.names.items(), 1):
        mark = f"{number} " if len(found.names) > 1 else ""
        what = "file" if len(places) == 1 else "files"
        general = "; too general, its files are not told" if name in found.narrower else ""
        if name in found.code_only:
            general = f"; so many that the {len(found.code_only[name])} of code alone are told"
            general += ", --in tests,docs tells others"
        if name in found.aside:
            general += f'; {found.aside[name]} more say "{" ".join(words_of(name))}" of whatever'
        yield f"{mark}{name}: {len(places)} {what}{general}"
        if longer := found.narrower.get(name):
            offered = ", ".join(f"{each} ({count})" for each, count in longer.items())
            yield f"    narrower, with their files: {offered}; or --in a folder"


def _told_kind(found: Found, kind: str, files: Sequence[str]) -> Iterator[str]:
    """Yield the files of one part: of content a line for a folder, otherwise each of its own."""
    if kind == "content":
        folders: dict[str, list[str]] = defaultdict(list)
        for file in files:
            folders[_content(file)].append(file)
        for folder, there in folders.items():
            inside = [" ".join([_short(each, folder), *_points_of(found, each)]) for each in there]
            yield f"  {folder}/  {len(there)}: {', '.join(inside)}"
        return
    if kind == "made":
        yield from (f"    {each}  ({_made(each)})" for each in files)
        return
    rooms: dict[str, list[str]] = defaultdict(list)
    for file in files:
        rooms[str(PurePosixPath(file).parent)].append(file)
    for room, there in rooms.items():
        yield f"  {room}/"
        named = [each for each in there if found.code_only and not found.roles.get(each)]
        yield from (_told_file(found, each) for each in there if each not in named)
        if named:
            beside = (
                " ".join([PurePosixPath(each).name, *_points_of(found, each)]) for each in named
            )
            yield f"        only named in: {', '.join(beside)}"


def _told_file(found: Found, file: str) -> str:
    numbers = [str(n) for n, places in enumerate(found.names.values(), 1) if file in places]
    which = f" [{' '.join(numbers)}]" if len(found.names) > 1 else ""
    done = ", ".join(each for each in ROLES if each in found.roles.get(file, ()))
    beside = [PurePosixPath(file).name, done, " ".join(_points_of(found, file))]
    return f"    {found.lines[file] or 'name':>5}{which}  {'  '.join(filter(None, beside))}"


def _letters(found: Found) -> dict[str, tuple[str, Mapping[str, Sequence[str]]]]:
    return dict(zip(LETTERS, list(found.lists.items())[:MOST_LISTS], strict=False))


def _points_of(found: Found, file: str) -> list[str]:
    """Return the points of the lists that name a file, as `a2+3`."""
    return [
        f"{letter}{'+'.join(filter(None, named[file]))}"
        for letter, (_, named) in _letters(found).items()
        if file in named
    ]


def _short(file: str, folder: str) -> str:
    """Return where a file stands in the folder of its line."""
    return PurePosixPath(file).relative_to(folder).as_posix()


def _shown(root: Path, names: Sequence[str], among: Collection[str] | None = None) -> list[str]:
    """Return the lines in which the things stand, each once, code first; what is left out is said.

    Of each file there are the first few of each name, of files that are made none, and none of
    files that are not `among` those told.
    """
    by_file: dict[str, dict[int, str]] = defaultdict(dict)
    left: Counter[str] = Counter()
    for name in names:
        there: Counter[str] = Counter()
        for each in _grep(root, name, "-n"):
            file, number, _ = each.split(":", 2)
            if _made(file) or (among is not None and file not in among):
                continue
            there[file] += 1
            if there[file] <= MOST_LINES:
                by_file[file][int(number)] = each[:LONGEST_LINE]
            else:
                left[file] += 1
    shown = []
    for file in sorted(
        by_file, key=lambda each: (list(KINDS).index(_kind(each)), *_product_first(each))
    ):
        shown += [by_file[file][number] for number in sorted(by_file[file])]
        shown += [f"{file}: and {left[file]} more"] if left[file] else []
    return shown


def _kinds_of_change(names: Sequence[str] = ()) -> Iterator[str]:
    """Yield what to begin with while the thing is not there yet: the lists, by their headings.

    Where some lists alone say all the words of the `names`, it is those.
    """
    page = (HERE / CHANGING).read_text("utf-8")
    bodies = {body.partition("\n")[0]: body.lower() for body in page.split("\n## ")[1:]}
    words = [
        ENDING.sub("", word) for name in names for word in re.findall("[a-z]{3,}", name.lower())
    ]
    saying = [title for title, body in bodies.items() if all(word in body for word in words)]
    is_telling = bool(words) and 0 < len(saying) <= len(bodies) / 2
    which = "these alone say its words" if is_telling else "its own says which"
    yield f"What is new has a neighbour to ask for; of the lists in {CHANGING} {which}:"
    yield from (f"    {title}" for title in (saying if is_telling else bodies))


def _first(root: Path, found: Found) -> Iterator[str]:
    """Yield the one screen that is told without `--all`.

    Of a file those are told that import or spell it: its name alone may be the word of another.
    """
    saying = [each for name in found.names for each in lists_saying(root, name)]
    roles = {file: [each for each in ROLES if each in done] for file, done in found.roles.items()}
    files: Collection[str] = found.lines
    counts = {name: len(places) for name, places in found.names.items()}
    if len(found.names) == 1 and (path := next(iter(found.names))) in found.lines and "/" in path:
        files = users_of(root, path)
        reading = [] if path.endswith(".py") else [each for each in files if _kind(each) == "code"]
        roles = {**{each: ["reads"] for each in reading}, path: ["defines"]}
        saying = lists_naming(root, path)
        counts = {path: len(files)}
    kinds: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files, key=_product_first):
        kinds[_kind(file)].append(file)
    lists = list(dict.fromkeys([*saying, *found.lists]))
    yield from first_screen(root, Subject(counts, kinds, roles, lists, found.more))


def _without_a_thing(chosen: argparse.Namespace) -> int:
    """Tell what is asked for without the name of a thing; 1 if there is no such list."""
    if chosen.replay:
        lines: Iterable[str] = measured(HERE, chosen.replay, chosen.seed)
    elif chosen.changed:
        lines = told_of_change(HERE, chosen.changed)
    elif chosen.held:
        page = (HERE / CHANGING).read_text("utf-8")
        lines = held_by(HERE, page, " ".join(chosen.names))
        if not lines:
            sys.stdout.write(f"No list of {CHANGING} has that heading.\n")
            return 1
    else:
        lines = _kinds_of_change()
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Tell where the things stand that the command line names; 1 if nowhere."""
    parser = argparse.ArgumentParser(prog="./dev where", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--held", action="store_true", help="the tests of a list, by its heading")
    parser.add_argument("--lines", action="store_true", help="show the lines, not their number")
    parser.add_argument(
        "--in", dest="within", default="", metavar="FOLDERS", help="look there alone, with commas"
    )
    parser.add_argument("--left", metavar="COMMIT", help="only files not changed since it")
    parser.add_argument("--all", action="store_true", help="all that is known, not one screen")
    parser.add_argument(
        "--changed", nargs="?", const="HEAD", metavar="COMMIT", help="what a change leaves alone"
    )
    parser.add_argument(
        "--replay",
        type=int,
        metavar="COUNT",
        help="what --changed is worth, over commits of before",
    )
    parser.add_argument("--seed", type=int, default=1, help="which commits are drawn for it")
    chosen = parser.parse_args(arguments)
    if not chosen.names or chosen.held or chosen.changed or chosen.replay:
        return _without_a_thing(chosen)
    if all(is_member(HERE, each) for each in chosen.names):
        lines = (line for each in chosen.names for line in told_of_member(HERE, each))
        sys.stdout.writelines(f"{each}\n" for each in lines)
        return 0
    within = chosen.within.split(",")
    found = look_for(HERE, chosen.names, within)
    nowhere = [name for name, places in found.names.items() if not places]
    said = [name for name in chosen.names if name in nowhere or is_only_said(HERE, name)]
    sys.stderr.writelines(f"{each}\n" for each in _told_apart(HERE, said))
    lists = [line for name in nowhere for line in lists_that_say(HERE, name, PRODUCT)]
    sys.stderr.writelines(f"{each}\n" for each in lists)
    if not any(found.names.values()):
        sys.stderr.write("Nothing has that name. Try the word of the glossary.\n")
        sys.stderr.writelines(f"{each}\n" for each in _kinds_of_change(chosen.names))
        return 1
    if chosen.left:
        found = left_of(HERE, found, chosen.left)
    if not (chosen.all or chosen.lines or chosen.left):
        sys.stdout.writelines(f"{each}\n" for each in _first(HERE, found))
        return 0
    for name in chosen.names:
        if saying := lists_saying(HERE, name):
            sys.stdout.write(f"Said by these lists of {CHANGING}, {name}: {'; '.join(saying)}\n")
    sys.stdout.write("\n".join(told(found)) + "\n")
    kept = [each for each in chosen.names if each not in found.narrower]
    if chosen.lines and kept:
        sys.stdout.write("\n".join(_shown(HERE, kept, found.lines)) + "\n")
    if found.lines:
        sys.stdout.writelines(f"{each}\n" for each in _told_sure(HERE, found))
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader such as `head` may have enough
    sys.exit(main(sys.argv[1:]))

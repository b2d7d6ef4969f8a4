"""Closed lists by what they are called: their words, where each is told, and who asks for them.

::

    for line in lists_that_say(root, "kind of contact", ("therapist_app",)): ...

A closed list is a `Literal` of the code, a question of a form with options, or a table of texts by
ids, such as the purposes of an export, whose ids stand in no `Literal`. It is found by the words of
its name, of the question, or by one of its own words, also by somebody who does not know how the
code calls it. Beside it stand the tables that tell its words one by one, with who takes them up,
and the columns of the record that check them: one more word goes into each.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from where.form_questions import FORMS
from where.said_in_words import asking

SCHEMA = "therapist_app/record/schema"
TABLES = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\)", re.DOTALL)
CHECKS = re.compile(r"CHECK \((\w+) IN \(('[^)]*)\)\)")
LITTLE = frozenset(
    {"a", "an", "another", "for", "how", "in", "is", "kind", "list", "new", "of", "the", "to"}
    | {"way", "what", "who", "word"}
)
"""What is said beside the name of a list."""
ELSE = frozenset({"", "other", "not said"})
"""What a table may have besides the words of its list."""
TEXTS = ("N_", "NP_", "_", "pgettext")
MOST_TOLD, MOST_NAMED, MOST_TAKERS = 4, 16, 10


@dataclass(frozen=True, slots=True)
class ClosedList:
    """A list of words that nothing else may be.

    Attributes:
        name: What code or form calls it.
        file: Where it stands.
        words: Its words, in their order.
        said: The words of what it is called, in lower case, each as one of them.
        beside: Those of the form in which it is asked.

    """

    name: str
    file: str
    words: tuple[str, ...]
    said: frozenset[str]
    beside: frozenset[str] = frozenset()

    def is_called(self, asked: frozenset[str]) -> bool:
        """Whether these words are all of what it is called, one of them its own."""
        return bool(asked & self.said) and asked <= self.said | self.beside


def lists_that_say(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell each closed list of that name, or with that word."""
    asked = _words(name) - LITTLE
    if not asked:
        return []
    known = [*_in_code(root, packages), *_in_forms(root)]
    known += _in_tables(root, packages, [set(each.words) for each in known])
    found = [each for each in known if each.is_called(asked)] or [
        each for each in known if name in each.words
    ]
    lines = [f"Closed lists that say {name}, and where each of their words is told:"]
    for each in found[:MOST_TOLD]:
        lines.append(f"    {each.name} = {', '.join(each.words)}  in {each.file}")
        lines += [f"        {told}" for told in _told(root, each, packages)]
    if further := [each.name for each in found[MOST_TOLD:]]:
        named = ", ".join(further[:MOST_NAMED])
        lines.append(f"    and {len(further)} more: {named}{', …' * (len(further) > MOST_NAMED)}")
    return lines if found else []


def _words(name: str) -> frozenset[str]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return frozenset(re.sub(r"(?<=[a-z]{3})s$", "", each.lower()) for each in parts)


def _in_code(root: Path, packages: Sequence[str]) -> Iterator[ClosedList]:
    for file in _grep(root, r"^[A-Z][A-Za-z]* = Literal\[", packages):
        for node in ast.parse((root / file).read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
                name, kind = ast.unparse(node.targets[0]), ast.unparse(node.value.value)
                words = _constants(node.value.slice)
                if kind == "Literal" and len(words) > 1:
                    yield ClosedList(name, file, words, _words(name))


def _in_forms(root: Path) -> Iterator[ClosedList]:
    for path in sorted((root / FORMS).glob("*.toml")):
        form = path.name.partition(".v")[0]
        for question in tomllib.loads(path.read_text("utf-8")).get("questions", ()):
            words = tuple(each["id"] for each in question.get("options", ()) if "id" in each)
            own = _words(f"{question['id']} {question.get('prompt', '')}")
            if len(words) > 1:
                file = path.relative_to(root).as_posix()
                yield ClosedList(f"{form}.{question['id']}", file, words, own, _words(form))


def _in_tables(
    root: Path, packages: Sequence[str], known: Sequence[set[str]]
) -> Iterator[ClosedList]:
    """Yield each table of texts by ids that are not the words of a list that is known."""
    for file in _grep(root, rf'"\w+": ({"|".join(TEXTS)})\(', packages):
        for node in ast.parse((root / file).read_text("utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                words = _ids_of_texts(node.value)
                if len(words) > 1 and not any(each >= set(words) for each in known):
                    name = ast.unparse(
                        node.targets[0] if isinstance(node, ast.Assign) else node.target
                    )
                    yield ClosedList(name, file, words, _words(name))


def _ids_of_texts(table: ast.Dict) -> tuple[str, ...]:
    """Return the keys of a table that has nothing but texts for people; else nothing."""
    ids = [key.value for key in table.keys if isinstance(key, ast.Constant)]
    texts = [
        each
        for each in table.values
        if isinstance(each, ast.Call) and ast.unparse(each.func) in TEXTS
    ]
    if not len(ids) == len(texts) == len(table.keys):
        return ()
    return tuple(each for each in ids if isinstance(each, str))


def _told(root: Path, of: ClosedList, packages: Sequence[str]) -> Iterator[str]:
    if columns := dict(_columns(root, set(of.words))):
        yield f"checked in {', '.join(f'{a} ({b})' for a, b in columns.items())}"
    spelt = "|".join(re.escape(each) for each in of.words if each)
    for file in _grep(root, f'"({spelt})"', packages):
        for node in ast.parse((root / file).read_text("utf-8")).body:
            table, told = _table(node, set(of.words))
            if table:
                takers = asking(root, file, table, (*packages, "tests"))
                more = f" and {len(takers) - MOST_TAKERS} more" * (len(takers) > MOST_TAKERS)
                by = f", taken up by {', '.join(takers[:MOST_TAKERS])}{more}" if takers else ""
                lacks = ", ".join(each for each in of.words if each and each not in told)
                yield f"{file}  {table}{f' (without {lacks})' * bool(lacks)}{by}"


def _table(node: ast.stmt, words: set[str]) -> tuple[str, set[object]]:
    """Return the name of a table that tells half of the words or more, no others, and which."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return "", set()
    value = node.value
    if isinstance(value, ast.Call) and value.args:  # frozenset({...}), MappingProxyType({...})
        value = value.args[0]
    if isinstance(value, ast.Dict):
        heads: Sequence[ast.expr | None] = value.keys
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        lines = (each.elts[:1] if isinstance(each, ast.Tuple) else [each] for each in value.elts)
        heads = [head for line in lines for head in line]
    else:
        return "", set()
    told = {each.value for each in heads if isinstance(each, ast.Constant)}
    there = told & words
    if len(there) == 1 or 2 * len(there) < len(words) or told - words - ELSE:
        return "", set()
    name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
    return name, told


def _columns(root: Path, words: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each column of the record that checks these words, with its newest step."""
    for path in sorted((root / SCHEMA).glob("*.sql")):
        for table, columns in TABLES.findall(path.read_text("utf-8")):
            for column, said in CHECKS.findall(columns):
                if set(re.findall(r"'(\w*)'", said)) == words:
                    yield f"{table}.{column}", path.name


def _constants(node: ast.expr) -> tuple[str, ...]:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return tuple(str(each.value) for each in parts if isinstance(each, ast.Constant))


def _grep(root: Path, pattern: str, packages: Sequence[str]) -> list[str]:
    search = ("grep", "-lE", "-e", pattern, "--", *(f"{each}/**.py" for each in packages))
    ran = subprocess.run(
        ("git", "-C", str(root), *search), capture_output=True, text=True, check=False
    )
    return ran.stdout.splitlines()

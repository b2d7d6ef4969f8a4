"""Which fields of the product's frozen classes that may lack are given by somebody who makes one.

A field with a default can be left out by whoever makes its class, and then it says nothing for
ever. What is looked for is a call of the class, or of one below it, with the field by its name or
at its place; `replace` with its name, and a statement of SQL that sets the column of it.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

CLASS = re.compile(
    r"^@dataclass\(frozen=True[^)]*\)\n"
    r"class (\w+)(?:\[[^]]*\])?(?:\(([^)]*)\))?:\n"
    r"((?:(?:    .*)?\n)*)",
    re.MULTILINE,
)
FIELD = re.compile(r"^    ([a-z]\w*): ([^=\n]+?)( = ?.*)?$", re.MULTILINE)
CALL = re.compile(r"\b(_?[A-Z]\w*|replace)\(")
ALIAS = re.compile(r"(?:import .*\b|^    )([A-Z]\w+) as ([A-Z]\w+)", re.MULTILINE)
SET = re.compile(r"\b([a-z]\w*) = [?:]")
ANY = "**"
"""Whatever there is."""
LONGEST_CALL = 20_000
MUTABLE = ('"array[', "dict[", "list[", "set[", "defaultdict[", "ClassVar[")
"""What is filled by adding to it."""


@dataclass
class Made:
    """How a class is made: the names that are given to it, and how many at most without one."""

    names: set[str] = field(default_factory=set)
    places: int = 0


def unfilled(sources: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each class and each of its fields with a default that nobody fills."""
    classes = [
        (name, above.split(", "), list(_fields(body)))
        for text in sources.values()
        for name, above, body in CLASS.findall(text)
    ]
    known = {name for name, _above, _all in classes}
    made: defaultdict[str, Made] = defaultdict(Made)
    for text in sources.values():
        _note_calls(text, known, made)
    replaced = made["replace"].names - {ANY}
    anyhow = replaced.union(*(SET.findall(text) for text in sources.values()))
    for name, _above, fields in classes:
        family = [name, *(below for below, above, _all in classes if name in above)]
        names = anyhow.union(*(made[each].names for each in family))
        places = max((made[each].places for each in family), default=0)
        for at, (fact, may_lack) in enumerate(fields):
            if may_lack and fact not in names and at >= places and ANY not in names:
                yield name, fact


def _fields(body: str) -> Iterator[tuple[str, bool]]:
    """Yield each field, in order, with whether it may be left out and is filled in no other way."""
    head = re.split(r"\n    (?:def |@)", body)[0]
    for name, kind, default in FIELD.findall(head):
        yield name, bool(default) and not kind.startswith(MUTABLE)


def _note_calls(text: str, known: Iterable[str], made: Mapping[str, Made]) -> None:
    called = {here: name for name, here in ALIAS.findall(text)}
    for found in CALL.finditer(text):
        name = called.get(found[1], found[1])
        call = _call(text, found.start()) if name == "replace" or name in known else None
        if call is not None:
            starred = any(isinstance(each, ast.Starred) for each in call.args)
            made[name].names.update(each.arg or ANY for each in call.keywords)
            made[name].names.update([ANY] if starred else [])
            made[name].places = max(made[name].places, len(call.args))


def _call(text: str, start: int) -> ast.Call | None:
    """Return the call that begins here; None for the head of a class."""
    ahead = text[start : start + LONGEST_CALL]
    for end in re.finditer(r"\)", ahead):
        try:
            tree = ast.parse(ahead[: end.end()], mode="eval")
        except SyntaxError:
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None

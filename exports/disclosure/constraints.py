"""What anybody knows of the counts of a report: constraints, and the rules that give them.

Each block of the report says beside its figures how they hang together, by rules over the names of
its counts (`Rule`), so that a new row has its constraints from what it is called:

    Rule("divided", "{measure}.all", ("{measure}.completed", "{measure}.ended"))

A word in braces stands for any one word, the same wherever it stands in a rule; a star for any
word, each time another. Nothing here comes from data.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Literal, assert_never


@dataclass(frozen=True, slots=True)
class Constraint:
    """A weighted sum of counts that lies within limits.

    Attributes:
        terms: The weight of each count, by its key.

    """

    terms: Mapping[str, int]
    low: float
    high: float


def within(part: str, wholes: Iterable[str]) -> Constraint:
    """Return that whoever is in a part is in at least one of the wholes."""
    return Constraint({**dict.fromkeys(wholes, -1), part: 1}, -inf, 0)


def apart(whole: str, parts: Iterable[str]) -> Constraint:
    """Return that nobody is in two of the parts, and all of them are in the whole."""
    return Constraint({**dict.fromkeys(parts, 1), whole: -1}, -inf, 0)


def divided(whole: str, parts: Iterable[str]) -> Constraint:
    """Return that everybody of the whole is in exactly one of the parts."""
    return Constraint({**dict.fromkeys(parts, 1), whole: -1}, 0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """How the counts of a block hang together.

    Attributes:
        holds: `part`: each of the parts lies within the whole. `apart`: nobody is in two of them,
            besides. `divided`: everybody of the whole is in exactly one of them. `some`: everybody
            of the whole is in one of them at least.
        untold: A part that stands nowhere is one of few clients: its table leaves out rows that
            tell nothing. Without this a rule that needs all its parts says nothing where one of
            them stands nowhere.
        beside: Counts that must stand beside the whole, for the rule to be about it: another word
            may be called as it is (`status.ended` beside `phq-9.ended`).

    """

    holds: Literal["part", "apart", "divided", "some"]
    whole: str
    parts: tuple[str, ...]
    untold: bool = False
    beside: tuple[str, ...] = ()


def same(*keys: str) -> Iterator[Rule]:
    """Yield that counts are of the same clients by their definition."""
    for each in keys[1:]:
        yield Rule("divided", keys[0], (each,))


def same_people(rules: Iterable[Rule]) -> Callable[[str], str]:
    """Return what gives one name to all counts and figures of the same people by definition.

    It is the key that rules of `same` begin with; whatever none of them names is by itself.
    """
    alike = [(each.whole, each.parts[0]) for each in rules if _is_of_the_same(each)]

    @cache
    def named(key: str) -> str:
        for whole, part in alike:
            if words := _compiled(part).fullmatch(key):
                return named(whole.format_map(words.groupdict()))
        return key

    return named


def _is_of_the_same(rule: Rule) -> bool:
    return rule.holds == "divided" and len(rule.parts) == 1


def constraints_of(rules: Iterable[Rule], keys: Collection[str]) -> tuple[Constraint, ...]:
    """Return the constraints that rules give among the counts with these keys.

    Those of rules with `untold` may name a count besides, which stands nowhere.
    """
    known = frozenset(keys)
    return tuple(each for rule in rules for each in _constraints(rule, known))


_Words = tuple[tuple[str, str], ...]


def _constraints(rule: Rule, known: frozenset[str]) -> Iterator[Constraint]:
    match rule.holds:
        case "part":
            for _words, whole, part in _matching(rule, known):
                yield within(part, (whole,))
        case "apart":
            together: dict[tuple[str, _Words], list[str]] = {}
            for words, whole, part in _matching(rule, known):
                together.setdefault((whole, words), []).append(part)
            yield from (apart(whole, parts) for (whole, _words), parts in together.items())
        case "divided" | "some":
            for words, whole in _words_in(rule.whole, known):
                if not known.issuperset(each.format_map(dict(words)) for each in rule.beside):
                    continue
                parts = [each.format_map(dict(words)) for each in rule.parts]
                if known.intersection(parts) and (rule.untold or known.issuperset(parts)):
                    yield divided(whole, parts) if rule.holds == "divided" else within(whole, parts)
        case _:
            assert_never(rule.holds)


def _matching(rule: Rule, known: frozenset[str]) -> Iterator[tuple[_Words, str, str]]:
    """Yield what words in braces stand for, a known whole, and a known part of it."""
    for pattern in rule.parts:
        for words, part in _words_in(pattern, known):
            whole = rule.whole.format_map(dict(words))
            if whole in known and whole != part:
                yield words, whole, part


def _words_in(pattern: str, known: frozenset[str]) -> Iterator[tuple[_Words, str]]:
    """Yield what the words in braces stand for in each known key that fits, and that key."""
    if "{" in pattern or "*" in pattern:
        fits = _compiled(pattern).fullmatch
        found = ((key, fits(key)) for key in sorted(known))
        yield from ((tuple(each.groupdict().items()), key) for key, each in found if each)
    elif pattern in known:
        yield (), pattern


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    words = re.escape(pattern).replace(r"\*", "[^.=]+")
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^.=]+)", words))

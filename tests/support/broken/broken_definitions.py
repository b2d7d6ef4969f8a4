"""Definition files broken at random: as bytes, as lines, as keys and values, and as a tree."""

import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, time
from random import Random

from session_forms.exchange.plain_data.toml_writer import pairs
from tests.support.broken.grown_definitions import grow
from tests.support.broken.mutating import mutated_bytes, mutated_tree

LITERALS = (
    "true",
    "0",
    "-1",
    "1_000_000_000",
    "1000000000000000000",
    "9" * 400,
    "0x" + "f" * 5_000,
    "9" * 5_000,
    "1e300",
    "-0.0",
    "5e-324",
    "nan",
    "-inf",
    "1979-05-27",
    "0001-01-01",
    "07:32:00",
    "1979-05-27T00:32:00.999999-07:00",
    "9999-99-99",
    '""',
    '" "',
    r'"\u0000\u001b[31m\u202e"',
    r'"\ud800"',
    '"""\nmany\nlines"""',
    "'" + "x" * 30_000 + "'",
    "[]",
    "{}",
    "[[], [[]]]",
    "{ question = 1 }",
    "[" * 60 + "]" * 60,
    "[" * 5_000 + "]" * 5_000,
    "{ a = " * 100 + "1" + " }" * 100,
    "[" + "0, " * 1_500 + "]",
    "[{ value = 0 }, { value = 1000000000 }]",
    '"rating"',
    '"table"',
    '"computed"',
)
LEAVES = (
    0,
    1,
    -1,
    2**31,
    10**12,
    10**13,
    0.5,
    float("inf"),
    float("nan"),
    True,
    "",
    date(2026, 3, 1),
    datetime(2026, 3, 1, 4, 5, tzinfo=UTC),
    time(4, 5),
)
_PAIR = re.compile(r"^(\s*)([\w-]+)(\s*=\s*)(.*)$")


def broken_definition(data: bytes, dice: Random) -> bytes:
    """Return the definition file `data` with a few things wrong with it, or none by luck."""
    way = dice.random()
    if way < 0.12:
        return mutated_bytes(data, dice)
    if way < 0.16:
        return _spoilt(data, dice)
    if way < 0.55:
        lines = data.decode().split("\n")
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            dice.choice(LINE_CHANGES)(lines, dice)
        return "\n".join(lines).encode()
    tree = tomllib.loads(data.decode())
    if way < 0.75:
        changed = mutated_tree(tree, dice)
        assert isinstance(changed, dict)
        tree = changed
    elif way < 0.8:
        grow(tree, dice)
    else:
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            _touch(tree, dice)
    return "\n".join(pairs(tree)).encode(errors="surrogatepass")


def _spoilt(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    junk = dice.choice((b"\0", b"\x1b[2J", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\r", b"\x7f"))
    return data[:at] + junk * dice.randint(1, 3) + data[at:]


def _cut(lines, dice):
    if lines:
        del lines[dice.randrange(len(lines))]


def _double(lines, dice):
    at = dice.randrange(len(lines) or 1)
    lines[at:at] = lines[at : at + dice.randint(1, 8)] * dice.choice((1, 1, 1, 2, 300))


def _swap(lines, dice):
    if lines:
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]


def _misspell(lines, dice):
    def misspelt(key, value):
        at = dice.randrange(len(key))
        letter = dice.choice(("", key[at] * 2, "x", "-", "."))
        return f"{key[:at]}{letter}{key[at + 1 :]}", value

    _change_pair(lines, dice, misspelt)


def _retype(lines, dice):
    _change_pair(lines, dice, lambda key, _value: (key, dice.choice(LITERALS)))


def _lengthen(lines, dice):
    parts = dice.choice((3, 19, 25, 3_000))
    _change_pair(lines, dice, lambda key, value: (".".join([key] * parts), value))


def _change_pair(lines, dice, change):
    places = [at for at, line in enumerate(lines) if _PAIR.match(line)]
    if places:
        at = dice.choice(places)
        start, key, equals, value = _PAIR.match(lines[at]).groups()
        key, value = change(key, value)
        lines[at] = f"{start}{key}{equals}{value}"


LINE_CHANGES: tuple[Callable[[list[str], Random], None], ...] = (
    _cut,
    _double,
    _swap,
    _misspell,
    _retype,
    _retype,
    _lengthen,
)


def _touch(tree, dice):
    """Change one leaf to another of its kind, or one list, so that much of it still reads."""
    leaves = list(_leaves(tree))
    parent, key = dice.choice(leaves)
    value = parent[key]
    match dice.randrange(6):
        case 0 | 1:
            other, other_key = dice.choice(
                [each for each in leaves if type(each[0][each[1]]) is type(value)]
            )
            parent[key] = other[other_key]
        case 2 if type(value) in (int, float):
            parent[key] = dice.choice((value + 1, value - 1, -value, value * 1000, value + 0.5))
        case 3:
            parent[key] = deepcopy(dice.choice(LEAVES))  # the same list twice could hold itself
        case 4:
            lists = [each for each in _lists(tree) if each]
            if lists:
                chosen = dice.choice(lists)
                chosen.insert(dice.randrange(len(chosen)), dice.choice(chosen))
        case _:
            lists = [each for each in _lists(tree) if len(each) > 1]
            if lists:
                dice.shuffle(dice.choice(lists))


def _leaves(node):
    for key, each in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(each, dict | list):
            yield from _leaves(each)
        else:
            yield node, key


def _lists(node):
    if isinstance(node, list):
        yield node
    for each in node.values() if isinstance(node, dict) else node:
        if isinstance(each, dict | list):
            yield from _lists(each)

"""Files changed at random from a seed, the way that files get broken or are made to break."""

import copy
import json
from random import Random

CANARY = "Zq7 Canary 91"
"""Stands for what somebody wrote; it must never be in the text of an error."""

JUNK = (
    None,
    True,
    0,
    -1,
    3.5,
    10**30,
    1e300,
    "",
    " ",
    CANARY,
    f"#{CANARY}",
    f"http://{CANARY}|{CANARY}",
    "x" * 30_000,
    [],
    {},
    [CANARY],
    {"a": CANARY},
    [[[[]]]],
    {"url": CANARY, "valueString": CANARY},
    {"system": CANARY, "code": CANARY, "display": CANARY},
    "group",
    "choice",
    "integer",
    "\u0000\u0007\u202e",
)


def mutated_tree(tree: object, dice: Random) -> object:
    """Return a copy of plain data with a few things changed."""
    changed = copy.deepcopy(tree)
    for _ in range(dice.randint(1, 4)):
        places = list(_places(changed))
        if places:
            _change(*dice.choice(places), places, dice)
    return changed


def mutated_bytes(data: bytes, dice: Random) -> bytes:
    """Return the bytes with some of them changed, gone, or there twice."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(changed)) if changed else 0
        match dice.randrange(4):
            case 0:
                changed[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del changed[at : at + dice.randint(1, 40)]
            case 2:
                changed[at:at] = changed[at : at + dice.randint(1, 40)]
            case _:
                del changed[at + dice.randint(0, 2_000) :]
    return bytes(changed)


def mutated_json(data: bytes, dice: Random) -> bytes:
    """Return a JSON file changed as data, or now and then as bytes."""
    if dice.random() < 0.15:
        return mutated_bytes(data, dice)
    return json.dumps(mutated_tree(json.loads(data), dice)).encode()


def _places(node):
    below = node.items() if isinstance(node, dict) else enumerate(node)
    for key, each in below:
        yield node, key
        if isinstance(each, dict | list):
            yield from _places(each)


def _change(parent, key, places, dice):
    match dice.randrange(6):
        case 0:
            del parent[key]
        case 1 | 2:
            parent[key] = copy.deepcopy(dice.choice(JUNK))
        case 3:
            other, other_key = dice.choice(places)
            if isinstance(other, dict) and other_key in other:
                parent[key] = copy.deepcopy(other[other_key])
        case 4 if isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[key]))
        case 4:
            parent[f"{key}x"] = parent.pop(key)
        case _:
            for _ in range(dice.randint(1, 60)):  # four times this is what the writer can nest
                parent[key] = [parent[key]] if dice.random() < 0.5 else {"item": [parent[key]]}

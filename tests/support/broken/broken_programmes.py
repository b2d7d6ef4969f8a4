"""Folders of a programme broken at random: files lost, cut, mixed up, and misspelt."""

import re
from collections.abc import Callable, Mapping
from random import Random

from tests.support.broken.broken_definitions import broken_definition
from tests.support.broken.mutating import CANARY, mutated_bytes

JUNK_LINES = (
    "",
    "- ",
    "- **Key.** ",
    "- **Key.**",
    "- `visual`: ",
    "- `x_y`: Something.",
    "- **a** b",
    "## Heading {#}",
    "## {#welcome}",
    "### ",
    "### Say",
    "### Adapt",
    "**Purpose.** Once more.",
    "{crisis_line} {crisis_lin} {",
    "# A title",
    "\x00\x1b[31m\u202e",
    "\u2028\u0085 two lines",
    "- " + "x " * 4_000,
    f"- {CANARY}",
    "TO WRITE: all of it",
)


def broken_folder(files: Mapping[str, bytes], dice: Random) -> dict[str, bytes]:
    """Return the files of a programme with a few things wrong with them, or none by luck."""
    broken = dict(files)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        path = dice.choice(sorted(broken))
        match dice.randrange(12):
            case 0:
                del broken[path]
            case 1:
                broken[path] = broken[dice.choice(sorted(broken))]
            case 2:
                broken[path] = mutated_bytes(broken[path], dice)
            case 3:
                broken[path] = _swapped_id(broken, path, dice)
            case _ if path.endswith(".toml"):
                broken[path] = _broken_toml(broken[path], dice)
            case _:
                broken[path] = _broken_text(broken[path], dice)
        if not broken:
            return {"programme.toml": b""}
    return broken


def _broken_toml(data: bytes, dice: Random) -> bytes:
    try:
        return broken_definition(data, dice)
    except (
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
    ):  # broken before, and no longer to be parsed
        return mutated_bytes(data, dice)


def _swapped_id(files: Mapping[str, bytes], path: str, dice: Random) -> bytes:
    """Return a file with one of its names replaced by a name that stands elsewhere."""
    names = re.findall(rb'"([\w.+-]{1,30})"', b"\n".join(files.values()))
    own = [found.span(1) for found in re.finditer(rb'"([\w.+-]{1,30})"', files[path])]
    if not names or not own:
        return mutated_bytes(files[path], dice)
    begin, end = dice.choice(own)
    return files[path][:begin] + dice.choice(names) + files[path][end:]


def _broken_text(data: bytes, dice: Random) -> bytes:
    lines = data.decode(errors="replace").split("\n")
    for _ in range(dice.choice((1, 1, 2, 5))):
        dice.choice(LINE_CHANGES)(lines, dice)
    return "\n".join(lines).encode(errors="surrogatepass")


def _cut(lines, dice):
    at = dice.randrange(len(lines) + 1)
    del lines[at : at + dice.choice((1, 1, 3, 40))]


def _double(lines, dice):
    at = dice.randrange(len(lines) + 1)
    lines[at:at] = lines[at : at + dice.randint(1, 20)] * dice.choice((1, 1, 60))


def _move(lines, dice):
    if lines:
        line = lines.pop(dice.randrange(len(lines)))
        lines.insert(dice.randrange(len(lines) + 1), line)


def _junk(lines, dice):
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(JUNK_LINES))


def _mark(lines, dice):
    if lines:
        at = dice.randrange(len(lines))
        lines[at] = re.sub(r"[*`#{}:-]", "", lines[at], count=dice.randint(1, 3))


LINE_CHANGES: tuple[Callable[[list[str], Random], None], ...] = (_cut, _double, _move, _junk, _mark)

"""What is wrong with the changelog and its fragments, in words; run by ``./dev check``."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from therapist_app import __version__

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("added", "changed", "fixed", "security", "removed")
KINDS_OF_THE_FIRST = {"added", "security"}
FRAGMENT_NAME = re.compile(rf"[a-z0-9]+(-[a-z0-9]+)*\.({'|'.join(KINDS)})\.md")
SENTENCE = re.compile(r'(\*\*)?[A-Z`"][^\n]*\.')
NEXT_SENTENCE = re.compile(r"[.!?] [A-Z]")
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d|not released yet)")


def fragment_faults(name: str, text: str) -> Iterator[str]:
    """Yield what keeps a file from being one change in one sentence."""
    if not FRAGMENT_NAME.fullmatch(name):
        yield f"{name}: is to be called <what>.<{'|'.join(KINDS)}>.md"
    if not SENTENCE.fullmatch(text.removesuffix("\n")) or not text.endswith("\n"):
        yield f"{name}: is to be one line with a capital first and a full stop last"
    elif NEXT_SENTENCE.search(text):
        yield f"{name}: is to be one sentence"


def changelog_faults(text: str, current: str) -> Iterator[str]:
    """Yield what is wrong with the changelog of a program whose version is `current`."""
    head, *versions = re.split(r"^## ", text, flags=re.MULTILINE)
    if not head.startswith("# Changelog\n"):
        yield "the first line is to be '# Changelog'"
    titles = [VERSION.fullmatch(version.split("\n", 1)[0]) for version in versions]
    known = [title for title in titles if title]
    if not known or len(known) < len(titles):
        yield "each version is to be headed '## NUMBER - DAY' or '## NUMBER - not released yet'"
        return
    numbers = [(int(title[1]), int(title[2]), int(title[3])) for title in known]
    if any(newer <= older for newer, older in pairwise(numbers)):
        yield "the newest version is to stand first, and each once"
    if numbers[0] != tuple(map(int, current.split("."))):
        yield f"the newest version is to be that of the program, {current}"
    yield from _day_faults([title[4] for title in known])
    for version in versions:
        title, _, body = version.partition("\n")
        yield from (f"{title}: {fault}" for fault in _version_faults(body))
    told = {kind.lower() for kind in re.findall(r"(?m)^### (.+)", versions[-1])}
    if told & set(KINDS) - KINDS_OF_THE_FIRST:
        yield "nothing was there before the first version: it has Added and Security alone"


def _day_faults(days: list[str]) -> Iterator[str]:
    if "not released yet" in days[1:]:
        yield "only the newest version may be not released yet"
    told = [day for day in days if day != "not released yet"]
    for day in told:
        try:
            date.fromisoformat(day)
        except ValueError:
            yield f"there is no day {day}"
    if told != sorted(told, reverse=True):
        yield "a newer version is to have a later day"


def _version_faults(body: str) -> Iterator[str]:
    _intro, *sections = re.split(r"^### ", body, flags=re.MULTILINE)
    kinds = [section.split("\n", 1)[0].lower() for section in sections]
    if unknown := sorted(set(kinds) - set(KINDS)):
        yield f"'{unknown[0]}' is no kind; there are {', '.join(KINDS)}"
    if not kinds or len(set(kinds)) < len(kinds):
        yield "there is to be at least one kind, and each once"
    groups = [group for section in sections for group in re.split(r"(?m)^#### ", section)[1:]]
    for part in [*sections, *groups]:
        if "\n- " not in part:
            yield f"nothing stands under '{part.splitlines()[0]}'"
    for line in filter(None, body.splitlines()):
        if not line.startswith("#") and not SENTENCE.fullmatch(line.removeprefix("- ")):
            yield f"'{line[:40]}' does not begin as a sentence or ends without a full stop"


def faults(root: Path = ROOT) -> list[str]:
    """Return everything that is wrong in a repository."""
    found = [
        fault
        for path in sorted((root / "changelog.d").iterdir())
        if path.name != "README.md"
        for fault in fragment_faults(path.name, path.read_text("utf-8"))
    ]
    text = (root / "CHANGELOG.md").read_text("utf-8")
    return found + [f"CHANGELOG.md: {fault}" for fault in changelog_faults(text, __version__)]


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or 0)

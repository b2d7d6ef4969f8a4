"""Which tests prove a sentence of the papers: words of people lead through them to the code.

::

    proofs_of(root, "minutes left")

The README promises in words that no code has; the page of its proofs names tests, and a test
imports what it tries.
"""

import re
from collections.abc import Iterator
from pathlib import Path

PAGES = ("docs/assurance/claims.md", "docs/assurance/hazard-log.md")
TEST = re.compile(r"\[(test_\w+)\]\(((?:\.\./)+)([\w/.-]+\.py)\)")
MOST = 4


def proofs_of(root: Path, name: str) -> list[str]:
    """Return the lines that tell the tests of each row which says the words, at most a few."""
    words = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    found = [
        f"    {file}  {test}"
        for page in PAGES
        for row in _rows(root / page)
        if words.search(TEST.sub("", row))
        for test, _up, file in TEST.findall(row)
    ]
    lines = list(dict.fromkeys(found))
    more = [f"    and {len(lines) - MOST} more"] if len(lines) > MOST else []
    head = f"Promised as {name}, and proved by what these tests import:"
    return [head, *lines[:MOST], *more] if lines else []


def _rows(page: Path) -> Iterator[str]:
    text = page.read_text("utf-8") if page.is_file() else ""
    yield from (each for each in text.splitlines() if each.startswith("| "))

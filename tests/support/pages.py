"""Pages of the documents, read: what they link to, their headings, their tables."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")


@cache
def written(path: Path) -> str:
    return path.read_text("utf-8")


def links_in(text: str) -> list[str]:
    """Return what each link of a text leads to."""
    return [target for _words, target in LINK.findall(text)]


def links(page: Path) -> list[tuple[str, Path, str]]:
    """Return the words, the file and the anchor of each link of a page."""
    found = []
    for words, target in LINK.findall(written(page)):
        if not target.startswith(("http://", "https://")):
            path, _, anchor = target.partition("#")
            found.append((words, (page.parent / path).resolve() if path else page, anchor))
    return found


def anchors(page: Path) -> set[str]:
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", written(page), re.MULTILINE)
    }


def table_under(page: str, head: str) -> Iterator[list[str]]:
    """The rows of the first table after a line that begins with `head`."""
    started = False
    for line in page.split(head, 1)[1].splitlines():
        if started and not line.startswith("|"):
            return
        if line.startswith("|"):
            started = True
            yield [cell.strip() for cell in line.strip("|").split("|")]

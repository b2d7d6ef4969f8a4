"""therapist.md as sections: what is written under each heading, with its line.

    ## Title {#step-id}
    **Purpose.** One line.
    ### Say
    - **Key.** "A sentence."

Nothing else is understood, so that a line that would not be shown is found at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from programme.source_files.content import ContentFolder

ADVICE = (
    "use a heading '## Title {#id}' or '### Part', each once, '**Purpose.** Text', "
    "or a point '- Text' on one line"
)
PARTS = ("Say", "Listen for", "If stuck", "Never", "Adapt")

_SECTION = re.compile(r"^## (?P<title>.+?) \{#(?P<id>[a-z0-9-]+)\}$")
_PART = re.compile(r"^### (?P<name>.+)$")
_PURPOSE = re.compile(r"^\*\*Purpose\.\*\* (?P<text>.+)$")
_POINT = re.compile(r"^- (?P<text>.+)$")


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list, with its line in the file."""

    line: int
    text: str


@dataclass(slots=True)
class Section:
    """What stands under one heading.

    Attributes:
        points: The points straight under the heading.
        parts: The points under each part, by the part's name.

    """

    id: str
    line: int
    purpose: Point | None = None
    points: list[Point] = field(default_factory=list)
    parts: dict[str, list[Point]] = field(default_factory=dict)


def read_sections(content: ContentFolder, path: str) -> Mapping[str, Section]:
    """Return the sections of a file by id, in order; what is not understood is reported."""
    reader = _Reader()
    for number, line in enumerate(content.text(path).splitlines(), 1):
        if line.strip() and not line.startswith("# ") and not reader.take(number, line.rstrip()):
            content.report_line(path, number, reader.key, "this line is not understood", ADVICE)
    return reader.sections


class _Reader:
    """Takes a file line by line, and knows under which heading it is."""

    def __init__(self) -> None:
        self.sections: dict[str, Section] = {}
        self.section = Section("", 0)
        self.points = self.section.points

    @property
    def key(self) -> str:
        return self.section.id

    def take(self, number: int, line: str) -> bool:
        """Return whether a line was understood."""
        if found := _SECTION.match(line):
            self.section = Section(found["id"], number)
            self.points = self.section.points
            return self.sections.setdefault(self.section.id, self.section) is self.section
        if self.section.id and (found := _PURPOSE.match(line)):
            first = self.section.purpose is None
            self.section.purpose = Point(number, found["text"])
            return first
        if found := _PART.match(line):
            self.points = []
            return self.section.parts.setdefault(found["name"], self.points) is self.points
        if self.section.id and (found := _POINT.match(line)):
            self.points.append(Point(number, found["text"]))
            return True
        return False

"""therapist.md as sections: what is written under each heading, with its line.

    ## Title {#step-id}
    **Purpose.** One line.
    ### Say
    - **Key.** "A sentence."

Nothing else is understood, so that a line that would not be shown is found at once. A section
that was checked becomes the guidance of its step.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from programme.definition.parts import Guidance, Reply, SayLine
from programme.source_files.content import ContentFolder

ADVICE = (
    "use a heading '## Title {#id}' or '### Part', each once, '**Purpose.** Text', "
    "or a point '- Text' on one line"
)
SHAPES = "begin it '**Difficulty.** ' under If stuck, '`flag`: ' under Adapt, each flag once"
PARTS = ("Say", "Listen for", "If stuck", "Never", "Adapt")

_SECTION = re.compile(r"^## (?P<title>.+?) \{#(?P<id>[a-z0-9-]+)\}$")
_PART = re.compile(r"^### (?P<name>.+)$")
_PURPOSE = re.compile(r"^\*\*Purpose\.\*\* (?P<text>.+)$")
_KEY_LINE = re.compile(r"^\*\*Key\.\*\* (?P<text>.+)$")
_REPLY = re.compile(r"^\*\*(?P<difficulty>.+?)\*\* (?P<reply>.+)$")
_ADAPT = re.compile(r"^`(?P<flag>[a-z_]+)`: (?P<text>.+)$")
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


def check_section(content: ContentFolder, path: str, section: Section) -> None:
    """Report what a step's section lacks, and the points that are not of their part's shape."""
    if section.purpose is None:
        content.report_line(
            path, section.line, section.id, "the purpose is missing", "add '**Purpose.** Text'"
        )
    if tuple(section.parts) != PARTS:
        what = f"the parts are {', '.join(section.parts) or 'missing'}"
        content.report_line(
            path, section.line, section.id, what, f"write {', '.join(PARTS)}, in this order"
        )
    for point in _misshapen(section):
        content.report_line(path, point.line, section.id, "this point lacks its beginning", SHAPES)


def guidance_of(section: Section) -> Guidance:
    """Return the guidance that a checked section holds."""
    assert section.purpose is not None
    return Guidance(
        purpose=section.purpose.text,
        say=tuple(_say_line(point.text) for point in section.parts["Say"]),
        listen_for=_texts(section, "Listen for"),
        if_stuck=tuple(
            Reply(difficulty=found["difficulty"], reply=found["reply"])
            for point in section.parts["If stuck"]
            if (found := _REPLY.match(point.text))
        ),
        never=_texts(section, "Never"),
        adapt=dict(flags(section)),
    )


def flags(section: Section) -> Iterator[tuple[str, str]]:
    """Return the adaptation flags of a section and their texts."""
    for point in section.parts.get("Adapt", ()):
        if found := _ADAPT.match(point.text):
            yield found["flag"], found["text"]


def _misshapen(section: Section) -> Iterator[Point]:
    yield from (
        point for point in section.parts.get("If stuck", ()) if not _REPLY.match(point.text)
    )
    seen: set[str] = set()
    for point in section.parts.get("Adapt", ()):
        found = _ADAPT.match(point.text)
        if found is None or found["flag"] in seen:
            yield point
        else:
            seen.add(found["flag"])


def _say_line(text: str) -> SayLine:
    found = _KEY_LINE.match(text)
    return SayLine(text=found["text"], key=True) if found else SayLine(text=text)


def _texts(section: Section, part: str) -> tuple[str, ...]:
    return tuple(point.text for point in section.parts[part])

"""Sections of therapist.md as the guidance of a step."""

import re
from collections.abc import Iterator

from programme.definition.parts import Guidance, Reply, SayLine
from programme.source_files.content import ContentFolder
from programme.source_files.sections import PARTS, Point, Section

_KEY_LINE = re.compile(r"^\*\*Key\.\*\* (?P<text>.+)$")
_REPLY = re.compile(r"^\*\*(?P<difficulty>.+?)\*\* (?P<reply>.+)$")
_ADAPT = re.compile(r"^`(?P<flag>[a-z_]+)`: (?P<text>.+)$")


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


SHAPES = "begin it '**Difficulty.** ' under If stuck, '`flag`: ' under Adapt, each flag once"


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

"""XML of spreadsheets as plain nodes: within limits, and without anything declared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_NODES = 400_000
MOST_LEVELS = 50

_ENCODING = re.compile(rb"""\A<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']""")


class RefusedXml(Exception):
    """The XML is broken, too large, in another encoding, or declares something."""


@dataclass(slots=True)
class Node:
    """One element.

    Attributes:
        name: Its name, without a namespace.
        attributes: Its attributes, without namespaces.
        below: The elements in it.
        text: The text directly in it.

    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    below: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator["Node"]:
        """Yield every element of that name in it, however deep."""
        for each in self.below:
            if each.name == name:
                yield each
            yield from each.all(name)

    def words(self) -> str:
        """Return the text of the runs in it; how signs are read aloud is left out."""
        if self.name == "t":
            return self.text
        return "".join(each.words() for each in self.below if each.name != "rPh")


def parse_xml(data: bytes) -> Node:
    """Return the root of `data`.

    Raises:
        RefusedXml: It is no XML in UTF-8, too large, or has a document type.

    """
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in {b"utf-8", b"us-ascii"}:
        raise RefusedXml
    if b"<!DOCTYPE" in data or b"\0" in data:
        raise RefusedXml
    tree = _Tree()
    try:
        tree.parser.Parse(data, True)
    except expat.ExpatError:
        raise RefusedXml from None
    return tree.root


class _Tree:
    """Builds nodes from what the parser meets."""

    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_NODES or len(self._open) > MOST_LEVELS:
            raise RefusedXml
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name.rpartition(":")[2], plain)
        self._open[-1].below.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

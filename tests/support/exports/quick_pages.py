"""What a page draws, parsed in a third of pypdf's time; what is rare is left to pypdf.

pypdf reads a page byte by byte. A third of what the tests of paper cost was that.
"""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    read_hex_string_from_stream,
    read_string_from_stream,
)

TOKEN = re.compile(
    rb"""[\0\t\n\f\r\ ]*+(?:
      (?P<real>[+-]?\d*\.\d*) (?=[\0\t\n\f\r\ \]>/(\[]|$)
    | (?P<whole>[+-]?\d+) (?=[\0\t\n\f\r\ \]>/(\[]|$)
    | (?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*) (?=[\0\t\n\f\r\ ]|$)
    | (?P<text>\((?:[^\\()]|\\[\s\S])*+\))
    | (?P<name>/[A-Za-z0-9_.+-]+) (?=[\0\t\n\f\r\ \[\]()<>/]|$)
    | (?P<opens>\[|<<)
    | (?P<closes>\]|>>)
    | (?P<hex><[0-9A-Fa-f\s]*+>)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
INLINE_IMAGE = b"BI"
AS_PYPDF_PARSES = ContentStream._parse_content_stream
Operations = list[tuple[list[PdfObject], bytes]]


class Rare(Exception):
    """It holds what pypdf had better read itself."""


def install() -> None:
    """Let pypdf parse pages by this in the process of the tests."""
    ContentStream._parse_content_stream = _parse


def _parse(self: ContentStream, stream: BytesIO) -> None:
    try:
        self._operations += operations(stream.getvalue(), self.forced_encoding)
    except Rare:
        AS_PYPDF_PARSES(self, stream)


def operations(data: bytes, encoding: Any = None) -> Operations:
    """Return what a content stream does, as pypdf would: operands and operator of each act.

    Raises:
        Rare: It has a comment, an image, a word among operands, or something that is no token.

    """
    found: Operations = []
    operands: list[PdfObject] = []
    around: list[tuple[bytes, list[PdfObject]]] = []
    place = 0
    while (token := TOKEN.match(data, place)) is not None:
        place = token.end()
        kind, said = token.lastgroup, token[token.lastgroup or 0]
        match kind:
            case "real" | "whole" | "name":
                operands.append(_simple(kind, said))
            case "text":
                operands.append(read_string_from_stream(BytesIO(said), encoding))
            case "hex":
                operands.append(read_hex_string_from_stream(BytesIO(said), encoding))
            case "operator" if not around and said != INLINE_IMAGE:
                found.append((operands, said))
                operands = []
            case "opens":
                around.append((said, operands))
                operands = []
            case "closes" if around:
                opened, outer = around.pop()
                outer.append(_closed(opened + said, operands))
                operands = outer
            case "end" if not around:
                return found
            case _:
                break
    raise Rare


@lru_cache(maxsize=1 << 14)
def _simple(kind: str, said: bytes) -> PdfObject:
    if kind == "name":
        return NameObject(said.decode("ascii"))
    return FloatObject(said) if kind == "real" else NumberObject(said)


def _closed(marks: bytes, inside: list[PdfObject]) -> PdfObject:
    if marks == b"[]":
        return ArrayObject(inside)
    if (
        marks != b"<<>>"
        or len(inside) % 2
        or not all(type(key) is NameObject for key in inside[::2])
    ):
        raise Rare
    made = DictionaryObject()
    made.update(zip(inside[::2], inside[1::2], strict=True))
    return made

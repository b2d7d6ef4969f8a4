"""Drawings for the style sheet, kept in memory.

A style sheet can only name a file, and the product writes none.
Qt also reads a compiled resource: this module compiles one, in the format
that Qt's own resource compiler writes (version 1), and registers it.

    register({"check.svg": b"<svg …>"})      # then url(:/look/check.svg)
"""

import struct
from collections.abc import Mapping

from PySide6.QtCore import qRegisterResourceData, qUnregisterResourceData

FOLDER = "look"
VERSION = 1
DIRECTORY = 2
FILE = 0
_registered: list[tuple[bytes, bytes, bytes]] = []


def register(files: Mapping[str, bytes]) -> None:
    """Make `files` readable as ``:/look/<name>``, in place of what was registered before."""
    while _registered:
        qUnregisterResourceData(VERSION, *_registered.pop())
    compiled = compile_files(files)
    _registered.append(compiled)  # Qt keeps only the addresses
    qRegisterResourceData(VERSION, *compiled)


def compile_files(files: Mapping[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """Return the tree, the names and the data of a resource with one folder of files."""
    order = sorted(files, key=_name_hash)
    names, places = _names([FOLDER, *order])
    data, starts = b"", {}
    for name in order:
        starts[name] = len(data)
        data += struct.pack(">I", len(files[name])) + files[name]
    tree = _folder_entry(0, 1, 1) + _folder_entry(places[FOLDER], len(order), 2)
    for name in order:
        tree += struct.pack(">IHHHI", places[name], FILE, 0, 1, starts[name])
    return tree, names, data


def _folder_entry(name: int, children: int, first: int) -> bytes:
    return struct.pack(">IHII", name, DIRECTORY, children, first)


def _names(words: list[str]) -> tuple[bytes, dict[str, int]]:
    block, places = b"", {}
    for word in words:
        places[word] = len(block)
        block += struct.pack(">HI", len(word), _name_hash(word)) + word.encode("utf-16-be")
    return block, places


def _name_hash(word: str) -> int:
    """Return Qt's own hash of a name (qt_hash in qhash.cpp): children stand in its order."""
    result = 0
    for letter in word:
        result = (result << 4) + ord(letter)
        result ^= (result & 0xF0000000) >> 23
        result &= 0x0FFFFFFF
    return result

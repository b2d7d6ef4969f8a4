"""A disk as it stands after a power cut, rebuilt from what a process had written.

Until a file is flushed, each of its sectors, or pages, may stand on the disk as it was at any
moment since; until a folder is flushed, the names made, changed and removed in it may be the old
ones. This is what a file system may do that promises no more than POSIX does. Two writes to the
same sector never change places: in memory the second one has overwritten the first.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from random import Random
from typing import Literal

SECTOR, PAGE = 512, 4096
HEAD = struct.Struct("<cIQQ")
Fate = Literal["all", "none", "first", "torn", "mixed"]
FATES: tuple[Fate, ...] = ("all", "none", "first", "torn", "mixed")
"""Of writes that were not flushed: all are there, none, the first ones; sector by sector, page by
page whatever had been written by some moment."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the recorder: `operation` is a letter, `native/recorder.c` says which."""

    operation: str
    name: str
    offset: int
    length: int
    data: bytes


def read_events(log: bytes, folder: str) -> list[Event]:
    """Return what a recorder wrote down, names relative to `folder`."""
    events, place = [], 0
    while place < len(log):
        letter, name_length, offset, length = HEAD.unpack_from(log, place)
        place += HEAD.size
        name = log[place : place + name_length].decode().replace(folder, "").lstrip("/")
        place += name_length
        operation = letter.decode()
        data = log[place : place + length] if operation in "WN" else b""
        place += len(data)
        events.append(Event(operation, name.replace("\n/", "\n"), offset, length, data))
    return events


@dataclass
class File:
    """What is on the disk for sure, and what was done to it since it was last flushed."""

    sure: bytearray
    pending: list[Event] = field(default_factory=list)

    def flush(self) -> None:
        """Make all of it sure."""
        for event in self.pending:
            _do(self.sure, event)
        self.pending.clear()

    def now(self) -> bytes:
        """Return what the process itself would read."""
        return self.after_a_cut("all", Random(0))

    def after_a_cut(self, fate: Fate, dice: Random) -> bytes:
        """Return what could be read after a power cut."""
        found = bytearray(self.sure)
        if fate in ("torn", "mixed"):
            _do_in_parts(found, self.pending, SECTOR if fate == "torn" else PAGE, dice)
            return bytes(found)
        kept = {"all": len(self.pending), "none": 0}.get(fate, dice.randint(0, len(self.pending)))
        for event in self.pending[:kept]:
            _do(found, event)
        return bytes(found)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A change of names in one folder: what each stands for from now on, None for nothing."""

    folder: str
    names: Mapping[str, File | None]


class Disk:
    """The files below one folder.

    Attributes:
        names: What the process sees.

    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.names = {name: File(bytearray(data)) for name, data in files.items()}
        self._sure = dict(self.names)
        self._pending: list[Renaming] = []

    def do(self, event: Event) -> None:
        """Go on by one event."""
        match event.operation:
            case "C":
                self._rename({event.name: File(bytearray())})
            case "U":
                self._rename({event.name: None})
            case "R":
                old, new = event.name.split("\n")
                self._rename({old: None, new: self.names[old]})
            case "W" | "T":
                self.names[event.name].pending.append(event)
            case "S" if event.name in self.names:
                self.names[event.name].flush()
            case "S":
                self._flush_folder(event.name)

    def after_a_cut(self, fate: Fate, dice: Random) -> dict[str, bytes]:
        """Return name and content of every file that could be there after a power cut now."""
        names = dict(self._sure)
        kept = {"all": len(self._pending), "none": 0}.get(fate)
        for change in self._pending[
            : dice.randint(0, len(self._pending)) if kept is None else kept
        ]:
            _put(names, change.names)
        return {name: file.after_a_cut(fate, dice) for name, file in names.items()}

    def _rename(self, changed: dict[str, File | None]) -> None:
        _put(self.names, changed)
        self._pending.append(Renaming(_folder_of(next(iter(changed))), changed))

    def _flush_folder(self, folder: str) -> None:
        for change in self._pending:
            if change.folder == folder:
                _put(self._sure, change.names)
        self._pending = [each for each in self._pending if each.folder != folder]


def _folder_of(name: str) -> str:
    folder = str(PurePosixPath(name).parent)
    return "" if folder == "." else folder


def _put(names: dict[str, File], changed: Mapping[str, File | None]) -> None:
    for name, file in changed.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _do(content: bytearray, event: Event) -> None:
    if event.operation == "T":
        del content[event.length :]
        content.extend(bytes(event.length - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + event.length] = event.data


def _do_in_parts(content: bytearray, pending: list[Event], size: int, dice: Random) -> None:
    """Do the first so many events to each part of a file, as many for each as chance has it."""
    moments: dict[int, int] = {}

    def reached(part: int, number: int) -> bool:
        return number < moments.setdefault(part, dice.randint(0, len(pending)))

    for number, event in enumerate(pending):
        if event.operation == "T":
            if reached(-1, number):
                _do(content, event)
            continue
        end = event.offset + event.length
        for part in range(event.offset // size, (end - 1) // size + 1):
            if reached(part, number):
                start, stop = max(part * size, event.offset), min((part + 1) * size, end)
                data = event.data[start - event.offset : stop - event.offset]
                _do(content, Event("W", event.name, start, stop - start, data))

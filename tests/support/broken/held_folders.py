"""Folders in memory, as far as reading content needs them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class HeldFolder:
    """A folder, or a place in it, whose files are held in memory by their paths."""

    files: Mapping[str, bytes]
    path: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def joinpath(self, *parts: str) -> "HeldFolder":
        return HeldFolder(self.files, "/".join((self.path, *parts)).lstrip("/"))

    def is_file(self) -> bool:
        return self.path in self.files

    def open(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.files[self.path])

    def read_bytes(self) -> bytes:
        return self.files[self.path]


def held(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

"""A folder that stands in memory, so that the content of a pack is never written anywhere."""

import io
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import IO, Any

from typing_extensions import override


class MemoryFolder(Traversable):
    """A file or a folder of a pack; it answers as one on the disk does."""

    def __init__(self, files: Mapping[str, bytes], path: str = "") -> None:
        self._files = files
        self._path = path

    @property
    @override
    def name(self) -> str:
        return self._path.rpartition("/")[2]

    @override
    def iterdir(self) -> Iterator["MemoryFolder"]:
        start = f"{self._path}/" if self._path else ""
        inside = (path.removeprefix(start) for path in self._files if path.startswith(start))
        for name in dict.fromkeys(each.partition("/")[0] for each in inside):
            yield MemoryFolder(self._files, start + name)

    @override
    def is_dir(self) -> bool:
        return any(path.startswith(f"{self._path}/") for path in self._files) or not self._path

    @override
    def is_file(self) -> bool:
        return self._path in self._files

    @override
    def joinpath(self, *descendants: Any) -> "MemoryFolder":
        return MemoryFolder(self._files, "/".join(filter(None, (self._path, *descendants))))

    @override
    def open(self, mode: Any = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        """Open the file for reading, as bytes.

        Raises:
            FileNotFoundError: There is no such file.

        """
        return io.BytesIO(self.read_bytes())

    @override
    def read_bytes(self) -> bytes:
        if self._path not in self._files:
            raise FileNotFoundError(self.name)
        return self._files[self._path]

    @override
    def read_text(self, encoding: str | None = None) -> str:
        return self.read_bytes().decode(encoding or "utf-8")

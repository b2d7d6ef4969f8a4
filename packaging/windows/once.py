"""What was done for the same input, and so is not done again."""

import hashlib
from pathlib import Path


class Once:
    """One piece of work, told by what goes into it.

    Attributes:
        key: A digest of the input.

    """

    def __init__(self, stamp: Path, result: Path, *inputs: str | Path) -> None:
        """Tell it by words and by the bytes of files; `result`, a file or folder, comes of it."""
        self._stamp, self._result = stamp, result
        found = hashlib.sha256()
        for each in inputs:
            data = each.encode() if isinstance(each, str) else each.read_bytes()
            found.update(hashlib.sha256(data).digest())
        self.key = found.hexdigest()

    @property
    def is_done(self) -> bool:
        """Whether it was done for this input, and what came of it is as it was left."""
        is_there = self._stamp.is_file() and self._result.exists()
        return is_there and self._stamp.read_text("ascii") == self._words()

    def done(self) -> None:
        """Write down that it is done."""
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        self._stamp.write_text(self._words(), "ascii")

    def _words(self) -> str:
        is_file = self._result.is_file()
        left = hashlib.sha256(self._result.read_bytes()).hexdigest() if is_file else ""
        return f"{self.key} {left}\n"

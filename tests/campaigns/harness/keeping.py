"""What came of cases that were tried, kept in a file: a long campaign goes on where it was."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass
class Kept(Generic[Result]):
    """Results by case, in a file, so that nothing is tried twice; without one in memory alone."""

    path: Path | None
    found: dict[str, Result] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path and self.path.exists():
            text = self.path.read_text("utf-8")
            whole = text[: text.rfind("\n") + 1]
            if whole != text:  # killed within a line, to which the next would be added
                self.path.write_text(whole, "utf-8")
            for line in whole.splitlines():
                self.found |= json.loads(line)

    def result(self, name: str, make: Callable[[], Result]) -> Result:
        """Return what came of a case, tried now or before."""
        if name not in self.found:
            self.found[name] = make()
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({name: self.found[name]}) + "\n")
        return self.found[name]


def source_of(paths: Iterable[Path]) -> str:
    """Return what is tried, as a short hash: what held of another source need not hold of this."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()[:12]

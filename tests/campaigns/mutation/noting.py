"""Notes which lines of the core each file of tests runs, and how long it takes.

Loaded into a run of the tests with `-p`; where to write stands in `MUTATION_NOTES`. Python itself
tells of a line once for each file of tests (`sys.monitoring`), which costs next to nothing. A line
that runs as its module is read counts for the file of tests that was the first to read it.
"""

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType

import pytest

ROOT = Path(__file__).parents[3]
NOTES = "MUTATION_NOTES"
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
TOOL = 4


class Notes:
    """The lines and seconds of each file of tests."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._seconds: dict[str, float] = defaultdict(float)
        self._current = ""
        self._heads = tuple(f"{ROOT / each}{os.sep}" for each in PACKAGES)
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "mutation")
        monitoring.register_callback(TOOL, monitoring.events.LINE, self._on_line)
        monitoring.set_events(TOOL, monitoring.events.LINE)

    def _on_line(self, code: CodeType, line: int) -> object:
        if self._current and code.co_filename.startswith(self._heads):
            self._lines[self._current][code.co_filename].add(line)
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        current = item.nodeid.partition("::")[0]
        if current != self._current:
            self._current = current
            sys.monitoring.restart_events()
        begun = time.monotonic()
        result = yield
        self._seconds[current] += time.monotonic() - begun
        return result

    def pytest_sessionfinish(self) -> None:
        found = {
            test: {
                Path(path).relative_to(ROOT).as_posix(): sorted(lines)
                for path, lines in by_path.items()
            }
            for test, by_path in self._lines.items()
        }
        self._path.write_text(json.dumps({"lines": found, "seconds": self._seconds}))


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note, in the run itself alone."""
    if NOTES in os.environ:
        config.pluginmanager.register(Notes(Path(os.environ.pop(NOTES))), "mutation-notes")

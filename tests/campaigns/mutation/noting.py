"""Notes which lines of functions of the core each test runs, and how long it works.

Loaded into a run of the tests with `-p`; where to write stands in `MUTATION_NOTES`. Python itself
tells of a line once for each test (`sys.monitoring`), which costs little. What runs as a module is
read is left out: it counts for no test more than for another. Seconds are of the processor, with
those of processes that the test waited for: a busy machine changes them little.
"""

import inspect
import json
import os
import resource
import sys
from collections import defaultdict
from pathlib import Path
from types import CodeType

import pytest

ROOT = Path(__file__).parents[3]
NOTES = "MUTATION_NOTES"
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
TOOL = 4


class Noting:
    """The lines and seconds of each test."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tests: dict[str, float] = {}
        self._bit = 0
        self._lines: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._heads = tuple(f"{ROOT / each}{os.sep}" for each in PACKAGES)
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "mutation")
        monitoring.register_callback(TOOL, monitoring.events.LINE, self._on_line)
        monitoring.set_events(TOOL, monitoring.events.LINE)

    def _on_line(self, code: CodeType, line: int) -> object:
        is_function = code.co_flags & inspect.CO_OPTIMIZED
        if self._bit and is_function and code.co_filename.startswith(self._heads):
            self._lines[code.co_filename][line] |= self._bit
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        self._bit = 1 << len(self._tests)
        sys.monitoring.restart_events()
        begun = _worked()
        result = yield
        self._tests[item.nodeid] = _worked() - begun
        return result

    def pytest_sessionfinish(self) -> None:
        sys.monitoring.set_events(TOOL, sys.monitoring.events.NO_EVENTS)
        runs = dict.fromkeys(runs for by_line in self._lines.values() for runs in by_line.values())
        number = {each: place for place, each in enumerate(runs)}
        found = {
            Path(path).relative_to(ROOT).as_posix(): {
                line: number[runs] for line, runs in by_line.items()
            }
            for path, by_line in self._lines.items()
        }
        written = {"tests": self._tests, "runs": [f"{each:x}" for each in runs], "lines": found}
        self._path.write_text(json.dumps(written))


def _worked() -> float:
    """Return the seconds that this process worked so far, and those that it waited for."""
    used = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note, in the run itself alone."""
    if NOTES in os.environ:
        config.pluginmanager.register(Noting(Path(os.environ.pop(NOTES))), "mutation-notes")

"""Runs the tests that were chosen, in their order, and says which failed.

Loaded into a run of their files with `-p`; the file that holds the choice, by test its seconds,
stands in `MUTATION_CHOICE`. The first test that fails is written behind it. One that works ten
times as long as it does without a fault, or waits for what never comes, ends the run: the system
ends the process, as it ends one that works for ever while its modules are read.
"""

import json
import math
import os
import resource
import signal
import time
from pathlib import Path

import pytest

CHOICE = "MUTATION_CHOICE"
TIMES = 10
WORK = 10
"""Seconds of the processor that each may take more."""
WAIT = 300
"""Seconds of the clock that each may take more: others may be at work."""
READING = 60
"""Seconds of the processor for reading the modules and the tests."""
ROOM = 8 * 2**30
"""Bytes of addresses: a mutant that fills the memory fails before the machine does."""


class Choosing:
    """Which tests run, and what each may take."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds: dict[str, float] = json.loads(path.read_text())

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the chosen ones; of a test that has other cases now, those that it has."""
        known = {each.nodeid for each in items}
        other = {_without_case(each) for each in self._seconds if each not in known}
        order = {each: number for number, each in enumerate(self._seconds)}
        kept = [
            each for each in items if each.nodeid in order or _without_case(each.nodeid) in other
        ]
        items[:] = sorted(kept, key=lambda each: order.get(each.nodeid, len(order)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        may_take = TIMES * self._seconds.get(item.nodeid, 1.0)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        end = math.ceil(time.process_time() + may_take + WORK)
        resource.setrlimit(resource.RLIMIT_CPU, (end, hard))
        signal.alarm(math.ceil(may_take + WAIT))
        result = yield
        signal.alarm(0)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._path.write_text(report.nodeid)


def _without_case(test: str) -> str:
    return test.partition("[")[0]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Bound the memory, and the work up to the first test, which sets an end of its own."""
    if CHOICE in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (READING, resource.RLIM_INFINITY))


def pytest_configure(config: pytest.Config) -> None:
    """Begin to choose, in the run itself alone."""
    if CHOICE in os.environ:
        config.pluginmanager.register(Choosing(Path(os.environ.pop(CHOICE))), "mutation-choice")

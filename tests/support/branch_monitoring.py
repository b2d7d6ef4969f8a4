"""Coverage from what Python 3.12 and 3.13 tell of lines and branches, without the cost of tracing.

A traced process calls back at each line, in every library as well, which costs three quarters on
top. `sys.monitoring` calls back until a line, or both ways of a branch, were seen. From Python 3.14
on coverage uses it by itself, since each way is an event of its own there; before, both are one,
which is heard here. Load it with `-p` ahead of pytest-cov; other versions stay as they are, and so
do processes that are started from the tests.
"""

import dis
import sys
from types import CodeType

from coverage import bytecode, core, env, sysmon
from typing_extensions import override

IS_NEEDED = (3, 12) <= sys.version_info < (3, 14)


class BranchMonitor(sysmon.SysMonitor):
    """Hears of a branch until it was seen to go both ways."""

    def __init__(self) -> None:
        super().__init__()
        self._first_ways: dict[tuple[int, int], int] = {}

    @override
    def start(self) -> None:
        """Begin to hear."""
        super().start()
        branch = sys.monitoring.events.BRANCH
        sys.monitoring.register_callback(self.myid, branch, self._on_branch)

    def _on_branch(self, code: CodeType, source: int, goal: int) -> object:
        at = (id(code), source)
        first = self._first_ways.get(at)
        if first == goal:
            return None
        self._first_ways[at] = goal
        self.sysmon_branch_either(code, source, goal)
        return None if first is None else sys.monitoring.DISABLE


if IS_NEEDED:
    events = sys.monitoring.events
    events.BRANCH_LEFT = events.BRANCH_RIGHT = events.BRANCH
    bytecode.RETURNS.add(dis.opmap["RETURN_CONST"])  # gone in 3.14
    env.PYBEHAVIOR.branch_right_left = env.SYSMON_DEFAULT = True
    core.SysMonitor = BranchMonitor

"""Coverage from what Python 3.12 and 3.13 tell of lines and branches, without the cost of tracing.

A traced process calls back at each line, in every library as well, which costs three quarters on
top. `sys.monitoring` calls back until a line, or both ways of a branch, were seen. From Python 3.14
on coverage uses it by itself, since each way is an event of its own there; before, both are one,
which is heard here. Load it with `-p` ahead of pytest-cov; other versions stay as they are, and so
do processes that are started from the tests.
"""

import dis
import re
import sys
from collections.abc import Callable
from types import CodeType

from coverage import bytecode, core, env, sysmon
from coverage.types import TArc
from typing_extensions import override

IS_NEEDED = (3, 12) <= sys.version_info < (3, 14)
CACHE = dis.opmap.get("CACHE", -1)
NOTHING: TArc = (0, 0)
JUMPS_OF_CONDITIONS = {
    dis.opmap[name] for name in dis.opmap if re.fullmatch(r"POP_JUMP_IF_\w+", name)
}


class BranchMonitor(sysmon.SysMonitor):
    """Hears of a branch until it was seen to go both ways, or the other way would tell nothing."""

    @override
    def start(self) -> None:
        """Begin to hear."""
        super().start()
        branch = sys.monitoring.events.BRANCH
        sys.monitoring.register_callback(self.myid, branch, self._heard_by())

    def _heard_by(self) -> Callable[[CodeType, int, int], object]:
        """Return what is called at each branch, millions of times where it goes one way alone."""
        ways: dict[tuple[int, int], tuple[int, TArc, set[TArc]]] = {}
        known, done = ways.get, sys.monitoring.DISABLE

        def on_branch(code: CodeType, source: int, goal: int) -> object:
            way = known((id(code), source))
            if way is None:
                self.sysmon_branch_either(code, source, goal)
                way = ways[id(code), source] = (goal, *self._left_to_tell(code, source, goal))
            elif way[0] != goal:
                self.sysmon_branch_either(code, source, goal)
                return done
            return done if way[1] in way[2] else None

        return on_branch

    def _left_to_tell(self, code: CodeType, source: int, goal: int) -> tuple[TArc, set[TArc]]:
        """Return which arc the other way of a branch would add, and the set that then holds it.

        A set holds `NOTHING` where it would add none. What a loop would add is not foreseen.
        """
        info = self.code_infos[id(code)]
        other = _other_goal(code.co_code, source, goal)
        if other is None:
            return NOTHING, set()
        arc = info.branch_resolver.resolve(source, other)
        if arc is None:
            ours, theirs = info.byte_to_line.get(source), info.byte_to_line.get(other)
            if ours is None or theirs is None or ours == theirs:
                return NOTHING, {NOTHING}
            arc = ours, theirs
        return arc, info.file_data


def _other_goal(instructions: bytes, source: int, goal: int) -> int | None:
    """Return where a conditional jump leads that did not lead to `goal`."""
    if instructions[source] not in JUMPS_OF_CONDITIONS:
        return None
    distance, before = instructions[source + 1], source - 2
    shift = 8
    while before >= 0 and instructions[before] == dis.EXTENDED_ARG:
        distance |= instructions[before + 1] << shift
        before, shift = before - 2, shift + 8
    following = source + 2
    while instructions[following] == CACHE:
        following += 2
    return {following: following + 2 * distance, following + 2 * distance: following}.get(goal)


if IS_NEEDED:
    events = sys.monitoring.events
    events.BRANCH_LEFT = events.BRANCH_RIGHT = events.BRANCH
    bytecode.RETURNS.add(dis.opmap["RETURN_CONST"])  # gone in 3.14
    env.PYBEHAVIOR.branch_right_left = env.SYSMON_DEFAULT = True
    core.SysMonitor = BranchMonitor

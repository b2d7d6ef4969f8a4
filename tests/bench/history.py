"""What each release was measured to take, kept beside the code, and drawn.

Kept are ratios of processor times to the floor of the same run: they mean the same on another
machine, and hardly depend on what else it did.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.against import ROOT, SMALLEST, NotMeasuredError
from tests.bench.timing.lines import Line
from tests.bench.timing.rounds import middle

HISTORY = ROOT / "docs" / "speed.jsonl"
BARS = "▁▂▃▄▅▆▇█"
HEAD = (
    f"{'processor, times the floor':<36}{'runs':>5}{'first':>9}{'last':>9}{'least':>9}{'most':>9}"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One run of the suite.

    Attributes:
        day: The day of the run, as ``2026-11-29``.
        commit: The short hash of what was measured.
        clients: How many the record had.
        ratios: For each act, its processor time over that of its floor; medians.

    """

    day: str
    commit: str
    clients: int
    ratios: Mapping[str, float]


def commit_of_a_clean_tree(root: Path = ROOT) -> str:
    """Return the short hash of what is measured.

    Raises:
        NotMeasuredError: The tree differs from its commit, which would not tell what it was.

    """
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        raise NotMeasuredError("This tree has changes: commit them first, then measure and keep.")
    return _git(root, "rev-parse", "--short", "HEAD")


def keep(commit: str, lines: Sequence[Line], clients: int, history: Path = HISTORY) -> None:
    """Add a run to the history."""
    ratios = {line.name: round(_ratio(line), 3) for line in lines}
    kept = Kept(datetime.now(UTC).date().isoformat(), commit, clients, ratios)
    with history.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")


def read(history: Path = HISTORY) -> list[Kept]:
    """Return the runs in the order in which they were kept; none where none was."""
    if not history.exists():
        return []
    return [Kept(**json.loads(line)) for line in history.read_text("utf-8").splitlines()]


def drawn(runs: Sequence[Kept]) -> Iterator[str]:
    """Yield the table with a bar for each run of an act, from nothing to its highest.

    Runs over records of other sizes are drawn apart.
    """
    if not runs:
        yield "# nothing was kept yet: ./dev bench --keep"
    for clients in sorted({run.clients for run in runs}):
        alike = [run for run in runs if run.clients == clients]
        yield f"# {clients} clients, {_from(alike[0])} to {_from(alike[-1])}"
        yield HEAD
        for act in dict.fromkeys(act for run in alike for act in run.ratios):
            yield _row(act, [run.ratios[act] for run in alike if act in run.ratios])


def _row(act: str, ratios: Sequence[float]) -> str:
    most = max(ratios)
    bars = "".join(BARS[round(ratio / most * (len(BARS) - 1))] for ratio in ratios)
    return (
        f"{act:<36}{len(ratios):>5}{ratios[0]:>9.2f}{ratios[-1]:>9.2f}"
        f"{min(ratios):>9.2f}{most:>9.2f}  {bars}"
    )


def _from(run: Kept) -> str:
    return f"{run.commit} of {run.day}"


def _ratio(line: Line) -> float:
    taken, floor = middle(line.taken).work, middle(line.floor).work
    return max(taken, SMALLEST) / max(floor, SMALLEST)


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()

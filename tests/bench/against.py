"""This tree beside another commit: each measures itself by its own suite, in turn.

Old runs first and last, so that each new run lies between two old ones and is divided by their
mean: a machine that grows slower weighs on both alike. How far each old run is from the one
before it is the old commit's spread against itself, and no difference within it counts.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.timing.report import tell

ROOT = Path(__file__).resolve().parents[2]
RUN = Path("tests/bench/run.py")
"""What every commit measures itself with; it prints the table that is read here."""
PINS = "requirements.lock"
ALLOWED = 1.05
SMALLEST = 0.01
"""Milliseconds; the table is no finer."""
FIGURES = ("clock", "processor", "settled")
HEAD = f"{'milliseconds':<36}{'old':>9}{'new':>9}" + "".join(
    f"{figure:>11}{'spread':>8}" for figure in FIGURES
)

_NUMBER = r"\d+\.\d\d"
_LINE = re.compile(
    rf"(?P<act>\S.*?)\s*{_NUMBER}\s*(?P<clock>{_NUMBER})\s*{_NUMBER}\s+\S.*?\s+"
    rf"(?P<processor>{_NUMBER})\s*{_NUMBER}\s*{_NUMBER}\s*(?P<settled>{_NUMBER}|-)\s+\d+  \w+"
)
_LAST = ("# over: ", "# no budget is exceeded")

Table = Mapping[str, Mapping[str, float]]
"""For each act its figures, in milliseconds: by the clock, of the processor, until settled."""


class NotMeasuredError(Exception):
    """One of the trees could not be measured; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What new took over what old took.

    Attributes:
        median: Of all new runs, each over the mean of the old ones before and after it.
        spread: The median distance of an old run from the one before it, as a share.

    """

    median: float
    spread: float

    @property
    def is_slower(self) -> bool:
        """Whether new takes more than may be, and more than old differs from itself."""
        return self.median > ALLOWED + self.spread


def ratio_between(olds: Sequence[float], news: Sequence[float]) -> Ratio:
    """Return the ratio of runs in the order old, new, old, new, old.

    Raises:
        ValueError: There is not one old run more than there are new ones.

    """
    pairs = list(pairwise(max(old, SMALLEST) for old in olds))
    return Ratio(
        median(new / (sum(pair) / 2) for pair, new in zip(pairs, news, strict=True)),
        median(max(pair) / min(pair) - 1 for pair in pairs),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One act in both trees."""

    act: str
    old: float
    new: float
    ratios: Mapping[str, Ratio]

    @property
    def slower(self) -> list[str]:
        """The figures by which it is slower."""
        return [figure for figure, ratio in self.ratios.items() if ratio.is_slower]

    def __str__(self) -> str:
        cells = "".join(
            f"{ratio.median:>11.2f}{ratio.spread:>8.2f}" if ratio else f"{'-':>11}{'-':>8}"
            for ratio in map(self.ratios.get, FIGURES)
        )
        verdict = f"slower: {', '.join(self.slower)}" if self.slower else "ok"
        return f"{self.act:<36}{self.old:>9.2f}{self.new:>9.2f}{cells}  {verdict}"


def read_table(printed: str) -> Table:
    """Return the acts of a table as the suite prints it."""
    return {
        found["act"]: {figure: float(found[figure]) for figure in FIGURES if found[figure] != "-"}
        for found in map(_LINE.fullmatch, printed.splitlines())
        if found
    }


def comparisons(olds: Sequence[Table], news: Sequence[Table]) -> Iterator[Comparison]:
    """Yield each act that every run of both has, in the order of the old one."""
    for act in olds[0]:
        if all(act in table for table in (*olds, *news)):
            before, after = [table[act] for table in olds], [table[act] for table in news]
            ratios = {
                figure: ratio_between(
                    [one[figure] for one in before], [one[figure] for one in after]
                )
                for figure in FIGURES
                if all(figure in one for one in (*before, *after))
            }
            clocks = [median(one["clock"] for one in taken) for taken in (before, after)]
            yield Comparison(act, *clocks, ratios)


def left_out(some: Sequence[Table], others: Sequence[Table]) -> list[str]:
    """Return the acts of some that not every run of the others has."""
    acts = dict.fromkeys(act for table in some for act in table)
    return [act for act in acts if not all(act in table for table in others)]


def compare(revision: str, arguments: Sequence[str], pairs: int, root: Path = ROOT) -> int:
    """Measure this tree and that commit in turn; return 0 when no act is slower, else 1."""
    with (
        TemporaryDirectory(prefix="bench-against-") as made,
        _tree_of(revision, Path(made) / "old", root) as old,
    ):
        if (old / PINS).read_bytes() != (root / PINS).read_bytes():
            tell("# old pins other packages; both run with the packages of now")
        olds, news = [measured(old, arguments, "old, to begin")], []
        for number in range(1, pairs + 1):
            news.append(measured(root, arguments, f"new, {number} of {pairs}"))
            olds.append(measured(old, arguments, f"old, {number} of {pairs}"))
    tell(HEAD)
    found = list(comparisons(olds, news))
    for comparison in found:
        tell(comparison)
    for whose, acts in (("old", left_out(olds, news)), ("new", left_out(news, olds))):
        if acts:
            tell(f"# only in {whose}: {'; '.join(acts)}")
    slower = [comparison.act for comparison in found if comparison.slower]
    tell(f"# slower: {'; '.join(slower)}" if slower else "# no act is slower")
    return int(bool(slower))


@contextmanager
def _tree_of(revision: str, folder: Path, root: Path) -> Iterator[Path]:
    git = ("git", "-C", str(root))
    commit = _said(*git, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    tell(f"# old: {_said(*git, 'log', '-1', '--format=%h %s', commit)}; new: this tree as it is")
    _said(*git, "worktree", "add", "--detach", str(folder), commit)
    try:
        yield folder
    finally:
        _said(*git, "worktree", "remove", "--force", str(folder))


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasuredError(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout.strip()


def measured(tree: Path, arguments: Sequence[str], which: str) -> Table:
    """Run the suite of a tree with the packages of this process."""
    start = perf_counter()
    with TemporaryDirectory(prefix="bench-run-") as spare:
        done = subprocess.run(
            [sys.executable, str(tree / RUN), *arguments],
            cwd=tree,
            env={**os.environ, "TMPDIR": spare},
            capture_output=True,
            text=True,
            check=False,
        )
    if not any(line.startswith(_LAST) for line in done.stdout.splitlines()[-1:]):
        raise NotMeasuredError(f"{which}: it did not come to an end\n{done.stdout}{done.stderr}")
    tell(f"# {which}: {perf_counter() - start:.0f} s")
    return read_table(done.stdout)

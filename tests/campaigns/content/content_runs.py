"""The campaigns over content, which have a command of their own, in the sizes of all the others."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.harness.running import Campaign, Size, Trial

CASES_OF_A_CONTROL = "40"
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class ByCommand:
    """A campaign that is a command; it leaves with 0 when all held, and ends with its result."""

    module: str
    count_option: str
    planted: str

    def _finds_what_is_planted(self, seed: int) -> bool:
        """Return whether the command counts something wrong in a product with a known fault."""
        options = [self.count_option, CASES_OF_A_CONTROL, "--seed", str(seed), "--planted"]
        done = subprocess.run(
            [sys.executable, "-m", f"tests.campaigns.content.{self.module}", *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        last = (done.stdout.strip().splitlines() or [""])[-1]
        counted = re.search(r"(\d+) (?:wrong|differ)$", last)
        return done.returncode == 1 and counted is not None and int(counted[1]) > 0

    def __call__(self, trial: Trial) -> str:
        """Run it and return the last line it printed."""
        module, cases = f"tests.campaigns.content.{self.module}", str(trial.count)
        trial.count = 1
        done = subprocess.run(
            [sys.executable, "-m", module, self.count_option, cases, "--seed", str(trial.seed)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = (done.stdout + done.stderr).strip().splitlines() or ["it said nothing"]
        trial.held("" if done.returncode == 0 else lines[-1])
        trial.control(self.planted, is_found=self._finds_what_is_planted(trial.seed))
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "it said nothing"


def _by_command(
    name: str, claim: str, how: tuple[str, str, str], counts: Sequence[int]
) -> Campaign:
    sizes: tuple[Size, ...] = ("small", "full")
    return Campaign(name, claim, ByCommand(*how), dict(zip(sizes, counts, strict=True)))


CONTENT: tuple[Campaign, ...] = (
    _by_command(
        "forms",
        "A broken form becomes a sound one or one clear error; no error quotes an answer.",
        ("forms_fuzz", "--cases", "errors of another kind"),
        (1_000, 20_000),
    ),
    _by_command(
        "programmes",
        "A broken programme becomes a sound one or one clear error.",
        ("programme_fuzz", "--cases", "errors of another kind"),
        (80, 3_000),
    ),
    _by_command(
        "courses",
        "Any lawful course through the programme keeps what must be kept.",
        ("courses", "--courses", "the first session offered again and again"),
        (100, 2_000),
    ),
    _by_command(
        "measures",
        "Every score is the one that the published rule gives.",
        ("measures", "--sets", "an answer that is not counted"),
        (500, 10_000),
    ),
)

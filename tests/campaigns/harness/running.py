"""What a campaign is, what came of one, and how several are run one after the other.

A campaign tries one claim many times, each time at another place that chance picks from a seed,
and counts how often the claim did not hold. It comes in three sizes: `smoke` is for every run of
the tests, `small` for every change to the record, `full` for every release.
"""

import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal, TextIO

Size = Literal["smoke", "small", "full"]
SECONDS_BETWEEN_TELLINGS = 10.0
MOST_SHOWN = 5
IN_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one campaign.

    Attributes:
        name: Which one.
        tried: How many times the claim was tried.
        bad: What did not hold, a line each.
        words: What was done, with numbers.
        seconds: How long it took.
        controls: What was planted and found: without any, that nothing was found says nothing.

    """

    name: str
    tried: int
    bad: tuple[str, ...]
    words: str
    seconds: float
    controls: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether something was tried, all of it held, and what was planted was found."""
        return self.tried > 0 and not self.bad and bool(self.controls)

    @property
    def line(self) -> str:
        """All of it on one line."""
        verdict = "ok" if self.holds else "FAILED"
        bad = f"; {len(self.bad)} wrong" if self.bad else ""
        found = "; ".join(self.controls) or "NONE, so this proves nothing"
        return (
            f"{self.name:12} {verdict:6} {self.seconds:6.0f} s  {self.words}{bad}; found: {found}"
        )


@dataclass
class Trial:
    """One run of a campaign, under way.

    Attributes:
        name: Of the campaign.
        count: How many cases to try.
        seed: What the cases follow from.
        folder: Empty, on a disk, for as long as the run lasts.
        memory: The same in memory where there is such a place, for what need not reach a disk.
        bad: What did not hold, so far.
        controls: What was planted, and found.

    """

    name: str
    count: int
    seed: int
    folder: Path
    memory: Path
    tell: Callable[[str], None] = lambda _: None
    tried: int = 0
    bad: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)

    @property
    def dice(self) -> Random:
        """Chance, from the beginning: the same seed, the same campaign."""
        return Random(f"{self.name} {self.seed}")

    def held(self, problem: str = "") -> None:
        """Count one case; a problem says in what it did not hold."""
        self.tried += 1
        if problem:
            self.bad.append(problem)
        of = f" of {self.count}" if self.tried <= self.count else ""
        wrong = f", {len(self.bad)} wrong, such as: {self.bad[-1]}" if self.bad else ""
        self.tell(f"{self.name}: {self.tried}{of}{wrong}")

    def control(self, planted: str, *, is_found: bool) -> None:
        """Note a fault that was planted on purpose: a campaign that misses it proves nothing."""
        if is_found:
            self.controls.append(planted)
        else:
            self.bad.append(f"planted and not found: {planted}; so this proves nothing")


EVERY = 100_000
"""More cases than there are: a size of so many tries each place once."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One claim that is tried many times.

    Attributes:
        name: How it is called on the command line.
        claim: What holds, in one sentence.
        run: Tries it; returns what was done, in words with numbers.
        counts: How many cases each size tries; a size that is missing is not run.
        is_asked_for: Whether it runs only where it is named, since it takes an hour.

    """

    name: str
    claim: str
    run: Callable[[Trial], str]
    counts: Mapping[Size, int]
    is_asked_for: bool = False


def run_campaign(
    campaign: Campaign, size: Size, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Run one campaign; an error of its own counts as something that did not hold."""
    begun = time.monotonic()
    with _places() as (folder, memory):
        trial = Trial(campaign.name, campaign.counts[size], seed, folder, memory, tell)
        try:
            words = campaign.run(trial)
        except Exception:
            words = "it broke off"
            trial.bad.append(traceback.format_exc(limit=-6))
    seconds = time.monotonic() - begun
    bad, controls = tuple(trial.bad), tuple(trial.controls)
    return Outcome(campaign.name, trial.tried, bad, words, seconds, controls)


def run_all(campaigns: Sequence[Campaign], size: Size, seed: int) -> bool:
    """Run campaigns one after the other, print a line of each, and return whether all held."""
    teller = Teller(sys.stderr)
    all_hold = True
    for campaign in campaigns:
        outcome = run_campaign(campaign, size, seed, teller.tell)
        teller.clear()
        print(outcome.line, flush=True)
        for each in outcome.bad[:MOST_SHOWN]:
            print(f"    {each}", flush=True)
        all_hold = all_hold and outcome.holds
    return all_hold


class Teller:
    """Shows progress: on a terminal in place, elsewhere a line now and then."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = time.monotonic()

    def tell(self, words: str) -> None:
        """Show how far it is."""
        now = time.monotonic()
        if self._stream.isatty():
            self._stream.write(f"\r\033[K{words}")
        elif now - self._last >= SECONDS_BETWEEN_TELLINGS:
            self._stream.write(f"{words}\n")
            self._last = now
        self._stream.flush()

    def clear(self) -> None:
        """Take away what is shown in place."""
        if self._stream.isatty():
            self._stream.write("\r\033[K")
            self._stream.flush()


@contextmanager
def _places() -> Iterator[tuple[Path, Path]]:
    memory = IN_MEMORY if IN_MEMORY.is_dir() else None
    found = [Path(tempfile.mkdtemp(prefix="campaign-", dir=each)) for each in (None, memory)]
    try:
        yield found[0], found[1]
    finally:
        for each in found:
            shutil.rmtree(each, ignore_errors=True)

"""Of faults that chance plants in the core, its own tests notice nearly all.

Each mutant (`drawing.py`) stands in a clone of what was committed last, and meets the tests of the
core that run its line (`likely_tests.py`), those first whose file is named like the module, as many
as work for twenty seconds without a fault, until one fails. What lives then meets more of them and
those of the workflows, for eighty seconds in all. What fails is noticed; so is what does not end.
Whatever noticed must not fail without a fault. One that lives is written down with its change,
and read by a person: whoever finds that it behaves as the code does notes why in `alike.toml`, and
it counts no more. The claim is on the share of the others that are noticed: the lower end of its
95 % interval (Wilson 1927) is at least 80 %; of the small size, which is too small for that, the
upper end. Tests of windows would notice more; they are not run.

What was tried stands in `build/mutation`, by commit, package and seed, and goes on where it was
broken off. `./dev` makes an environment with Cosmic Ray beside the product's for it.
"""

import hashlib
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.mutation.choosing import CHOICE
from tests.campaigns.mutation.likely_tests import Likely, read_likely
from tests.campaigns.mutation.noting import NOTES

ROOT = Path(__file__).parents[3]
BUILD = ROOT / "build" / "mutation"
ALIKE = Path(__file__).parent / "alike.toml"
TESTS = (
    "tests/session_forms",
    "tests/programme",
    "tests/exports",
    "tests/content",
    "tests/therapist_app/record",
    "tests/therapist_app/workflows",
)
"""The tests that a change may meet."""
NOTED = (*TESTS, "session_forms", "programme", "exports", "therapist_app", "tests/support")
"""What decides which test runs a line."""
PACKAGES = ("session_forms", "programme", "exports", "therapist_app/record")
LEAST = 0.8
"""So much of a sample must be noticed at least, at the lower end of its interval."""
ENOUGH = 100
"""So many mutants are judged by the lower end; fewer say only what is surely too little."""
Z = 1.959964
WAITING = 900.0
"""Seconds of the clock for one mutant, on a busy machine: what waits for ever ends before."""
NO_TESTS = 5
"""What pytest leaves with where it ran none."""
QUIET = (
    *("-q", "-x", "--no-header", "--assert=plain"),
    *("-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:cov"),
)
"""How the tests run: taking assertions apart for their values takes as long as many of them."""


class Tree:
    """A clone of what was committed last, in which one module at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._choice = folder.parent / "choice.json"
        _git("clone", "-q", "--shared", str(ROOT), str(folder))
        compiled = [sys.executable, "-m", "compileall", "-q", *PACKAGES, "tests", "therapist_app"]
        subprocess.run(compiled, cwd=folder, check=True, capture_output=True)
        for catalogue in ROOT.glob("session_forms/locale/*/LC_MESSAGES/*.mo"):
            shutil.copy(catalogue, folder / catalogue.relative_to(ROOT))

    def source(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def likely(self, path: Path) -> Likely:
        """Return what each test runs; run them all where that is not known yet.

        Raises:
            RuntimeError: A test fails without a fault in the code.

        """
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            plugin = ("-p", "tests.campaigns.mutation.noting")
            done = self._run((*plugin, *TESTS), {NOTES: str(path.resolve())}, None)
            if done != 0:
                path.unlink(missing_ok=True)
                raise RuntimeError("the tests fail already without a fault planted")
        return read_likely(path, self.folder, (*PACKAGES, *TESTS))

    def fails(self, path: str, changed: str, tests: Mapping[str, float]) -> str | None:
        """Return the first test that fails while a module is another, or none.

        It is an empty text where no test fails by itself: the module, or a file of tests, cannot be
        read, or something does not end.
        """
        module = self.folder / path
        source = module.read_text(encoding="utf-8")
        module.write_text(changed, encoding="utf-8")
        choice = json.dumps(tests)
        self._choice.write_text(choice)
        files = dict.fromkeys(each.partition("::")[0] for each in tests)
        plugin = ("-p", "tests.campaigns.mutation.choosing")
        try:
            done = self._run((*plugin, *files), {CHOICE: str(self._choice)}, WAITING)
        finally:
            module.write_text(source, encoding="utf-8")
        said = self._choice.read_text()
        return None if done in {0, NO_TESTS} else said if said != choice else ""

    def _run(self, arguments: Iterable[str], more: Mapping[str, str], waiting: float | None) -> int:
        """Return what pytest leaves with; end it, and what it started, after so many seconds."""
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **more}
        with subprocess.Popen(
            [sys.executable, "-m", "pytest", *QUIET, *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        ) as process:
            try:
                return process.wait(waiting)
            except subprocess.TimeoutExpired:
                return -1
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def run(package: str, trial: Trial) -> str:
    """Plant as many mutants as the count says in a package, one after the other."""
    from tests.campaigns.mutation import drawing

    commit = _git("rev-parse", "--short=12", "HEAD")
    name = package.replace("/", "-")
    kept = _Kept(BUILD / f"{commit}-{name}-{trial.seed}.jsonl")
    alike = {each["change"] for each in tomllib.loads(ALIKE.read_text())["alike"]}
    tree = Tree(trial.folder / "tree")
    likely = tree.likely(BUILD / f"notes-{_noted()}.json")
    drawn = drawing.draw(tree.folder, package, trial.count, trial.dice)
    for number, mutant in enumerate(drawn):
        source = tree.source(mutant.path)
        tests, others = likely.tests_of(mutant.path, mutant.line, is_inside=mutant.is_inside)
        if number == 0:
            sound = tree.fails(mutant.path, source, tests)
            trial.control("the code as it is lives", is_found=sound is None)
            broken = tree.fails(mutant.path, f"{source}\nraise RuntimeError\n", tests)
            trial.control("a module that cannot be read is noticed", is_found=broken is not None)
        if mutant.name not in kept.found:
            changed = drawing.mutated(source, mutant)
            change = f"{mutant.path}: {change_of(source, changed)}"
            noticed = tree.fails(mutant.path, changed, tests)
            if noticed is None and others:
                noticed = tree.fails(mutant.path, changed, others)
            kept.keep(mutant.name, _Judged(change, noticed))
        trial.held()
    judged = [kept.found[each.name] for each in drawn]
    noticing = {each.noticed_by: 0.0 for each in judged if each.noticed_by}
    if noticing:
        path = drawn[0].path
        wrong = tree.fails(
            path, tree.source(path), {each: likely.seconds[each] for each in noticing}
        )
        trial.control("what noticed does not fail without a fault", is_found=wrong is None)
    counted = [each for each in judged if each.change not in alike]
    living = [each.change for each in counted if each.noticed_by is None]
    low, high = wilson(len(counted) - len(living), len(counted))
    end = low if trial.count >= ENOUGH else high
    if end < LEAST:
        trial.bad.append(f"of {package} {end:.1%} are noticed at that end, {LEAST:.0%} wanted")
        trial.bad.extend(living)
    return (
        f"{len(counted) - len(living)} of {len(counted)} mutants of {package} noticed "
        f"({low:.1%} to {high:.1%}), {len(judged) - len(counted)} alike; "
        f"those that live stand in {kept.path.relative_to(ROOT)}"
    )


def change_of(source: str, changed: str) -> str:
    """Return the one line that differs, as it was and as it is."""
    before, after = source.splitlines(), changed.splitlines()
    first = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(after)
    )
    was = before[first].strip() if first < len(before) else ""
    now = after[first].strip() if first < len(after) and len(before) == len(after) else "(gone)"
    return f"{was} -> {now}"


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson, JASA 22:209, 1927), from 0 to 1."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return middle - half, middle + half


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of one mutant.

    Attributes:
        change: The line, as it was and as it is.
        noticed_by: The test that failed, an empty text where none did by itself; none if it lives.

    """

    change: str
    noticed_by: str | None


class _Kept:
    """What came of each mutant that was tried, one line of JSON each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found = dict(self._read())

    def _read(self) -> Iterator[tuple[str, _Judged]]:
        if self.path.is_file():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                read = json.loads(line)
                yield read["mutant"], _Judged(read["change"], read["noticed_by"])

    def keep(self, name: str, judged: _Judged) -> None:
        self.found[name] = judged
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"mutant": name, **asdict(judged)}, ensure_ascii=False) + "\n")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _noted() -> str:
    """Return what tells the code and the tests of the core, as committed, from all others."""
    trees = _git("ls-tree", "HEAD", *NOTED)
    return hashlib.sha256(trees.encode()).hexdigest()[:12]


def _campaign(package: str) -> Campaign:
    name = f"mutants-{package.rpartition('/')[2].replace('session_', '')}"
    return Campaign(
        name=name,
        claim=f"Of faults planted in {package}, its tests notice 80 % at the least.",
        run=partial(run, package),
        counts={"small": 20, "full": 200},
        is_asked_for=True,
    )


MUTATION = tuple(map(_campaign, PACKAGES))

"""Of faults that chance plants in the core, its own tests notice nearly all.

Each mutant (`drawing.py`) stands in a clone of what was committed last, and meets the files of
tests that run its line, those first whose name is like the module's, until one fails. What fails
is noticed; so is what does not end. One that lives is written down with its change, and read by a
person: whoever finds that it behaves as the code does notes why in `alike.toml`, and it counts no
more. The claim is on the share of the others that are noticed: the lower end of its 95 % interval
(Wilson 1927) is at least 80 %; of the small size, which is too small for that, the upper end. Tests
of windows and workflows would notice more; they are not run.

What was tried stands in `build/mutation`, by commit, package and seed, and goes on where it was
broken off. `./dev` makes an environment with Cosmic Ray beside the product's for it.
"""

import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.mutation.noting import NOTES

ROOT = Path(__file__).parents[3]
BUILD = ROOT / "build" / "mutation"
ALIKE = Path(__file__).parent / "alike.toml"
CORE = (
    "tests/session_forms",
    "tests/programme",
    "tests/exports",
    "tests/content",
    "tests/therapist_app/record",
)
PACKAGES = ("session_forms", "programme", "exports", "therapist_app/record")
LEAST = 0.8
"""So much of a sample must be noticed at least, at the lower end of its interval."""
ENOUGH = 100
"""So many mutants are judged by the lower end; fewer say only what is surely too little."""
Z = 1.959964
PATIENCE = 60.0
"""Seconds of the processor beside three times what the tests took without a fault."""
ASLEEP = 20
"""After so many times that by the clock it waits for what never comes; a busy machine does not."""
ROOM = 8 * 2**30
"""Bytes of addresses: a mutant that fills the memory fails before the machine does."""
QUIET = ("-q", "-x", "--no-header", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Notes:
    """What each file of tests runs, in a tree without a fault.

    Attributes:
        lines: By file of tests: by module, the lines of it.
        seconds: By file of tests.

    """

    lines: Mapping[str, Mapping[str, frozenset[int]]]
    seconds: Mapping[str, float]

    def tests_of(self, path: str, line: int, *, is_inside: bool) -> tuple[str, ...]:
        """Return the files of tests that may notice a change, the likeliest first.

        A line outside functions runs as its module is read, so that whatever runs any line of
        the module may notice; where nothing does, as with a module of constants, everything may.
        """
        found = [
            test
            for test, by_path in self.lines.items()
            if (line in by_path.get(path, ()) if is_inside else path in by_path)
        ]
        return tuple(sorted(found or self.lines, key=partial(self._rank, path)))

    def _rank(self, path: str, test: str) -> tuple[bool, int, float]:
        is_named_alike = Path(path).stem not in Path(test).stem
        folder, mirror = Path(path).parts[:-1], Path(test).parts[1:-1]
        shared = sum(1 for one, other in zip(folder, mirror, strict=False) if one == other)
        return is_named_alike, -shared, self.seconds.get(test, 0.0)


class Tree:
    """A clone of what was committed last, in which one module at a time is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        _git("clone", "-q", "--shared", str(ROOT), str(folder))
        compiled = [sys.executable, "-m", "compileall", "-q", *PACKAGES, "tests", "therapist_app"]
        subprocess.run(compiled, cwd=folder, check=True, capture_output=True)
        for catalogue in ROOT.glob("session_forms/locale/*/LC_MESSAGES/*.mo"):
            shutil.copy(catalogue, folder / catalogue.relative_to(ROOT))

    def source(self, path: str) -> str:
        return (self._folder / path).read_text(encoding="utf-8")

    def notes(self, path: Path) -> Notes:
        """Return what each file of tests runs; run them all where that is not known yet.

        Raises:
            RuntimeError: A test fails without a fault in the code.

        """
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            plugin = ("-p", "tests.campaigns.mutation.noting")
            done = self._run((*QUIET, *plugin, *CORE), 7200, {NOTES: str(path.resolve())})
            if done != 0:
                path.unlink(missing_ok=True)
                raise RuntimeError("the tests fail already without a fault planted")
        read = json.loads(path.read_text())
        lines = {
            test: {module: frozenset(found) for module, found in by_path.items()}
            for test, by_path in read["lines"].items()
        }
        return Notes(lines, read["seconds"])

    def notices(self, path: str, changed: str, tests: Iterable[str], patience: float) -> bool:
        """Tell whether a test fails, or does not end, while a module is another."""
        module = self._folder / path
        source = module.read_text(encoding="utf-8")
        module.write_text(changed, encoding="utf-8")
        try:
            return self._run((*QUIET, *tests), patience) != 0
        finally:
            module.write_text(source, encoding="utf-8")

    def _run(
        self, arguments: Iterable[str], patience: float, more: Mapping[str, str] | None = None
    ) -> int:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(more or {})}
        command = [sys.executable, "-m", "pytest", *arguments]
        try:
            return subprocess.run(
                command,
                cwd=self._folder,
                env=environment,
                timeout=ASLEEP * patience,
                check=False,
                capture_output=True,
                preexec_fn=partial(_bounded, math.ceil(patience)),
            ).returncode
        except subprocess.TimeoutExpired:
            return -1


def run(package: str, trial: Trial) -> str:
    """Plant as many mutants as the count says in a package, one after the other."""
    from tests.campaigns.mutation import drawing

    commit = _git("rev-parse", "--short=12", "HEAD")
    name = package.replace("/", "-")
    kept = _Kept(BUILD / f"{commit}-{name}-{trial.seed}.jsonl")
    alike = {each["change"] for each in tomllib.loads(ALIKE.read_text())["alike"]}
    tree = Tree(trial.folder / "tree")
    notes = tree.notes(BUILD / f"{commit}-notes.json")
    drawn = drawing.draw(trial.folder / "tree", package, trial.count, trial.dice)
    for number, mutant in enumerate(drawn):
        source = tree.source(mutant.path)
        tests = notes.tests_of(mutant.path, mutant.line, is_inside=mutant.is_inside)
        patience = PATIENCE + 3 * sum(notes.seconds.get(each, 0.0) for each in tests)
        if number == 0:
            noticed = tree.notices(mutant.path, source, tests, patience)
            trial.control("the code as it is lives", is_found=not noticed)
            broken = f"{source}\nraise RuntimeError\n"
            noticed = tree.notices(mutant.path, broken, tests, patience)
            trial.control("a module that cannot be read is noticed", is_found=noticed)
        if mutant.name not in kept.found:
            changed = drawing.mutated(source, mutant)
            change = f"{mutant.path}: {change_of(source, changed)}"
            is_noticed = tree.notices(mutant.path, changed, tests, patience)
            kept.keep(mutant.name, change, is_noticed=is_noticed)
        trial.held()
    judged = [kept.found[each.name] for each in drawn]
    counted = [each for each in judged if each.change not in alike]
    living = [each.change for each in counted if not each.is_noticed]
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
    change: str
    is_noticed: bool


class _Kept:
    """What came of each mutant that was tried, one line of JSON each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found = dict(self._read())

    def _read(self) -> Iterator[tuple[str, _Judged]]:
        if self.path.is_file():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                read = json.loads(line)
                yield read["mutant"], _Judged(read["change"], read["noticed"])

    def keep(self, name: str, change: str, *, is_noticed: bool) -> None:
        self.found[name] = _Judged(change, is_noticed)
        with self.path.open("a", encoding="utf-8") as file:
            read = {"mutant": name, "change": change, "noticed": is_noticed}
            file.write(json.dumps(read, ensure_ascii=False) + "\n")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _bounded(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


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

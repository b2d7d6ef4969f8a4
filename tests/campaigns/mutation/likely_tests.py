"""Which tests may notice a change to a line, the likeliest first."""

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENOUGH = 20.0
"""Seconds of the processor that the first tests of a change may take, told without a fault."""
AT_MOST = 80.0
"""Seconds that all of them may take: what lived through the first meets the others too."""
BEYOND = "tests/therapist_app/workflows/"
"""The tests beyond the core, which come after its own."""
QUICK = 0.5
"""Seconds of a test that comes before those that work longer."""


@dataclass(frozen=True, slots=True)
class Likely:
    """What each test runs, in a tree without a fault.

    Attributes:
        seconds: By test, in the order in which they ran.
        lines: By module and line of a function: of each test that runs it, its bit.
        importing: By module and file of tests, what it imports, as paths of modules.

    """

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[int, int]]
    importing: Mapping[str, frozenset[str]]

    def tests_of(
        self, path: str, line: int, *, is_inside: bool
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return the tests that may notice a change, the likeliest first, with their seconds.

        Those that it meets first, and those that it meets if it lives through them. All of the
        files in which one runs the line, since what a file makes once its tests only look at:
        first the files whose name is like the module's, then the tests that run it, of the files
        that run most of the module, then the others. A line outside functions, or one that nothing
        runs, may be noticed by whatever runs any line of the module, and by what imports it or
        runs a line of what imports it. Those of the workflows come last.
        """
        by_line = self.lines.get(path, {})
        ran = self._tests(by_line.get(line, 0)) if is_inside else ()
        ran = ran or (*self._tests(*by_line.values()), *self._users(path))
        files, running = {_file(each) for each in ran}, set(ran)
        found = [each for each in self.seconds if _file(each) in files]
        most = self._lines_run(path)

        def rank(test: str) -> tuple[bool, bool, bool, bool, int, str, float]:
            file, seconds = _file(test), self.seconds[test]
            is_other = not _is_named_alike(path, file)
            does_not_run = is_other and test not in running
            is_beyond = file.startswith(BEYOND)
            return is_beyond, seconds > QUICK, does_not_run, is_other, -most[file], file, seconds

        found.sort(key=rank)
        first = dict(self._affordable(found, ENOUGH))
        others = (each for each in found if each not in first)
        return first, dict(self._affordable(others, AT_MOST - ENOUGH))

    def _tests(self, *bits: int) -> tuple[str, ...]:
        every = 0
        for each in bits:
            every |= each
        return tuple(test for number, test in enumerate(self.seconds) if every >> number & 1)

    def _lines_run(self, path: str) -> Counter[str]:
        """Return how many lines of a module the tests of each file run."""
        of_file: dict[str, int] = defaultdict(int)
        for number, each in enumerate(self.seconds):
            of_file[_file(each)] |= 1 << number
        by_line = self.lines.get(path, {}).values()
        return Counter(
            {file: sum(1 for each in by_line if each & tests) for file, tests in of_file.items()}
        )

    def _users(self, path: str) -> Iterator[str]:
        users = {each for each, imported in self.importing.items() if path in imported}
        yield from (each for each in self.seconds if _file(each) in users)
        yield from self._tests(
            *(bits for each in users for bits in self.lines.get(each, {}).values())
        )

    def _affordable(self, tests: Iterable[str], most: float) -> Iterator[tuple[str, float]]:
        """Yield tests until together they work as long as they may; at least one if there is."""
        spent = 0.0
        for each in tests:
            if spent and spent + self.seconds[each] > most:
                return
            spent += self.seconds[each]
            yield each, self.seconds[each]


def read_likely(notes: Path, root: Path, folders: Iterable[str]) -> Likely:
    """Return what was noted of the tests of a tree, and what its files import.

    Args:
        notes: What `noting.py` wrote.
        root: Of the tree.
        folders: Of modules and tests, from there.

    """
    read = json.loads(notes.read_text())
    runs = [int(each, 16) for each in read["runs"]]
    lines = {
        path: {int(line): runs[number] for line, number in by_line.items()}
        for path, by_line in read["lines"].items()
    }
    files = [each for folder in folders for each in sorted((root / folder).rglob("*.py"))]
    importing = {
        each.relative_to(root).as_posix(): frozenset(imports(each.read_text(encoding="utf-8")))
        for each in files
    }
    return Likely(read["tests"], lines, importing)


def imports(source: str) -> Iterator[str]:
    """Yield the path of each module that a source may import."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        for each in names:
            yield f"{each.replace('.', '/')}.py"
            yield f"{each.replace('.', '/')}/__init__.py"


@cache
def _file(test: str) -> str:
    return test.partition("::")[0]


@cache
def _is_named_alike(path: str, file: str) -> bool:
    return Path(path).stem in Path(file).stem

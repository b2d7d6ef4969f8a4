"""The conformance report for EN 301 549, made from `docs/accessibility.md` and the tests it names.

./dev conformance           runs the tests that the page names, and writes the report
./dev conformance --as-is   writes it as if all of them had passed

The form is OpenACR. A clause that holds is told as supported only where a test keeps it and none of
its tests failed; what holds by reading alone is told as partially supported.
"""

import argparse
import json
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from therapist_app import __version__

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "accessibility.md"
REPORT = ROOT / "docs" / "assurance" / "accessibility-conformance.yaml"
ROW = re.compile(r"^\| (\d[\d.]*(?:, \d+)*) ([^|]+?) \| ([^|]+?) \| ?([^|]*?) ?\|$", re.MULTILINE)
NOTHING = re.compile(r"(There (is|are) (none|no )|It is not closed|Nothing flashes)")
# fmt: off
LEVEL_AA = frozenset({
    "1.3.4", "1.3.5", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13",
    "2.4.6", "2.4.7", "2.4.11", "2.5.7", "2.5.8", "3.3.3", "3.3.4", "3.3.8", "4.1.3",
})
# fmt: on
RAN = "The tests named below ran for this copy."
AS_IS = (
    "The tests named below did not run for this copy, which takes them as passed; they are part of "
    "./dev test, and ./dev conformance runs them for the report."
)
CHAPTERS = ("success_criteria_level_a", "success_criteria_level_aa", "software")
LEVELS = {"In part": "partially-supports", "Does not hold": "does-not-support"}
HEAD = {
    "title": "Sessions: accessibility conformance report",
    "notes": (
        "Made by ./dev conformance from docs/accessibility.md and the tests that it names. Nobody "
        "outside has audited it. The form is that of OpenACR, written from memory of its schema "
        "and not checked against it."
    ),
    "evaluation_methods_used": (
        "Tests on Debian 13 with Qt 6.11, AT-SPI 2.56 and Orca 48.1. No screen reader of Windows "
        "or macOS, and no person with a disability has tried it."
    ),
    "catalog": "2.4-edition-wcag-2.1-508-eu-en",
}


@dataclass(frozen=True)
class Clause:
    """One row of the page: a clause, how it stands in words, and what keeps it."""

    number: str
    name: str
    stands: str
    kept_by: tuple[str, ...]

    @property
    def criterion(self) -> str:
        """The number of the criterion of WCAG, which clauses 11.1 to 11.4 repeat; else its own."""
        is_of_wcag = self.number.startswith(("11.1.", "11.2.", "11.3.", "11.4."))
        return self.number.removeprefix("11.") if is_of_wcag else self.number

    @property
    def chapter(self) -> str:
        """The chapter of the catalogue."""
        if self.criterion.startswith("11."):
            return "software"
        return f"success_criteria_level_{'aa' if self.criterion in LEVEL_AA else 'a'}"

    def level(self, failed: Collection[str]) -> str:
        """Return how far it is supported, given the tests that failed."""
        if any(path in failed for path in self.kept_by):
            return "does-not-support"
        if NOTHING.match(self.stands):
            return "not-applicable"
        for beginning, level in LEVELS.items():
            if self.stands.startswith(beginning):
                return level
        return "supports" if self.kept_by else "partially-supports"


def clauses() -> Iterator[Clause]:
    """Yield every clause of the page, in its order."""
    for number, name, stands, kept in ROW.findall(PAGE.read_text("utf-8")):
        paths = re.findall(r"`(tests/[\w/.-]+)`", kept)
        yield Clause(number, name, stands, tuple(paths))


def tests_to_run() -> list[str]:
    """Return the files and folders of tests that the page names, each once."""
    named = {path for clause in clauses() for path in clause.kept_by}
    return sorted(each for each in named if not each.startswith(("tests/support", "tests/golden")))


def report(failed: Collection[str] = (), *, ran: bool = False) -> str:
    """Return the report, given which of `tests_to_run` failed and whether they ran for it."""
    lines = [f"{key}: {_quoted(value)}" for key, value in HEAD.items()]
    lines.append(f"evaluation_note: {_quoted(RAN if ran else AS_IS)}")
    lines += ["product:", '  name: "Sessions"', f"  version: {_quoted(__version__)}"]
    lines.append("chapters:")
    listed = list(clauses())
    for chapter in CHAPTERS:
        lines += [f"  {chapter}:", "    criteria:"]
        for clause in listed:
            if clause.chapter == chapter:
                lines += _criterion(clause, clause.level(failed))
    return "\n".join(lines) + "\n"


def _criterion(clause: Clause, level: str) -> Iterator[str]:
    kept = f" Kept by {', '.join(clause.kept_by)}." if clause.kept_by else " No test keeps this."
    notes = clause.stands + ("" if level == "not-applicable" else kept)
    yield f"      - num: {_quoted(clause.criterion)}"
    yield f"        handle: {_quoted(clause.name)}"
    yield "        components:"
    yield '          - name: "software"'
    yield "            adherence:"
    yield f"              level: {_quoted(level)}"
    yield f"              notes: {_quoted(notes)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # YAML reads a string of JSON as it stands


class _Failures:
    """Remembers which of the named files and folders had a test that failed."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = named
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        if report.failed:
            path = report.nodeid.split("::")[0]
            self.failed |= {each for each in self._named if path.startswith(each)}


def main() -> int:
    """Run the tests and write the report; return 1 where one failed."""
    parser = argparse.ArgumentParser(description="Write the accessibility conformance report.")
    parser.add_argument("--as-is", action="store_true", help="run no test")
    options = parser.parse_args()
    named = tests_to_run()
    failures = _Failures(named)
    code = 0 if options.as_is else int(pytest.main(["-q", *named], plugins=[failures]))
    REPORT.write_text(report(failures.failed, ran=not options.as_is), "utf-8")
    print(f"{REPORT.relative_to(ROOT)}: {len(list(clauses()))} clauses")
    return code


if __name__ == "__main__":
    sys.exit(main())

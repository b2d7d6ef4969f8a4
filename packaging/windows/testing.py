"""The tests of the core and of the record by a Windows Python, under Wine, from this folder.

./dev test --windows                  what has not passed yet, folder by folder
./dev test --windows tests/exports    those that are named, whether they passed or not
./dev test --windows tests/journeys/first_month --all
                                      a month in real windows; without --all its first morning
./dev test --windows --anew           all of them; other words go to pytest

What each folder came to is kept until the code, the tests or the libraries change, so that a run
which was cut off goes on where it was. What is left out stands in `skips.toml` with its reason.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from windows import record_library
from windows.contents import PACKAGES, ROOT, install_libraries, wanted_libraries
from windows.python_embed import Refused, WindowsPython, for_proofs
from windows.under_wine import Wine, is_here, spelt, wine

PLACE = ROOT / "dist" / "windows" / "tests"
RECORD_LIBRARY = PLACE.parent / record_library.FOLDER / "lib"
"""The record's library as packages hold it, in front of the wheel's where one was built."""
KEPT = PLACE / "results"
FOLDERS = (
    *("tests/session_forms", "tests/programme", "tests/exports", "tests/content"),
    *("tests/therapist_app/record", "tests/therapist_app/hygiene"),
)
JOURNEY = "tests/journeys/first_month"
"""Lives in the product under Wine, by keys and mouse of this machine, which runs the tests."""
TOOLS = ("pytest", "pytest-qt", "pytest-randomly", "hypothesis", "colorama")
"""What the tests need beside the application; `pytest` asks for `colorama` on Windows alone."""
SKIPS = Path(__file__).with_name("skips.toml")
ANEW = "--anew"
PATIENCE = 3600
"""Seconds for one folder."""
NOTHING_THERE = 5
"""What pytest returns where every test of a folder is left out."""
NO_ACCOUNT = -1
"""Stands for what was returned where pytest gave no account.

A Python that dies of a wrong address ends with 5 under Wine, as pytest does with nothing to test.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the tests of one folder came to.

    Attributes:
        state: Of what was tested, as `state_of_the_tree` tells it.
        code: What pytest returned, or `NO_ACCOUNT`.
        passed: How many tests; `failed` has those that ended in an error, too.
        skipped: The reason and the number of each that the tests themselves skip on Windows.
        seconds: Of processor time.

    """

    state: str
    code: int
    passed: int
    failed: int
    skipped: dict[str, int]
    seconds: float

    @property
    def is_green(self) -> bool:
        """Whether nothing failed, and everything was tried."""
        was_tried = self.code == 0 and self.passed + sum(self.skipped.values()) > 0
        return self.failed == 0 and (was_tried or self.code == NOTHING_THERE)


def main() -> int:
    """Run them; return 1 where one failed."""
    if not is_here():
        print("Wine, xvfb and mingw are needed; ./dev test --windows says how.", file=sys.stderr)
        return 1
    given = [each for each in sys.argv[1:] if each != ANEW]
    named = [each for each in given if each.startswith("tests")]
    options = [each for each in given if not each.startswith("tests")]
    uv = Path(sys.executable).with_name("uv")
    try:
        python = for_proofs(uv, ROOT / "dist" / "windows" / "python")
        lay_out(python, uv)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    state = state_of_the_tree()
    units = {name: (name,) for name in named} or dict(parts())
    found: dict[str, Outcome] = {}
    with wine(PLACE.parent) as machine:
        for name, paths in units.items():
            before = None if named or ANEW in sys.argv else kept_outcome(name, state)
            print(f"{name}:{' passed before' if before else ''}", flush=True)
            found[name] = before or run(machine, paths, options, state)
            print(_told(name, found[name]), flush=True)
            if not options:
                keep_outcome(name, found[name])
    return account(found)


def _told(name: str, outcome: Outcome) -> str:
    verdict = "green" if outcome.is_green else "NOT GREEN"
    counts = f"{outcome.passed} passed, {outcome.failed} failed"
    return f"  {name}: {counts}, {outcome.seconds} s, {verdict}"


def parts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is run at a time, by name: each folder of tests, and the files beside them."""
    for folder in FOLDERS:
        inside = sorted((ROOT / folder).iterdir())
        files = [path for path in inside if path.match("test_*.py")]
        if files:
            yield f"{folder}/*.py", tuple(f"{folder}/{path.name}" for path in files)
        for path in inside:
            if path.is_dir() and any(path.rglob("test_*.py")):
                yield f"{folder}/{path.name}", (f"{folder}/{path.name}",)
    yield JOURNEY, (JOURNEY,)


def state_of_the_tree() -> str:
    """Return a digest of all that decides what a test comes to."""
    found = hashlib.sha256((ROOT / "requirements.lock").read_bytes() + SKIPS.read_bytes())
    for path in RECORD_LIBRARY.rglob("*.pyd"):
        found.update(hashlib.sha256(path.read_bytes()).digest())
    for package in (*PACKAGES, "tests"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.relative_to(ROOT).as_posix().encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def kept_outcome(name: str, state: str) -> Outcome | None:
    """Return what was kept of a folder that passed in this state."""
    path = _place_of(name)
    if not path.is_file():
        return None
    kept = Outcome(**json.loads(path.read_text("utf-8")))
    return kept if kept.state == state and kept.is_green else None


def keep_outcome(name: str, outcome: Outcome) -> None:
    """Keep what a folder came to, for the next run; several may run beside each other."""
    KEPT.mkdir(parents=True, exist_ok=True)
    _place_of(name).write_text(json.dumps(asdict(outcome), indent=1) + "\n", "utf-8")


def _place_of(name: str) -> Path:
    return KEPT / f"{name.replace('/', '-').replace('*', 'files')}.json"


def lay_out(python: WindowsPython, uv: Path) -> None:
    """Unpack Python and all libraries once, for this lock.

    Raises:
        Refused: The libraries cannot be had.

    """
    ours = "\r\n".join(map(spelt, (ROOT, ROOT / "packaging")))
    paths = f"python{python.short}.zip\r\n.\r\n{spelt(RECORD_LIBRARY)}\r\n..\\lib\r\n{ours}\r\n"
    named = {f"python{python.short}._pth": paths.encode("ascii")}
    for name, data in (python.files | named).items():
        path = PLACE / "python" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:  # another run may use it
            path.write_bytes(data)
    wanted = wanted_libraries(TOOLS)
    stamp = PLACE / "stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(PLACE / "lib", ignore_errors=True)
    install_libraries(PLACE / "lib", wanted, python, uv)
    stamp.write_text(wanted, "utf-8")


def run(machine: Wine, paths: Sequence[str], options: Sequence[str], state: str) -> Outcome:
    """Run pytest over `paths`, and return what it came to."""
    whole = {skip["tests"] for skip in skips()}
    paths = [path for path in paths if path not in whole]  # pytest takes a file that is named
    if not paths:
        return Outcome(state, NOTHING_THERE, 0, 0, {}, 0.0)
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *options, *paths]
    left_out = [option for skip in skips() for option in _options(skip)]
    before = os.times()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        if paths[0].startswith(JOURNEY):
            here = [sys.executable, *words, "--under-wine", f"--junitxml={report}"]
            done = subprocess.run(here, cwd=ROOT, check=False)
        else:
            there = [PLACE / "python" / "python.exe", *words, *left_out]
            told = ["--junitxml", spelt(Path(folder)) + "\\report.xml"]
            done = machine.run([*there, *told], cwd=ROOT, patience=PATIENCE, is_kept=False)
        is_told = report.is_file()
        tests = ET.parse(report).iter("testcase") if is_told else ()  # noqa: S314 - ours
        passed, failed, skipped = _counts(tests)
    after = os.times()
    spent = sum((after.children_user, after.children_system))
    spent -= sum((before.children_user, before.children_system))
    code = done.returncode if is_told else NO_ACCOUNT
    return Outcome(state, code, passed, failed, dict(skipped), round(spent, 1))


def _counts(tests: "Iterator[ET.Element] | tuple[()]") -> tuple[int, int, Counter[str]]:
    passed, failed, skipped = 0, 0, Counter[str]()
    for test in tests:
        skip = test.find("skipped")
        if skip is not None:
            skipped[skip.get("message", "")] += 1
        elif test.find("failure") is not None or test.find("error") is not None:
            failed += 1
        else:
            passed += 1
    return passed, failed, skipped


def account(outcomes: Mapping[str, Outcome]) -> int:
    """Say what each folder came to, and what was left out; return 1 where one failed."""
    print("\n".join(_told(name, each) for name, each in outcomes.items()))
    skipped = sum((Counter(each.skipped) for each in outcomes.values()), Counter[str]())
    print("Skipped by the tests themselves:")
    for reason, count in sorted(skipped.items()):
        print(f"  {count} times: {reason}")
    print(f"Left out, by {SKIPS.name}:")
    for skip in skips():
        print(f"  {skip['tests']}: {skip['reason']}")
    passed = sum(each.passed for each in outcomes.values())
    failed = sum(each.failed for each in outcomes.values())
    seconds = sum(each.seconds for each in outcomes.values())
    print(
        f"{passed} passed, {failed} failed, {skipped.total()} skipped, {len(skips())} entries left"
        f" out; {seconds / 60:.0f} minutes of processor time"
    )
    return 0 if all(each.is_green for each in outcomes.values()) else 1


def skips() -> list[dict[str, str]]:
    """Return what is left out, with its reason."""
    return tomllib.loads(SKIPS.read_text("utf-8"))["skip"]


def _options(skip: dict[str, str]) -> list[str]:
    tests = skip["tests"]
    return [f"--deselect={tests}"] if "::" in tests else [f"--ignore={tests}"]


if __name__ == "__main__":
    sys.exit(main())

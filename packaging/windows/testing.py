"""The tests of the core and of the record by a Windows Python, under Wine, from this folder.

./dev test --windows                  all of them
./dev test --windows tests/exports    those that are named; other words go to pytest

What is left out stands in `skips.toml`, each with its reason.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

from wanted import WINDOWS, pinned, wanted_distributions
from windows.contents import ROOT
from windows.python_embed import Refused, WindowsPython, for_proofs
from windows.under_wine import Wine, is_here, spelt, wine

PLACE = ROOT / "dist" / "windows" / "tests"
FOLDERS = (
    *("tests/session_forms", "tests/programme", "tests/exports"),
    *("tests/therapist_app/record", "tests/therapist_app/hygiene"),
)
TOOLS = ("pytest", "pytest-qt", "pytest-randomly", "hypothesis", "colorama", "highspy")
"""What the tests need beside the application; `pytest` asks for `colorama` on Windows alone."""
SKIPS = Path(__file__).with_name("skips.toml")
PATIENCE = 3600


def main() -> int:
    """Run them; return what pytest returns."""
    if not is_here():
        print("Wine, xvfb and mingw are needed; ./dev test --windows says how.", file=sys.stderr)
        return 1
    given = sys.argv[1:]
    folders = [each for each in given if each.startswith("tests")] or list(FOLDERS)
    options = [each for each in given if not each.startswith("tests")]
    uv = Path(sys.executable).with_name("uv")
    try:
        python = for_proofs(uv, ROOT / "dist" / "windows" / "python")
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    lay_out(python, uv)
    with wine() as machine:
        return run(machine, folders, options)


def lay_out(python: WindowsPython, uv: Path) -> None:
    """Unpack Python and all libraries once, for this lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    stamp = PLACE / "stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return
    for name, data in python.files.items():
        path = PLACE / "python" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    paths = f"python{python.short}.zip\n.\n..\\lib\n{spelt(ROOT)}\n{spelt(ROOT / 'packaging')}\n"
    (PLACE / "python" / f"python{python.short}._pth").write_text(paths, "ascii", newline="\r\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = wanted_distributions([*project["dependencies"], *TOOLS], WINDOWS)
    asked = PLACE / "lib.txt"
    asked.write_text(pinned(names, lock), "utf-8")
    install = [str(uv), "pip", "install", "--quiet", "--target", str(PLACE / "lib"), "--no-deps"]
    install += ["--python-platform", "x86_64-pc-windows-msvc", "--only-binary", ":all:"]
    install += ["--python-version", python.version, "--require-hashes", "-r", str(asked)]
    subprocess.run(install, check=True)
    stamp.write_text(lock, "utf-8")


def run(machine: Wine, folders: list[str], options: list[str]) -> int:
    """Run pytest over `folders`, and say what was left out."""
    skips = tomllib.loads(SKIPS.read_text("utf-8"))["skip"]
    left_out = [option for skip in skips for option in _options(skip)]
    command = [PLACE / "python" / "python.exe", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [*left_out, *options, *folders]
    done = machine.run(command, cwd=ROOT, patience=PATIENCE, is_kept=False)
    print(f"Left out, by {SKIPS.name}:")
    for skip in skips:
        print(f"  {skip['tests']}: {skip['reason']}")
    return done.returncode


def _options(skip: dict[str, str]) -> list[str]:
    tests = skip["tests"]
    return [f"--deselect={tests}"] if "::" in tests else [f"--ignore={tests}"]


if __name__ == "__main__":
    sys.exit(main())

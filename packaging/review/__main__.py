"""Build the review program in dist/sessions-review: one folder, that runs without a network.

It is the second package, for who reads and checks what services sent and has no record: the
commands of `python -m exports` with HiGHS, which solves the audit whole and would take a third of
the application's size. It has no window, no record and no Qt. To install it is to copy the folder.

./dev package review           builds it
./dev package review --prove   the same; `tests/support/bare_review.py` then works with it, as root
"""

import shutil
import sys
import tomllib
from pathlib import Path

import build
import fingerprint
from own_modules import modules_in, own_modules
from wheels import Unknown

NAME = "sessions-review"
PROGRAM = build.ROOT / "dist" / NAME / NAME
PACKAGES = ("session_forms", "programme", "exports")
OURS = ("licences", "README.md", *(f"{build.INSIDE}/{name}" for name in PACKAGES))
WITHOUT = ("PySide6", "shiboken6", "sqlcipher3", "Qt6", *build.UNWANTED)
PAGE = Path(__file__).parent / "README.md"


def requirements() -> tuple[str, ...]:
    """Return what the program needs of libraries: of the application's, and the solver."""
    project = tomllib.loads((build.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    reads = ("pydantic", "reportlab", "cryptography", "pyrage", "pypdf", "babel")
    wanted = [each for each in project["dependencies"] if each.startswith(reads)]
    return (*wanted, *project["optional-dependencies"]["review"])


def main() -> int:
    """Build the folder; return the exit code."""
    if not build.packed(Path(__file__).parent / "review.spec"):
        return 1
    folder = PROGRAM.parent
    shutil.copy(PAGE, folder)
    project = tomllib.loads((build.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        build.list_parts(PROGRAM, requirements(), OURS, project["version"], is_application=False)
    except Unknown as unknown:
        print(f"The review program is not as it must be: {unknown}.", file=sys.stderr)
        return 1
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    names = sorted({path.relative_to(folder).as_posix() for path in files})
    wrong = [f"{name} is there" for name in names if any(part in name for part in WITHOUT)]
    ours = frozenset().union(*(own_modules(build.ROOT, package) for package in PACKAGES))
    wrong += [f"{name} is missing" for name in sorted(ours - modules_in(PROGRAM))]
    if wrong:
        print(f"The review program is not as it must be: {', '.join(wrong)}.", file=sys.stderr)
        return 1
    words = fingerprint.listed(folder)
    (folder / fingerprint.LIST).write_text(words, "utf-8", newline="\n")
    size = sum(path.stat().st_size for path in files)
    print(f"{folder.relative_to(build.ROOT)}: {size / 1e6:.0f} MB in {len(files)} files")
    packed = shutil.make_archive(str(folder), "gztar", folder.parent, NAME)
    mark = fingerprint.digest(folder / fingerprint.LIST)
    print(f"{Path(packed).name}: {Path(packed).stat().st_size / 1e6:.0f} MB")
    print(f"Fingerprint of what is inside: {fingerprint.spelt(mark)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

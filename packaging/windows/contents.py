"""What the Windows program is made of: Python, libraries from the lock, our packages, the notices.

::

    python/     the embeddable Python; its `._pth` names the two folders below, and nothing else
    lib/        the libraries, from their wheels for Windows, without what nobody uses here
    app/        our packages, the documents where F1 reads on
    guides/     the same guides for a browser, one press from the Start menu
    licences/   the text of every licence
    record.cmd  the record's commands, for a console
    sessions.ico  the icon of the entries in the Start menu
    sbom.cdx.json  what all of it is from
    SHA256SUMS  every file with its digest; the digest of this list is the fingerprint
"""

import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import papers
from wanted import WINDOWS, pinned, wanted_distributions
from windows.python_embed import LEFT_OUT, Refused, WindowsPython

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
NEVER = "icuuc.dll"
"""Part of Windows since Windows 10; what stands in for it in proofs is nobody's library."""
QT = ("Core", "Gui", "Widgets", "Svg", "PrintSupport", "Test")
"""The parts of Qt that the application asks for; the demonstration presses keys by the last."""
QT_PLUGINS = {
    "platforms": {"qwindows.dll", "qoffscreen.dll"},
    "iconengines": {"qsvgicon.dll"},
    "imageformats": {"qsvg.dll"},
    "styles": {"qmodernwindowsstyle.dll"},
}
RUNTIME = re.compile(r"(msvcp140|vcruntime140|concrt140)\w*\.dll")
QT_ALWAYS = {"__init__.py", "_config.py", "_git_pyside_version.py", "pyside6.abi3.dll"}
PIL_LEFT_OUT = re.compile(r"_(avif|webp|imagingft|imagingcms|imagingtk)\.")
NOT_RUN = frozenset({".pyi", ".lib", ".h", ".po", ".pot", ".typed", ".pxd", ".c"})
RECORD_COMMAND = """@echo off
rem Checks the record, puts a backup back, saves what can be read: record.cmd --help
"%~dp0python\\python.exe" -m therapist_app record %*
"""


def is_kept(path: PurePosixPath) -> bool:
    """Say whether a file of the libraries is used by anything here; `path` is within `lib`."""
    if path.suffix in NOT_RUN or path.parts[0] in ("bin", "share", "Scripts", ".lock"):
        return False
    if path.parts[:2] == ("reportlab", "fonts"):  # paper has our own faces embedded
        return False
    if path.parts[0] == "PySide6":
        return _is_kept_of_qt(path)
    if path.parts[0] == "PIL":
        return not PIL_LEFT_OUT.match(path.name)
    if path.parts[:2] == ("babel", "locale-data"):
        return path.stem in _languages()
    if "dist-info" in path.parts[0]:
        return (
            path.name in ("METADATA", "RECORD")
            or not {"licenses", "sboms"}.isdisjoint(path.parts)
            or "LICENSE" in path.name
        )
    return "tests" not in path.parts


def _is_kept_of_qt(path: PurePosixPath) -> bool:
    if len(path.parts) == 2:  # noqa: PLR2004 - PySide6 and the file
        named = {f"Qt6{part}.dll" for part in QT} | {f"Qt{part}.pyd" for part in QT}
        is_runtime = RUNTIME.fullmatch(path.name) is not None
        return is_runtime or path.name in named | QT_ALWAYS
    match path.parts[1:]:
        case ("translations", name):
            return name.startswith("qtbase_")
        case ("plugins", kind, name):
            return name in QT_PLUGINS.get(kind, ())
        case ("support", *_):
            return True
    return False


def _languages() -> frozenset[str]:
    """Return the languages whose days and numbers are needed; Babel brings eight hundred."""
    ours = {path.name for path in (ROOT / "session_forms" / "locale").glob("*") if path.is_dir()}
    return frozenset({"root", "en", *ours, *(name.split("_")[0] for name in ours)})


def lay_out(tree: Path, python: WindowsPython, libraries: Path) -> None:
    """Put everything into the folder `tree`, which is made anew; `libraries` are copied."""
    shutil.rmtree(tree, ignore_errors=True)
    put_python(tree / "python", python)
    shutil.copytree(libraries, tree / "lib")
    _put_ours(tree / "app")
    papers.put_beside(tree)
    (tree / "record.cmd").write_text(RECORD_COMMAND, "ascii", newline="\r\n")
    stray = [path for path in tree.rglob("*") if path.name.casefold() == NEVER]
    assert stray == [], stray


def put_python(folder: Path, python: WindowsPython) -> None:
    """Put Python into a new folder, told where to find the libraries and our packages."""
    folder.mkdir(parents=True)
    for name, data in python.files.items():
        if name not in LEFT_OUT:
            (folder / name).write_bytes(data)
    paths = f"python{python.short}.zip\n.\n..\\lib\n..\\app\n"
    (folder / f"python{python.short}._pth").write_text(paths, "ascii", newline="\r\n")


def wanted_libraries(more: Iterable[str] = ()) -> str:
    """Return the part of the lock that pins what runs on Windows, and what `more` names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = wanted_distributions([*project["dependencies"], *more], WINDOWS)
    return pinned(names, (ROOT / "requirements.lock").read_text("utf-8"))


def install_libraries(folder: Path, wanted: str, python: WindowsPython, uv: Path) -> None:
    """Unpack wheels for Windows into a folder, each told by its hashes.

    Raises:
        Refused: One of them cannot be had.

    """
    with tempfile.TemporaryDirectory() as beside:
        asked = Path(beside, "lib.txt")
        asked.write_text(wanted, "utf-8")
        install = [str(uv), "pip", "install", "--quiet", "--target", str(folder), "--no-deps"]
        install += ["--python-platform", "x86_64-pc-windows-msvc", "--only-binary", ":all:"]
        install += ["--python-version", python.version, "--require-hashes", "-r", str(asked)]
        if subprocess.run(install, check=False).returncode != 0:
            raise Refused(
                "The libraries for Windows could not be had from the package index; the lines "
                "above say which. Run this again where pip can install."
            )


def put_libraries(folder: Path, python: WindowsPython, uv: Path) -> None:
    """Put the libraries that the program uses, and of each what is used, into a new folder.

    Raises:
        Refused: One of them cannot be had.

    """
    install_libraries(folder, wanted_libraries(), python, uv)
    for path in _files(folder):
        if not is_kept(PurePosixPath(path.relative_to(folder).as_posix())):
            path.unlink()
    _remove_empty(folder)


def _put_ours(folder: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.pyc"),
        )
    for path, within in papers.read_in_the_window():
        (folder / within).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / within / path.name)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()

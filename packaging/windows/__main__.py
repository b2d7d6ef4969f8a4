"""Build the Windows program and its installer on Linux, then prove it under Wine.

./dev package windows                 with a Python for proofs: the file is named PROOF-ONLY
./dev package windows --python ZIP    with the publisher's embeddable Python, told by its digest
./dev package windows --no-proof      builds only
./dev package windows --quick         packs faster, into a larger file
./dev package windows --earlier SETUP proves an upgrade from that installer, and the way back

What was done for the same tree is not done again: the libraries are unpacked and compiled once for
a lock, the installer is packed once, and proved once; `./dev clean` begins anew.
"""

import argparse
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import fingerprint
import licences
import papers
import sbom
from icon.drawing import ico
from messages import catalogues, compile_catalogue
from wheels import Unknown, unpacked
from windows import record_library, under_wine
from windows.contents import ROOT, lay_out, put_libraries, put_python, wanted_libraries
from windows.installer import SCRIPT, Setup, pack, setup_name
from windows.once import Once
from windows.proof import prove
from windows.python_embed import Refused, WindowsPython, for_proofs, pins, publishers, signer_of
from windows.record_library import RecordLibrary
from windows.under_wine import Wine

DIST = ROOT / "dist" / "windows"
LARGEST_SETUP, LARGEST_TREE = 75e6, 220e6
"""Bytes of the installer, and of what it installs."""
LIBRARIES_WITH = (
    Path(__file__).with_name("contents.py"),
    Path(__file__).with_name("record_library.py"),
)
OURS = ("app", *papers.BESIDE, "record.cmd", "sessions.ico")
"""What of the tree is not from anybody else."""
OPENSSL_OF_PYTHON = "python/libcrypto-3.dll"
PACKS_WITH = (SCRIPT, Path(__file__).with_name("installer.py"))
"""The code that decides what comes of the same input."""


def main() -> int:
    """Build and prove; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the Windows program.")
    parser.add_argument("--python", type=Path, metavar="ZIP", help="the publisher's Python")
    parser.add_argument("--no-proof", action="store_true", help="do not try it under Wine")
    parser.add_argument("--quick", action="store_true", help="pack faster, into a larger file")
    parser.add_argument("--earlier", type=Path, metavar="SETUP", help="prove an upgrade from it")
    options = parser.parse_args()
    if not under_wine.is_here():
        print("Wine, xvfb and mingw are needed; ./dev package windows says how.", file=sys.stderr)
        return 1
    if options.earlier and not options.earlier.is_file():
        print(f"{options.earlier} is not there: give the place of a set-up.", file=sys.stderr)
        return 1
    wrong = [line for path in catalogues() for line in compile_catalogue(path)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    uv = Path(sys.executable).with_name("uv")
    try:
        python = publishers(options.python) if options.python else for_proofs(uv, DIST / "python")
        say_signer(python)
        setup = build(python, uv, is_quick=options.quick)
    except (Refused, Unknown) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0 if options.no_proof else prove(setup, DIST, options.earlier)


def say_signer(python: WindowsPython) -> None:
    """Say whose signature the program carries, and refuse a stranger's.

    Raises:
        Refused: Somebody else signed it, or it is not as it was signed.

    """
    signer = signer_of(python.files["python.exe"])
    wanted = pins()["publisher"]["signer"]
    if signer is None:
        print("The signature of python.exe was not looked at: osslsigncode is not here.")
    elif signer != wanted:
        raise Refused(f"python.exe is not as {wanted} signed it.")
    else:
        print(f"Python {python.version}, python.exe signed by {signer}.")


def build(python: WindowsPython, uv: Path, *, is_quick: bool) -> Path:
    """Return the installer of a tree that was laid out anew.

    Raises:
        Refused: The libraries cannot be had.

    """
    tree = DIST / "sessions"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    with under_wine.wine(DIST) as wine:
        record = record_library.built(python, uv, DIST / record_library.FOLDER)
        lay_out(tree, python, compiled_libraries(wine, python, uv, record))
        (tree / "sessions.ico").write_bytes(ico())
        licences.collect(unpacked(tree / "lib"), tree / "licences", extra=beside(python, record))
        texts = tree / "licences" / licences.TEXT
        shutil.copy(texts, tree / "app" / "therapist_app" / licences.TEXT)
        compile_code(wine, tree / "python", tree, "app")
    put_list(tree, version, beside(python, record))
    mark = fingerprint.stamp(
        tree,
        tree / "app",
        system="windows",
        is_for_proofs=python.is_for_proofs,
        is_python_compared=python.is_compared,
    )
    setup = DIST / setup_name(version, is_for_proofs=python.is_for_proofs)
    once = Once(DIST / "packed", setup, mark, *PACKS_WITH, str(is_quick))
    if once.is_done:
        print("The same was packed before.")
    else:
        pack(tree, setup, Setup(version, mark, python.is_for_proofs, is_quick=is_quick))
        once.done()
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file())
    packed = setup.stat().st_size
    print(f"{setup.relative_to(ROOT)}: {packed / 1e6:.1f} MB, installed {size / 1e6:.0f} MB")
    print(f"SHA-256 of the file: {fingerprint.digest(setup)}")
    print(f"Fingerprint of what is inside: {fingerprint.spelt(mark)}")
    print("It is not signed: see packaging/README.md.")
    if not python.is_compared:
        print("The Python inside was not compared with its publisher's page.")
    if packed >= LARGEST_SETUP or size >= LARGEST_TREE:
        raise SystemExit("The program is larger than it may be: 75 MB, installed 220 MB.")
    return setup


def beside(python: WindowsPython, record: RecordLibrary) -> list[tuple[str, str, str]]:
    """Return name, licence and text of what is in the program and is no library from a wheel."""
    return [
        (f"Python {python.version}", "PSF-2.0", _licence(python)),
        (f"OpenSSL {python.openssl}", "Apache-2.0", "Inside Python, for its digests.\n"),
        *record.parts(),
    ]


def put_list(tree: Path, version: str, extra: Sequence[tuple[str, str, str]]) -> None:
    """Put the list of parts into a finished tree, and take out what it was made of."""
    python, its_openssl, *_ = (name for name, _licence, _text in extra)
    places = dict.fromkeys(OURS, sbom.OURS) | {"python": python, OPENSSL_OF_PYTHON: its_openssl}
    libraries = list(unpacked(tree / "lib"))
    named = [(name, licence) for name, licence, _text in extra]
    for name, licence, files in licences.among_ours("app"):
        named.append((name, licence))
        places |= dict.fromkeys(files, name)
    for library in libraries:
        (library.folder / "RECORD").unlink()
    sbom.write(tree, libraries, version, below="lib", extra=named, places=places)


def compiled_libraries(wine: Wine, python: WindowsPython, uv: Path, record: RecordLibrary) -> Path:
    """Return the folder of the libraries, which are unpacked and compiled once for a lock.

    The wheel of the record's library has its module replaced by the one that was built here.

    Raises:
        Refused: One of them cannot be had, or the record's is not like its wheel.

    """
    place = DIST / "libraries"
    inputs = (python.digest, wanted_libraries(), record.file, *LIBRARIES_WITH)
    once = Once(place / "stamp", place / "lib", *inputs)
    if not once.is_done:
        shutil.rmtree(place, ignore_errors=True)
        put_python(place / "python", python)
        put_libraries(place / "lib", python, uv)
        record_library.compared(wine, place / "python" / "python.exe", record)
        module = place / "lib" / record.file.parent.name / record.file.name
        module.unlink()
        shutil.copy(record.file, module)
        compile_code(wine, place / "python", place, "lib")
        once.done()
    return place / "lib"


def compile_code(wine: Wine, python: Path, tree: Path, folder: str) -> None:
    """Compile a folder of a tree by the very Python that will run it, whatever was compiled before.

    What looks at times would be written anew where it is installed, and be no longer as packed.
    """
    command = [python / "python.exe", "-m", "compileall", "-f", "-q", "-s", under_wine.spelt(tree)]
    command += ["--invalidation-mode", "unchecked-hash", under_wine.spelt(tree / folder)]
    done = wine.run(command)
    if done.returncode != 0:
        raise SystemExit(f"The code could not be compiled:\n{done.stdout}{done.stderr}")


def _licence(python: WindowsPython) -> str:
    return python.files["LICENSE.txt"].decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())

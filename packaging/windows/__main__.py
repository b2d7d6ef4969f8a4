"""Build the Windows program and its installer on Linux, then prove it under Wine.

./dev package windows                 with a Python for proofs: the file is named PROOF-ONLY
./dev package windows --python ZIP    with the publisher's embeddable Python, told by its digest
./dev package windows --no-proof      builds only
./dev package windows --quick         packs faster, into a larger file
"""

import argparse
import shutil
import sys
import tomllib
from pathlib import Path

import fingerprint
import licences
import sbom
from icon.drawing import ico
from messages import catalogues, compile_catalogue
from windows import under_wine
from windows.contents import ROOT, lay_out
from windows.installer import Setup, pack, setup_name
from windows.proof import prove
from windows.python_embed import Refused, WindowsPython, for_proofs, pins, publishers, signer_of

DIST = ROOT / "dist" / "windows"
LARGEST_SETUP, LARGEST_TREE = 75e6, 220e6
"""Bytes of the installer, and of what it installs."""


def main() -> int:
    """Build and prove; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the Windows program.")
    parser.add_argument("--python", type=Path, metavar="ZIP", help="the publisher's Python")
    parser.add_argument("--no-proof", action="store_true", help="do not try it under Wine")
    parser.add_argument("--quick", action="store_true", help="pack faster, into a larger file")
    options = parser.parse_args()
    if not under_wine.is_here():
        print("Wine, xvfb and mingw are needed; ./dev package windows says how.", file=sys.stderr)
        return 1
    uv = Path(sys.executable).with_name("uv")
    try:
        python = publishers(options.python) if options.python else for_proofs(uv, DIST / "python")
        say_signer(python)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    wrong = [line for path in catalogues() for line in compile_catalogue(path)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    setup = build(python, uv, is_quick=options.quick)
    return 0 if options.no_proof else prove(setup, DIST)


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
    """Return the installer of a tree that was laid out anew."""
    tree = DIST / "sessions"
    lay_out(tree, python, uv)
    (tree / "sessions.ico").write_bytes(ico())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    own = (f"Python {python.version}", "PSF-2.0")
    licences.collect(tree / "lib", tree / "licences", extra=[(*own, _licence(python))])
    sbom.write(tree, tree / "lib", version, extra=[own])
    shutil.copy(tree / "licences" / licences.TEXT, tree / "app" / "therapist_app" / licences.TEXT)
    compile_code(tree)
    mark = fingerprint.stamp(
        tree, tree / "app", system="windows", is_for_proofs=python.is_for_proofs
    )
    setup = DIST / setup_name(version, is_for_proofs=python.is_for_proofs)
    pack(tree, setup, Setup(version, mark, python.is_for_proofs, is_quick=is_quick))
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file())
    packed = setup.stat().st_size
    print(f"{setup.relative_to(ROOT)}: {packed / 1e6:.1f} MB, installed {size / 1e6:.0f} MB")
    print(f"SHA-256 of the file: {fingerprint.digest(setup)}")
    print(f"Fingerprint of what is inside: {fingerprint.spelt(mark)}")
    print("It is not signed: see packaging/README.md.")
    if packed >= LARGEST_SETUP or size >= LARGEST_TREE:
        raise SystemExit("The program is larger than it may be: 75 MB, installed 220 MB.")
    return setup


def compile_code(tree: Path) -> None:
    """Compile our packages and the libraries by the very Python that will run them."""
    with under_wine.wine() as wine:
        command = [tree / "python" / "python.exe", "-m", "compileall", "-q"]
        command += ["-s", under_wine.spelt(tree), "--invalidation-mode", "unchecked-hash"]
        done = wine.run([*command, under_wine.spelt(tree / "lib"), under_wine.spelt(tree / "app")])
    if done.returncode != 0:
        raise SystemExit(f"The code could not be compiled:\n{done.stdout}{done.stderr}")


def _licence(python: WindowsPython) -> str:
    return python.files["LICENSE.txt"].decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())

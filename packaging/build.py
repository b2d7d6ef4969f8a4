"""Build the one-folder bundle in dist/, then let it prove itself by the demo.

./dev package             builds, and runs the demo with the bundle
./dev package --no-demo   builds only
--system-openssl          leaves out OpenSSL, which whoever installs it then takes from the system
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

import fingerprint
import licences
import papers
import sbom
from messages import catalogues, compile_catalogue
from own_modules import modules_in, own_modules
from wanted import HERE, wanted_distributions
from wheels import Unknown, unpacked

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "sessions"
PROGRAM = BUNDLE / ("sessions.exe" if sys.platform == "win32" else "sessions")
OPENSSL = "libcrypto.so*"
INSIDE = "_internal"
"""Where the bundle has all but the program itself."""
OURS = (
    *papers.BESIDE,
    *(f"{INSIDE}/{name}" for name in papers.names_in_the_window()),
    *(f"{INSIDE}/{name}" for name in ("session_forms", "programme", "exports", "therapist_app")),
)
"""What of it is not from anybody else."""
UNWANTED = (
    *("Network", "Quick", "Qml", "libssl", "_ssl", "gnutls", "libgtk", "libcups.so", "readline"),
    *("pytest", "hypothesis", "mypy", "setuptools"),
)
"""The application is offline, and what checks it stays with the developers."""
WANTED = ("libxcb-cursor.so.0",) if sys.platform == "linux" else ()
"""What windows need, and many a desktop lacks."""


def packed(recipe: Path) -> bool:
    """Let PyInstaller make what a recipe says, in dist/; return whether it could.

    It packs modules in the order of a set, which would be another in each run.
    """
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    build += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    around = os.environ | {"PYTHONHASHSEED": "0"}
    if subprocess.run([*build, str(recipe)], check=False, env=around).returncode == 0:
        return True
    print("PyInstaller could not build the bundle; the lines above say why.", file=sys.stderr)
    return False


def main() -> int:
    """Build, then start the bundle without a display; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the one-folder bundle.")
    parser.add_argument("--no-demo", action="store_true", help="do not run the demo afterwards")
    parser.add_argument("--system-openssl", action="store_true", help="leave out OpenSSL")
    options = parser.parse_args()
    wrong = [line for path in catalogues() for line in compile_catalogue(path)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    if not packed(ROOT / "packaging" / "app.spec"):
        return 1
    if options.system_openssl:
        for library in (BUNDLE / INSIDE).glob(OPENSSL):
            library.unlink()
    files = [file for file in BUNDLE.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files)
    print(f"{BUNDLE.relative_to(ROOT)}: {size / 1e6:.0f} MB in {len(files)} files", flush=True)
    try:
        add_papers()
    except Unknown as unknown:
        print(f"The bundle is not as it must be: {unknown}.", file=sys.stderr)
        return 1
    names = {file.name for file in files}
    wrong = [f"{name} is missing" for name in WANTED if name not in names]
    wrong += [
        f"{name} is there" for name in sorted(names) if any(part in name for part in UNWANTED)
    ]
    wrong += [f"{name} is missing" for name in sorted(own_modules(ROOT) - modules_in(PROGRAM))]
    if wrong:
        print(f"The bundle is not as it must be: {', '.join(wrong)}.", file=sys.stderr)
        return 1
    return 0 if options.no_demo else prove()


def add_papers() -> None:
    """Put the text of every licence, the guides and the fingerprint into the bundle."""
    inside = BUNDLE / INSIDE
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    papers.put_beside(BUNDLE)
    list_parts(PROGRAM, project["dependencies"], OURS, project["version"])
    mark = fingerprint.stamp(BUNDLE, inside, system=sys.platform, is_for_proofs=False)
    print(f"Fingerprint of what is inside: {fingerprint.spelt(mark)}", flush=True)


def list_parts(
    program: Path,
    requirements: Iterable[str],
    ours: Iterable[str],
    version: str,
    *,
    is_application: bool = True,
) -> None:
    """Put the text of every licence beside a program, and the list of all that it is made of.

    `ours` is what of the folder is not from anybody else.

    Raises:
        Unknown: The licence of something is not known, or nothing tells where a file is from.

    """
    bundle, inside = program.parent, program.parent / INSIDE
    python, packer = licences.of_python(), licences.of_packer()
    extra = [python, packer]
    places = dict.fromkeys(ours, sbom.OURS) | {program.name: packer[0]}
    if sys.platform == "linux":
        theirs = {path.name for path in Path(sysconfig.get_path("platlib")).rglob("*.so*")}
        beside = [
            path
            for path in inside.glob("*.so*")
            if path.name not in theirs and not path.is_symlink() and "libpython" not in path.name
        ]
        packages = licences.of_system_libraries(beside)
        extra += [work for work, _files in packages]
        places |= {f"{INSIDE}/{file}": work[0] for work, files in packages for file in files}
    places |= {
        f"{INSIDE}/{path.name}": python[0]
        for path in inside.iterdir()
        if path.name == "base_library.zip" or path.name.startswith(("python3", "libpython"))
    }
    libraries = Path(sysconfig.get_path("purelib"))
    wheels = list(unpacked(libraries, wanted_distributions(requirements, HERE)))
    licences.collect(wheels, bundle / "licences", extra=extra, is_application=is_application)
    if is_application:
        shutil.copy(bundle / "licences" / licences.TEXT, inside / "therapist_app" / licences.TEXT)
    named = [(name, licence) for name, licence, _text in extra]
    for name, licence, files in licences.among_ours(INSIDE, is_application=is_application):
        named.append((name, licence))
        places |= dict.fromkeys(files, name)
    sbom.write(bundle, wheels, version, below=INSIDE, extra=named, places=places)


def prove() -> int:
    """Start the bundle and run its demo with nothing but itself, in an empty folder, unseen."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        if run(folder, "--version") == 0:
            print(f"It starts and ends in {time.perf_counter() - began:.2f} s.", flush=True)
        failed = run(folder, "demo", "--out", f"{folder}/out", "--clients", "8", "--seed", "1")
    print(f"The bundle {'failed' if failed else 'passed'} the demo.")
    return failed


def run(folder: str, *arguments: str) -> int:
    """Run the bundled program as someone with no settings; return its exit code."""
    environment = dict(os.environ) if sys.platform == "win32" else {"PATH": "/usr/bin:/bin"}
    environment |= {"HOME": folder, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    command = [str(PROGRAM), *arguments]
    return subprocess.run(command, check=False, cwd=folder, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())

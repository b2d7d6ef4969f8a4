"""Build the record's library for Windows from its makers' source, with the OpenSSL of Debian.

The wheel on PyPI has an OpenSSL inside that nothing but a new wheel makes newer. The same pinned
source is compiled by mingw, with the part of Debian's newest OpenSSL that it calls, and is taken
only if a Windows Python is told the same by both, but for what the compiler decides.
"""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import own_sqlcipher as own
from windows.contents import ROOT, wanted_libraries
from windows.debian_source import fetched
from windows.installer import LONG_AGO
from windows.once import Once
from windows.python_embed import Refused, WindowsPython, downloaded
from windows.under_wine import COMPILER, Wine, spelt

FOLDER = "record-library"
"""Where it is built, and where the tests under Wine find it."""
TOOLS = COMPILER.removesuffix("gcc")
NOWHERE = "/nowhere"
"""Where its OpenSSL would look for settings, which it never does."""
CONFIGURE = (
    *("mingw64", f"--cross-compile-prefix={TOOLS}", "-fstack-protector-strong"),
    *(f"--prefix={NOWHERE}", f"--openssldir={NOWHERE}", "no-bulk", "no-autoload-config"),
    *("no-ssl", "no-tls", "no-dtls", "no-quic", "no-slh-dsa", "no-scrypt", "no-argon2"),
    *("no-module", "no-dso", "no-engine", "no-legacy", "no-http", "no-sock", "no-rfc3779"),
    *("no-apps", "no-tests", "no-docs", "no-padlockeng", "no-capieng"),
)
"""Ciphers, digests and random bytes remain: no network, no certificates, nothing that is loaded."""
COMPILE = ("-O2", "-DNDEBUG", "-fstack-protector-strong", "-c", "-w")
LINK = (
    *("-shared", "-s", "-static-libgcc", "-Wl,--no-insert-timestamp"),
    "-Wl,--disable-auto-image-base",  # which is made from the place that it is written to
)
SYSTEM = ("ws2_32", "crypt32", "bcrypt", "gdi32", "advapi32", "user32")
OF_WINDOWS = frozenset((*SYSTEM, "kernel32", "msvcrt"))
"""The libraries of Windows itself, which it may load."""
ASK_SETUP = """
import json, runpy, setuptools
found = {}
setuptools.setup = lambda **given: found.update(given)
runpy.run_path("setup.py", run_name="__main__")
[module] = found["ext_modules"]
print(json.dumps([module.sources, module.define_macros]))
"""
"""What the makers compile, and by which options, as their own script tells it."""


@dataclass(frozen=True, slots=True)
class RecordLibrary:
    """What was built.

    Attributes:
        file: The module, named as Windows' Python names it.
        openssl: The version of Debian's source.
        licence: The words of the licence of OpenSSL.

    """

    file: Path
    openssl: str
    licence: str

    def parts(self) -> list[tuple[str, str, str]]:
        """Return name, licence and text of what was compiled into it."""
        listed = "as Debian lists it"
        found = [(f"OpenSSL {self.openssl}", "Apache-2.0", self.licence)]
        for library in ("libmingwex.a", "libgcc.a"):
            place = Path(_said([COMPILER, f"-print-file-name={library}"]).strip()).resolve()
            package = _said(["dpkg-query", "-S", str(place)]).split(":")[0]
            version = _said(["dpkg-query", "-W", "-f", "${Version}", package])
            words = Path("/usr/share/doc", package, "copyright").read_text("utf-8", "replace")
            found.append((f"{package} {version}", listed, words))
        return found


def built(python: WindowsPython, uv: Path, place: Path) -> RecordLibrary:
    """Return the library, built in the folder `place` unless it was.

    Raises:
        Refused: A source cannot be had, or it is not what it should be.

    """
    crypto = place / "openssl"
    described = fetched("openssl", place / "sources")
    headers = fetched(f"python{python.short[0]}.{python.short[1:]}", place / "sources")
    openssl = described.stem.removeprefix("openssl_")
    compiler = _said([COMPILER, "--version"])
    once = Once(place / "openssl.made", crypto / "libcrypto.a", openssl, compiler, *CONFIGURE)
    if not once.is_done:
        print(f"Building OpenSSL {openssl} for Windows: minutes, once for a version.", flush=True)
        build_openssl(described, crypto)
        once.done()
    pinned = own.pin(wanted_libraries(), own.PACKAGE)
    module = place / "lib" / own.PACKAGE / f"_sqlite3.cp{python.short}-win_amd64.pyd"
    inputs = (once.key, python.digest, pinned, headers.name, Path(__file__))
    once = Once(place / "module.made", module, *inputs)
    if not once.is_done:
        print(f"Building {own.PACKAGE} for Windows from its source.", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            build_module(python, Path(folder), (pinned, uv, place), headers, module)
        once.done()
    return RecordLibrary(module, openssl, (crypto / "LICENSE.txt").read_text("utf-8"))


def build_openssl(described: Path, place: Path) -> None:
    """Put the library, its headers and its licence into a new folder.

    Raises:
        Refused: It cannot be compiled.

    """
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        source, work = Path(folder, "source"), Path(folder, "work")
        _run(["dpkg-source", "-q", "-x", str(described), str(source)])
        work.mkdir()
        _run(["perl", str(source / "Configure"), *CONFIGURE], work)
        _run(["make", "-j2", "build_generated", "libcrypto.a"], work)
        for headers in (source / "include", work / "include"):
            shutil.copytree(headers, place / "include", dirs_exist_ok=True)
        for path in (source / "LICENSE.txt", work / "libcrypto.a"):
            shutil.copy(path, place)


def build_module(
    python: WindowsPython,
    folder: Path,
    had: tuple[str, Path, Path],
    headers: Path,
    module: Path,
) -> None:
    """Compile and link the module, and put the package around it where it belongs.

    `had` are the pin of the source, uv, and the folder where all is built.

    Raises:
        Refused: It cannot be compiled, calls more than was looked at, or loads what is not there.

    """
    pinned, uv, place = had
    with tarfile.open(downloaded(pinned, uv, folder / "had")) as archive:
        archive.extractall(folder, filter="data")
    [source] = folder.glob(f"{own.PACKAGE}-*")
    _put_headers(headers, folder / "python")
    (folder / python_library(python)).write_bytes(python.files[python_library(python)])
    sources, macros = json.loads(_said([sys.executable, "-c", ASK_SETUP], source))
    options = [f"-D{name}={value}" for name, value in macros]
    options += [f"-I{path}" for path in (folder / "python", place / "openssl" / "include", "src")]
    options.append(f"-ffile-prefix-map={folder}=.")  # where it is built stands nowhere in it
    objects = [str(folder / f"{Path(each).stem}.o") for each in sources]
    for each, compiled in zip(sources, objects, strict=True):
        _run([COMPILER, *COMPILE, *options, each, "-o", compiled], source)
    crypto = str(place / "openssl" / "libcrypto.a")
    if more := calls(objects, crypto) - own.CALLS:
        raise Refused(f"{own.PACKAGE} calls {', '.join(sorted(more))} as well, see CALLS.")
    shutil.rmtree(module.parent, ignore_errors=True)
    module.parent.mkdir(parents=True)
    linked = [*objects, crypto, str(folder / python_library(python))]
    _run([COMPILER, *LINK, "-o", str(module), *linked, *(f"-l{each}" for each in SYSTEM)])
    if strange := loads(module) - OF_WINDOWS - {python_library(python).removesuffix(".dll")}:
        raise Refused(f"{module.name} loads {', '.join(sorted(strange))}, which nobody brings.")
    for path in (source / own.PACKAGE).glob("*.py"):
        shutil.copy(path, module.parent)


def python_library(python: WindowsPython) -> str:
    """Return the name of the library that a module of Python is linked with."""
    return f"python{python.short}.dll"


def _put_headers(described: Path, folder: Path) -> None:
    """Put the headers of Python into a folder, those for Windows among them."""
    [archive] = described.parent.glob(f"{described.stem.split('-')[0]}.orig.tar.*z")
    folder.mkdir()
    wanted = ["--wildcards", "*/Include/*", "*/PC/pyconfig.h*"]
    _run(["tar", "-xf", str(archive), "-C", str(folder), "--strip-components=2", *wanted])
    (folder / "pyconfig.h.in").rename(folder / "pyconfig.h")


def calls(objects: Sequence[str], library: str) -> set[str]:
    """Return the functions of a library that object files call."""
    asked = _said([f"{TOOLS}nm", "--undefined-only", *objects])
    given = _said([f"{TOOLS}nm", "--defined-only", library])
    return {*re.findall(r" U (\w+)", asked)} & {*re.findall(r" T (\w+)", given)}


def loads(module: Path) -> set[str]:
    """Return the libraries that Windows loads for a module, in small letters, without ``.dll``."""
    told = _said([f"{TOOLS}objdump", "-p", str(module)])
    names = re.findall(r"DLL Name: (\S+)", told)
    return {name.lower().removesuffix(".dll") for name in names}


def compared(wine: Wine, python: Path, library: RecordLibrary) -> None:
    """Have a Windows Python tell of the wheel, which it finds by itself, and of what was built.

    It leaves nothing compiled beside them, which would be packed with the name of this folder.

    Raises:
        Refused: They differ, or the OpenSSL of the wheel is newer.

    """
    ours, theirs = _told(wine, python, library.file.parents[1]), _told(wine, python, None)
    if ours["file"] == theirs["file"]:
        raise Refused(f"{ours['file']} was loaded in its place.")
    if apart := own.differences(theirs["told"], ours["told"]):
        raise Refused(f"The library of the record differs from the wheel: {'; '.join(apart)}.")
    if date.fromisoformat(ours["openssl"]) < date.fromisoformat(theirs["openssl"]):
        raise Refused(f"Its OpenSSL is of {ours['openssl']}, the wheel's of {theirs['openssl']}.")
    print(f"OpenSSL of {ours['openssl']} in place of {theirs['openssl']}; the rest is alike.")


def _told(wine: Wine, python: Path, folder: Path | None) -> own.Told:
    places = [spelt(path) for path in (ROOT, folder) if path]
    ask = "".join(f"import sys; sys.path.insert(0, {place!r})\n" for place in places) + own.ASK
    with tempfile.TemporaryDirectory() as beside:
        script = Path(beside, "ask.py")
        script.write_text(ask, "utf-8")
        done = wine.run([python, "-B", spelt(script)])
    if done.returncode != 0:
        raise Refused(f"The library of the record cannot be loaded:\n{done.stderr[-2000:]}")
    told: own.Told = json.loads(done.stdout.splitlines()[0])
    return told


def _said(command: Sequence[str], cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def _run(command: Sequence[str], cwd: Path | None = None) -> None:
    around = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "SOURCE_DATE_EPOCH": str(LONG_AGO)}
    done = subprocess.run(command, cwd=cwd, env=around, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"{command[0]} did not do it:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")

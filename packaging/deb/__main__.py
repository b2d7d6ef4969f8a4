"""Build the Debian package out of the bundle in dist/sessions, and look it over with lintian.

./dev package deb             builds the bundle first
./dev package deb --no-build  takes the bundle that is there
./dev package deb --twice     builds all of it a second time, and fails where a byte differs
./dev package deb --prove     the same; `tests/support/bare_debian.py` then works with it
"""

import argparse
import gzip
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import fingerprint
from icon.drawing import DRAWING, png

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
BUNDLE = ROOT / "dist" / "sessions"
LARGEST_TREE = 220e6
"""Bytes of what the package installs; the checklist for a new clinic tells it."""
LONG_AGO = 1_700_000_000
"""The time of every file in the package: the same tree gives the same bytes."""
MAINTAINER = "The makers of Sessions <security@sessions.invalid>"
CONTROL = """Package: sessions
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: libc6 (>= {libc}), {openssl}, libegl1, libgl1, libdbus-1-3
Recommends: libcups2t64 | libcups2
Section: misc
Priority: optional
Description: plan, hold and write up sessions of a structured programme
 Guides a therapist through a structured programme with forms, keeps an
 encrypted record on this computer, and makes pseudonymised summaries.
 .
 It opens no connection to any network.
"""
COPYRIGHT = """Copyright (C) 2026 the makers of Sessions

Sessions is under the Apache License 2.0, which stands on Debian systems in
/usr/share/common-licenses/Apache-2.0.

It brings Python, Qt and other libraries. The licence of each, and its text,
stand in /usr/lib/sessions/licences/LICENCES.txt; the program shows them under
About this application.
"""


def main() -> int:
    """Build the package; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the Debian package.")
    parser.add_argument("--no-build", action="store_true", help="take the bundle that is there")
    parser.add_argument("--twice", action="store_true", help="build twice, and compare the bytes")
    options = parser.parse_args()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    tree, package = ROOT / "dist" / "deb", ROOT / "dist" / package_name(version)
    made = set()
    for _ in range(2 if options.twice else 1):
        if not options.no_build and not build():
            return 1
        lay_out(tree, version)
        pack(tree, package)
        made.add(fingerprint.digest(package))
    packed, size = package.stat().st_size, _size(tree) * 1024
    print(f"{package.relative_to(ROOT)}: {packed / 1e6:.1f} MB, installed {size / 1e6:.0f} MB")
    print(*(f"SHA-256 of the file: {each}" for each in sorted(made)), sep="\n")
    if len(made) > 1:
        print("Two builds of the same code differ.", file=sys.stderr)
        return 1
    if options.twice:
        print("Two builds of the same code have the same bytes.")
    if size >= LARGEST_TREE:
        print(f"It is larger than it may be: {LARGEST_TREE / 1e6:.0f} MB.", file=sys.stderr)
        return 1
    return look_over(package)


def build() -> bool:
    """Make the bundle, which leaves OpenSSL to the system; return whether it could."""
    script = str(ROOT / "packaging" / "build.py")
    command = [sys.executable, script, "--no-demo", "--system-openssl"]
    return subprocess.run(command, check=False).returncode == 0


def package_name(version: str) -> str:
    """Return the name of the file."""
    return f"sessions_{version}_amd64.deb"


def lay_out(tree: Path, version: str) -> None:
    """Put the bundle and what a desktop needs where Debian has such things."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(BUNDLE, tree / "usr/lib/sessions", symlinks=True)
    share = tree / "usr/share"
    day = time.strftime("%Y-%m-%d", time.gmtime(LONG_AGO))
    filled = {"@VERSION@": version, "@DAY@": day}
    _put(share / "applications/sessions.desktop", (HERE / "sessions.desktop").read_bytes())
    for name, place in (
        ("sessions.metainfo.xml", "metainfo/org.sessions_app.Sessions.metainfo.xml"),
        ("sessions.1", "man/man1/sessions.1.gz"),
    ):
        words = (HERE / name).read_text("utf-8")
        for mark, value in filled.items():
            words = words.replace(mark, value)
        data = words.encode()
        _put(share / place, _zipped(data) if place.endswith(".gz") else data)
    _put(share / "lintian/overrides/sessions", (HERE / "overrides").read_bytes())
    _put(share / "doc/sessions/copyright", COPYRIGHT.encode())
    _put(share / "doc/sessions/changelog.gz", _zipped(_changes(version).encode()))
    _put(share / "doc/sessions/CHANGELOG.md.gz", _zipped((ROOT / "CHANGELOG.md").read_bytes()))
    _put(share / "icons/hicolor/scalable/apps/sessions.svg", DRAWING.read_bytes())
    for size in (48, 128, 256):
        _put(share / f"icons/hicolor/{size}x{size}/apps/sessions.png", png(size))
    (share / "doc/sessions/guides").symlink_to("../../../lib/sessions/guides")
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/sessions").symlink_to("../lib/sessions/sessions")
    for path in tree.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path == tree / "usr/lib/sessions/sessions"
            path.chmod(0o755 if runs else 0o644)
    words = CONTROL.format(
        version=version, size=_size(tree), libc=_libc(), openssl=_openssl(), maintainer=MAINTAINER
    )
    _put(tree / "DEBIAN/control", words.encode())


def pack(tree: Path, package: Path) -> None:
    """Pack a finished tree, with the same time for every file and root as the owner of all."""
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(package)]
    subprocess.run(
        command, check=True, env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(LONG_AGO)}
    )


def look_over(package: Path) -> int:
    """Return 1 where lintian finds an error that no override explains."""
    if shutil.which("lintian") is None:
        print("lintian is not here: as root, run: apt-get install lintian.", file=sys.stderr)
        return 1
    command = ["lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "20"]
    return subprocess.run([*command, str(package)], check=False).returncode


def _size(tree: Path) -> int:
    """Return what all files of a tree take, in kibibytes; a link takes nothing."""
    files = (path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(-(-file.stat().st_size // 1024) for file in files)


def _libc() -> str:
    said = subprocess.run(["getconf", "GNU_LIBC_VERSION"], capture_output=True, check=True)
    return said.stdout.decode().split()[1]


def _openssl() -> str:
    """Return what the system calls its OpenSSL, with the version that it was built with."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\\n"]
    told = subprocess.run(
        [*command, "libssl3t64", "libssl3"], capture_output=True, text=True, check=False
    ).stdout
    for line in told.splitlines():
        status, name, version = line.split(" ", 2)
        if status == "installed":
            return f"{name} (>= {version.split('-')[0]})"
    raise SystemExit("This system has no OpenSSL 3 of Debian's, which the package depends on.")


def _changes(version: str) -> str:
    day = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(LONG_AGO))
    return (
        f"sessions ({version}) stable; urgency=medium\n\n"
        f"  * What is new stands in CHANGELOG.md.gz beside this file.\n\n"
        f" -- {MAINTAINER}  {day}\n"
    )


def _zipped(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())

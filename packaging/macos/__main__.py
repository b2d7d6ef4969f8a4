"""Make Sessions.app and a disk image of it, on macOS; written from Apple's pages, and not run.

./dev package macos                                     builds, and lets the bundle pass the demo
./dev package macos --sign IDENTITY --notarise PROFILE  signs, and has Apple look over it, as well

IDENTITY is a certificate in the keychain ("Developer ID Application: NAME (TEAM)"), PROFILE what
`xcrun notarytool store-credentials PROFILE` kept there.
"""

import argparse
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import build
import fingerprint
from icon.drawing import icns
from macos.application import add_papers

APP = build.ROOT / "dist" / "Sessions.app"
ICON = build.ROOT / "build" / "sessions.icns"
PERMISSIONS = Path(__file__).with_name("entitlements.plist")
TO_APPLE = build.ROOT / "build" / "Sessions.zip"
STARTS_AS_CODE = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xbe\xba\xfe\xca")
"""How a library or a program of macOS begins: for one kind of processor, or for several."""

Command = Sequence[str]


def image_name(version: str, machine: str) -> str:
    """Return the name of the file that is handed out."""
    return f"sessions-{version}-macos-{machine}.dmg"


def code_in(app: Path) -> list[Path]:
    """Return what is signed by itself, innermost first; frameworks as a whole, the program last."""
    found = set()
    for path in app.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                begins = file.read(4)
            if begins in STARTS_AS_CODE:
                framework = (each for each in path.parents if each.suffix == ".framework")
                found.add(next(framework, path))
    return sorted(found, key=lambda path: (-len(path.parts), path.as_posix()))


def signing(app: Path, identity: str) -> Iterator[Command]:
    """Yield what signs everything from within, and has macOS look at it."""
    sign = ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign", identity]
    for path in code_in(app):
        yield [*sign, str(path)]
    yield [*sign, "--entitlements", str(PERMISSIONS), str(app)]
    yield ["codesign", "--verify", "--deep", "--strict", "--verbose=2", str(app)]


def notarising(app: Path, image: Path, identity: str, profile: str) -> Iterator[Command]:
    """Yield what has Apple look over the application and the image, and keeps its word in both."""
    submit = ["xcrun", "notarytool", "submit", "--wait", "--keychain-profile", profile]
    yield ["ditto", "-c", "-k", "--keepParent", str(app), str(TO_APPLE)]
    yield [*submit, str(TO_APPLE)]
    yield ["xcrun", "stapler", "staple", str(app)]
    yield packing(app, image)
    yield ["codesign", "--force", "--timestamp", "--sign", identity, str(image)]
    yield [*submit, str(image)]
    yield ["xcrun", "stapler", "staple", str(image)]
    yield ["spctl", "--assess", "--type", "execute", "--verbose", str(app)]


def packing(app: Path, image: Path) -> Command:
    """Return what makes the disk image, with a way into the folder of applications beside it."""
    folder = app.parent / "macos"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "Applications").symlink_to("/Applications")
    copied = f"ditto '{app}' '{folder / app.name}'"
    made = f"hdiutil create -volname Sessions -srcfolder '{folder}' -ov -format UDZO '{image}'"
    return ["sh", "-ec", f"{copied} && {made}"]


def main() -> int:
    """Build, and sign where an identity is given; return the exit code."""
    parser = argparse.ArgumentParser(description="Make Sessions.app and its disk image.")
    parser.add_argument("--sign", metavar="IDENTITY", help="a certificate in the keychain")
    parser.add_argument("--notarise", metavar="PROFILE", help="what notarytool keeps under it")
    options = parser.parse_args()
    if sys.platform != "darwin":
        print("Sessions.app is made on macOS alone; nothing was made.", file=sys.stderr)
        return 1
    ICON.parent.mkdir(exist_ok=True)
    ICON.write_bytes(icns())
    version = tomllib.loads((build.ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "version"
    ]
    sys.argv[1:] = []
    if build.main() != 0:
        return 1
    add_papers(build.BUNDLE, APP)
    image = APP.with_name(
        image_name(version, subprocess.check_output(["uname", "-m"], text=True).strip())
    )
    steps: list[Command] = [*signing(APP, options.sign)] if options.sign else [packing(APP, image)]
    if options.sign and options.notarise:
        steps += notarising(APP, image, options.sign, options.notarise)
    elif options.sign:
        steps.append(packing(APP, image))
    for step in steps:
        if subprocess.run(step, check=False).returncode != 0:
            print(f"{step[0]} failed; the lines above say why.", file=sys.stderr)
            return 1
    print(f"SHA-256 of {image.name}: {fingerprint.digest(image)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

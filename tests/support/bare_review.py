"""The review program proved in a bare Debian 13 without Python and without a network.

Needs root.

./dev package review --prove              builds the program, then proves it
./dev package review --prove --no-build   takes the one that is there
"""

import argparse
import shutil
import subprocess
import sys
from random import Random

import bare
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from review.__main__ import NAME, PROGRAM

from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of, package_files
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from programme.packs.archive import write_tar
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.bare_debian import PLACE, RELEASE, Failed, held, needs
from tests.support.exports.cases import occasion

PLACE_OF_IT = f"/opt/{NAME}"
ALONE = ("unshare", "--net", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
"""How somebody who is not root is given no network at all, not even to themselves."""
SAYS = {
    "verify": "",
    "audit": "and solved whole",
    "combine": "",
}
"""What each command must tell; that it ended well is asked of all."""


def main() -> int:
    """Build the program and prove it; return the exit code."""
    parser = argparse.ArgumentParser(prog="./dev package review --prove", description=__doc__)
    parser.add_argument("--no-build", action="store_true", help="take the one that is there")
    options = parser.parse_args()
    made = [sys.executable, "-m", "review"]
    if not options.no_build and subprocess.run(made, check=False).returncode != 0:
        return 1
    try:
        _prove()
    except Failed as failed:
        print(f"The proof of the review program failed: {failed}", file=sys.stderr)
        return 1
    print("The review program passed its proof in a bare Debian without a network.")
    return 0


def a_release() -> bytes:
    """Return a release of an invented service of forty, signed by an invented key."""
    content = Content(programmes.installed(), forms.installed())
    shelves = {"forms": content.forms, "programme": content.programme}
    cases = random_service(content, Random(4), 40).whole
    files = package_files(
        service_report([tabulated(cases, **shelves)], occasion(), **shelves), occasion()
    )
    manifest = manifest_of(files, occasion())
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    signature = {
        "public_key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(manifest).hex(),
    }
    return write_tar({**files, MANIFEST: manifest, SIGNATURE: as_json(signature)})


def _prove() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    root = PLACE / "review-system"
    shutil.rmtree(root, ignore_errors=True)
    base = bare.make_base(RELEASE, PLACE, ("ca-certificates",))
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    shutil.copytree(PROGRAM.parent, root / PLACE_OF_IT.lstrip("/"), symlinks=True)
    sent = root / "srv/sent"
    sent.mkdir()
    (sent / "release.outcomes").write_bytes(a_release())
    log = PLACE / "review-system.log"
    log.write_text("", "utf-8")
    system = bare.System(root, log)
    needs(not _said(system, "sh", "-c", "command -v python3 || true").strip(), "it is not bare")
    _said(system, "sh", "-c", f"cd {PLACE_OF_IT} && sha256sum --quiet -c SHA256SUMS")
    held("a bare Debian 13, without Python; every file as it was packed")
    for name, words in SAYS.items():
        what = "/srv/sent" if name == "combine" else "/srv/sent/release.outcomes"
        told = _said(system, *ALONE, f"{PLACE_OF_IT}/{NAME}", name, what)
        needs(words in told, f"{name} did not say \u201c{words}\u201d; {log} has what it said")
        held(f"{name}: {next(each for each in told.splitlines() if words in each)[:160]}")
    _needs_its_solver(system)
    shutil.rmtree(root / PLACE_OF_IT.lstrip("/"))
    held("removed with its folder")


def _needs_its_solver(system: bare.System) -> None:
    """Take the solver away: the audit must say so, or nothing was proved."""
    solver = next((system.root / PLACE_OF_IT.lstrip("/")).rglob("highspy/_core*.so"))
    aside = solver.rename(solver.with_suffix(".aside"))
    done = system.run(
        "root", "/", *ALONE, f"{PLACE_OF_IT}/{NAME}", "audit", "/srv/sent/release.outcomes"
    )
    aside.rename(solver)
    needs("and solved whole" not in done.stdout, "it said it solved what it could not")
    held("without the solver it does not say that it solved anything")


def _said(system: bare.System, *command: str) -> str:
    done = system.run("root", "/", *command)
    needs(done.returncode == 0, f"{' '.join(command)} failed; {system.log} says why")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())

"""The commands of the README on bare Debians, made for it: what a newcomer meets on a new machine.

`./dev bare` makes a system of each release with git and Python alone, from the mirror that this
machine takes its own packages from. In a folder with spaces and accents in its name it runs
`./dev demo` and `./dev test` of the last commit, once as root and once as somebody who may
install nothing. They are stopped once, with one line for root; after that line all passes.

Needs root and a Linux that lets root mount.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PLACE = HERE / "build" / "bare"
RELEASES = {"12": "bookworm", "13": "trixie"}
WITH_PYTHON = ("ca-certificates", "git", "python3")
"""What the README takes for granted on a new machine."""
SOMEBODY = "zoe"
FOLDER = "Öffentliche Praxis Łódź"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FOR_ROOT = "apt-get update && apt-get install "
SETTINGS = (
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE"),
    *("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS"),
)
"""How this machine is told to reach its packages: a system made on it is told the same."""
SETTING_FILES = ("etc/pip.conf", "etc/uv/uv.toml", "etc/apt/apt.conf", "etc/apt/apt.conf.d")
CERTIFICATES = "usr/local/share/ca-certificates"
INSIDE = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"
"""


class Failed(Exception):
    """A command did not do on a bare system what the README says; the text says which."""


@dataclass(frozen=True)
class System:
    """A whole system in a folder, in which commands are run as if it were a machine."""

    root: Path
    log: Path

    def run(self, user: str, folder: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a folder, as a user with nothing but a path and a home; log it."""
        identity = "0:0" if user == "root" else f"{user}:{user}"
        home = home_of(user)
        settings = [f"{name}={os.environ[name]}" for name in SETTINGS if name in os.environ]
        entering = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", INSIDE]
        entering += [str(self.root), "--groups=", f"--userspec={identity}", str(self.root)]
        words = ["env", "-i", f"PATH={PATH}", f"HOME={home}", f"USER={user}", *settings]
        words += ["sh", "-c", 'cd "$0" && exec "$@"', folder, *command]
        done = subprocess.run(
            entering + words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"\n{user}: {' '.join(command)}\n{done.stdout}\n{done.stderr}")
            log.write(f"ended with {done.returncode}\n")
        return done


def home_of(user: str) -> str:
    """Return where somebody's files lie."""
    return "/root" if user == "root" else f"/home/{user}"


def mirror(told: Iterable[str]) -> str:
    """Return the first source of Debian itself among what apt says of its sources.

    Each line has an address and a label, as of `apt-get indextargets`.

    Raises:
        Failed: There is none.

    """
    for line in told:
        address, _, label = line.partition(" ")
        if label == "Debian" and address.startswith(("http:", "https:")):
            return address
    raise Failed("This machine's apt knows no mirror of Debian to make a system from.")


def line_for_root(said: str) -> str:
    """Return the one line that somebody who may not install is told to hand to root.

    Raises:
        Failed: They were told none, or more than one.

    """
    lines = [line for line in said.splitlines() if line.startswith(FOR_ROOT)]
    if len(lines) != 1:
        raise Failed(f"there were {len(lines)} lines for root instead of one:\n{said}")
    return lines[0]


def table(times: Sequence[tuple[str, str, str, float]]) -> str:
    """Return release, user, command and seconds in columns."""
    rows = [(f"Debian {who}", user, what, f"{took:.0f} s") for who, user, what, took in times]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join(
            (*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3])
        )
        for row in rows
    )


def make_base(release: str, place: Path = PLACE, packages: Sequence[str] = WITH_PYTHON) -> Path:
    """Make a system of nothing but a few packages; return its folder.

    As a rule they are what the README takes for granted.
    """
    base = place / f"{release}-base"
    if (base / "made").exists():
        return base
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    form = "$(REPO_URI) $(LABEL)"
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", form], check=True, capture_output=True, text=True
    )
    words = ["debootstrap", "--variant=minbase", f"--include={','.join(packages)}"]
    with (place / f"{release}-base.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            [*words, RELEASES[release], str(base), mirror(told.stdout.splitlines())],
            check=True,
            stdout=log,
            stderr=log,
        )
    hand_settings(base)
    (base / "made").touch()
    return base


def hand_settings(root: Path) -> None:
    """Let a system reach its packages as this machine does: by its settings and certificates."""
    for name in (*SETTING_FILES, CERTIFICATES):
        source, copy = Path("/") / name, root / name
        if source.is_dir():
            shutil.copytree(source, copy, dirs_exist_ok=True)
        elif source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
    (root / "etc/dpkg/dpkg.cfg.d/for-a-while").write_text("force-unsafe-io\n", "utf-8")
    subprocess.run(["chroot", str(root), "update-ca-certificates"], check=True, capture_output=True)


def lay_out(release: str, user: str) -> tuple[System, str]:
    """Return a fresh system with the last commit in a folder of the user's, and that folder."""
    root = PLACE / f"{release}-{user}"
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(make_base(release)), str(root)], check=True)
    log = PLACE / f"{release}-{user}.log"
    log.write_text("", "utf-8")
    system = System(root, log)
    if user != "root":
        subprocess.run(["chroot", str(root), "useradd", "-m", user], check=True)
    folder = f"{home_of(user)}/{FOLDER}/sessions"
    tree = root / folder.lstrip("/")
    tree.parent.mkdir()
    clone = ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks", str(HERE), str(tree)]
    subprocess.run(clone, check=True)
    if user != "root":
        owner = f"{user}:{user}"
        home = f"{home_of(user)}/{FOLDER}"
        subprocess.run(["chroot", str(root), "chown", "-R", owner, home], check=True)
    return system, folder


def prove(
    release: str, user: str, tests: Sequence[str], times: list[tuple[str, str, str, float]]
) -> None:
    """Run both commands as a user on a fresh system, and add to `times` what each one took.

    Raises:
        Failed: One of them failed, or stopped where it should not.

    """
    system, folder = lay_out(release, user)

    def timed(who: str, what: str, *command: str) -> subprocess.CompletedProcess[str]:
        began = time.monotonic()
        done = system.run(who, folder, *command)
        times.append((release, who, what, time.monotonic() - began))
        return done

    if user != "root":
        stopped = timed(user, "./dev demo, stopped", "./dev", "demo")
        if stopped.returncode == 0:
            raise Failed("somebody who may install nothing was not stopped: nothing was proved")
        line = line_for_root(stopped.stderr)
        if timed("root", "the line for root", "sh", "-c", line).returncode:
            raise Failed(f"root could not run the line; {system.log} says why")
    for words in (["demo"], ["test", *tests]):
        what = " ".join(["./dev", *words])
        if timed(user, what, "./dev", *words).returncode:
            raise Failed(f"{what} failed; {system.log} says why")


def main() -> int:
    """Run what was asked for; return 0 where every command passed on every system."""
    parser = argparse.ArgumentParser(prog="./dev bare", description=__doc__)
    parser.add_argument("--release", choices=RELEASES, action="append", help="12 or 13; or both")
    parser.add_argument("--as", dest="users", choices=("root", "user"), action="append")
    parser.add_argument("--keep", action="store_true", help="keep the systems in build/bare")
    parser.add_argument("tests", nargs="*", help="what ./dev test is given; or all tests")
    asked = parser.parse_args()
    times: list[tuple[str, str, str, float]] = []
    failed = False
    for release in asked.release or RELEASES:
        for who in asked.users or ("root", "user"):
            user = "root" if who == "root" else SOMEBODY
            try:
                prove(release, user, asked.tests, times)
            except Failed as failure:
                failed = True
                print(f"Debian {release}, {who}: {failure}", file=sys.stderr)
            if not asked.keep:
                shutil.rmtree(PLACE / f"{release}-{user}", ignore_errors=True)
        if not asked.keep:
            shutil.rmtree(PLACE / f"{release}-base", ignore_errors=True)
    if times:
        print(table(times))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The Debian package proved in a bare Debian 13: installed, worked with at its window, removed.

The system is made for it and has no Python. Its window is met as a screen reader meets it, by
names, roles and actions, from outside: what is proved is the installed program and nothing else.
The same program without one of its modules must not get through: each run tries that as well.

Needs root, and the assistive technology that the tests use.

./dev package deb --prove                     builds the package, then proves it
./dev package deb --prove --no-build          takes the bundle that is there
./dev package deb --prove --earlier PACKAGE   the same, over an older package
"""

import argparse
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import bare
from deb.__main__ import package_name
from windows.upgrade import STORED, WORDS

from tests.support.assistive.assistant import Thing, assistants_on
from tests.support.assistive.doer import Doer
from tests.support.brought_up import holder_of, stood, wrong_with_upgrade
from tests.support.display.application import NotThere
from tests.support.display.displays import start_x
from therapist_app import __version__
from therapist_app.record.database.migrations import NEWEST

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "deb-proof"
RELEASE = "13"
SOMEBODY = "clinic"
HOME = Path("/home") / SOMEBODY
SERVICE = HOME / ".local/share/Sessions/service"
PRACTICE = SERVICE.with_name("practice")
STICK = HOME / "stick"
PROGRAM = Path("/usr/lib/sessions/sessions")
ANA = "Ana Example"
"""Who works in the stored service."""
IS_TODAY = "Is today "
IN_SPITE = "Close all the same"
NOT_SHOWN = "Look at the preview first"
REFUSED = "Nothing was released"
NEEDS_LATER = "This record needs a later version"
MOST_ASKED = 8
"""So many invented clients are tried for one who agreed to figures without a name."""
DEMO = "demo"
SEALED = "*.outcomes.age"
LOST = b"therapist_app.workflows.entering.signing_in"
"""A module that is imported by a name in a constant, which nothing follows that packs."""
PATIENCE = 300.0
"""Seconds for what takes five on a quiet machine."""
TILL_IT_FAILS = 45.0
"""Seconds that a program without a module is given."""
ENTER = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
mkdir -p "$0$1" && mount --bind "$1" "$0$1" || exit 125
shift
chroot "$@" &
wait $!
echo $? >"$0/ended"
while :; do sleep 60; done
"""
"""Stays when the program ends, for a lock leaves a fresh process behind the first."""
BUS = """<busconfig>
<type>session</type>
<listen>unix:path={bus}</listen>
<auth>EXTERNAL</auth>
<servicedir>/usr/share/dbus-1/accessibility-services</servicedir>
<policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy>
</busconfig>
"""
Found = TypeVar("Found")


class Failed(Exception):
    """The proof did not hold; the message says what."""


def main() -> int:
    """Build the package and prove it; return the exit code."""
    parser = argparse.ArgumentParser(prog="./dev package deb --prove", description=__doc__)
    parser.add_argument("--no-build", action="store_true", help="take the bundle that is there")
    parser.add_argument("--earlier", type=Path, help="an older package, to upgrade from")
    options = parser.parse_args()
    build = [sys.executable, "-m", "deb", *(["--no-build"] if options.no_build else [])]
    if subprocess.run(build, check=False).returncode != 0:
        return 1
    return prove(ROOT / "dist" / package_name(__version__), options.earlier)


def prove(package: Path, earlier: Path | None = None) -> int:
    """Install, work, upgrade, remove; print what held, and return 1 at the first that did not.

    `earlier` is an older package, which is installed first.
    """
    PLACE.mkdir(parents=True, exist_ok=True)
    try:
        with a_desk() as desk:
            system = _a_system()
            _nothing_is_there(system)
            if earlier:
                _installed(system, earlier)
                _opens_a_stored_service(desk, system, "the earlier program")
                _practises(desk, system)
            _installed(system, package)
            _every_file_is_whole(system)
            _passes_the_demo(system)
            if earlier:
                _brings_up(desk, system)
                _refuses_once_back(desk, system, earlier)
                _installed(system, package)
            else:
                _opens_a_stored_service(desk, system, "the program")
            _is_worked_with(desk, system)
            _needs_every_module(desk, system)
            _backs_up_to_a_stick(desk, system)
            _moves_from_the_stick(desk, system)
            _removed(system)
    except (Failed, NotThere) as failed:
        print(f"The proof of the package failed: {failed}", file=sys.stderr)
        return 1
    print("The Debian package passed its proof in a bare Debian.")
    return 0


@dataclass(frozen=True, slots=True)
class Desk:
    """A display, and the bus on which its windows are met.

    Attributes:
        folder: Where the bus is.
        environment: How a program is told of both.

    """

    folder: Path
    environment: dict[str, str]

    def key(self, *words: str) -> None:
        """Press keys or type, as the display sees it."""
        subprocess.run(["xdotool", *words], env=self.environment, check=True, capture_output=True)

    def picture(self, name: str) -> None:
        """Keep what is on the screen as a picture, where the tool for it is there."""
        if shutil.which("import"):
            taking = ["import", "-window", "root", str(PLACE / f"{name}.png")]
            subprocess.run(taking, env=self.environment, check=False)


@contextmanager
def a_desk() -> Iterator[Desk]:
    """Offer a display and a bus that let somebody else than root onto them."""
    folder = PLACE / "desk"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules, bus = folder / "bus.conf", folder / "bus"
    rules.write_text(BUS.format(bus=bus), "utf-8")
    with ExitStack() as stack:
        environment = {
            **os.environ,
            "DISPLAY": f":{start_x(stack)}",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}",
            "AT_SPI_BUS_ADDRESS": f"unix:path={bus}",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "NO_AT_BRIDGE": "0",
        }

        def begin(*command: str) -> None:
            nowhere = subprocess.DEVNULL
            process = subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere)
            stack.enter_context(process)
            stack.callback(process.terminate)

        begin("openbox", "--sm-disable")
        begin("dbus-daemon", f"--config-file={rules}", "--nofork")
        _until(bus.exists, 30, "a bus")
        yield Desk(folder, environment)


@dataclass(frozen=True, slots=True)
class Running:
    """The installed program at a desk.

    Attributes:
        person: Who works with it over the bus.
        code: What its first process returned, or None while it runs.

    """

    desk: Desk
    person: Doer
    root: Path

    @property
    def code(self) -> int | None:
        """What its first process returned; None while that runs."""
        ended = self.root / "ended"
        return int(ended.read_text()) if ended.exists() and ended.read_text().strip() else None

    def sees(
        self,
        name: str,
        role: str = "",
        *,
        or_else: str = "",
        within: float = PATIENCE,
        enabled: bool = False,
    ) -> None:
        """Wait for what begins with these words, or with those of `or_else`.

        Where it must be enabled, it is waited for as long as it is not.

        Raises:
            Failed: It did not come, or the program ended.

        """

        def there() -> bool:
            if enabled:
                found = self.person.assistant.there(role, starts=name, states=["enabled"])
                return found is not None
            return self.person.sees(name, role) or bool(or_else and self.person.sees(or_else))

        _until(there, within, f"\u201c{name}\u201d", self.has_died)

    def has_died(self) -> str:
        """Return why nothing can come any more; empty while something can."""
        return f"the program ended with {self.code}" if self.code else ""


@contextmanager
def started(desk: Desk, system: bare.System, *words: str) -> Iterator[Running]:
    """Offer the program, started by its name by somebody who is not root."""
    (system.root / "ended").unlink(missing_ok=True)
    around = {
        name: desk.environment[name]
        for name in desk.environment
        if name.startswith(("DISPLAY", "DBUS_SESSION", "AT_SPI", "QT_LINUX", "NO_AT"))
    }
    kept = [f"{name}={value}" for name, value in around.items()]
    kept += [f"PATH={bare.PATH}", f"HOME={HOME}", f"USER={SOMEBODY}", "LANG=C.UTF-8"]
    entering = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER]
    entering += [str(system.root), str(desk.folder), f"--userspec={SOMEBODY}:{SOMEBODY}"]
    entering += ["--groups=", str(system.root), "env", "-i", *kept, "sessions", *words]
    with system.log.open("ab") as log, ExitStack() as stack:
        process = subprocess.Popen(entering, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        stack.enter_context(process)
        stack.callback(process.kill)
        start = stack.enter_context(assistants_on(desk.environment))
        try:
            yield Running(desk, Doer(start()), system.root)
        except (Failed, NotThere):
            desk.picture("in-vain")
            raise


def _a_system() -> bare.System:
    """Return a fresh system without Python, and somebody on it."""
    base = bare.make_base(RELEASE, PLACE, ("ca-certificates",))
    root = PLACE / "system"
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    known = str(pwd.getpwnam("nobody").pw_uid)  # the bus refuses whom this machine does not know
    for words in (["usermod", "-u", "60000", "nobody"], ["useradd", "-m", "-u", known, SOMEBODY]):
        subprocess.run(["chroot", str(root), *words], check=True, capture_output=True)
    log = PLACE / "system.log"
    log.write_text("", "utf-8")
    return bare.System(root, log)


def _nothing_is_there(system: bare.System) -> None:
    found = system.run("root", "/", "sh", "-c", "command -v python3 python sessions")
    needs(not found.stdout.strip(), f"the system is not bare: {found.stdout}")
    done = system.run("root", "/", "apt-get", "update")
    needs(done.returncode == 0, f"apt has no lists; {system.log} says why")
    held("a bare Debian 13, without Python")


def _installed(system: bare.System, package: Path) -> None:
    shutil.copy(package, system.root / "root")
    words = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y")
    more = ("--allow-downgrades", "--reinstall", f"./{package.name}")
    done = system.run("root", "/root", *words, *more)
    needs(done.returncode == 0, f"{package.name} was not installed; {system.log} says why")
    found = system.run("root", "/", "sh", "-c", "command -v python3")
    needs(not found.stdout.strip(), "it brought a Python of the system")
    held(f"{package.name}: installed")


def _every_file_is_whole(system: bare.System) -> None:
    done = system.run("root", str(PROGRAM.parent), "sha256sum", "--quiet", "-c", "SHA256SUMS")
    needs(done.returncode == 0, "installed files are not as they were packed")
    held("every file as it was packed")


def _passes_the_demo(system: bare.System) -> None:
    """Let the installed program go its whole way without a window, as somebody who is not root."""
    words = ("sessions", "demo", "--out", DEMO, "--clients", "8", "--seed", "1")
    done = system.run(SOMEBODY, str(HOME), "env", "QT_QPA_PLATFORM=offscreen", *words)
    needs(done.returncode == 0, f"the demonstration failed; {system.log} says why")
    papers = [*(system.root / str(HOME).lstrip("/") / DEMO).rglob("*.pdf")]
    needs(papers, "the demonstration left no paper")
    held("the demonstration passed, and left its paper")


def _opens_a_stored_service(desk: Desk, system: bare.System, who: str) -> None:
    """Sign in to the service that an early version wrote, which stays for the next program."""
    service = system.root / str(SERVICE).lstrip("/")
    if not service.exists():
        service.parent.mkdir(parents=True)
        shutil.copytree(STORED, service)
        whole = str(HOME / ".local")
        owner = f"{SOMEBODY}:{SOMEBODY}"
        subprocess.run(["chroot", str(system.root), "chown", "-R", owner, whole], check=True)
    with started(desk, system) as running:
        _sign_in(running)
        running.person.go_to("Clients")
        _first_of_the_clients(running)
        desk.picture("stored")
        _end(running, service)
    held(f"{who} opened a service that an early version wrote")


def _brings_up(desk: Desk, system: bare.System) -> None:
    """Open what the earlier program left: each file a step on, and whole in a backup as it was."""
    service = system.root / str(SERVICE).lstrip("/")
    ana = holder_of(service, ANA, WORDS)
    before = stood(ana)
    _opens_a_stored_service(desk, system, "the program")
    wrong = wrong_with_upgrade(before, stood(ana), NEWEST)
    needs(not wrong, wrong)
    steps = ", ".join(f"{old} to {NEWEST}" for old in sorted({*before.schemas.values()}))
    held(f"its schema brought up from {steps}, with a whole backup of each file before that")


def _refuses_once_back(desk: Desk, system: bare.System, earlier: Path) -> None:
    """Put the earlier program in the new one's place: it says why, and leaves the record alone."""
    service = system.root / str(SERVICE).lstrip("/")
    _installed(system, earlier)
    stood = _digests(service)
    with started(desk, system) as running:
        running.sees("Sign in", "button")
        running.person.take(ANA)
        _typed(running, WORDS)
        running.sees(NEEDS_LATER)
        desk.picture("back-in-time")
        _end(running, service)
    needs(_digests(service) == stood, "the earlier program touched a record of a later one")
    held("back in time it refuses in words, and touches nothing")


def _practises(desk: Desk, system: bare.System) -> None:
    """Have clients invented by the earlier program, which the new one then works with."""
    with started(desk, system, "--practice") as running:
        running.sees("Sign in", "button")
        running.person.press("Sign in")
        running.sees("Today")
        _open_somebody(running)
        _end(running, system.root / str(PRACTICE).lstrip("/"))
    held("the earlier program invented clients, and opened one")


def _is_worked_with(desk: Desk, system: bare.System) -> None:
    """Practise: sign in, open a client, export, lock, come back, end."""
    practice = system.root / str(PRACTICE).lstrip("/")
    out = system.root / str(HOME).lstrip("/") / "out"
    out.mkdir(exist_ok=True)
    out.chmod(0o777)
    with started(desk, system, "--practice") as running:
        running.sees("Sign in", "button")
        running.person.press("Sign in")
        running.sees("Today")
        _open_somebody(running)
        desk.picture("client")
        _export(running, str(HOME / "out"))
        desk.picture("exported")
        needs([*out.rglob(SEALED)], "nothing was exported")
        running.person.press("Lock")
        running.sees("Sign in", "button")
        _until(lambda: running.code == 0, PATIENCE, "the first process to end")
        needs(not _is_open(practice), "the record is open after the lock")
        running.person.press("Sign in")
        running.sees("Today")
        _end(running, practice)
    held("practised: a client opened, a summary sealed, locked, back, ended")


def _needs_every_module(desk: Desk, system: bare.System) -> None:
    """Take one module away: whoever signs in must not get through, or nothing was proved."""
    program = system.root / str(PROGRAM).lstrip("/")
    whole = program.read_bytes()
    needs(whole.count(LOST) == 1, f"{LOST.decode()} is not in the program once")
    aside = program.rename(program.with_name("whole"))  # the one that was closed may run still
    program.write_bytes(whole.replace(LOST, LOST[:-1] + b"_"))
    program.chmod(0o755)
    try:
        with started(desk, system, "--practice") as running:
            try:
                running.sees("Sign in", "button", within=TILL_IT_FAILS)
                running.person.press("Sign in")
                running.sees("Today", within=TILL_IT_FAILS)
            except (Failed, NotThere) as failed:
                desk.picture("without-a-module")
                held(f"without {LOST.decode()} nobody gets through: {failed}")
                return
    finally:
        aside.rename(program)
    raise Failed(f"somebody signed in without {LOST.decode()}: nothing was proved")


def _backs_up_to_a_stick(desk: Desk, system: bare.System) -> None:
    stick = system.root / str(STICK).lstrip("/")
    stick.mkdir()
    stick.chmod(0o777)
    with started(desk, system) as running:
        _sign_in(running)
        running.person.go_to("Settings")
        running.person.press("Backups")
        running.person.press("Choose a folder")
        _picked(running, STICK)
        running.sees("Back up now", "button", enabled=True)  # once what a sign-in begins is done
        running.person.press("Back up now")
        running.sees("Your files are backed up and verified")  # those of a colleague are not
        desk.picture("backed-up")
        _end(running, system.root / str(SERVICE).lstrip("/"))
    needs([*stick.rglob("*.tvb")], "nothing lies on the stick")
    held("backed up to a stick")


def _moves_from_the_stick(desk: Desk, system: bare.System) -> None:
    """Lose all that the program kept here, and work on from the stick alone."""
    home = system.root / str(HOME).lstrip("/")
    for each in (".local", ".config"):
        shutil.rmtree(home / each, ignore_errors=True)
    with started(desk, system) as running:
        running.sees("Move a service to this laptop", "button")
        running.person.press("Move a service to this laptop")
        running.person.press("Choose the folder")
        _picked(running, STICK)
        running.person.take(ANA)
        _typed(running, WORDS)
        running.person.tick("I have read what was found and what was not")
        desk.picture("found-on-the-stick")
        running.person.press("Move the service here")
        running.sees("The service is here")
        running.person.press("Continue to sign in")
        _sign_in(running)
        running.person.go_to("Clients")
        _first_of_the_clients(running)
        desk.picture("moved")
        _end(running, system.root / str(SERVICE).lstrip("/"))
    held("everything here lost; moved from the stick, and a client found")


def _picked(running: Running, folder: Path) -> None:
    """Type a folder where one is asked for, once the dialog is there."""
    running.sees("Directory")
    running.desk.key("type", "--delay", "30", "--", str(folder))
    running.desk.key("key", "Return")


def _removed(system: bare.System) -> None:
    service = system.root / str(SERVICE).lstrip("/")
    stood = _digests(service)
    done = system.run("root", "/", "apt-get", "remove", "-y", "sessions")
    needs(done.returncode == 0, f"it was not removed; {system.log} says why")
    needs(not (system.root / str(PROGRAM.parent).lstrip("/")).exists(), "something was left")
    needs(_digests(service) == stood, "the record was touched")
    held("removed; the record stands where it stood")


def _sign_in(running: Running) -> None:
    """Sign in as the one who works in the stored service."""
    running.sees("Sign in", "button")
    running.person.take(ANA)
    _typed(running, WORDS)
    running.sees(IS_TODAY, "panel", or_else="Today")
    if running.person.sees(IS_TODAY, "panel"):  # its last day is long ago: confirmed once
        _typed(running, WORDS)
    running.sees("Today")


def _typed(running: Running, words: str) -> None:
    """Type a passphrase, which no program may write into its field over the bus."""
    assistant = running.person.assistant
    assistant.focus(assistant.find("password text"))
    running.desk.key("type", "--delay", "30", "--", words)
    running.desk.key("key", "Return")


def _open_somebody(running: Running) -> None:
    running.person.go_to("Clients")
    with suppress(NotThere):  # a busy program does it and answers too late
        running.person.assistant.act(_first_of_the_clients(running))
    running.sees("Record", "button")


def _first_of_the_clients(running: Running) -> Thing:
    running.sees("Clients", "table")
    table = running.person.await_("Clients", "table")
    return running.person.assistant.find("table cell", within=table)


def _export(running: Running, folder: str) -> None:
    """Make a summary of a client who agreed, and save it into a folder."""
    person = running.person
    person.go_to("Outcomes")
    person.take("One client, a summary")
    person.choose("Recipient")
    person.choose("What it is for")
    for at in range(1, MOST_ASKED + 1):  # the first line asks to choose
        person.choose("Client in the summary", at=at)
        running.sees(NOT_SHOWN)
        person.press("Show preview")
        running.sees("Next page", "button", or_else=REFUSED)
        if not person.sees(REFUSED):
            break
    else:
        raise Failed(f"of {MOST_ASKED} invented clients none agreed to figures without a name")
    enabled = {"states": ["enabled"]}
    while not (approve := person.assistant.there("button", "Approve and save", **enabled)):
        if following := person.assistant.there("button", "Next page", **enabled):
            person.assistant.act(following)
    person.assistant.act(approve)
    running.sees("Where to save the package")
    running.desk.key("type", "--delay", "30", "--", folder)
    running.desk.key("key", "Return")
    running.sees("Signed and saved")


def _end(running: Running, service: Path) -> None:
    """Close the window as one closes any, past what it says is still due today."""
    running.desk.key("key", "alt+F4")

    def heard() -> bool:
        return not _is_open(service) or running.person.sees(IN_SPITE, "button")

    _until(heard, PATIENCE, "the record to be shut", running.has_died)
    if _is_open(service):
        running.person.press(IN_SPITE)
    _until(lambda: not _is_open(service), PATIENCE, "the record to be shut")
    _until(lambda: running.code is not None, PATIENCE, "the program to end")
    needs(running.code == 0, f"the program ended with {running.code}")


def _is_open(service: Path) -> bool:
    return any(service.rglob("*.db-wal"))


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _until(
    happens: Callable[[], Found],
    patience: float,
    what: str,
    over: Callable[[], str] = str,
) -> Found:
    give_up = time.monotonic() + patience
    while not (found := happens()):
        if time.monotonic() > give_up or over():
            raise Failed(f"waited for {what}; {over()}".removesuffix("; "))
        time.sleep(0.5)
    return found


def held(words: str) -> None:
    """Say what held."""
    print(f"  {words}", flush=True)


def needs(condition: object, words: str) -> None:
    """Raise `Failed` with these words unless it holds."""
    if not condition:
        raise Failed(words)


if __name__ == "__main__":
    sys.exit(main())

"""The installer proved under Wine: set up, compared with Linux, removed, the record kept."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from windows import at_the_window, hearing, under_wine, upgrade
from windows.contents import NEVER, ROOT
from windows.once import Once
from windows.under_wine import STAND_IN, Wine, spelt, wine

DEMO = ("--clients", "8", "--seed", "1")
PAPERS = (("worksheet", "phq-9"), ("manual", "S01"), ("description",))
"""What is printed by command on both systems: the demonstration prints one report alone."""
RECORD = Path("Sessions", "service", "header.json")
MENU = Path("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Sessions/Sessions.lnk")
BEFORE = "Sessions, the version before"
PATIENCE = 900
"""Seconds for a window: what opens in five on a quiet machine had not in sixty on a busy one."""


class Failed(Exception):
    """The proof did not hold; the message says what."""


def prove(setup: Path, logs: Path, earlier: Path | None = None) -> int:
    """Install, try, compare and remove; print what held, and return 1 at the first that did not.

    What held for this very file is not tried again. `earlier` is the set-up of an older build.
    """
    modules = (at_the_window, hearing, under_wine, upgrade)
    code = (Path(__file__), *(Path(str(each.__file__)) for each in modules), STAND_IN)
    once = Once(logs / "proved", setup, setup, *code, *((earlier,) if earlier else ()))
    if once.is_done:
        print("The Windows program passed its proof under Wine before.")
        return 0
    try:
        with wine(logs) as machine, tempfile.TemporaryDirectory() as folder:
            _takes_the_place_of(machine, setup, earlier, Path(folder))
        with wine(logs) as machine, tempfile.TemporaryDirectory() as folder:
            here = _installed(machine, setup)
            _passes_the_demo(machine, here, Path(folder), logs)
            _prints_the_same(machine, here, Path(folder))
            _commands_speak(machine, here)
            _hears_the_system(machine, here, Path(folder))
            _opens_a_window(machine, here)
            _is_worked_with(machine, here, Path(folder))
            _removed(machine, here)
    except Failed as failed:
        print(f"The proof under Wine failed: {failed}", file=sys.stderr)
        return 1
    once.done()
    print("The Windows program passed its proof under Wine.")
    return 0


def _held(words: str) -> None:
    print(f"  {words}", flush=True)


def _needs(condition: object, words: str) -> None:
    if not condition:
        raise Failed(words)


def _installed(machine: Wine, setup: Path) -> Path:
    _set_up(machine, setup)
    here = machine.local_data / "Programs" / "Sessions"
    for name in (
        *("python/pythonw.exe", "app/therapist_app/build.json", "licences/LICENCES.txt"),
        *("app/docs/guides/README.md", "guides/index.html", "guides/guides/therapist.html"),
    ):
        _needs((here / name).is_file(), f"{name} was not installed")
    _needs(not list(here.rglob(NEVER)), f"{NEVER} was installed")
    menu = machine.local_data.parents[1] / MENU
    _needs(menu.is_file(), "the Start menu does not have it")
    checked = subprocess.run(
        ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=here, capture_output=True, check=False
    )
    _needs(checked.returncode == 0, "installed files are not as they were packed")
    _held("set up for one person, unattended; every file as it was packed")
    return here


def _takes_the_place_of(machine: Wine, setup: Path, earlier: Path | None, folder: Path) -> None:
    """Upgrade, fail, go back, go on, and go back where nothing goes back."""
    here = machine.local_data / "Programs" / "Sessions"
    entry = machine.local_data.parents[1] / MENU.with_name(f"{BEFORE}.lnk")
    it = upgrade.Upgrade(machine, here, folder)
    it.put_record()
    _set_up(machine, earlier or setup)
    old = it.signs_in(here)
    _needs(old.startswith("["), f"the earlier program did not open the record: {old}")
    _set_up(machine, setup)
    _needs((it.aside / "python" / "pythonw.exe").is_file(), "the version before was not kept")
    _needs(entry.is_file(), "the Start menu does not have the version before")
    if earlier:
        backups = it.service / "backups"
        backups.rename(folder / "backups")
        backups.write_text("in the way", "utf-8")
        refused = it.signs_in(here, "leave")
        _needs(refused.startswith(upgrade.FAILED), f"without a backup it went on: {refused}")
        _needs(it.aside.is_dir(), "the version before left without a sign-in")
        backups.unlink()
        (folder / "backups").rename(backups)
        again = it.signs_in(it.aside)
        _needs(again == old, f"the version before does not open it any more: {again}")
        _held(f"without a backup nothing was brought up ({refused.removeprefix(upgrade.FAILED)})")
        _held(f"the version before went on with the record, schema {old}")
    new = it.signs_in(here, "leave")
    _needs(new.startswith("["), f"the new program did not open the record: {new}")
    _needs(not it.aside.exists(), "the version before was not removed")
    _needs(not entry.exists(), "the version before is in the Start menu still")
    _held(f"upgraded in place: schema {old}, then {new}; the version before left at the sign-in")
    if not earlier:
        print("  (no change of the schema was tried: --earlier SETUP was not given)")
        return
    _needs(old != new, "the earlier set-up has the same schema: give an older one")
    _set_up(machine, earlier)
    stood = it.digests()
    back = it.signs_in(here)
    _needs(back.startswith(upgrade.FAILED), f"the earlier program opened a newer record: {back}")
    _needs(it.digests() == stood, "the earlier program touched a newer record")
    _held(f"back in time it refuses in words, and touches nothing ({back})")
    _set_up(machine, setup)
    _needs(it.signs_in(here, "leave") == new, "the record does not open any more")


def _set_up(machine: Wine, setup: Path) -> None:
    done = machine.run([setup, "/S"])
    _needs(done.returncode == 0, f"{setup.name} ended with {done.returncode}")


def _passes_the_demo(machine: Wine, here: Path, folder: Path, logs: Path) -> None:
    out = folder / "windows"
    demo = ["-m", "therapist_app", "demo", "--out", spelt(folder) + "\\windows", *DEMO]
    done = machine.run([here / "python" / "python.exe", *demo], draws_by="windows")
    (logs / "demo-under-wine.log").write_text(done.stdout + done.stderr, "utf-8")
    _needs(done.returncode == 0, f"the demonstration failed; see {logs.name}/demo-under-wine.log")
    beside = folder / "linux"
    command = [sys.executable, "-m", "therapist_app", "demo", "--out", str(beside), *DEMO]
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, cwd=ROOT, env=around, check=True, capture_output=True)
    papers = sorted(path.relative_to(beside) for path in beside.rglob("*.pdf"))
    other = [str(name) for name in papers if _digest(out / name) != _digest(beside / name)]
    _needs(papers, "the demonstration made no paper")
    _needs(not other, f"other bytes than on Linux: {', '.join(other)}")
    ours = {path.relative_to(beside) for path in beside.rglob("*") if path.is_file()}
    same = [name for name in ours if _digest(out / name) == _digest(beside / name)]
    _held("the demonstration passed, in real windows")
    _held(f"{len(papers)} papers of it have the same bytes as on Linux")
    _held(f"of {len(ours)} files of the demonstration {len(same)} have the same bytes")


def _prints_the_same(machine: Wine, here: Path, folder: Path) -> None:
    python = here / "python" / "python.exe"
    for number, words in enumerate(PAPERS):
        command = ["-m", "exports", *words, "--pdf"]
        done = machine.run([python, *command, f"{spelt(folder)}\\there-{number}.pdf"])
        _needs(done.returncode == 0, f"{words[0]} was not printed: {done.stderr[-600:]}")
        beside = folder / f"here-{number}.pdf"
        subprocess.run([sys.executable, *command, str(beside)], cwd=ROOT, check=True)
        is_same = _digest(folder / f"there-{number}.pdf") == _digest(beside)
        _needs(is_same, f"{words[0]} has other bytes than on Linux")
    _held(f"{', '.join(words[0] for words in PAPERS)}: printed with the same bytes as on Linux")


def _commands_speak(machine: Wine, here: Path) -> None:
    done = machine.run(["cmd", "/c", "record.cmd", "--help"], cwd=here)
    _needs("Looks after the record" in done.stdout, "the record's commands print nothing")
    _held("the record's commands print in a console")


def _hears_the_system(machine: Wine, here: Path, folder: Path) -> None:
    wrong = hearing.not_heard(machine, here / "python" / "python.exe", folder)
    _needs(not wrong, "; ".join(wrong))
    _held(f"{len(hearing.MESSAGES)} messages of Windows are heard as they are meant")


def _opens_a_window(machine: Wine, here: Path) -> None:
    with machine.started([here / "python" / "pythonw.exe", "-m", "therapist_app"]) as running:
        _needs(running.shows_a_window(PATIENCE), "no window opened")
        again = machine.run([here / "uninstall.exe", "/S", f"_?={_in_prefix(machine, here)}"])
        _needs(again.returncode == 3, f"it was removed while open: {again.returncode}")  # noqa: PLR2004
    _held("the window opens; while it is open nothing is removed")


def _is_worked_with(machine: Wine, here: Path, folder: Path) -> None:
    try:
        at_the_window.work(machine, here, folder, PATIENCE)
    except at_the_window.NotSeen as not_seen:
        raise Failed(f"at the window: {not_seen}") from None
    _held("signed in by keys, locked, back in a fresh process, closed; the record shut each time")


def _removed(machine: Wine, here: Path) -> None:
    record = machine.local_data / RECORD
    stood = record.read_bytes()
    done = machine.run([here / "uninstall.exe", "/S", f"_?={_in_prefix(machine, here)}"])
    _needs(done.returncode == 0, f"the removal ended with {done.returncode}")
    left = [path.name for path in here.rglob("*") if path.name != "uninstall.exe"]
    _needs(not left, f"left behind: {', '.join(sorted(left)[:5])}")
    _needs(record.read_bytes() == stood, "the record was touched")
    _held("removed; the record stands where it stood")


def _in_prefix(machine: Wine, path: Path) -> str:
    return "C:\\" + str(path.relative_to(machine.drive)).replace("/", "\\")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

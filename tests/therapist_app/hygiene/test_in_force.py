"""What is in force is asked of the system; what nobody can tell is told as unknown."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from therapist_app.hygiene import answers, in_force, offline
from therapist_app.hygiene.answers import keep_answer
from therapist_app.hygiene.in_force import (
    are_core_files_off,
    are_files_private,
    is_memory_locked,
    protections_of_process,
)
from therapist_app.hygiene.linux import Linux
from therapist_app.hygiene.system import system_named

ROOT = Path(__file__).parents[3]
LOOK = """
from pathlib import Path
from therapist_app.hygiene.in_force import protections_of_process
for each in protections_of_process(Path(__file__ if "__file__" in globals() else ".").resolve()):
    print(each.kind, each.finding, each.reason)
"""
HARDEN = """
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
harden(); stay_offline()
"""


def told(code: str) -> dict[str, str]:
    """Return what a process of its own says of itself, by kind."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        kind: rest for kind, _, rest in (line.partition(" ") for line in done.stdout.splitlines())
    }


@pytest.fixture(autouse=True)
def nothing_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_ANSWERS", {})


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_a_process_that_was_hardened_says_so_and_one_that_was_not_says_that() -> None:
    allow = "import resource as r; r.setrlimit(r.RLIMIT_CORE, r.getrlimit(r.RLIMIT_CORE)[1:] * 2)"
    before, after = told(f"{allow}\n{LOOK}"), told(HARDEN + LOOK)

    assert before["memory"] == before["network"] == "attention off"
    assert after["memory"] == after["core"] == after["network"] == "good on"
    assert after["capture"] == "attention not-here"


def test_core_files_are_judged_by_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, off in ((0, True), (-1, False)):
        monkeypatch.setattr(in_force.resource, "getrlimit", lambda _what, limit=limit: (limit, -1))
        assert are_core_files_off() is off
    monkeypatch.setattr(in_force.sys, "platform", "win32")
    assert are_core_files_off() is None


@pytest.mark.parametrize(
    ("status", "locked"),
    [("VmLck:\t     512 kB\n", True), ("VmPeak: 9 kB\nVmLck:  0 kB\n", False), ("Name: x\n", None)],
)
def test_locked_memory_is_read_from_what_the_kernel_says(tmp_path, status, locked):
    (tmp_path / "status").write_text(status, encoding="ascii")

    assert is_memory_locked(tmp_path / "status") is locked
    assert is_memory_locked(tmp_path / "none") is None


def test_files_are_private_only_where_nobody_else_may_do_anything(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    file = tmp_path / "folder" / "service.db"
    file.touch(mode=0o600)
    (tmp_path / "folder" / "link").symlink_to(tmp_path)
    assert are_files_private(tmp_path / "folder")

    for mode in (0o640, 0o604, 0o610):
        file.chmod(mode)
        assert not are_files_private(tmp_path / "folder")
    assert are_files_private(tmp_path / "nowhere") is None


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_what_a_system_does_not_tell_is_unknown_until_it_was_asked_for(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline.sys, "platform", platform)

    def found() -> dict[str, tuple[str, str]]:
        checks = protections_of_process(tmp_path, system_named(platform))
        return {each.kind: (each.finding, each.reason) for each in checks}

    assert found()["memory"] == found()["network"] == found()["capture"] == ("unknown", "not-told")
    keep_answer("memory", taken=True)
    keep_answer("capture", taken=False)
    assert found()["memory"] == ("good", "on")
    assert found()["capture"] == ("attention", "off")
    keep_answer("rights", taken=False)
    assert found()["rights"][1] == ("off" if platform == "win32" else "on")


def test_a_kin_of_linux_that_has_no_such_question_is_unknown() -> None:
    library = SimpleNamespace(prctl=lambda *_given: 1)

    assert Linux(lambda: library, is_linux=False).is_memory_closed() is None
    assert Linux(lambda: library, is_linux=True).is_memory_closed() is False

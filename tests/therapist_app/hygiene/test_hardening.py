"""A process that was hardened; tried in processes of their own, since it cannot be undone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NOBODY = 65534
HARDENED = "from therapist_app.hygiene.hardening import harden; harden()"
AS_SOMEBODY = f"""
import ctypes, os, sys
from pathlib import Path
from therapist_app.hygiene.hardening import harden, this_system
this_system()  # what is imported later lies where only root may look
if os.geteuid() == 0:  # root may read everything
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # what changing the person has taken away
"""
WAIT = "os.write(1, b'.'); os.read(0, 1)"
READ = """
for name in ("mem", "environ", "maps"):
    try:
        (Path("/proc") / sys.argv[1] / name).open("rb").read(1)
        print(name, "read")
    except OSError as error:
        print(name, type(error).__name__)
SEIZE = 0x4206  # unlike PTRACE_ATTACH it does not stop whom it watches
print("attach", ctypes.CDLL(None).ptrace(SEIZE, int(sys.argv[1]), None, None))
"""


def run(code: str, *arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **how,
    )


def spied_on(code: str) -> list[str]:
    """Run `code`, and return what another process of the same person learns of it meanwhile."""
    with subprocess.Popen(
        [sys.executable, "-c", f"{AS_SOMEBODY}\n{code}\n{WAIT}"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as watched:
        watched.stdout.read(1)
        spy = run(f"{AS_SOMEBODY}\n{READ}", str(watched.pid))
        watched.kill()
    return spy.stdout.splitlines()


# Acceptance A23
# Acceptance D69
def test_the_same_person_can_read_neither_memory_nor_environment_nor_attach():
    assert spied_on("harden()") == [
        "mem PermissionError",
        "environ PermissionError",
        "maps PermissionError",
        "attach -1",
    ]


# Acceptance A23
def test_a_process_that_was_not_hardened_can_be_read():
    assert "environ read" in spied_on("")


# Acceptance A23
def test_a_crash_leaves_no_core_file(tmp_path):
    allow = "import resource as r; r.setrlimit(r.RLIMIT_CORE, r.getrlimit(r.RLIMIT_CORE)[1:] * 2)"

    crashed = subprocess.run(
        [sys.executable, "-c", f"{allow}\n{HARDENED}\nimport os\nos.abort()"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert crashed.returncode == -6
    assert list(tmp_path.iterdir()) == []


def test_memory_is_kept_from_core_files_and_new_files_are_private():
    done = run(
        f"{HARDENED}\n"
        "import ctypes, os, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "print(oct(os.umask(0)))\n"
    )

    assert done.stdout.split("\n")[:3] == ["(0, 0)", "0", "0o77"]


# Acceptance D61
def test_a_fault_handler_that_the_environment_asks_for_is_off():
    done = run(
        f"{HARDENED}\nimport faulthandler\nprint(faulthandler.is_enabled())",
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
    )

    assert done.stdout == "False\n"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_is_asked_to_close_memory(platform, monkeypatch):
    from therapist_app.hygiene import hardening
    from therapist_app.hygiene.system import system_named

    class Asked:
        def close_memory(self) -> bool:
            return True

    assert callable(system_named(platform).close_memory)
    monkeypatch.setattr(hardening.os, "umask", lambda _mask: None)
    monkeypatch.setattr(hardening.faulthandler, "disable", lambda: None)
    monkeypatch.setattr(hardening.resource, "setrlimit", lambda *_limits: None)

    assert hardening.harden(Asked())

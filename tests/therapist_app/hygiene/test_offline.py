"""No connection, tried in processes of their own, since it cannot be undone."""

import subprocess
import sys
from pathlib import Path

import pytest

from therapist_app.hygiene import offline

ROOT = Path(__file__).parents[3]
NATIVE = """
import ctypes, errno
library = ctypes.CDLL(None, use_errno=True)
def ask(family, kind=1):
    made = library.socket(family, kind, 0)
    return "made" if made >= 0 else errno.errorcode[ctypes.get_errno()]
"""
UNIX, INET, NETLINK, INET6, PACKET, VSOCK = 1, 2, 16, 10, 17, 40


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


# Acceptance D70
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.getaddrinfo('localhost', 80)",
        "socket.create_connection(('127.0.0.1', 9))",
        "urllib.request.urlopen('http://127.0.0.1')",
    ],
)
def test_python_can_open_no_socket(attempt):
    done = run(
        "import socket, urllib.request\n"
        "from therapist_app.hygiene import offline\n"
        "offline.stay_offline()\n"
        f"{attempt}\n"
    )

    assert done.returncode == 1
    assert "Offline" in done.stderr


# Acceptance D70
@pytest.mark.parametrize("family", [INET, INET6, PACKET, VSOCK])
def test_the_kernel_refuses_native_code_a_socket_that_leaves_the_machine(family):
    done = run(
        f"{NATIVE}\nfrom therapist_app.hygiene import offline\noffline.stay_offline()\n"
        f"print(ask({family}))"
    )

    assert done.stdout == "EACCES\n"


@pytest.mark.parametrize(("family", "kind"), [(UNIX, 1), (NETLINK, 3)])
def test_the_window_system_can_still_be_reached(family, kind):
    done = run(
        f"{NATIVE}\nfrom therapist_app.hygiene import offline\noffline.stay_offline()\n"
        f"print(ask({family}, {kind}))"
    )

    assert done.stdout == "made\n"


def test_a_process_that_we_start_is_refused_too_and_adds_no_second_filter():
    done = run(
        "import subprocess, sys\n"
        "from therapist_app.hygiene.offline import refuse_in_kernel\n"
        "print(refuse_in_kernel())\n"
        "again = 'from therapist_app.hygiene.offline import refuse_in_kernel as again;'\n"
        "again += 'print(again()); print(open(\"/proc/self/status\").read())'\n"
        "print(subprocess.run([sys.executable, '-c', again], capture_output=True).stdout.decode())"
    )

    before = Path("/proc/self/status").read_text("ascii")
    assert done.stdout.startswith("True\nTrue\n")
    assert _filters(done.stdout) == _filters(before) + 1


def test_where_the_architecture_is_unknown_no_filter_is_claimed(monkeypatch):
    monkeypatch.setattr(offline.platform, "machine", lambda: "pdp11")

    assert not offline.refuse_in_kernel()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("family", range(60))
def test_the_filter_lets_through_what_stays_on_the_machine_alone(machine, family):
    architecture, call = offline.MACHINES[machine]

    verdict = _follow(offline.socket_filter(machine), call, architecture, family)

    stays = family in {UNIX, NETLINK}
    assert verdict == (offline.ALLOW if stays else offline.REFUSE)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_other_call_goes_through(machine):
    architecture, call = offline.MACHINES[machine]
    steps = offline.socket_filter(machine)

    assert _follow(steps, call + 1, architecture, INET) == offline.ALLOW
    assert _follow(steps, call, architecture + 1, INET) == offline.ALLOW


def _follow(steps, call: int, architecture: int, first: int) -> int:
    """Walk through a filter as the kernel does."""
    data = {
        offline.NUMBER: call,
        offline.ARCHITECTURE: architecture,
        offline.FIRST_ARGUMENT: first,
    }
    at = held = 0
    while True:
        code, true, false, constant = steps[at]
        at += 1
        if code == offline.RETURN:
            return constant
        if code == offline.LOAD_WORD:
            held = data[constant]
        else:
            at += true if held == constant else false


def _filters(status: str) -> int:
    return sum(
        int(line.split()[1]) for line in status.splitlines() if line.startswith("Seccomp_filters:")
    )

"""No connection, tried in processes of their own, since it cannot be undone."""

import platform
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

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
    monkeypatch.setattr(offline.os, "uname", lambda: SimpleNamespace(machine="pdp11"))

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


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_no_call_of_another_architecture_and_no_io_uring_goes_through(machine):
    architecture, call = offline.MACHINES[machine]
    steps = offline.socket_filter(machine, offline.KILL)

    for number in (call, call + 1, 359, 102):  # socket and socketcall of 32 bits among them
        assert _follow(steps, number, 0x4000_0003, INET) == offline.REFUSE
    for number in (offline.X32_CALLS + 41, 0xFFFF_FFFF, offline.IO_URING_SETUP):
        assert _follow(steps, number, architecture, INET) == offline.REFUSE
    assert _follow(steps, offline.IO_URING_SETUP + 1, architecture, INET) == offline.ALLOW


BESIDE = """
import ctypes, mmap
room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
# push rbx; mov eax, 359; mov ebx, 2; mov ecx, 1; xor edx, edx; int 0x80; pop rbx; ret
room.write(bytes.fromhex("53b867010000bb02000000b90100000031d2cd805bc3"))
ask = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
"""
RING = f"""
import ctypes, errno
library = ctypes.CDLL(None, use_errno=True)
made = library.syscall({offline.IO_URING_SETUP}, 1, ctypes.create_string_buffer(120))
print("made" if made >= 0 else errno.errorcode[ctypes.get_errno()])
"""
STAY = "from therapist_app.hygiene import offline\noffline.stay_offline()\n"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="a call of x86")
def test_a_socket_by_the_calls_of_32_bits_is_refused_wherever_the_kernel_takes_them():
    is_taken = run(f"{BESIDE}\nprint(ask())").stdout.strip().isdigit()

    done = run(f"{BESIDE}\n{STAY}print(ask())")

    assert done.stdout == "-13\n" or (not is_taken and done.returncode != 0)


def test_no_ring_of_calls_can_be_made():
    assert run(f"{STAY}{RING}").stdout == "EACCES\n"


def test_whether_the_kernel_refuses_is_asked_of_the_kernel(monkeypatch):
    asked = "from therapist_app.hygiene import offline\n"
    say = "print(offline.is_refused_in_kernel())"

    assert run(f"{asked}{say}").stdout == "False\n"
    assert run(f"{STAY}{say}").stdout == "True\n"
    monkeypatch.setattr(offline.sys, "platform", "darwin")
    assert offline.is_refused_in_kernel() is None


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
        elif code == offline.JUMP_IF_AT_LEAST:
            at += true if held >= constant else false
        else:
            at += true if held == constant else false


def _filters(status: str) -> int:
    return sum(
        int(line.split()[1]) for line in status.splitlines() if line.startswith("Seccomp_filters:")
    )

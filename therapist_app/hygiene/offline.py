"""No connection, ever: Python is refused each socket, and on Linux the kernel refuses the rest.

The filter in the kernel holds for native libraries too, which no hook of Python sees. Sockets that
stay on the machine, AF_UNIX and AF_NETLINK, are left to the window system and the desktop's message
buses. Ways around it are closed as well: calls of another architecture (`int 0x80` on x86-64),
those of x32, and io_uring, which opens sockets without a call of its own. See seccomp(2),
io_uring(7) and linux/filter.h for the numbers.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Sequence
from typing import Any


class Offline(Exception):
    """Something tried to use a network connection, which this application never has."""


def stay_offline() -> None:
    """Refuse every socket that Python code might open, for as long as the process lives.

    Native libraries are refused every socket that could leave this machine, where the kernel
    can be asked to; processes that we start are refused as well.
    """
    sys.addaudithook(_refuse_sockets)
    refuse_in_kernel()


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise Offline("This application works without any network connection.")


PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
MODE_FILTER = 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, REFUSE, KILL = 0x7FFF_0000, 0x0005_0000 | errno.EACCES, 0x8000_0000
AF_UNIX, AF_NETLINK = 1, 16
NO_FAMILY = 255
"""A family that no kernel has: asking for it tells whether the filter stands, whatever it does
to the others."""
X32_CALLS = 0x4000_0000
"""From here on x86-64 takes calls of a second kind, socket(2) among them; arm64 has none."""
IO_URING_SETUP = 425
MACHINES = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}
"""The kernel's number for the architecture, and for socket(2) on it."""

Step = tuple[int, int, int, int]
"""A step of the filter: code, steps to jump if true, if false, and its constant."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def socket_filter(machine: str, verdict: int = REFUSE) -> tuple[Step, ...]:
    """Return the steps of the filter; empty where this architecture is not known.

    `verdict` is what becomes of a socket that could leave the machine.
    """
    if machine not in MACHINES:
        return ()
    architecture, socket_call = MACHINES[machine]
    return (
        (LOAD_WORD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 0, 10, architecture),
        (LOAD_WORD, 0, 0, NUMBER),
        (JUMP_IF_AT_LEAST, 8, 0, X32_CALLS),
        (JUMP_IF_EQUAL, 7, 0, IO_URING_SETUP),
        (JUMP_IF_EQUAL, 0, 4, socket_call),
        (LOAD_WORD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_EQUAL, 2, 0, AF_UNIX),
        (JUMP_IF_EQUAL, 1, 0, AF_NETLINK),
        (JUMP_IF_EQUAL, 2, 1, NO_FAMILY),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, verdict),
        (RETURN, 0, 0, REFUSE),
    )


def refuse_in_kernel(verdict: int = REFUSE) -> bool:
    """Put the filter in force for this process and those it starts; return whether it stands."""
    steps = socket_filter(os.uname().machine, verdict) if sys.platform == "linux" else ()
    if not steps:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if verdict == REFUSE and _stands(library):
        return True  # a process that was started by one of ours has it already
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    program = _Program(len(steps), _spelt(steps))
    return bool(library.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def is_refused_in_kernel() -> bool | None:
    """Return whether the kernel refuses sockets now, as it answers; None on other systems."""
    if sys.platform != "linux":
        return None
    return _stands(ctypes.CDLL(None, use_errno=True))


def _stands(library: Any) -> bool:  # noqa: ANN401 - a library of C has no type
    library.socket(NO_FAMILY, 1, 0)
    return ctypes.get_errno() == errno.EACCES


def _spelt(steps: Sequence[Step]) -> bytes:
    return b"".join(
        code.to_bytes(2, sys.byteorder) + bytes((true, false)) + constant.to_bytes(4, sys.byteorder)
        for code, true, false, constant in steps
    )

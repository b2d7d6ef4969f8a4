"""What Windows tells to a person who is no administrator. Not run there.

`manage-bde` wants an administrator and speaks the language of the system; the shell's own
property of a drive is a number, and everybody may read it.
"""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check

ON, OFF, SUSPENDED = "1", "2", "5"
"""System.Volume.BitLockerProtection; while it is suspended the key lies open on the disk."""
SCRIPT = (
    "$d='{drive}';"
    "(New-Object -ComObject Shell.Application).NameSpace($d).Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection');"
    "$i=New-Object System.IO.DriveInfo($d);$i.DriveType;$i.DriveFormat"
)
POWERSHELL = PureWindowsPath("System32", "WindowsPowerShell", "v1.0", "powershell.exe")
"""Beneath the system's own folder: a bare name would be looked for in other places first."""
LINES = 3
SHARED, OPEN_EXISTING = 3, 3  # FILE_SHARE_READ and _WRITE
DEVICE_NUMBER = 0x2D_1080  # IOCTL_STORAGE_GET_DEVICE_NUMBER


def _load(name: str) -> Any:  # noqa: ANN401 - a library of C has no type
    return getattr(ctypes, "WinDLL", ctypes.CDLL)(name, use_last_error=True)


def disk_number(drive: str, load: Callable[[str], Any] = _load) -> int | None:
    """Return the number of the disk that a drive such as ``D:`` is on; None where not told.

    Asking for it needs no right to read the drive.
    """
    if len(drive) != len("C:"):
        return None
    kernel = load("kernel32")
    kernel.CreateFileW.restype = ctypes.c_void_p
    opened = kernel.CreateFileW(
        ctypes.c_wchar_p(f"\\\\.\\{drive}"), 0, SHARED, None, OPEN_EXISTING, 0, None
    )
    if opened in (None, ctypes.c_void_p(-1).value):
        return None
    answer, used = (ctypes.c_uint32 * 3)(), ctypes.c_uint32()  # kind, disk, partition
    told = kernel.DeviceIoControl(
        ctypes.c_void_p(opened),
        DEVICE_NUMBER,
        None,
        0,
        ctypes.byref(answer),
        ctypes.sizeof(answer),
        ctypes.byref(used),
        None,
    )
    kernel.CloseHandle(ctypes.c_void_p(opened))
    return int(answer[1]) if told else None


def drive_question(folder: Path) -> tuple[str, ...]:
    """Return the command that asks about the drive of a folder."""
    drive = PureWindowsPath(folder).drive
    if len(drive) != len("C:"):
        return ()  # a share: its name tells enough
    script = SCRIPT.format(drive=drive)
    powershell = PureWindowsPath(os.environ.get("SYSTEMROOT", "C:\\Windows")) / POWERSHELL
    return (str(powershell), "-NoProfile", "-NonInteractive", "-Command", script)


def windows_checks(folder: Path, answer: str) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known, from the three lines of the answer; fewer tell nothing."""
    lines = answer.split()
    protection, kind, system = lines if len(lines) == LINES else ("", "", "")
    told = {ON: True, OFF: False, SUSPENDED: False}
    encrypted = told.get(protection)
    return (
        place_check(folder, "network" if kind == "Network" else system),
        encryption_check("disk", encrypted=encrypted),
        encryption_check(
            "swap", encrypted=encrypted
        ),  # the paging file and hibernation lie on the same drive
    )

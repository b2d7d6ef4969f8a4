"""Windows: access lists on process and folders; no dump, no capture, no clipboard history.

Written from Microsoft's documentation, and run under Wine alone, which knows neither sleep nor
screen locks and keeps no window out of pictures. Access lists are in its short spelling: `OW`
is the owner, who without a line of their own could always write the list anew; `SY` is the
system; `P` keeps what the folder above would add away.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Literal

REVISION = 1  # SDDL_REVISION_1
ACCESS_LIST = 0x4  # DACL_SECURITY_INFORMATION
PROTECTED = 0x8000_0000  # PROTECTED_DACL_SECURITY_INFORMATION
WAIT_ASK_AND_END = 0x10_1001  # SYNCHRONIZE, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE
PROCESS_RULES = f"D:P(A;;0x{WAIT_ASK_AND_END:x};;;OW)"
FOLDER_RULES = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)"
NO_ERROR_BOXES = 0x8003  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX
REPORT_WITHOUT_HEAP = 1  # WER_FAULT_REPORTING_FLAG_NOHEAP
EXCLUDE_FROM_CAPTURE = 0x11  # WDA_EXCLUDEFROMCAPTURE, from Windows 10 version 2004
BLACK_IN_CAPTURE = 0x1  # WDA_MONITOR
NO = bytes(4)  # a DWORD
THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION
TICKS = 1e7  # of a hundred nanoseconds, in a second
POWER, SUSPENDS = 0x218, frozenset({0x4})  # WM_POWERBROADCAST, PBT_APMSUSPEND
SESSION, LEAVES = 0x2B1, frozenset({0x2, 0x4, 0x6, 0x7})
"""WM_WTSSESSION_CHANGE: WTS_CONSOLE_DISCONNECT (another user), WTS_REMOTE_DISCONNECT,
WTS_SESSION_LOGOFF and WTS_SESSION_LOCK."""
STOP = 0x10  # MB_ICONERROR, with MB_OK
WHOLE_PROCESS = ctypes.c_void_p(-1)  # what GetCurrentProcess returns
COPY_HINTS = MappingProxyType(
    {
        "ExcludeClipboardContentFromMonitorProcessing": b"\1",
        "CanIncludeInClipboardHistory": NO,
        "CanUploadToCloudClipboard": NO,
    }
)


def _load(name: str) -> Any:  # noqa: ANN401 - a library of C has no type
    return getattr(ctypes, "WinDLL", ctypes.CDLL)(name, use_last_error=True)


@dataclass(frozen=True, slots=True)
class Windows:
    """What Windows does for us."""

    copy_hints = COPY_HINTS
    has_modes = False
    """Access lists say it."""
    says_when_to_lock: ClassVar[Literal["window"]] = "window"
    ends_by_signals = False
    """It says so in messages to the main window."""
    prints_without_printer = False
    """The dialog does not open then, and says nothing."""
    may_hide_from_capture = True
    place_in_memory = None
    """No folder of it is promised to be on no disk."""
    load: Callable[[str], Any] = _load

    def is_memory_closed(self) -> bool | None:
        """Say nothing: what was answered when it was asked for counts."""
        return None

    def close_memory(self) -> bool:
        """Let nobody read or change our memory, and no crash report carry it."""
        kernel = self.load("kernel32")
        kernel.SetErrorMode(NO_ERROR_BOXES)
        kernel.WerSetFlags(REPORT_WITHOUT_HEAP)
        put = self.load("advapi32").SetKernelObjectSecurity
        return self._with_rules(
            PROCESS_RULES, lambda rules: put(WHOLE_PROCESS, ctypes.c_uint32(ACCESS_LIST), rules)
        )

    def keep_folder_private(self, folder: Path) -> bool:
        """Give a folder its own access list, which what comes into it inherits."""
        put, flags = (
            self.load("advapi32").SetFileSecurityW,
            ctypes.c_uint32(ACCESS_LIST | PROTECTED),
        )
        return self._with_rules(
            FOLDER_RULES, lambda rules: put(ctypes.c_wchar_p(str(folder)), flags, rules)
        )

    def keep_file_private(self, _file: Path) -> bool:
        """Do nothing: a file has the list of its folder, which it inherits.

        With a list of its own, Wine takes it for read-only and lets nobody replace it.
        """
        return True

    def conceal_copy(self) -> bool:
        """Do nothing more: the hints say it all."""
        return True

    def hide_from_capture(self, window: int) -> bool:
        """Take a window out of pictures of the screen; an older Windows shows it black."""
        put, place = self.load("user32").SetWindowDisplayAffinity, ctypes.c_void_p(window)
        return any(
            put(place, ctypes.c_uint32(way)) for way in (EXCLUDE_FROM_CAPTURE, BLACK_IN_CAPTURE)
        )

    def seconds(self) -> float:
        """Ask for the time since the start of the system, with what it slept."""
        return self._ticks("QueryInterruptTime")

    def seconds_asleep(self) -> float:
        """Compare it with the time that the system was awake."""
        return self.seconds() - self._ticks("QueryUnbiasedInterruptTime")

    def leave_windows(self, _mark: Path) -> None:
        """Do nothing: a window goes with the program that made it."""

    def end_at_once(self) -> None:
        """Have the system end us: an exit would have each library take itself apart first.

        Qt's would meet windows and threads that are there still, and the program would crash.
        """
        self.load("kernel32").TerminateProcess(WHOLE_PROCESS, ctypes.c_uint32(0))

    def show_box(self, words: str) -> None:
        """Show words in a message box, which needs no window and no Qt."""
        said, title = ctypes.c_wchar_p(words), ctypes.c_wchar_p("Sessions")
        self.load("user32").MessageBoxW(None, said, title, ctypes.c_uint32(STOP))

    def tell_of_session(self, window: int) -> bool:
        """Have the messages of our own session sent to a window."""
        register = self.load("wtsapi32").WTSRegisterSessionNotification
        return bool(register(ctypes.c_void_p(window), ctypes.c_uint32(THIS_SESSION)))

    def _ticks(self, clock: str) -> float:
        ticks = ctypes.c_uint64()
        getattr(self.load("kernelbase"), clock)(ctypes.byref(ticks))
        return ticks.value / TICKS

    def _with_rules(self, rules: str, use: Callable[[ctypes.c_void_p], int]) -> bool:
        """Return whether `use` took the access list that `rules` spells."""
        spelt = ctypes.c_void_p()
        made = self.load("advapi32").ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ctypes.c_wchar_p(rules), ctypes.c_uint32(REVISION), ctypes.byref(spelt), None
        )
        if not made:
            return False
        try:
            return bool(use(spelt))
        finally:
            self.load("kernel32").LocalFree(spelt)


class _Message(ctypes.Structure):
    """The beginning of Windows' MSG: its window, what it is about, and what it says of it."""

    _fields_ = (("window", ctypes.c_void_p), ("about", ctypes.c_uint32), ("says", ctypes.c_size_t))


def message_locks(address: int) -> bool:
    """Say whether a message to a window, which stands at an address, is a reason to lock.

    Sleep, the screen's lock, another user at the laptop, a remote session that is cut off.
    """
    message = _Message.from_address(address)
    return message.says in {POWER: SUSPENDS, SESSION: LEAVES}.get(message.about, ())

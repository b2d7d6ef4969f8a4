"""Windows: an access list on process and folder, no dump, no capture, no clipboard history.

Written from Microsoft's documentation; not run. Access lists are in its short spelling: `OW`
is the owner, who without a line of their own could always write the list anew; `SY` is the
system; `P` keeps what the folder above would add away.
"""

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

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

    load: Callable[[str], Any] = _load

    @property
    def copy_hints(self) -> Mapping[str, bytes]:
        """What a copy carries beside its words."""
        return COPY_HINTS

    @property
    def has_modes(self) -> bool:
        """No: access lists do."""
        return False

    @property
    def may_hide_from_capture(self) -> bool:
        """Yes."""
        return True

    def is_memory_closed(self) -> bool | None:
        """Say nothing: what was answered when it was asked for counts."""
        return None

    def close_memory(self) -> bool:
        """Let nobody read or change our memory, and no crash report carry it."""
        kernel = self.load("kernel32")
        kernel.SetErrorMode(NO_ERROR_BOXES)
        kernel.WerSetFlags(REPORT_WITHOUT_HEAP)
        whole_process = ctypes.c_void_p(-1)  # what GetCurrentProcess returns
        put = self.load("advapi32").SetKernelObjectSecurity
        return self._with_rules(
            PROCESS_RULES, lambda rules: put(whole_process, ctypes.c_uint32(ACCESS_LIST), rules)
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

    def conceal_copy(self) -> bool:
        """Do nothing more: the hints say it all."""
        return True

    def hide_from_capture(self, window: int) -> bool:
        """Take a window out of pictures of the screen; an older Windows shows it black."""
        put, place = self.load("user32").SetWindowDisplayAffinity, ctypes.c_void_p(window)
        return any(
            put(place, ctypes.c_uint32(way)) for way in (EXCLUDE_FROM_CAPTURE, BLACK_IN_CAPTURE)
        )

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

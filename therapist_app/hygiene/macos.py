"""macOS: no debugger may attach, windows are not shared. Written from Apple's headers; not run."""

import ctypes
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from therapist_app.hygiene.modes import HasModes

PT_DENY_ATTACH = 31  # sys/ptrace.h
SHARING_NONE = 0  # NSWindowSharingNone
CONCEALED = b"org.nspasteboard.ConcealedType"
"""The convention of nspasteboard.org: managers of copies keep none that has this type."""


def _load(name: str | None) -> Any:  # noqa: ANN401 - a library of C has no type
    return ctypes.CDLL(name, use_errno=True)


@dataclass(frozen=True, slots=True)
class MacOS(HasModes):
    """What macOS does for us; core files are stopped by their limit, as on Linux."""

    copy_hints: ClassVar[Mapping[str, bytes]] = {}
    says_when_to_lock: ClassVar[Literal[""]] = ""
    ends_by_signals = True
    prints_without_printer = True
    may_hide_from_capture = True
    place_in_memory = None
    """No folder of it is promised to be on no disk."""
    load: Callable[[str | None], Any] = _load

    def is_memory_closed(self) -> bool | None:
        """Say nothing: what was answered when it was asked for counts."""
        return None

    def close_memory(self) -> bool:
        """Refuse every debugger from now on."""
        return bool(self.load(None).ptrace(PT_DENY_ATTACH, 0, None, 0) == 0)

    def conceal_copy(self) -> bool:
        """Add the type that conceals to what lies on the pasteboard."""
        runtime = _Runtime(self.load("/usr/lib/libobjc.dylib"))
        board = runtime.tell(runtime.kind(b"NSPasteboard"), b"generalPasteboard")
        concealed = runtime.tell(
            runtime.kind(b"NSString"), b"stringWithUTF8String:", ctypes.c_char_p(CONCEALED)
        )
        types = runtime.tell(
            runtime.kind(b"NSArray"), b"arrayWithObject:", ctypes.c_void_p(concealed)
        )
        if not (board and types):
            return False
        runtime.tell(board, b"addTypes:owner:", ctypes.c_void_p(types), ctypes.c_void_p())
        words_and_type = ctypes.c_void_p(concealed), ctypes.c_void_p(concealed)
        return bool((runtime.tell(board, b"setString:forType:", *words_and_type) or 0) & 0xFF)

    def hide_from_capture(self, window: int) -> bool:
        """Tell the window of a view that it is shared with nobody; `window` is an NSView."""
        runtime = _Runtime(self.load("/usr/lib/libobjc.dylib"))
        found = runtime.tell(window, b"window")
        if not found:
            return False
        runtime.tell(found, b"setSharingType:", ctypes.c_ulong(SHARING_NONE))
        return True

    def seconds(self) -> float:
        """Read the clock that goes on in sleep, unlike Python's usual one."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

    def seconds_asleep(self) -> float:
        """Compare it with the one that stands still in sleep."""
        if hasattr(time, "CLOCK_UPTIME_RAW"):
            return self.seconds() - time.clock_gettime(time.CLOCK_UPTIME_RAW)
        return 0.0

    def leave_windows(self, _mark: Path) -> None:
        """Do nothing: a window goes with the program that made it."""


class _Runtime:
    """Sends messages to objects of Objective-C, each with the types of its own arguments."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401 - a library of C has no type
        self._library = library
        for function in (library.objc_getClass, library.sel_registerName):
            function.restype, function.argtypes = ctypes.c_void_p, [ctypes.c_char_p]

    def kind(self, name: bytes) -> int | None:
        """Return a class by its name."""
        found: int | None = self._library.objc_getClass(name)
        return found

    def tell(self, whom: int | None, what: bytes, *arguments: Any) -> int | None:  # noqa: ANN401
        """Return what an object answers; nothing answers nothing."""
        if whom is None:
            return None
        send = self._library.objc_msgSend
        send.restype = ctypes.c_void_p
        send.argtypes = [ctypes.c_void_p, ctypes.c_void_p, *(type(each) for each in arguments)]
        answer: int | None = send(whom, self._library.sel_registerName(what), *arguments)
        return answer

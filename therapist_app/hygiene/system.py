"""What only the operating system can do for us, behind one shape for each of the three.

Each promise returns whether the system took it: what it refuses is no reason not to work, and
`docs/threat-model.md` says what then remains.
"""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

SaysBy = Literal["buses", "window", ""]
"""On message buses, in messages to the main window, or not at all."""


class System(Protocol):
    """What is asked of an operating system."""

    @property
    def copy_hints(self) -> Mapping[str, bytes]:
        """What a copy carries, by MIME type, so that nothing that watches copies keeps it."""

    @property
    def has_modes(self) -> bool:
        """Whether the mode of a file says who may read it."""

    @property
    def says_when_to_lock(self) -> SaysBy:
        """How it says that the laptop will sleep, is locked or has changed hands."""

    @property
    def ends_by_signals(self) -> bool:
        """Whether it asks a program to end by signals that the program can hear."""

    @property
    def prints_without_printer(self) -> bool:
        """Whether its dialog for printing opens without a printer: it prints into a file."""

    @property
    def may_hide_from_capture(self) -> bool:
        """Whether there is anything to ask for that keeps a window out of pictures."""

    def is_memory_closed(self) -> bool | None:
        """Return whether our memory is closed now; None where the system does not tell."""

    def close_memory(self) -> bool:
        """Keep other processes of the same person, and crash reports, out of our memory."""

    def keep_folder_private(self, folder: Path) -> bool:
        """Let nobody but its owner into a folder and what will stand in it."""

    def keep_file_private(self, file: Path) -> bool:
        """Let nobody but its owner read or change a file."""

    def conceal_copy(self) -> bool:
        """Mark what was just copied as nothing to be kept, where hints do not say so."""

    def hide_from_capture(self, window: int) -> bool:
        """Keep a window, by the system's own number for it, out of pictures of the screen."""

    @property
    def place_in_memory(self) -> Path | None:
        """A folder of this person alone whose files are on no disk; None where there is none."""

    def seconds(self) -> float:
        """Return seconds that go on while the laptop sleeps, and that no clock being set moves."""

    def seconds_asleep(self) -> float:
        """Return how many of those the laptop has slept; 0 where nothing tells."""

    def leave_windows(self, mark: Path) -> None:
        """End this program, and leave what its windows show for as long as `mark` is there.

        Nothing of it stays in memory. Comes back where the system has no way to do so.
        """

    def end_at_once(self) -> None:
        """End this program without an error, and run nothing more of it or of any library."""

    def show_box(self, words: str) -> None:
        """Show words in a box of the system's own, and wait until it is closed.

        For a program without a terminal whose own windows cannot come; elsewhere it has one.
        """

    def tell_of_session(self, window: int) -> bool:
        """Have a window told when the screen is locked or somebody else comes to the laptop.

        Of sleep it is told anyway. False where the system tells nothing to windows.
        """


@cache
def this_system() -> System:
    """Return the system we run on."""
    return system_named(sys.platform)


def system_named(platform: str) -> System:
    """Return the system that Python calls `platform`; the others are not even read."""
    if platform == "win32":
        from therapist_app.hygiene.windows import Windows

        return Windows()
    if platform == "darwin":
        from therapist_app.hygiene.macos import MacOS

        return MacOS()
    from therapist_app.hygiene.linux import Linux

    return Linux()

"""Files and folders that one account alone may open, where a system has modes."""

import os
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class HasModes:
    """What every system with modes does in the same way."""

    __slots__ = ()
    has_modes = True

    def keep_folder_private(self, folder: Path) -> bool:
        """Set its mode; the umask does the same for what comes into it."""
        folder.chmod(PRIVATE_FOLDER)
        return True

    def keep_file_private(self, file: Path) -> bool:
        """Set its mode."""
        file.chmod(PRIVATE_FILE)
        return True

    def end_at_once(self) -> None:
        """Ask the kernel."""
        os._exit(0)

    def show_box(self, _words: str) -> None:
        """Do nothing: a program has a terminal or a journal there, and the desktop no such box."""

    def tell_of_session(self, _window: int) -> bool:
        """Do nothing: a Linux desktop says it on its message buses, macOS to no window."""
        return False

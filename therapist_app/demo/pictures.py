"""Pictures of the real windows, one file each."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from therapist_app.demo.person import let_answer

STILL = 0.06
"""Seconds a window gets to build and unfold what it shows."""


def wait_until_still() -> None:
    """Let everything that a window still builds or unfolds come to its place."""
    let_answer(STILL)


class Pictures:
    """Numbers and keeps the pictures of one look."""

    def __init__(self, folder: Path, look_name: str) -> None:
        self._folder = folder
        self._look_name = look_name
        self._taken = 0
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, window: QWidget, name: str) -> Path:
        """Keep what the window shows now.

        Raises:
            OSError: The picture could not be written.

        """
        self._taken += 1
        wait_until_still()
        path = self._folder / f"{self._taken:02}-{name}-{self._look_name}.png"
        if not window.grab().save(str(path)):
            raise OSError(f"{path.name} could not be written")
        return path

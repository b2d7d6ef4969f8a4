"""Looking at this laptop: the system's own commands are asked, none of them over a network."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from therapist_app.hygiene.laptop import macos, windows
from therapist_app.hygiene.laptop.findings import EnvironmentCheck
from therapist_app.hygiene.laptop.linux import linux_checks, this_kernel

PATIENCE = 10  # seconds
WITHOUT_WINDOW = 0x0800_0000  # CREATE_NO_WINDOW
Ask = Callable[[Sequence[str]], str]


def ask(command: Sequence[str]) -> str:
    """Return what a command of the system says; empty when it does not."""
    if not command:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands of the system, no shell
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=PATIENCE,
            creationflags=WITHOUT_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def look_at_laptop(
    folder: Path, *, platform: str = sys.platform, ask: Ask = ask
) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known about this laptop before a record is made in `folder`.

    It may take some seconds on Windows.
    """
    if platform == "win32":
        return windows.windows_checks(folder, ask(windows.drive_question(folder)))
    if platform == "darwin":
        return macos.macos_checks(
            folder,
            file_vault=ask(macos.FILE_VAULT),
            mounts=ask(macos.MOUNTS),
            swap=ask(macos.SWAP),
        )
    return linux_checks(folder, this_kernel())

"""A person who works in the real application, until something else ends it.

Run as a process of its own: ``python -m tests.support.processes.working HOME CLIENT [WORD]``. It
starts as the application does, unlocks, begins a form about the client, and says "working" while
the first answer is on the screen and not yet in the record; with `dialog` from within one that asks
for a file, with `held` on a machine that is held for an hour right after that, of which only its
clock tells.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.support.processes.leaving import WORDS
from tests.support.processes.workless import follow
from therapist_app import bootstrap, starting
from therapist_app.commands import FormPage
from therapist_app.demo.person import DemoPerson
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.paths import places
from therapist_app.shell.startup.entrance import Entrance
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.dialogs.choosing_files import ask_for_file


def work(client: str, *, in_dialog: bool, is_held: bool) -> None:
    """Unlock and begin a form."""
    person = DemoPerson(the(Entrance))
    person.write(WORDS)
    person.press("Sign in")
    person.wait_for(lambda: the(MainWindow) is not None, "the window to open")
    window = the(MainWindow)
    window.activateWindow()
    window.go_to(FormPage(client, "phq-9"))
    inside = DemoPerson(window)
    inside.settle()
    inside.key(Qt.Key.Key_1)
    if is_held:
        before = time.time
        time.time = lambda: before() + 3600
    if in_dialog:
        QTimer.singleShot(0, say_so)
        ask_for_file(window, "Which file?", "Everything (*)")
    else:
        say_so()


def say_so() -> None:
    """Let whoever started this know that it is time."""
    sys.stdout.write("working\n")
    sys.stdout.flush()


def the(kind):
    """Return the window of a kind, once there is one."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
    return windows[0] if windows else None


if __name__ == "__main__":
    home, client, *words = sys.argv[1:]
    follow()
    harden()
    stay_offline()
    bootstrap.make_application()
    in_dialog, is_held = words == ["dialog"], words == ["held"]
    QTimer.singleShot(0, lambda: work(client, in_dialog=in_dialog, is_held=is_held))
    sys.exit(starting.run(places(Path(home)), practice=False, arguments=["--home", home]))

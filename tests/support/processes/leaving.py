"""A person unlocks the real application and presses Ctrl+L: nothing is stood in for.

Run as a process of its own, since leaving ends it:
``python -m tests.support.processes.processes.leaving HOME``.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from therapist_app import bootstrap
from therapist_app.demo.person import DemoPerson
from therapist_app.paths import places
from therapist_app.shell.locking.leaving import leave_for
from therapist_app.starting import Startup

WORDS = "quiet harbour lantern walks slowly"
NOT_LEFT = 3


def main(home: str) -> int:
    """Unlock, go in, lock; return only when the process was not left."""
    app = bootstrap.make_application()
    leave = leave_for(["--home", home])
    startup = Startup(app, places(Path(home)), leave, practice=False)
    startup.begin()
    startup.entrance.show()
    startup.go_on()
    person = DemoPerson(startup.entrance)
    person.write(WORDS)
    person.press("Sign in")
    person.wait_for(lambda: startup.window is not None, "the window to open")
    assert startup.window is not None
    startup.window.activateWindow()
    person.settle()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(startup.window.windowHandle(), Qt.Key.Key_L, control)
    person.settle()
    return NOT_LEFT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

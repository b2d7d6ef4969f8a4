"""A person who types a canary into every field that takes text; run by `canaries`.

    python -m tests.campaigns.secrecy.canary_window HOME ENDING COUNT MARK CLIENT APPOINTMENT

Unlocks the practice service under HOME, goes from screen to screen of the real application and
types until COUNT canaries are in, each with MARK in it. Then ends as ENDING says: `exit`, `lock`,
`kill`, `crash` (a mistake of ours that nobody catches) or `abort` (one in native code). Before
that it says how many it typed. Nothing is stood in for but the fresh process after locking.
"""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.support.processes.workless import follow
from therapist_app import bootstrap, commands
from therapist_app.demo.person import DemoPerson
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.last_resort import install_hooks, log_qt_message
from therapist_app.hygiene.offline import stay_offline
from therapist_app.paths import places
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.starting import Startup
from therapist_app.widgets.fields.fields import TextArea, TextLine

NOT_LEFT = 3


class Typist:
    """Types canaries, and counts them."""

    def __init__(self, window: MainWindow, count: int, mark: str) -> None:
        self.window, self.count, self.mark = window, count, mark
        self.person = DemoPerson(window)
        self.typed = 0

    def go_round(self, destinations: Iterator[commands.Destination]) -> None:
        """Fill in one screen after another until enough was typed."""
        for destination in destinations:
            if self.typed >= self.count:
                return
            self.window.go_to(destination)
            self.person.settle()
            if isinstance(destination, commands.Clients):
                self.person.press("New client")
            self.fill_in()

    def fill_in(self) -> None:
        """Type a canary into each field of the screen, and copy one of them."""
        for field in self.window.findChildren(QWidget):
            if self.typed >= self.count or not isinstance(field, TextLine | TextArea):
                continue
            if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                self.type_into(field)
        self.person.settle()

    def type_into(self, field: TextLine | TextArea) -> None:
        """Write as an input method does: whole words at once."""
        field.setFocus()
        written = QInputMethodEvent()
        written.setCommitString(f"{self.mark}{self.typed:05d}")
        QApplication.sendEvent(field, written)
        self.typed += 1
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def main(home: str, ending: str, count: str, mark: str, *ids: str) -> int:
    """Unlock, type, end; return only when the process was not left."""
    follow()
    harden()
    stay_offline()
    qInstallMessageHandler(log_qt_message)
    app = bootstrap.make_application()
    startup = Startup(app, places(Path(home)), lambda: os._exit(0), practice=True)
    startup.begin()
    startup.entrance.show()
    startup.go_on()
    person = DemoPerson(startup.entrance)
    person.press("Sign in")  # practice fills its own words in
    while startup.window is None:  # however busy the machine is; who started this has patience
        person.settle()
    window = startup.window
    typist = Typist(window, int(count), mark)
    typist.go_round(screens(startup, *ids))
    install_hooks(startup.failed.emit)
    os.write(1, b"typed %d\n" % typist.typed)
    end(ending, window, mark)
    app.exec()
    return NOT_LEFT


def screens(
    startup: Startup, client_id: str, appointment_id: str
) -> Iterator[commands.Destination]:
    """Every screen with a field, over and over, with every form that there is."""
    assert startup._content is not None
    forms = [commands.FormPage(client_id, each) for each in startup._content.forms.ids()]
    first = [
        commands.Clients(),
        commands.ClientPage(client_id),
        commands.SessionPage(appointment_id),
        commands.ClosePage(appointment_id),
        commands.Outcomes(client_id),
    ]
    return cycle([*first, *forms])


def end(ending: str, window: MainWindow, mark: str) -> None:
    """Have the process end in one of the ways that a process ends."""
    match ending:
        case "exit":
            window.close()
            QTimer.singleShot(0, lambda: os._exit(0))
        case "lock":
            window.lock()
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crash":
            QTimer.singleShot(0, lambda: int(mark))
            QTimer.singleShot(0, close_message)
        case "abort":
            os.abort()


def close_message() -> None:
    """Press the button of the message about the mistake."""
    message = QApplication.activeModalWidget()
    if message is None:
        QTimer.singleShot(10, close_message)
        return
    message.findChild(QAbstractButton).click()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

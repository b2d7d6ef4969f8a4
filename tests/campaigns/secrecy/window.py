"""A person at the real application, told what to do line by line; run by `memory`.

    python -m tests.campaigns.secrecy.window HOME

Reads the passphrase from standard input letter by letter, so that it is nowhere whole but where
the application puts it, up to a line's end; types it, unlocks, and says "open". Then, a line each:
`client ID` and `form ID` go there, `draft ID` keeps an answer of a client, `keys ID` uses the keys
of exports for one, `lock` leaves the process. Each is answered with "done". Nothing of the
application is stood in for.
"""

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.support.workflows.own_identity import newest_own_identity
from therapist_app import bootstrap
from therapist_app.commands import ClientPage, FilledFormPage, FormPage
from therapist_app.demo.person import DemoPerson
from therapist_app.hygiene.hardening import harden
from therapist_app.paths import places
from therapist_app.record.service.pseudonyms import pseudonym_for
from therapist_app.record.service.record_keys import record_keys
from therapist_app.shell.locking.leaving import leave_for
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.starting import Startup
from therapist_app.workflows.workspace import Workspace

NOT_LEFT = 3


def main(home: str) -> int:
    """Unlock and do as told; return only when the process was not left."""
    if os.geteuid() == 0:
        harden()  # only root can look into a hardened process from outside
    app = bootstrap.make_application()
    leave = leave_for(["--home", home])
    startup = Startup(app, places(Path(home)), leave, practice=False)
    startup.begin()
    startup.entrance.show()
    startup.go_on()
    person = DemoPerson(startup.entrance)
    type_what_is_read(person.find(QLineEdit, "Passphrase"))
    person.settle()
    person.press("Sign in")
    person.wait_for(lambda: startup.window is not None, "the window to open")
    assert startup.window is not None
    answer(b"open\n")
    obey(startup.window)
    return NOT_LEFT


def type_what_is_read(line: QWidget) -> None:
    """Type letters as they come in, up to a line's end."""
    line.setFocus()
    while (letter := os.read(0, 1)) not in (b"\n", b""):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter.decode())
            QApplication.sendEvent(line, event)


def obey(window: MainWindow) -> None:
    """Do what each line says."""
    person = DemoPerson(window)
    window.activateWindow()
    for line in iter(sys.stdin.readline, ""):
        word, _, what = line.strip().partition(" ")
        if word == "client":
            window.go_to(ClientPage(what))
        elif word == "form":
            window.go_to(FilledFormPage(what))
        elif word == "draft":
            window.go_to(FormPage(what, "phq-9"))
            person.settle()
            QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_1)
        elif word == "keys":
            use_keys_in_rows(what)
        elif word == "lock":
            control = Qt.KeyboardModifier.ControlModifier
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_L, control)
        person.settle()
        answer(b"done\n")


def use_keys_in_rows(client_id: str) -> None:
    """Read each kind of key that stands in a row, as an export and a look at packages do."""
    workspace = next(each for each in gc.get_objects() if isinstance(each, Workspace))
    service = workspace.service
    record_keys(service)(client_id)
    pseudonym_for(service, client_id, "lead@example.org", "clinical_lead")
    assert newest_own_identity(workspace)


def answer(words: bytes) -> None:
    """Say something on standard output."""
    os.write(1, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""What Windows says to a window of sleep, of the screen's lock and of another user, said by hand.

Wine never sleeps and locks nothing. The messages are sent to a real window of the program instead,
and what hears them there is asked what it heard.
"""

import json
from pathlib import Path

from windows.under_wine import Wine, spelt

SCRIPT = """
import ctypes, json, os
os.environ["QT_QPA_PLATFORM"] = "windows"
from PySide6.QtWidgets import QApplication, QWidget
from therapist_app.shell.locking.system_lock import WindowLock
app, window, heard = QApplication([]), QWidget(), []
window.show()
lock = WindowLock(window)
lock.lock_due.connect(lambda: heard.append(1))
send = ctypes.WinDLL("user32").SendMessageW
send.argtypes = (ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t, ctypes.c_ssize_t)
def times(about, says):
    heard.clear()
    send(int(window.winId()), about, says, 0)
    app.processEvents()
    return len(heard)
said = [times(*each) for each in %s]
lock.end()
print("HEARD " + json.dumps([*said, times(0x218, 4)]))
"""
MESSAGES = {
    "sleep": (0x218, 4, 1),
    "waking": (0x218, 7, 0),
    "the screen's lock": (0x2B1, 7, 1),
    "its end": (0x2B1, 8, 0),
    "another user": (0x2B1, 2, 1),
    "a remote session cut off": (0x2B1, 4, 1),
    "signing out": (0x2B1, 6, 1),
    "anything else": (0x1A, 4, 0),
}
"""Message, what it says, and how often it is a reason to lock."""


def not_heard(machine: Wine, python: Path, folder: Path) -> list[str]:
    """Return in words what was not heard as often as it is to be; nothing where all was."""
    script = folder / "hearing.py"
    script.write_text(SCRIPT % [each[:2] for each in MESSAGES.values()], "utf-8")
    done = machine.run([python, spelt(script)])
    lines = [line for line in done.stdout.splitlines() if line.startswith("HEARD ")]
    if not lines:
        return [f"nothing was heard: {(done.stdout + done.stderr)[-600:]}"]
    *times, after = json.loads(lines[0].removeprefix("HEARD "))
    wrong = [
        f"{name}: {found} times"
        for (name, each), found in zip(MESSAGES.items(), times, strict=True)
        if found != each[2]
    ]
    return wrong + ([f"after the end: {after} times"] if after else [])

"""Somebody on a message bus: says what each line asks for, and answers as logind does.

    python -m tests.support.processes.speaker ADDRESS [NAME...]

Each line is a signal as JSON: to whom alone, if anybody, its path, interface and name, and what it
carries; or a name that is given up. "said" follows when the bus has it. What was asked of it is
told as JSON, and when somebody lets go of a delay, "released".
"""

import json
import os
import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)
from typing_extensions import override

OUR_SESSION = "/org/freedesktop/login1/session/_31"
BUS, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"


class Speaker(QDBusVirtualObject):
    """Answers two calls of logind's, and remembers who wants sleep to wait."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self._bus = bus
        self._lines = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._lines.activated.connect(self.say)

    @override
    def introspect(self, _path: str) -> str:
        return ""

    @override
    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        tell(json.dumps([message.member(), *message.arguments()]))
        if message.member() == "GetSession":
            answer: object = QDBusObjectPath(OUR_SESSION)
        else:
            answer = self._delay()
        connection.send(message.createReply(answer))
        return True

    @Slot()
    def say(self) -> None:
        line = sys.stdin.readline()
        if not line:
            QCoreApplication.quit()
            return
        said = json.loads(line)
        if isinstance(said, str):
            self._bus.unregisterService(said)
        else:
            self._bus.send(signal_of(*said))
        self._bus.call(QDBusMessage.createMethodCall(BUS, BUS_PATH, BUS, "GetId"))
        tell("said")

    def _delay(self) -> QDBusUnixFileDescriptor:
        ours, theirs = os.pipe()
        given = QDBusUnixFileDescriptor(theirs)
        os.close(theirs)  # what is given is a copy
        QSocketNotifier(ours, QSocketNotifier.Type.Read, self).activated.connect(self._on_released)
        return given

    @Slot()
    def _on_released(self) -> None:
        self.sender().setEnabled(False)
        tell("released")


def signal_of(to: str, path: str, interface: str, name: str, *carried: object) -> QDBusMessage:
    if to:
        signal = QDBusMessage.createTargetedSignal(to, path, interface, name)
    else:
        signal = QDBusMessage.createSignal(path, interface, name)
    signal.setArguments(carried)
    return signal


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(address: str, *names: str) -> int:
    app = QCoreApplication([])
    bus = QDBusConnection.connectToBus(address, "speaker")
    speaker = Speaker(bus)
    option = QDBusConnection.VirtualObjectRegisterOption.SubPath
    bus.registerVirtualObject("/", speaker, option)
    if not all(bus.registerService(name) for name in names):
        return 1
    tell("here")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

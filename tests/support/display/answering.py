"""Answers of the product's own process to what a test asks; it looks, and never does anything."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from tests.support.display.looking import describe, find, page_of
from therapist_app import jobs

MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
SLOW = 0.05  # seconds of the processor's time
LISTENS_EVERY_MS = 10
"""How often is looked for a question where a process has no pipe in a folder, as on Windows."""


class Answering(QObject):
    """Hears one question a line, and answers each with a line, on the window's thread."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        super().__init__(app)
        asked, answered = folder / "asked", folder / "answered"
        self._asked, self._answered = _ends(asked, answered)
        self._heard = b""
        self._turns = Turns(app)
        self._keys = Keys(app)
        if hasattr(os, "mkfifo"):
            self._notifier = QSocketNotifier(self._asked, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._hear)
        else:
            self._timer = QTimer(self, interval=LISTENS_EVERY_MS)
            self._timer.timeout.connect(self._look)
            self._timer.start()
        self._verbs: dict[str, Callable[..., Any]] = {
            "find": find,
            "focus": _focus,
            "windows": _windows,
            "page": _page,
            "turns": self._turns.told,
            "rest": self._rest,
        }
        (folder / "hears").touch()

    def _look(self) -> None:
        os.lseek(self._asked, 0, os.SEEK_CUR)  # or a file whose end was met stays at its end
        self._hear()

    def _hear(self) -> None:
        began = time.thread_time()
        self._heard += os.read(self._asked, 65536)
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            number, verb, named = json.loads(line)
            answer = json.dumps((number, self._verbs[verb](**named))).encode() + b"\n"
            while answer:
                answer = answer[os.write(self._answered, answer) :]
        self._turns.forgive(time.thread_time() - began)

    def _rest(self) -> dict[str, Any]:
        """Return how many turns there were and keys came up, and whether work is under way."""
        QGuiApplication.sync()
        works = jobs.is_under_way()
        return {"turns": self._turns.count, "keys": self._keys.count(), "works": works}


def _ends(asked: Path, answered: Path) -> tuple[int, int]:
    """Return what questions are read from and answers written to: pipes, or files that grow."""
    if hasattr(os, "mkfifo"):
        os.mkfifo(answered)
        os.mkfifo(asked)
        return os.open(asked, os.O_RDWR | os.O_NONBLOCK), os.open(answered, os.O_RDWR)
    binary = os.O_CREAT | getattr(os, "O_BINARY", 0)
    return os.open(asked, os.O_RDWR | binary), os.open(answered, os.O_WRONLY | os.O_APPEND | binary)


class Keys(QObject):
    """Counts the keys that came up in a window, from the first time that this is asked for.

    A key that assistive technology may keep for itself comes a while after it was pressed.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._met: set[tuple[int, int]] = set()
        self._listens = False

    def count(self) -> int:
        """Return how many came up."""
        if not self._listens:
            self._listens = True
            self._app.installEventFilter(self)
        return len(self._met)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a key, and let it pass."""
        is_up = event.type() == QEvent.Type.KeyRelease and isinstance(watched, QWidget)
        if is_up and isinstance(event, QKeyEvent) and event.key() not in MODIFIERS:
            self._met.add((event.timestamp(), event.key()))
        return False


class Turns:
    """How much of the processor's time the window's thread takes between two rests."""

    def __init__(self, app: QApplication) -> None:
        self.count = 0
        self.slow: list[tuple[float, str]] = []
        self._forgiven = 0.0
        self._since = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._mark)
        dispatcher.awake.connect(self._mark)
        app.destroyed.connect(self._end)
        self._is_over = False

    def told(self) -> dict[str, Any]:
        """Return how many turns there were, and each slow one with its page."""
        return {"count": self.count, "slow": self.slow}

    def forgive(self, seconds: float) -> None:
        """Leave out what answering took."""
        self._forgiven += seconds

    def _end(self) -> None:
        self._is_over = True

    def _mark(self) -> None:
        if self._is_over:
            return
        now = time.thread_time()
        took, self._since = now - self._since - self._forgiven, now
        self._forgiven = 0.0
        self.count += 1
        if took > SLOW:
            self.slow.append((round(took, 3), _page()["page"]))
            self._since = time.thread_time()


def _focus() -> dict[str, Any] | None:
    widget: QWidget | None = QApplication.focusWidget()
    return None if widget is None else describe(widget)


def _windows() -> list[dict[str, Any]]:
    active: QWidget | None = QApplication.activeWindow()
    return [
        {
            "kind": type(each).__name__,
            "name": each.objectName(),
            "title": each.windowTitle(),
            "modal": each.isModal(),
            "active": each is active,
            "full_screen": each.isFullScreen(),
            "place": each.frameGeometry().getRect(),
        }
        for each in QApplication.topLevelWidgets()
        if each.isVisible()
    ]


def _page() -> dict[str, Any]:
    for each in QApplication.topLevelWidgets():
        if each.isVisible():
            page = page_of(each)
            if page:
                return {"page": page, "covered": bool(getattr(each, "is_covered", False))}
    return {"page": "", "covered": False}

"""Answers of the product's own process to what a test asks; it looks, and never does anything."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.display.looking import describe, find, page_of

SLOW = 0.05  # seconds of the processor's time


class Answering(QObject):
    """Hears one question a line, and answers each with a line, on the window's thread."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        super().__init__(app)
        asked, answered = folder / "asked", folder / "answered"
        os.mkfifo(answered)
        os.mkfifo(asked)
        self._asked = os.open(asked, os.O_RDWR | os.O_NONBLOCK)
        self._answered = os.open(answered, os.O_RDWR)
        self._heard = b""
        self._turns = Turns(app)
        self._notifier = QSocketNotifier(self._asked, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._verbs: dict[str, Callable[..., Any]] = {
            "find": find,
            "focus": _focus,
            "windows": _windows,
            "page": _page,
            "turns": self._turns.told,
        }
        (folder / "hears").touch()

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

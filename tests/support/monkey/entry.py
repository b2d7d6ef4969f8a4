"""The product, watched as on a display, and able to be played with by a monkey.

``python -m tests.support.monkey.entry PLACE ARGUMENTS``
"""

import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from typing_extensions import override

from tests.support.display import entry
from tests.support.display.answering import Answering
from tests.support.display.looking import page_of
from tests.support.monkey.hands import Act, do_by_qt
from tests.support.monkey.timing import Stopwatch, make_stopwatch
from therapist_app import commands

ENTRY = "tests.support.monkey.entry"


class Playing(Answering):
    """Answers also what can be pressed, and does what a monkey does where there is no screen."""

    @override
    def __init__(self, folder: Path, app: QApplication) -> None:
        super().__init__(folder, app)
        self._stopwatch = Stopwatch(make_stopwatch(folder.parent), app)
        self._verbs |= {"all": self._all, "act": self._act, "go": self._go}

    def _all(self) -> dict[str, Any]:
        """Return the page, whose turn it is, what is open, what is in reach, and what was slow."""
        began = time.thread_time()
        told = self._told()
        self._stopwatch.forgive(time.thread_time() - began)
        return told

    def _told(self) -> dict[str, Any]:
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        shown = next((each for each in windows if page_of(each)), None)
        page = getattr(shown, "page", None)
        modal: QWidget | None = QApplication.activeModalWidget()
        popup: QWidget | None = QApplication.activePopupWidget()
        return {
            "page": page_of(shown) if shown else "",
            "covered": bool(getattr(shown, "is_covered", False)),
            "clients_turn": bool(getattr(page, "is_clients_turn", False)),
            "full_screen": bool(shown and shown.isFullScreen()),
            "windows": [_window(each) for each in windows if each is not shown],
            "controls": _controls(popup or modal or shown),
            "count": self._stopwatch.count,
            "slow": self._stopwatch.take_slow(),
        }

    def _act(self, act: Act) -> None:
        QTimer.singleShot(0, self, lambda: do_by_qt(act))

    def _go(self, name: str, ids: list[object]) -> None:
        QTimer.singleShot(0, self, lambda: _go(_destination(name, ids)))


def _go(destination: commands.Destination) -> None:
    """Have the window go somewhere, unless a dialog is open: nobody could leave then."""
    if QApplication.activeModalWidget() or QApplication.activePopupWidget():
        return
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and hasattr(each, "go_to"):
            each.go_to(destination)


def _destination(name: str, ids: list[object]) -> commands.Destination:
    given = [tuple(each) if isinstance(each, list) else each for each in ids]
    made = getattr(commands, name)(*given)
    assert isinstance(made, commands.Destination)
    return made


def _window(window: QWidget) -> dict[str, Any]:
    # what Qt makes for itself, as a tool tip, is to Python what it was made of
    kinds = [window.metaObject().className(), *(each.__name__ for each in type(window).__mro__)]
    return {"kinds": kinds, "modal": window.isModal(), "title": window.windowTitle()}


def _controls(root: QWidget | None) -> list[tuple[str, list[int]]]:
    """Return what somebody would press: the kind of each part in sight, and its middle."""
    if root is None:
        return []
    found: list[tuple[str, list[int]]] = []
    for each in root.findChildren(QWidget):
        if not each.isVisible() or not each.isEnabled() or each.window() is not root.window():
            continue
        if isinstance(each, QLabel) and not isinstance(each, QAbstractButton):
            continue
        if not isinstance(each, QAbstractButton) and each.focusPolicy().value == 0:
            continue
        area = each.visibleRegion().boundingRect()
        if area.isEmpty():
            continue
        at = each.mapToGlobal(area.center())
        found.append((_kind(each), [at.x(), at.y()]))
    return found


def _kind(widget: QWidget) -> str:
    """Return whether something stands in the rail, where it leads away or locks."""
    from therapist_app.shell.window.rail import Rail  # not before the unlock window stands

    rail = widget.parentWidget()
    while rail is not None and not isinstance(rail, Rail):
        rail = rail.parentWidget()
    if rail is None:
        return "page"
    return "lock" if widget is rail.lock_button else "rail"


def main(place: str, *given: str) -> int:
    """Run the product, watched; return its exit code."""
    entry.ENTRY = ENTRY
    entry.Answering = Playing
    return entry.main(place, *given)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

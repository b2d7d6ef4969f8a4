"""What stands in no page: objects that one leaves behind, and what it shows too early."""

import gc
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QScreen, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QStyle, QWidget
from shiboken6 import Shiboken
from typing_extensions import override

from tests.support.windows.settling import settle
from therapist_app.shell.window.main_window import MainWindow


def let_go() -> None:
    """Let go of all that is only waiting to be deleted, in Qt and in Python."""
    for _round in range(2):
        settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


def without_owner() -> Counter[str]:
    """Return how many objects of each class live without a parent, top-level widgets included.

    Screens are the system's: a page that asks for its own is no owner of it.
    """
    found: dict[int, str] = {}
    for each in [*gc.get_objects(), *QApplication.topLevelWidgets()]:
        if _is_qt(each) and Shiboken.isValid(each) and each.parent() is None:
            found[Shiboken.getCppPointer(each)[0]] = type(each).__name__
    return Counter(found.values())


def undressed() -> list[str]:
    """Return the class of each window in sight, its menus and tips as well, without the look."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return [type(each).__name__ for each in shown if not _wears_a_sheet(each)]


def _wears_a_sheet(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None:
        if above.styleSheet():
            return True
        above = above.parentWidget()
    return widget.style().metaObject().className() == "QStyleSheetStyle"  # a tip has no parent


def _is_qt(found: object) -> bool:
    try:  # what a window stands in on the screen, and its style sheet, go with the window
        return isinstance(found, QObject) and not isinstance(found, QWindow | QStyle | QScreen)
    except ReferenceError:  # a weak proxy of what is gone
        return False


def shown_alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that names, from now on, what is shown while it stands in nothing.

    For a moment it is a window of its own, and flashes on the screen.
    """
    found: list[str] = []
    shown = QWidget.setVisible

    def show(widget: QWidget, visible: bool) -> None:  # noqa: FBT001 - as Qt has it
        if visible and widget.parent() is None and not isinstance(widget, MainWindow | QDialog):
            found.append(f"{type(widget).__name__} {widget.accessibleName()}")
        shown(widget, visible)

    monkeypatch.setattr(QWidget, "setVisible", show)
    return found


class OpenedWindows(QObject):
    """Notes every window shown from now on, for one test: a part without its place is one."""

    def __init__(self, qtbot) -> None:
        super().__init__()
        self.seen: list[QWidget] = []
        QApplication.instance().installEventFilter(self)
        qtbot.addWidget(QWidget(), before_close_func=self._stop)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False

    def _stop(self, _widget: QWidget) -> None:
        QApplication.instance().removeEventFilter(self)

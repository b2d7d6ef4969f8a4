"""What Qt would tell by itself and nobody is to hear: behind a hidden window, or on the way.

Qt's class is named through its module, as in `announcing`: it is made when it is first used.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget


def let_go(widget: QWidget) -> None:
    """Take down what speaks for a widget and all within it, if anything may.

    Another program that has kept hold of it learns nothing more from it; what is asked for after
    that is made anew. It costs some hundredths of a second while a screen reader runs, else none.
    """
    if not QtGui.QAccessible.isActive():
        return
    for each in (widget, *widget.findChildren(QWidget)):
        met = QtGui.QAccessible.queryAccessibleInterface(each)
        QtGui.QAccessible.deleteAccessibleInterface(QtGui.QAccessible.uniqueId(met))


def describe_quietly(widget: QWidget, words: str) -> None:
    """Let a widget say of itself what is heard on coming to it, and not as news.

    Qt tells each change, and a screen reader that is inside would say all of it anew.
    """
    if widget.accessibleDescription() != words:
        with untold():
            widget.setAccessibleDescription(words)


@contextmanager
def untold() -> Iterator[None]:
    """Tell nothing of what happens in the block; what is asked is answered all the same."""
    was_telling = QtGui.QAccessible.isActive()
    if was_telling:
        QtGui.QAccessible.setActive(False)
    try:
        yield
    finally:
        if was_telling:
            QtGui.QAccessible.setActive(True)


class Hush:
    """Holds back what Qt tells of changes by itself; what is asked is answered all the same."""

    def __init__(self) -> None:
        self._was_telling = False

    def begin(self) -> None:
        """Tell nothing from now on."""
        self._was_telling = self._was_telling or QtGui.QAccessible.isActive()
        QtGui.QAccessible.setActive(False)

    def end(self) -> None:
        """Tell again, if somebody was told before."""
        if self._was_telling:
            QtGui.QAccessible.setActive(True)
        self._was_telling = False

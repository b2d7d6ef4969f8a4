"""Tab goes through a window as it is read: in the order of its tree, whenever each part came.

Qt by itself follows the order in which widgets were made: what opens in the middle later would
be reached last of all.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.tips import show_tip


class TabsAsRead(QWidget):
    """A widget from which Tab and Shift+Tab follow the tree of the whole window."""

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Go to the stop after this one, or before it; after the last comes the first.

        Qt also asks a page that has just been hidden: the next page takes the keyboard itself.
        """
        if not self.isVisible():
            return False
        window = self.window()
        now: QWidget | None = window.focusWidget()  # None before anything had the keyboard
        for each in _around(window, now or window, forwards=next):
            if _is_stop(each):
                reasons = Qt.FocusReason
                each.setFocus(reasons.TabFocusReason if next else reasons.BacktabFocusReason)
                if now is not None and now.isVisible() and now.isEnabled():
                    show_tip(each)  # a person went there; Qt comes here for what is gone, too
                    if each is now:  # it is met nowhere anew, so that nothing would be heard
                        announce(each, _("There is nothing else to go to here."))
                return True
        return False


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and widget.focusProxy() is None


def _around(window: QWidget, at: QWidget, *, forwards: bool) -> Iterator[QWidget]:
    """Yield everything in sight from one place on, and from the other end up to there again."""
    if forwards:
        yield from _within(at, forwards=True)
    while at is not window and (holder := at.parentWidget()) is not None:
        children = _children(holder, forwards=forwards)
        for each in children[children.index(at) + 1 :]:
            yield from _whole(each, forwards=forwards)
        if not forwards:
            yield holder
        at = holder
    yield from _within(window, forwards=forwards)


def _whole(widget: QWidget, *, forwards: bool) -> Iterator[QWidget]:
    if widget.isHidden() or widget.isWindow():
        return
    if forwards:
        yield widget
    yield from _within(widget, forwards=forwards)
    if not forwards:
        yield widget


def _within(widget: QWidget, *, forwards: bool) -> Iterator[QWidget]:
    for each in _children(widget, forwards=forwards):
        yield from _whole(each, forwards=forwards)


def _children(widget: QWidget, *, forwards: bool) -> list[QWidget]:
    found = [each for each in widget.children() if isinstance(each, QWidget)]
    return found if forwards else found[::-1]

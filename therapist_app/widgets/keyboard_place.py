"""Where the keyboard was before a page could do nothing for a while, and back to it afterwards.

What is disabled loses the keyboard, and Qt gives it to whatever comes next: to one button after the
other until each is disabled, of which a screen reader says all, and at last to a place in the rail,
where the space bar would lead away. So nothing has it the while.
"""

from collections.abc import Iterator
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import Shiboken

NamedPlace: TypeAlias = tuple[type[QWidget], str]
"""What the keyboard stood on, as it is known again in a page made anew."""


class KeyboardPlace:
    """Remembers the place when a page becomes busy; brings the keyboard back when it is free."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._was: QWidget | None = None
        self._parts: frozenset[QWidget] = frozenset()
        self._is_busy = False

    def note(self, *, is_busy: bool) -> None:
        """Say that the page is about to be able to do nothing; call it before it is shown."""
        if is_busy and not self._is_busy:
            now = _keyboard_in(self._page)
            self._was = now if now is not None and self._page.isAncestorOf(now) else None
            if self._was is not None:
                self._parts = frozenset(_around(self._was, self._page))
                self._was.clearFocus()
        self._is_busy = is_busy

    def was_in(self, part: QWidget) -> bool:
        """Return whether the keyboard is to come back into a part of the page.

        What stood in that part may have been made anew since.
        """
        return self._was is not None and not self._is_busy and part in self._parts

    def bring_back(self) -> None:
        """Put the keyboard where it was, unless the page has put it somewhere of its own.

        Where that went out of sight once it was done, it goes to what comes next in the page.
        """
        was, now = self._was, _keyboard_in(self._page)
        if was is None or (self._is_busy and not can_be_used(was)):
            return
        self._was = None
        if now is not None and self._page.isAncestorOf(now):
            return
        place = was if can_be_used(was) else self._next_after(was)
        if place is not None:
            place.setFocus()

    def _next_after(self, was: QWidget) -> QWidget | None:
        """Return where Tab would lead in the page from what went out of sight meanwhile."""
        if not is_there(was):
            return None
        each = was.nextInFocusChain()
        while each is not None and each is not was:
            takes_tab = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_tab and can_be_used(each) and self._page.isAncestorOf(each):
                return each
            each = each.nextInFocusChain()
        return None


def _around(widget: QWidget, page: QWidget) -> Iterator[QWidget]:
    """Yield each part of a page that a widget stands in."""
    above = widget.parentWidget()
    while above is not None and above is not page:
        yield above
        above = above.parentWidget()


def name_of_place(page: QWidget) -> NamedPlace | None:
    """Return what the keyboard stands on in a page, so that it is known in one made anew."""
    now = _keyboard_in(page)
    return _named(now) if now is not None and page.isAncestorOf(now) else None


def go_to_place(page: QWidget, place: NamedPlace | None) -> None:
    """Put the keyboard on what has the same name in a page, where something has."""
    for each in page.findChildren(QWidget):
        if _named(each) == place and can_be_used(each):
            each.setFocus()
            return


def button_with_keyboard(page: QWidget) -> NamedPlace | None:
    """Return the button of a page that the keyboard stands on, by its name; else None."""
    now = _keyboard_in(page)
    is_one = isinstance(now, QPushButton) and bool(now.accessibleName()) and page.isAncestorOf(now)
    return _named(now) if is_one and now is not None else None


def go_to_only(page: QWidget, place: NamedPlace) -> bool:
    """Put the keyboard on the one thing of a name in a page; return whether there is just one."""
    found = [each for each in page.findChildren(place[0]) if _named(each) == place]
    if len(found) != 1 or not can_be_used(found[0]):
        return False
    found[0].setFocus()
    return found[0].hasFocus() or page.window().focusWidget() is found[0]


def let_go_of_keyboard(page: QWidget) -> None:
    """Let nothing in a page's window have the keyboard, so that coming to it again is told."""
    here = _keyboard_in(page)
    if here is not None:
        here.clearFocus()


def _keyboard_in(page: QWidget) -> QWidget | None:
    """Return what has the keyboard in the page's window, or gets it once that is active again.

    Just after a file was chosen, and while another program is in front, nothing has it.
    """
    return page.window().focusWidget()


def _named(widget: QWidget) -> NamedPlace:
    return type(widget), widget.accessibleName() or widget.objectName()


def can_be_used(widget: QWidget) -> bool:
    """Return whether something is still there, in sight, and takes keys."""
    return is_there(widget) and widget.isEnabled() and widget.isVisible()


def is_there(widget: QWidget) -> bool:
    """Return whether something was not taken away with the part of the page that it stood in."""
    return bool(Shiboken.isValid(widget))

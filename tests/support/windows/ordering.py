"""Whether a window is read, and walked through with Tab, in the order in which it is seen.

What stands beside and under each other reads as it is seen if one straight line parts it into
what comes first and what comes after, above from below or left from right, and each part reads so
in turn. A column is thereby read whole before the column beside it.
Where a form stands from the right, right and left change places. The places of the application
stand at the edge and are read last.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QWidget

from tests.support.windows.outline import LAYOUT_ONLY
from therapist_app.shell.window.rail import Rail

ROLE = QAccessible.Role
ONE_THING = {ROLE.Table, ROLE.ComboBox, ROLE.SpinBox, ROLE.ScrollBar}
"""Within these Qt itself says what comes after what."""
LONGEST_WALK = 2000


def out_of_order(window: QWidget) -> list[str]:
    """Return where a screen reader or Tab goes on otherwise than the eye, one line for each."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(window)
    return [*_misread(root), *_misled(window, list(_elements(root)))]


def walked(window: QWidget) -> list[QWidget]:
    """Return every stop of Tab once, from where the keyboard is; none where nothing takes it."""
    found: list[QWidget] = []
    for press in range(LONGEST_WALK):
        now: QWidget | None = window.focusWidget()
        if now in found:
            return found[found.index(now) :]
        if now is not None:
            found.append(now)
        elif press and not found:
            return []
        QTest.keyClick(now or window, Qt.Key.Key_Tab)
    raise AssertionError("Tab comes back to nothing")


def _misled(window: QWidget, told: Sequence[QAccessibleInterface]) -> Iterator[str]:
    """Yield where Tab leaves the order of the tree, and what it never comes to."""
    widgets = [each.object() for each in told if isinstance(each.object(), QWidget)]
    place = {each: number for number, each in enumerate(widgets)}
    stops = walked(window)
    yield from (f"Tab, told nowhere: {_words(each)}" for each in stops if each not in place)
    stops = [each for each in stops if each in place]
    first = stops.index(min(stops, key=lambda each: place[each])) if stops else 0
    for one, other in pairwise(stops[first:] + stops[:first]):
        if place[one] > place[other]:
            yield f"Tab: {_words(one)} | {_words(other)}"
    for each in widgets:
        if _takes_tab(each) and each not in stops:
            yield f"Tab never comes to: {_words(each)}"


def _takes_tab(widget: QWidget) -> bool:
    """Say whether Tab should stop here; of radio buttons it stops at one."""
    is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
    return is_stop and widget.focusProxy() is None and not isinstance(widget, QRadioButton)


def _elements(element: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield element
    for child in _children(element):
        yield from _elements(child)


def _children(element: QAccessibleInterface) -> list[QAccessibleInterface]:
    if element.role() in ONE_THING:
        return []
    found = [element.child(index) for index in range(element.childCount())]
    return [each for each in found if each is not None and not each.state().invisible]


def _misread(element: QAccessibleInterface) -> Iterator[str]:
    children = [each for each in _children(element) if _says_something(each)]
    rails = [each for each in children if isinstance(each.object(), Rail)]
    pages = [each for each in children if not isinstance(each.object(), Rail)]
    if rails and isinstance(children[0].object(), Rail):
        yield "the places are read before the page"
    widget = element.object()
    is_mirrored = isinstance(widget, QWidget) and widget.isRightToLeft()
    rects = [_as_seen(each.rect(), mirrored=is_mirrored) for each in pages]
    if not _reads_as_seen(rects):
        yield " | ".join(_telling(each) for each in pages)
    for each in children:
        yield from _misread(each)


def _says_something(element: QAccessibleInterface) -> bool:
    if element.rect().isEmpty():
        return False
    name = element.text(QAccessible.Text.Name)
    if element.role() not in LAYOUT_ONLY:
        return bool(name) or element.role() != ROLE.StaticText
    return bool(name) or any(_says_something(each) for each in _children(element))


def _as_seen(rect: QRect, *, mirrored: bool) -> QRect:
    """Return a place as somebody sees it who begins at the other side."""
    return QRect(-rect.right(), rect.y(), rect.width(), rect.height()) if mirrored else rect


def _reads_as_seen(rects: Sequence[QRect]) -> bool:
    if len(rects) < 2:
        return True
    for at in range(1, len(rects)):
        before, after = rects[:at], rects[at:]
        if _bottom(before) < _top(after) or _right(before) < _left(after):
            return _reads_as_seen(before) and _reads_as_seen(after)
    return False


def _top(rects: Sequence[QRect]) -> int:
    return min(each.top() for each in rects)


def _bottom(rects: Sequence[QRect]) -> int:
    return max(each.bottom() for each in rects)


def _left(rects: Sequence[QRect]) -> int:
    return min(each.left() for each in rects)


def _right(rects: Sequence[QRect]) -> int:
    return max(each.right() for each in rects)


def _telling(element: QAccessibleInterface) -> str:
    """Return the first words that something says, at most some of them."""
    names = (each.text(QAccessible.Text.Name) for each in _elements(element))
    return next((each for each in names if each), type(element.object()).__name__)[:40]


def _words(widget: QWidget) -> str:
    return _telling(QAccessible.queryAccessibleInterface(widget))

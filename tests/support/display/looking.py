"""Where on the screen a control is, by its object name or by the message that it shows.

A message is looked up through the installed language, as the product does; of what stands in
braces and is not given, anything will do.
"""

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from session_forms.words import texts
from tests.support.windows.settling import make_whole

Wanted = dict[str, Any]
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
KINDS: dict[str, tuple[type[QWidget], ...]] = {
    "button": (QAbstractButton,),
    "option": (QRadioButton, QCheckBox),
    "field": FIELDS,
    "choice": (QComboBox,),
    "words": (QLabel,),
    "list": (QAbstractItemView,),
    "item": (),
}
GAP = re.compile(r"\\\{[^{}]*\\\}")
MOST_ROWS = 400
COUNTS = range(30)
"""Enough to meet every form that a language has for a count."""


def find(wanted: Wanted, within: Wanted | None = None, beside: Wanted | None = None) -> list[Any]:
    """Return all that is on the screen and fits; beside something, only the nearest to it.

    Nearest is what shares the smallest part of the window with it.
    """
    roots = _windows()
    if within is not None:
        roots = [each for root in roots for each in _widgets(root) if _fits(each, within)]
    found = [each for root in roots for each in _widgets(root) if _fits(each, wanted)]
    found = list(dict.fromkeys(found))
    if beside is not None:
        others = [each for root in roots for each in _widgets(root) if _fits(each, beside)]
        found = _nearest(found, others)
    told = [describe(each) for each in found]
    if not {"name", "type"} & wanted.keys():
        told += [each for root in roots for each in _items(root, wanted)]
    return told


def describe(widget: QWidget) -> dict[str, Any]:
    """Return what a person can know of a control by looking at it."""
    area = widget.visibleRegion().boundingRect()
    shown = QRect(widget.mapToGlobal(area.topLeft()), area.size())
    return {
        "kind": _kind(widget),
        "name": widget.objectName(),
        "spoken": widget.accessibleName(),
        "words": _words(widget),
        "value": _value(widget),
        "secret": isinstance(widget, QLineEdit)
        and widget.echoMode() is QLineEdit.EchoMode.Password,
        "enabled": widget.isEnabled() and not _is_blocked(widget),
        "focused": _has_keyboard(widget),
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "read_only": bool(getattr(widget, "isReadOnly", bool)()),
        "on_top": not area.isEmpty() and _is_on_top(widget, shown.center()),
        "place": shown.getRect(),
        "whole": QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()).getRect(),
        "scrolls": _scrolled_by(widget),
        "among": _among(widget),
    }


def _among(widget: QWidget) -> list[tuple[int, ...]]:
    """Return where the options stand among which the arrow keys go, and Tab does not."""
    group = widget.group() if isinstance(widget, QRadioButton) else None
    others = group.buttons() if group is not None else []
    return [QRect(each.mapToGlobal(QPoint(0, 0)), each.size()).getRect() for each in others]


def _kind(widget: QWidget) -> str:
    """Return the class of Qt that it is one of."""
    return next(each.__name__ for each in type(widget).__mro__ if each.__module__[:7] == "PySide6")


def page_of(window: QWidget) -> str:
    """Return the name of the page that a window shows."""
    page = getattr(window, "page", None) or getattr(window, "view", None)
    return page.objectName() or type(page).__name__ if isinstance(page, QWidget) else ""


def _windows() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def _widgets(root: QWidget) -> Iterator[QWidget]:
    make_whole(root)  # who looks for a control further down scrolls to it
    yield root
    for each in root.findChildren(QWidget):
        if each.isVisible() and each.window() is root.window():
            yield each


def _fits(widget: QWidget, wanted: Wanted) -> bool:
    kinds = KINDS.get(wanted.get("kind", ""), (QWidget,))
    if not isinstance(widget, kinds):
        return False
    if "name" in wanted:
        return bool(widget.objectName() == wanted["name"])
    if "type" in wanted:
        return any(each.__name__ == wanted["type"] for each in type(widget).__mro__)
    pattern = _pattern(wanted)
    said = (widget.accessibleName(), _words(widget))
    return any(each and pattern.fullmatch(_plain(each)) for each in said)


def _pattern(wanted: Wanted) -> re.Pattern[str]:
    if "like" in wanted:
        return re.compile(wanted["like"])
    if "data" in wanted:
        return re.compile(re.escape(_plain(wanted["data"])), re.DOTALL)
    forms = []
    for words in _said(wanted):
        filled = words
        for name, value in wanted.get("values", {}).items():
            filled = filled.replace("{" + name + "}", str(value))
        forms.append(GAP.sub(".*", re.escape(_plain(filled))))
    return re.compile("|".join(forms), re.DOTALL)


def _said(wanted: Wanted) -> set[str]:
    """Return what is asked for in the installed language; several forms where one counts."""
    if "qt" in wanted:
        return {QCoreApplication.translate(*wanted["qt"])}
    if "several" in wanted:
        return {texts.ngettext(wanted["message"], wanted["several"], each) for each in COUNTS}
    if "context" in wanted:
        return {texts.pgettext(wanted["context"], wanted["message"])}
    return {texts.translate(wanted["message"])}


def _plain(words: str) -> str:
    return re.sub(r"&(.)", r"\1", words).strip()


def _words(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text()
    return widget.title() if isinstance(widget, QGroupBox) else widget.windowTitle()


def _value(widget: QWidget) -> str:
    match widget:
        case QLineEdit():
            return widget.displayText()
        case QPlainTextEdit() | QTextEdit():
            return widget.toPlainText()
        case QComboBox():
            return widget.currentText()
        case QAbstractSpinBox():
            return widget.text()
        case _:
            return ""


def _has_keyboard(widget: QWidget) -> bool:
    focused: QWidget | None = QApplication.focusWidget()
    return focused is not None and (focused is widget or focused is widget.focusProxy())


def _is_blocked(widget: QWidget) -> bool:
    modal: QWidget | None = QApplication.activeModalWidget()
    return modal is not None and widget.window() is not modal and not _is_popup(widget.window())


def _is_popup(window: QWidget) -> bool:
    return bool(window.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup)


def _is_on_top(widget: QWidget, at: QPoint) -> bool:
    there: QWidget | None = QApplication.widgetAt(at)
    return there is not None and (there is widget or widget.isAncestorOf(there))


def _scrolled_by(widget: QWidget) -> tuple[int, ...] | None:
    """Return the window of what scrolls the control, where something does."""
    parent = widget.parentWidget()
    while parent is not None and not parent.inherits("QAbstractScrollArea"):
        parent = parent.parentWidget()
    if parent is None:
        return None
    area = parent.viewport()  # type: ignore[attr-defined]
    return QRect(area.mapToGlobal(QPoint(0, 0)), area.size()).getRect()


def _nearest(found: list[QWidget], others: list[QWidget]) -> list[QWidget]:
    if not others:
        return []
    depths = {each: max(_shared(each, other) for other in others) for each in found}
    deepest = max(depths.values(), default=0)
    return [each for each, depth in depths.items() if depth == deepest]


def _shared(one: QWidget, other: QWidget) -> int:
    """Return how deep in the window the smallest part lies that holds both."""
    ours = _ancestors(one)
    return sum(each in ours for each in _ancestors(other))


def _ancestors(widget: QWidget) -> list[QWidget]:
    found = [widget]
    while (parent := found[-1].parentWidget()) is not None:
        found.append(parent)
    return found


def _items(root: QWidget, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Yield entries of menus and lines of lists, which are no widgets."""
    if wanted.get("kind", "item") != "item":
        return
    pattern = _pattern(wanted)
    for each in _widgets(root):
        if isinstance(each, QMenu):
            for action in each.actions():
                if action.isVisible() and pattern.fullmatch(_plain(action.text())):
                    yield _entry(each, action)
        elif isinstance(each, QAbstractItemView) and each.model() is not None:
            for index in _indexes(each):
                if pattern.fullmatch(_plain(str(index.data() or ""))):
                    yield _line(each, index)


def _indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(min(model.rowCount(view.rootIndex()), MOST_ROWS)):
        columns = 1 if isinstance(view, QListView) else model.columnCount(view.rootIndex())
        for column in range(columns):
            yield model.index(row, column, view.rootIndex())


def _entry(menu: QMenu, action: QAction) -> dict[str, Any]:
    rect = menu.actionGeometry(action)
    place = QRect(menu.mapToGlobal(rect.topLeft()), rect.size()).getRect()
    return _item(action.text(), place, action.isEnabled(), action is menu.activeAction())


def _line(view: QAbstractItemView, index: QModelIndex) -> dict[str, Any]:
    whole = view.visualRect(index)
    rect = whole.intersected(view.viewport().rect())
    place = QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size()).getRect()
    enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled) and not _is_blocked(view)
    focused = view.hasFocus() and view.currentIndex() == index
    told = _item(str(index.data()), place, enabled, focused)
    told["on_top"] = not rect.isEmpty()
    told["whole"] = QRect(view.viewport().mapToGlobal(whole.topLeft()), whole.size()).getRect()
    area = view.viewport()
    told["scrolls"] = QRect(area.mapToGlobal(QPoint(0, 0)), area.size()).getRect()
    return told


def _item(words: str, place: Any, enabled: bool, focused: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "kind": "item",
        "name": "",
        "spoken": "",
        "words": words,
        "value": "",
        "enabled": enabled,
        "focused": focused,
        "checked": False,
        "read_only": False,
        "on_top": True,
        "place": place,
        "whole": place,
        "scrolls": None,
    }

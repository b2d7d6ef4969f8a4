"""What does not fit into a small window: cut, outside, below, or reached only sideways."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from tests.support.windows.clipping import CONTROLS, clipped
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.qr_code import QrCode

SEEN = (*CONTROLS, QLabel, QAbstractItemView, QrCode)
MOST_BELOW = 64
"""Pixels, at text of 100 %, that a page may have beneath the last thing on it."""


def misfits(window: QWidget) -> list[str]:
    """Return one line for each thing that a small window does not show whole.

    Tables and charts may be wider than the window, and scroll within themselves.
    """
    found = [*clipped(window), *sideways(window), *_outside(window), *_squeezed(window)]
    found += [*two_bars(window), *_empty_below(window)]
    return [*found, *_cut_off(window)]


def sideways(window: QWidget) -> list[str]:
    """Return each part of a page that has to be pushed sideways to be read."""
    return [
        f"sideways by {area.horizontalScrollBar().maximum()} px: {_path(area)}"
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0 and not _is_flat(area)
    ]


def two_bars(window: QWidget) -> list[str]:
    """Return each part that scrolls up and down within a part that does so as well.

    Their bars stand beside each other, and whoever drags or turns a wheel moves the wrong one.
    """
    areas = [each for each in window.findChildren(QAbstractScrollArea) if _shows_bar(each)]
    return [
        f"two bars beside each other: {_path(inner)} within {_path(outer)}"
        for inner in areas
        for outer in areas
        if outer is not inner and outer.isAncestorOf(inner)
    ]


def _shows_bar(area: QAbstractScrollArea) -> bool:
    bar = area.verticalScrollBar()
    return area.isVisible() and bar.isVisible() and bar.maximum() > 0


def _outside(window: QWidget) -> Iterator[str]:
    for each in window.findChildren(QWidget):
        if not (isinstance(each, (*CONTROLS, QLabel)) and each.isVisible()) or _in_flat(each):
            continue
        place = QRect(each.mapTo(window, QPoint(0, 0)), each.size())
        if place.left() < 0 or place.right() >= window.width():
            yield f"outside: {type(each).__name__} {_words(each)!r} {place.getRect()}"
        elif not _scrolls(each) and place.bottom() >= window.height():
            yield f"below: {type(each).__name__} {_words(each)!r} {place.getRect()}"


def _squeezed(window: QWidget) -> Iterator[str]:
    """Yield what is lower than what stands in it, so that parts lie over each other."""
    for each in window.findChildren(QWidget):
        layout: QLayout | None = each.layout()
        if layout is None or not each.isVisible() or isinstance(each, QAbstractScrollArea):
            continue
        needed = layout.minimumSize().height()
        if layout.hasHeightForWidth():
            needed = min(needed, layout.minimumHeightForWidth(each.width()))
        if each.height() < needed:
            yield f"squeezed: {_path(each)} {each.height()} of {needed} px"


def _cut_off(window: QWidget) -> Iterator[str]:
    """Yield what reaches below the part that it stands in."""
    for each in window.findChildren(QWidget):
        parent = each.parentWidget()
        if not isinstance(each, (*CONTROLS, QLabel)) or not each.isVisible():
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea) or _in_flat(each):
            continue
        if each.geometry().bottom() > parent.height():
            yield f"cut off: {_path(each)} at {each.geometry().bottom()} of {parent.height()} px"


def _empty_below(window: QWidget) -> Iterator[str]:
    """Yield how far a page that scrolls goes on below the last thing that stands in it."""
    for place in window.findChildren(PagePlace):
        content = place.widget()
        if not (place.isVisible() and _shows_bar(place)):
            continue
        bottoms = [
            each.mapTo(content, QPoint(0, each.height())).y()
            for each in content.findChildren(QWidget)
            if isinstance(each, SEEN) and each.isVisible() and not isinstance(each, QScrollArea)
        ]
        empty = content.height() - max(bottoms)
        if empty > MOST_BELOW * look().text_scale:
            yield f"empty: {empty} px below all that stands on the page"


def _scrolls(widget: QWidget) -> bool:
    return any(isinstance(each, QAbstractScrollArea) for each in _above(widget))


def _is_flat(area: QWidget) -> bool:
    return bool(area.property("two_ways"))


def _in_flat(widget: QWidget) -> bool:
    return any(
        _is_flat(each)
        or (isinstance(each, QAbstractScrollArea) and not isinstance(each, QScrollArea))
        for each in _above(widget)
        if not isinstance(each, QPlainTextEdit)
    )


def _above(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _words(widget: QWidget) -> str:
    return str(widget.accessibleName() or widget.property("text") or "")[:40]


def _path(widget: QWidget) -> str:
    names = [type(each).__name__ for each in (widget, *_above(widget))]
    return " < ".join(names[:4]) + f" {_words(widget)!r}"

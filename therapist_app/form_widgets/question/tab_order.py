"""Tab order in which things are read, for what is made later than its neighbours.

Qt follows the order in which widgets were made, so a question that opens in the middle would
be reached last of all.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def make_anchor(holder: QWidget) -> QWidget:
    """Return a mark in the tab order of `holder`, for what comes later.

    Qt moves nothing past what Tab cannot reach, so the mark counts as reachable; since it is
    hidden, Tab passes it by.
    """
    anchor = QWidget(holder)
    anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    anchor.hide()
    return anchor


def chain_after(anchor: QWidget, holder: QWidget) -> None:
    """Let Tab reach what is inside `holder` in reading order, at the place of its anchor."""
    before = anchor
    for widget in holder.findChildren(QWidget):
        if _is_stop(widget) and widget.window() is holder.window():
            _chain(before, widget)
            before = widget


def _is_stop(widget: QWidget) -> bool:
    takes_clicks = bool(widget.focusPolicy() & Qt.FocusPolicy.ClickFocus)
    return takes_clicks and widget.focusProxy() is None


def _chain(before: QWidget, after: QWidget) -> None:
    """Put one after the other; Qt chains only what Tab can reach, so both can for a moment."""
    policies = before.focusPolicy(), after.focusPolicy()
    before.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    after.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    QWidget.setTabOrder(before, after)
    before.setFocusPolicy(policies[0])
    after.setFocusPolicy(policies[1])

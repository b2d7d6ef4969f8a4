"""Tab order in which things are read, for what is made later than its neighbours.

Qt follows the order in which widgets were made, so a question that opens in the middle would
be reached last of all.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain_inside(holder: QWidget) -> None:
    """Let Tab reach what is inside `holder` in reading order, at the place of `holder` itself."""
    before = holder
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

"""A window as a screen reader meets it, written out as lines of text."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

LAYOUT_ONLY = {QAccessible.Role.Client, QAccessible.Role.NoRole, QAccessible.Role.Window}
MARKS = (
    "checked",
    "selected",
    "expanded",
    "collapsed",
    "disabled",
    "readOnly",
    "passwordEdit",
)


def outline(widget: QWidget) -> str:
    """Return one line for each element a screen reader would stop at."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(widget)
    return "\n".join(_lines(root)) + "\n"


def _lines(element: QAccessibleInterface) -> Iterator[str]:
    state = element.state()
    if state.invisible:
        return
    name = element.text(QAccessible.Text.Name)
    if element.role() not in LAYOUT_ONLY or name:
        yield _line(element, name)
    for index in range(element.childCount()):
        child = element.child(index)
        if child is not None:
            yield from _lines(child)


def _line(element: QAccessibleInterface, name: str) -> str:
    state = element.state()
    words = [element.role().name, f'"{name}"']
    words += [mark for mark in MARKS if getattr(state, mark)]
    described = element.text(QAccessible.Text.Description)
    return " ".join([*words, f"({described})"] if described else words)

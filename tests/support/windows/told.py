"""What a blind person could not use on a page: what has no name, no role, no heading over it."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role = QAccessible.Role
FILLERS = {Role.Client, Role.NoRole}
GROUPS = {Role.Grouping, Role.Border, Role.List, Role.Table, Role.PageTabList, Role.Chart}
EDGES = {Role.LayeredPane, Role.Border}
"""What Qt says of the layout, and a screen reader repeats."""


def untold(window: QWidget) -> list[str]:
    """Return one line for each thing in sight that assistive technology is told too little of."""
    QAccessible.setActive(True)
    found = list(_untold(QAccessible.queryAccessibleInterface(window), ()))
    levels = [_level(each) for each in _in_sight(window) if each.role() == Role.Heading]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} headings of the page, {len(levels)} in all")
    return found


def heard_before_acting(window: QWidget) -> str:
    """Return what a screen reader says on arriving before what has the keyboard.

    Orca says the groups that one comes into, each with its description.
    """
    QAccessible.setActive(True)
    here: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(window.focusWidget())
    said: list[str] = []
    while here is not None and here.isValid():
        here = here.parent()
        if here is not None and here.role() in GROUPS:
            said.append(_words_of(here))
    return " ".join(reversed(said))


def _words_of(element: QAccessibleInterface) -> str:
    words = (element.text(each) for each in (QAccessible.Text.Name, QAccessible.Text.Description))
    return " ".join(each for each in words if each)


def _in_sight(window: QWidget) -> Iterator[QAccessibleInterface]:
    yield from _below(QAccessible.queryAccessibleInterface(window))


def _below(element: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if element.state().invisible:
        return
    yield element
    for index in range(element.childCount()):
        child = element.child(index)
        if child is not None:
            yield from _below(child)


def _level(heading: QAccessibleInterface) -> object:
    return heading.attributesInterface().attributeValue(QAccessible.Attribute.Level)


def _untold(
    element: QAccessibleInterface, above: tuple[QAccessibleInterface, ...]
) -> Iterator[str]:
    state = element.state()
    if state.invisible:
        return
    yield from _lacks(element, above)
    for index in range(element.childCount()):
        child = element.child(index)
        if child is not None:
            yield from _untold(child, (*above, element))


def _lacks(element: QAccessibleInterface, above: tuple[QAccessibleInterface, ...]) -> Iterator[str]:
    name, role, state = _name(element), element.role(), element.state()
    where = " < ".join(
        [type(element.object()).__name__, *(type(each.object()).__name__ for each in above[:-5:-1])]
    )
    if (state.focusable or state.focused) and role in FILLERS:
        yield f"a filler holds the keyboard: {name!r} {where}"
    if state.focusable and not name:
        yield f"no name: {role.name} {where}"
    if role in GROUPS and not name:
        yield f"a group without a name: {role.name} {where}"
    if role in EDGES:
        yield f"only for the layout: {role.name} {name!r} {where}"
    if role == Role.RadioButton and not any(
        each.role() == Role.List and _name(each) for each in above
    ):
        yield f"choices in no group: {name!r} {where}"
    if role == Role.ComboBox and not element.relations(QAccessible.RelationFlag.Label):
        yield f"a box that unfolds without a label: {name!r} {where}"
    if "&" in name:
        yield f"a mark is spoken: {name!r} {where}"


def _name(element: QAccessibleInterface) -> str:
    return element.text(QAccessible.Text.Name).strip()

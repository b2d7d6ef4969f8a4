"""What a blind person could not use on a page: what has no name, no role, no heading over it."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLabel, QWidget

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


MOST_STOPS = 500
"""A page of a record that a whole file of tests wrote in has many, but an end."""


def heard_before_acting(
    page: QWidget, asking: tuple[type[QWidget], ...] = ()
) -> Iterator[tuple[QWidget, str]]:
    """Yield each stop of Tab on a page, from where the keyboard is, with what is said there.

    Orca says the groups that one comes into, each with its description or with the lines that
    stand in it, and then what has the keyboard with its own. Parts of a page of the classes
    `asking` are left out: what is asked there is heard whole.
    """
    QAccessible.setActive(True)
    window, met = page.window(), set[QWidget]()
    before: list[QWidget] = []
    while (here := window.focusWidget()) not in met and page.isAncestorOf(here):
        assert here is not None
        assert len(met) < MOST_STOPS
        met.add(here)
        groups = _groups_around(here)
        if not any(isinstance(each, asking) for each in _above(here)):
            fresh = [each for each in groups if each not in before]
            yield here, " ".join([*map(_words_of, fresh), _words_of(here)])
        before = groups
        window.focusNextChild()


def _groups_around(widget: QWidget) -> list[QWidget]:
    met = ((each, QAccessible.queryAccessibleInterface(each)) for each in _above(widget))
    return [each for each, element in met if element is not None and element.role() in GROUPS][::-1]


def _above(widget: QWidget) -> Iterator[QWidget]:
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def _words_of(widget: QWidget) -> str:
    element = QAccessible.queryAccessibleInterface(widget)
    name, more = (
        element.text(each) for each in (QAccessible.Text.Name, QAccessible.Text.Description)
    )
    if element.role() == Role.Grouping and not more:
        lines = (each for each in widget.findChildren(QLabel) if _is_read_with_its_group(each))
        told = (QAccessible.queryAccessibleInterface(each) for each in lines)
        words = [each.text(QAccessible.Text.Name) for each in told]  # without marks of their type
        more = " ".join(each for each in words if each != name)
    return f"{name} {more}" if more != name else name


def _is_read_with_its_group(label: QLabel) -> bool:
    role = QAccessible.queryAccessibleInterface(label).role()
    return label.isVisible() and label.buddy() is None and role == Role.StaticText


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

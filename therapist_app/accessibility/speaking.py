"""What speaks for a widget on the accessibility bus, in Qt's own terms."""

from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject
from shiboken6 import Shiboken
from typing_extensions import override

from session_forms.words.texts import ngettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.accessibility.in_short import HEARD_AT_ONCE, READ_BEFORE, all_of, in_short
from therapist_app.accessibility.told import ANSWERED, LAST, OPEN, TOLD, MadeWhenMet, level_of
from therapist_app.accessibility.unspoken import Unspoken

BOXES = frozenset({"QWidget", "QFrame"})
"""The classes of which Qt says that they are only there for the layout, or an edge."""
_FEWEST = 256
STOPS = (".", "!", "?", "…", ":", ";", "”")


TAB = QtCore.Qt.FocusPolicy.TabFocus
NO_GROUPS = (
    *(QtWidgets.QAbstractButton, QtWidgets.QLabel, QtWidgets.QLineEdit, QtWidgets.QComboBox),
    *(QtWidgets.QAbstractScrollArea, QtWidgets.QStackedWidget),
)
"""What may have a name and things within it, and is no group."""
NOTHING = Shiboken.VoidPtr(0)
"""A part that an interface does not have; any other answer from Python ends the program."""


class _Depth(QtGui.QAccessibleAttributesInterface):
    """How deep a heading stands."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    @override
    def attributeKeys(self) -> list[QtGui.QAccessible.Attribute]:
        return [QtGui.QAccessible.Attribute.Level]

    @override
    def attributeValue(self, key: QtGui.QAccessible.Attribute) -> object:
        return self._level if key == QtGui.QAccessible.Attribute.Level else None


class Heading(QtWidgets.QAccessibleWidget):
    """A label that heads what follows; it says what it shows, and its words may change."""

    def __init__(self, label: QtWidgets.QLabel, level: int) -> None:
        super().__init__(label, QtGui.QAccessible.Role.Heading)
        self._depth = _Depth(level)

    @override
    def text(self, t: QtGui.QAccessible.Text) -> str:
        """Return the words of the label as its name."""
        label = self.widget()
        told = super().text(t)
        if told or t != QtGui.QAccessible.Text.Name or not isinstance(label, QtWidgets.QLabel):
            return told
        return label.text()

    @override
    def interface_cast(self, arg__1: QtGui.QAccessible.InterfaceType) -> Any:
        """Return how deep it stands, beside what every widget has."""
        if arg__1 == QtGui.QAccessible.InterfaceType.AttributesInterface:
            return self._depth
        part: Any = super().interface_cast(arg__1)  # no int, as its types say
        return NOTHING if part is None else part


class Aside(QtWidgets.QAccessibleWidget):
    """A label that its field says already; Orca reads only plain labels with a group."""

    def __init__(self, label: QtWidgets.QLabel) -> None:
        super().__init__(label, QtGui.QAccessible.Role.Paragraph)

    @override
    def text(self, t: QtGui.QAccessible.Text) -> str:
        """Return the words of the label as its name."""
        label = self.widget()
        if t != QtGui.QAccessible.Text.Name or not isinstance(label, QtWidgets.QLabel):
            return super().text(t)
        return label.text()


class Box(QtWidgets.QAccessibleWidget):
    """A window, what holds a group of things by a name, or what is only there for the layout."""

    @override
    def state(self) -> QtGui.QAccessible.State:
        """Return its state; the keyboard that it hands on is not its own."""
        state = super().state()
        if state.focused and self.widget().focusProxy() is not None:
            state.focused = False
        return state

    @override
    def role(self) -> QtGui.QAccessible.Role:
        """Return what it is; a name may come later than the first question."""
        box = self.widget()
        if box.isWindow():
            return QtGui.QAccessible.Role.Window
        if not box.accessibleName():
            return QtGui.QAccessible.Role.Client
        match box.property(TOLD):
            case "chart":
                return QtGui.QAccessible.Role.Chart
            case "list":
                return QtGui.QAccessible.Role.List
            case "tabs":
                return QtGui.QAccessible.Role.PageTabList
            case "read":
                return QtGui.QAccessible.Role.Section
            case _:
                return QtGui.QAccessible.Role.Grouping

    @override
    def text(self, t: QtGui.QAccessible.Text) -> str:
        """Return what it says of itself; of a group with much to read only how that begins.

        Orca reads every line of a group that has no description before it says what has the
        keyboard there. The lines themselves stay there to be walked through.
        """
        if t != QtGui.QAccessible.Text.Description:
            return super().text(t)
        words = _described(self)
        self.widget().setProperty(LAST, words)
        return words

    @override
    def childCount(self) -> int:
        """Return how many parts it has; of a window, the menu that is open is one."""
        box = self.widget()
        if isinstance(box, MadeWhenMet):
            box.make_parts()  # who walks through the tree also comes to what nobody sees yet
        return super().childCount() + (_open_menu(self.widget()) is not None)

    @override
    def child(self, index: int) -> QtGui.QAccessibleInterface:
        """Return a part; Qt itself leaves menus out, so that nobody would find what is in them."""
        menu = _open_menu(self.widget())
        if menu is not None and index == super().childCount():
            return QtGui.QAccessible.queryAccessibleInterface(menu)
        return super().child(index)


class Covered(Box):
    """What something may lie over: Qt's last part then, which is read first, as it is seen."""

    @override
    def child(self, index: int) -> QtGui.QAccessibleInterface:
        """Return a part, the one that lies over the others first."""
        count = self.childCount()
        is_part = 0 <= index < count
        return super().child((index - self._lie_over) % count if is_part else index)

    @override
    def indexOfChild(self, arg__1: QtGui.QAccessibleInterface) -> int:
        """Return where a part is read, or -1."""
        at = super().indexOfChild(arg__1)
        return at if at < 0 else (at + self._lie_over) % self.childCount()

    @property
    def _lie_over(self) -> int:
        last = super().child(self.childCount() - 1)
        return int(last.object().property(TOLD) == "over")


class Pages(Box):
    """Pages of which one shows: those that stand there, and no other that was taken out."""

    @override
    def childCount(self) -> int:
        """Return how many pages there are."""
        return _pages(self).count()

    @override
    def child(self, index: int) -> Any:
        """Return what speaks for a page; None where there is none any more."""
        return _speaker(_pages(self).widget(index))

    @override
    def childAt(self, x: int, y: int) -> Any:
        """Return what speaks for the page that shows, wherever it is touched."""
        del x, y
        return _speaker(_pages(self).currentWidget())

    @override
    def indexOfChild(self, arg__1: QtGui.QAccessibleInterface) -> int:
        """Return where a page stands, or -1."""
        page = arg__1.object()
        return _pages(self).indexOf(page) if isinstance(page, QtWidgets.QWidget) else -1


class Press(QtWidgets.QAccessibleWidget):
    """A button that is pressed, whether or not it stays down: a tab, or what opens something."""

    def __init__(self, button: QtWidgets.QAbstractButton, told: str) -> None:
        tab, plain = QtGui.QAccessible.Role.PageTab, QtGui.QAccessible.Role.Button
        super().__init__(button, tab if told == "tab" else plain)

    @override
    def text(self, t: QtGui.QAccessible.Text) -> str:
        """Return the words of the button as its name."""
        told = super().text(t)
        if told or t != QtGui.QAccessible.Text.Name:
            return told
        return _button(self).text().replace("&", "").strip()

    @override
    def state(self) -> QtGui.QAccessible.State:
        """Return whether it is the place where one is, or whether it is open."""
        state = super().state()
        if self.role() == QtGui.QAccessible.Role.PageTab:
            state.selectable = True
            state.selected = _button(self).isChecked()
        else:
            state.expandable = True
            state.expanded = _button(self).property(OPEN) is True
            state.collapsed = not state.expanded
        return state

    @override
    def actionNames(self) -> list[str]:
        """Return what can be done with it."""
        return [self.pressAction(), self.setFocusAction()]

    @override
    def doAction(self, actionName: str) -> None:
        """Press it, or put the keyboard on it."""
        if actionName == self.pressAction():
            _button(self).click()
        else:
            super().doAction(actionName)


class _Value(QtGui.QAccessibleValueInterface):
    """Where a scale stands, once it was answered."""

    def __init__(self, slider: QtWidgets.QSlider) -> None:
        super().__init__()
        self._slider = slider

    @override
    def currentValue(self) -> int:
        return self._slider.value()

    @override
    def setCurrentValue(self, value: Any) -> None:
        self._slider.setValue(round(value))

    @override
    def minimumValue(self) -> int:
        return self._slider.minimum()

    @override
    def maximumValue(self) -> int:
        return self._slider.maximum()

    @override
    def minimumStepSize(self) -> int:
        return self._slider.singleStep()


class Scale(QtWidgets.QAccessibleWidget):
    """A scale, which has no value as long as nobody answered it.

    Qt would tell the lowest one, as if that were the answer.
    """

    def __init__(self, slider: QtWidgets.QSlider) -> None:
        super().__init__(slider, QtGui.QAccessible.Role.Slider)
        self._value = _Value(slider)

    @override
    def interface_cast(self, arg__1: QtGui.QAccessible.InterfaceType) -> Any:
        """Return its value where it has one, beside what every widget has."""
        if arg__1 == QtGui.QAccessible.InterfaceType.ValueInterface:
            return self._value if self.widget().property(ANSWERED) else NOTHING
        part: Any = super().interface_cast(arg__1)  # no int, as its types say
        return NOTHING if part is None else part

    @override
    def actionNames(self) -> list[str]:
        """Return what can be done with it, answered or not."""
        return [self.increaseAction(), self.decreaseAction(), self.setFocusAction()]

    @override
    def doAction(self, actionName: str) -> None:
        """Point one step on or back, as the arrow keys do, or put the keyboard on it."""
        keys = {
            self.increaseAction(): QtCore.Qt.Key.Key_Up,
            self.decreaseAction(): QtCore.Qt.Key.Key_Down,
        }
        if actionName not in keys:
            super().doAction(actionName)
        elif self.widget().isEnabled():
            for kind in (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.KeyRelease):
                key = QtGui.QKeyEvent(kind, keys[actionName], QtCore.Qt.KeyboardModifier.NoModifier)
                QtWidgets.QApplication.sendEvent(self.widget(), key)


class UnspokenInterface(QtWidgets.QAccessibleWidget):
    """A line or a label by its accessible name, its description and its place, without its text."""

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        roles = QtGui.QAccessible.Role
        is_line = isinstance(widget, QtWidgets.QLineEdit)
        super().__init__(widget, roles.EditableText if is_line else roles.StaticText)

    @override
    def state(self) -> QtGui.QAccessible.State:
        """Return how it stands; a line as one for a passphrase, whose keys are not said either."""
        state = super().state()
        line = self.widget()
        if isinstance(line, QtWidgets.QLineEdit):
            state.passwordEdit = 1
            state.readOnly = int(line.isReadOnly())
            state.editable = int(not line.isReadOnly())
        return state


class Scrolled(QtWidgets.QAccessibleWidget):
    """What scrolls, by the parts it has now.

    Qt's own interface of it ends the program when it is asked for a part that has just gone, such
    as a bar that is not needed any more; who asks over the bus is always a little late.
    """

    def __init__(self, area: QtWidgets.QScrollArea) -> None:
        super().__init__(area, QtGui.QAccessible.Role.Client)


def _described(box: Box) -> str:
    told = super(Box, box).text(QtGui.QAccessible.Text.Description)
    is_group = box.role() == QtGui.QAccessible.Role.Grouping
    return _beginning(box.widget()) if is_group and not told else told


def meet_changed(here: QtWidgets.QWidget | None) -> None:
    """Let the groups around a widget be met anew that say something else than when last asked.

    A screen reader remembers what a group said of itself, and Qt tells nobody that its lines are
    others; what it comes into for the first time it asks.
    """
    above = here.parentWidget() if here is not None else None
    while above is not None and not above.isWindow():
        last = above.property(LAST)
        if last is not None:
            met = QtGui.QAccessible.queryAccessibleInterface(above)
            if isinstance(met, Box) and _described(met) != last:
                above.setProperty(LAST, None)
                QtGui.QAccessible.deleteAccessibleInterface(QtGui.QAccessible.uniqueId(met))
        above = above.parentWidget()


def all_at(widget: QtWidgets.QWidget) -> str:
    """Return all that can be read where the keyboard is: of the field, of its group, of a form.

    Lines of groups within that group are said where one comes into those, so they are left out.
    The group is named first, as the question of a form: who goes on within it hears it no more.
    What is read before a form comes last: it was heard on coming into it.
    """
    own, group = all_of(widget), _group_around(widget)
    told = [own or widget.accessibleDescription()]
    if group is not None:
        told.insert(0, group.accessibleName())
        told.append(all_of(group) or group.accessibleDescription() or _lines_and_groups(group)[0])
        told.append(_read_before(group))
    return " ".join(with_stop(" ".join(each.split())) for each in told if each)


def _read_before(group: QtWidgets.QWidget) -> str:
    above = group.parentWidget()
    while above is not None and above.property(READ_BEFORE) is None:
        above = above.parentWidget()
    return "" if above is None else str(above.property(READ_BEFORE))


def _group_around(widget: QtWidgets.QWidget) -> QtWidgets.QWidget | None:
    above: QtWidgets.QWidget | None = widget.parentWidget()
    while above is not None and not above.isWindow():
        interface = QtGui.QAccessible.queryAccessibleInterface(above)
        if interface.role() == QtGui.QAccessible.Role.Grouping:
            return above
        above = above.parentWidget()
    return None


def _beginning(box: QtWidgets.QWidget) -> str:
    """Return what is read of a group: nothing where a screen reader may read all its lines.

    Of more than are heard at once it is how they begin; where no line is left, how many groups it
    has.
    """
    words, groups = _lines_and_groups(box)
    if len(words.split()) > HEARD_AT_ONCE:
        return in_short(words)
    if groups and not words:
        return ngettext("{count} part", "{count} parts", groups).format(count=groups)
    return words if groups else ""


def _lines_and_groups(box: QtWidgets.QWidget) -> tuple[str, int]:
    words: list[str] = []
    within: dict[QtWidgets.QWidget, bool] = {}
    for label in box.findChildren(QtWidgets.QLabel):
        line = label.accessibleName() or label.text()
        is_read = label.isVisible() and label.buddy() is None and not _is_said_elsewhere(label)
        if not (is_read and line) or line == box.accessibleName():
            continue
        if not _is_in_group(label, box, within):
            words.append(line if line.endswith(STOPS) else f"{line}.")
    return " ".join(" ".join(words).split()), sum(within.values())


def _is_in_group(
    label: QtWidgets.QLabel, box: QtWidgets.QWidget, within: dict[QtWidgets.QWidget, bool]
) -> bool:
    """Return whether a label stands in a group within a box that the keyboard comes into."""
    above = label.parentWidget()
    while above is not None and above is not box:
        if above not in within:
            is_box = not isinstance(above, NO_GROUPS)
            within[above] = is_box and bool(above.accessibleName()) and _takes_keyboard(above)
        if within[above]:
            return True
        above = above.parentWidget()
    return False


def _takes_keyboard(group: QtWidgets.QWidget) -> bool:
    return any(
        each.isVisible() and each.isEnabled() and bool(each.focusPolicy() & TAB)
        for each in (group, *group.findChildren(QtWidgets.QWidget))
    )


def _is_said_elsewhere(label: QtWidgets.QLabel) -> bool:
    return label.property(TOLD) == "aside" or level_of(label) is not None


def _speaker(widget: QtWidgets.QWidget | None) -> QtGui.QAccessibleInterface | None:
    return None if widget is None else QtGui.QAccessible.queryAccessibleInterface(widget)


def _pages(of: QtWidgets.QAccessibleWidget) -> QtWidgets.QStackedWidget:
    pages = of.widget()
    assert isinstance(pages, QtWidgets.QStackedWidget)
    return pages


def _open_menu(box: QtWidgets.QWidget) -> QtWidgets.QMenu | None:
    """Return the menu that is open over a window, the first of those that lead to each other."""
    menu: object = QtWidgets.QApplication.activePopupWidget() if box.isWindow() else None
    while isinstance(menu, QtWidgets.QMenu) and isinstance(menu.parent(), QtWidgets.QMenu):
        menu = menu.parent()
    if not isinstance(menu, QtWidgets.QMenu):
        return None
    owner = menu.parentWidget()
    return menu if owner is not None and owner.window() is box else None


def _button(of: QtWidgets.QAccessibleWidget) -> QtWidgets.QAbstractButton:
    """Return the button, which is asked for anew: it may be met before it is whole."""
    button = of.widget()
    assert isinstance(button, QtWidgets.QAbstractButton)
    return button


class _Kept:
    """What speaks for widgets, until Qt takes it down with its widget.

    Python would free it earlier. What is gone is let go whenever as much again has come, so that
    neither the time nor the room grows with the pages that were opened.
    """

    def __init__(self) -> None:
        self._all: list[QtWidgets.QAccessibleWidget] = []
        self._until = _FEWEST

    def keep(self, interface: QtWidgets.QAccessibleWidget) -> None:
        if len(self._all) >= self._until:
            self._all = [each for each in self._all if Shiboken.isValid(each)]
            self._until = max(_FEWEST, 2 * len(self._all))
        self._all.append(interface)


_KEPT = _Kept()


def speaks_for(kind: str, thing: QObject) -> QtWidgets.QAccessibleWidget | None:
    """Return what speaks for a widget, or None where Qt knows better."""
    made: QtWidgets.QAccessibleWidget | None = None
    told = thing.property(TOLD)
    if isinstance(thing, Unspoken) and isinstance(thing, QtWidgets.QWidget):
        made = UnspokenInterface(thing)
    elif isinstance(thing, QtWidgets.QLabel):
        level = level_of(thing)
        made = Heading(thing, level) if level else Aside(thing) if told == "aside" else None
    elif isinstance(thing, QtWidgets.QAbstractButton):
        made = Press(thing, told) if told else None
    elif isinstance(thing, QtWidgets.QProgressBar):
        graphic = QtGui.QAccessible.Role.Graphic
        made = QtWidgets.QAccessibleWidget(thing, graphic) if told == "aside" else None
    elif isinstance(thing, QtWidgets.QSlider):
        made = Scale(thing) if told == "scale" else None
    elif isinstance(thing, QtWidgets.QScrollArea):
        made = Scrolled(thing)
    elif isinstance(thing, QtWidgets.QStackedWidget):
        # Of those in Qt's own dialogs Python may know pages that are long gone.
        made = Pages(thing) if Shiboken.createdByPython(thing) else None
    elif told == "covered" and isinstance(thing, QtWidgets.QWidget):
        made = Covered(thing)
    elif kind in BOXES and isinstance(thing, QtWidgets.QWidget):
        made = Box(thing)
    if made is not None:
        _KEPT.keep(made)
    return made

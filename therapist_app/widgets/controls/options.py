"""Choices: real radio buttons and check boxes whose whole surface answers a click."""

from collections.abc import Iterable
from functools import cache, partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import OptionFace, measures, option_face
from therapist_app.widgets.controls.switches import ChoiceGroup, Switch
from therapist_app.widgets.controls.typed_words import TypedOver

STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
"""How far each arrow key goes over choices."""
SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class _WholeBox(TypedOver, Switch):
    """What makes the whole surface of a switch answer a click, and no space within words."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn it by the space bar, but not by the spaces of words."""
        if self.is_of_words(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        """Come with Shift+Tab to the first of several choices, where none of them is taken.

        By itself Qt comes to the last one, and has Tab come to it from then on.
        """
        super().focusInEvent(arg__1)
        group = _group_of(self)
        if group is None or not group.exclusive() or group.checkedButton() is not None:
            return
        if arg__1.reason() is Qt.FocusReason.BacktabFocusReason:
            free = (each for each in group.buttons() if each.isVisible() and each.isEnabled())
            first = next(free, self)
            if first is not self:
                first.setFocus(Qt.FocusReason.BacktabFocusReason)


class _Faced(_WholeBox):
    """A button that is drawn as a box with a mark, its words, and the key that chooses it."""

    face: OptionFace

    def _wear(self, face: OptionFace) -> None:
        self._turn(face)
        self.setSizePolicy(_policy())
        self._say_when_turned()

    def _turn(self, face: OptionFace) -> None:
        self.face = face
        spoken = (face.key, face.words, face.help_words)
        self.setAccessibleName(", ".join(words for words in spoken if words))

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which the words stand on one line."""
        width = self.face.natural_width
        return QSize(width, self.face.height_for(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest word."""
        return QSize(self.face.least_width, self.face.sizes.height)

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that the words need at a width."""
        return self.face.height_for(width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the mark and the words."""
        self.face.paint(self)


class Option(_Faced, QRadioButton):
    """One of several choices; `key` is the digit or letter that chooses it."""

    def __init__(
        self,
        words: str,
        *,
        key: str = "",
        help_words: str = "",
        client: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words)
        _put_into(parent, self)
        self._wear(option_face(words, key=key, help_words=help_words, client=client))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the choice beside this one in the order that is read.

        By itself Qt goes where an arrow points: over choices in columns it passes some by, under
        choices in a row there is nothing. It takes that choice where one was taken before; where
        none is, nothing is decided by passing.
        """
        step, group = self._step_of(event), _group_of(self)
        if step is None or group is None or not group.exclusive():
            super().keyPressEvent(event)
            if self.isDown() and self.isChecked():  # it is pressed, and nothing will change
                self._say_chosen()
            return
        beside = [each for each in group.buttons() if each.isVisible() and each.isEnabled()]
        at = beside.index(self) + step
        if 0 <= at < len(beside):
            beside[at].setFocus(Qt.FocusReason.TabFocusReason)
            if group.checkedButton() is not None:
                beside[at].click()
        else:
            announce(self, _("There is no other choice."))

    def _say_chosen(self) -> None:
        words = pgettext("said of an option", "{choice}: chosen.")
        announce(self, words.format(choice=self.accessibleName()))

    def _step_of(self, event: QKeyEvent) -> int | None:
        """Return how far a key goes over the choices; from right to left the left one is next."""
        key = Qt.Key(event.key())
        is_mirrored = key in SIDEWAYS and self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        step = STEPS.get(key)
        return step if step is None or not is_mirrored else -step

    def rename(self, words: str) -> None:
        """Say other words; faces are shared, so that this one keeps its own."""
        self._turn(option_face(words, client=False))
        self.setText(words)


class ChoosingOption(Option):
    """An option that says what it stands for.

    Signals:
        chosen: The id of that, taken by the person.

    """

    chosen = Signal(str)

    def __init__(self, words: str, choice: str, *, help_words: str = "") -> None:
        super().__init__(words, help_words=help_words)
        self.choice = choice
        self.turned.connect(self._on_turned)

    def _on_turned(self) -> None:
        self.chosen.emit(self.choice)


class PointedOption(Option):
    """An option that the arrow keys only point at; the space bar takes it.

    For a choice that does something at once: on the way to another nothing is to happen.
    """

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the keyboard on the option beside this one, and take none."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or self.group() is None:
            super().keyPressEvent(event)
            if not event.isAccepted() and event.text().isalnum() and not event.isAutoRepeat():
                announce(self, _("No letter chooses here: the arrows and the space bar do."))
            return
        beside = [each for each in self.group().buttons() if each.isVisible() and each.isEnabled()]
        beside[(beside.index(self) + step) % len(beside)].setFocus()


class Tick(_Faced, QCheckBox):
    """A box to tick, with the surface of an option."""

    def __init__(
        self,
        words: str,
        *,
        checked: bool = False,
        key: str = "",
        help_words: str = "",
        client: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words)
        _put_into(parent, self)
        self._wear(option_face(words, key=key, help_words=help_words, client=client))
        self.setChecked(checked)


class ScaleStep(_WholeBox, QRadioButton):
    """A number of a rating. Chosen is filled, ringed and bold: three signs, one of them colour."""

    def __init__(self, words: str, *, client: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(words)
        _put_into(parent, self)
        self._sizes = measures(look(), client=client)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say_when_turned()

    @override
    def sizeHint(self) -> QSize:
        """Return a square that can be hit."""
        return QSize(self._sizes.height, self._sizes.height)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least square that can be hit."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the number."""
        chosen, focused = self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focus" if focused else "accent" if chosen else self._sizes.edge
        painter.setPen(QPen(look().qcolor(edge), 2 if focused or chosen else 1))
        ground = "surface-sunken" if self.underMouse() else "surface-raised"
        painter.setBrush(look().qcolor("accent" if chosen else ground))
        radius = look().size("radius_control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        if focused and chosen:
            draw_focus_ring(painter, self.rect())
        painter.setPen(look().qcolor("on-accent" if chosen else "text"))
        painter.setFont(self._sizes.strong if chosen else self._sizes.font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


def _group_of(option: QAbstractButton) -> QButtonGroup | None:
    """Return the group of an option, where it is in one."""
    group: object = option.group()
    return group if isinstance(group, QButtonGroup) else None


def one_of(owner: QWidget, options: Iterable[Switch], *, chosen: int | None = None) -> ChoiceGroup:
    """Return options of which one is chosen at a time, numbered in their order."""
    group = ChoiceGroup(owner)
    for number, option in enumerate(options):
        group.add(option, number)
    group.buttonToggled.connect(partial(_follow, group))
    if chosen is not None:
        group.button(chosen).setChecked(True)
    return group


def _follow(group: QButtonGroup, option: QAbstractButton, is_on: bool) -> None:  # noqa: FBT001
    """Lead Tab to a choice however it was taken; show_checked leads it where none is."""
    if is_on:
        _lead_to(group, option)


def option_for(options: Iterable[ChoosingOption], choice: str | None) -> ChoosingOption | None:
    """Return the option that stands for a choice, if one does."""
    return next((each for each in options if each.choice == choice), None)


def show_checked(group: QButtonGroup, chosen: QAbstractButton | None) -> None:
    """Show which one of a group is chosen, or none, without announcing it.

    The group is exclusive all the same: only in such a one do the arrow keys reach each option.
    """
    group.setExclusive(False)
    for option in group.buttons():
        option.setChecked(option is chosen)
    group.setExclusive(True)
    _lead_to(group, chosen)


def _lead_to(group: QButtonGroup, chosen: QAbstractButton | None) -> None:
    """Have Tab and Shift+Tab come to the one that is chosen, where it can have the keyboard.

    Qt does so only once one of the group has had it: Shift+Tab came to the last one until then,
    and from there an arrow led elsewhere than the eyes. What is held still as a whole, while
    something runs, is free again soon: the one that is chosen is led to all the same.
    """
    stop = chosen if chosen is not None and _can_be_taken(chosen) else None
    for option in group.buttons():
        is_stop = stop is None or option is stop
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        option.setFocusPolicy(strong if is_stop else click)


def _can_be_taken(option: QAbstractButton) -> bool:
    """Return whether an option itself is free, whatever holds still what it stands in."""
    around = option.parentWidget()
    return option.isEnabled() if around is None else option.isEnabledTo(around)


def _put_into(parent: QWidget | None, switch: QWidget) -> None:
    """Put a switch that was made on its own where it belongs.

    Qt asks the style for its margins as it is made, and the style every widget around it for a
    sheet of its own: a form of two hundred questions has a thousand switches, 18 widgets deep.
    """
    if parent is not None:
        switch.setParent(parent)


@cache
def _policy() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy

"""The choices of one question, and the keys that work while one of them has focus.

Digits and letters choose, arrows move, the space bar takes what has focus, S leaves the
question out that has no answer, Delete takes the answer away, Backspace leads back. Moving
never chooses: a value passed on the way is never an answer. Words that are typed here answer
nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QStyle, QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_role
from therapist_app.accessibility.told import MadeWhenMet
from therapist_app.form_widgets.choices.choices import (
    LEAVE_OUT_KEY,
    Choice,
    no_answer_words,
    typed_words_words,
)
from therapist_app.form_widgets.choices.grid_plan import (
    Plan,
    PlannedChoice,
    at_right,
    below,
    columns_plan,
    shared_columns_plan,
    shrunk,
    steps_plan,
)
from therapist_app.form_widgets.choices.typed_value import TypedValue
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import TALL, WRAP, measures, option_face
from therapist_app.widgets.controls.options import Option, ScaleStep, Tick
from therapist_app.widgets.controls.pressed_at import pressed_at
from therapist_app.widgets.controls.switches import Switch, SwitchGroup


class _Told(Switch):
    """What lets a switch be told what it shows; its group says who turned it."""

    @override
    def _say_when_turned(self) -> None:
        """Connect nothing: a form of two hundred questions has a thousand of these."""

    @override
    def nextCheckState(self) -> None:
        """Stay as told: the form decides what is chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to what the button stands in."""
        event.ignore()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell what it stands in that the keyboard went on."""
        super().focusOutEvent(event)
        grid = self.parentWidget()
        if isinstance(grid, OptionGrid):
            grid.lead_back()


class AnswerOption(_Told, Option):
    """One of several answers."""


class AnswerTick(_Told, Tick):
    """One of any number of answers."""


class AnswerStep(_Told, ScaleStep):
    """One number of a rating."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        super().__init__(choice.key, client=client, parent=parent)
        spoken = (choice.key, choice.help_words)
        self.setAccessibleName(", ".join(words for words in spoken if words))


def show_checked(button: QAbstractButton, *, checked: bool) -> None:
    """Show a button as chosen or not.

    An exclusive button is a radio button to a screen reader, but Qt would never let the last
    one go; so it is exclusive except while it is told.
    """
    if button.isChecked() == checked:
        return
    is_exclusive = button.autoExclusive()
    button.setAutoExclusive(False)
    button.setChecked(checked)
    button.setAutoExclusive(is_exclusive)


AT_ANY_PACE = 0
"""No time between two figures is too long here: whoever types slowly means 10 as well."""
TWO_LINES = HALF = 2
MOST_BESIDE = 3  # so few answers that "cannot tell" stands in their row
END_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class GridStyle(Enum):
    """How the choices stand."""

    COLUMNS = auto()
    STEPS = auto()
    TICKS = auto()
    TICK_LIST = auto()
    OPTION_LIST = auto()


@dataclass(frozen=True, slots=True)
class GridChoices:
    """Everything that can be chosen in one question.

    Attributes:
        main: The answers themselves.
        beside: The answers of their own kind, such as "cannot tell".
        ends: The words under the lowest and the highest number.

    """

    main: tuple[Choice, ...]
    beside: tuple[Choice, ...] = ()
    ends: tuple[str, str] = ("", "")


class OptionGrid(MadeWhenMet, QWidget):
    """The choices of one question.

    It knows the room of its buttons before they are there. They are made once it is drawn, or
    once the keyboard or a screen reader comes to it: a form of two hundred questions has a
    thousand of them, and a window shows forty.

    Signals:
        picked: The value of the choice that the person took.
        typed: The name of what was just picked by its figure or letter; not while more figures
            can make it another one, such as 1 where there is a 10.
        clicked: One was just picked with the mouse.
        left_out: The person leaves the question out.
        taken_away: The person takes the answer away.
        turned_back: The person wants to go to the question before.
        noted: What a key did not do and why, in a sentence.
        words_begun: The person types words, the first letter of which was just heard.

    """

    picked = Signal(object)
    typed = Signal(str)
    clicked = Signal()
    left_out = Signal()
    taken_away = Signal()
    turned_back = Signal()
    noted = Signal(str)
    words_begun = Signal()

    def __init__(
        self, choices: GridChoices, style: GridStyle, context: RenderContext, parent: QWidget
    ) -> None:
        super().__init__(parent)
        # A list, or a screen reader would say the question anew with each answer.
        self.setAccessibleName(pgettext("name of a list", "Answers"))
        tell_role(self, "list")
        self._choices = (*choices.main, *choices.beside)
        self._main_count = len(choices.main)
        self._ends = choices.ends
        self._style = style
        self._context = context
        self._sizes = measures(look(), client=context.client)
        self._shown: list[object] = []
        self._plans: dict[int, Plan] = {}
        self.shows_first = False
        """Whether a letter first brings into view what stands outside it, and takes it then."""
        self._typed = TypedValue({each.key for each in self._choices if each.key})
        self._buttons: list[Switch] = []
        self._is_made = False
        self._least_width = 0
        self._cells = tuple(self._measured(at, each) for at, each in enumerate(self._choices))
        # Faces are shared by all questions with the same choices; numbers are not drawn by one.
        self._in_columns = columns_plan if style == GridStyle.STEPS else shared_columns_plan
        self._tallest = self._tallest_beside()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if self._choices:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # in the place of its buttons

    @property
    def buttons(self) -> list[Switch]:
        """The buttons in the order of the choices; they are there from now on."""
        self.make_parts()
        return self._buttons

    @override
    def make_parts(self) -> None:
        """Make the buttons, and show in them what is chosen."""
        if self._is_made:
            return
        self._is_made = True
        self._buttons = [self._make_button(at, each) for at, each in enumerate(self._choices)]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if self._buttons:
            self._give_tab_stop(self._buttons[0])
        self._group = SwitchGroup(self, self._buttons)
        self._group.turned.connect(self._on_button_turned)
        self.show_chosen(self._shown)
        if not self.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent):
            self._place_buttons()
        if self.isVisible():
            for each in self._buttons:
                each.show()

    def show_chosen(self, values: Iterable[object]) -> None:
        """Show what is chosen; Tab then stops at the first of it."""
        self._shown = chosen = list(values)
        if not self._is_made:
            return
        for choice, button in zip(self._choices, self._buttons, strict=True):
            show_checked(button, checked=_is_among(choice.value, chosen))
        self.lead_back()

    def lead_back(self) -> None:
        """Have Tab stop at what is chosen, once the keyboard is elsewhere in the window.

        The arrows had it stop where they only pointed: from there the space bar took another answer
        than the one that stands.
        """
        stop = next((each for each in self._buttons if each.isChecked()), None)
        if stop is not None and self.window().focusWidget() not in self._buttons:
            self._give_tab_stop(stop)

    def show_available(self, values: Iterable[object]) -> None:
        """Let only these answers be chosen; those of their own kind always can."""
        open_now = list(values)
        main = self._choices[: self._main_count]
        if not self._is_made and all(each.value in open_now for each in main):
            return
        for choice, button in zip(self._choices, self.buttons[: self._main_count], strict=False):
            button.setEnabled(choice.value in open_now or button.isChecked())
        can_stop = [each for each in self.buttons if each.isEnabled()]
        if can_stop and not any(_is_stop(each) for each in can_stop):
            self._give_tab_stop(can_stop[0])

    def forget_typed(self) -> None:
        """Take the next figure for the first of a number: the person was elsewhere."""
        self._typed.forget()

    @property
    def main_choices(self) -> tuple[Choice, ...]:
        """The answers themselves, in the order shown."""
        return self._choices[: self._main_count]

    @property
    def main_buttons(self) -> list[Switch]:
        """What chooses them."""
        return self.buttons[: self._main_count]

    @property
    def ticked(self) -> tuple[object, ...]:
        """The answers that it was told to show, but for those of their own kind."""
        return tuple(each.value for each in self.main_choices if _is_among(each.value, self._shown))

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that the choices need at a width."""
        return self._plan(width).height

    @override
    def sizeHint(self) -> QSize:
        """Return the room the choices like."""
        width = look().size("reading_width")
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest word."""
        return QSize(self._least_width, self._sizes.height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put every choice in its place."""
        if self._is_made:
            self._place_buttons()

    def _place_buttons(self) -> None:
        for button, place in zip(self._buttons, self._plan(self.width()).places, strict=True):
            there = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(*place))
            button.setGeometry(there)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the button at which Tab stops."""
        stop = next((each for each in self.buttons if _is_stop(each)), None)
        if stop is not None:
            stop.setFocus(event.reason())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Have buttons that draw themselves by now, and write what the ends of a rating mean."""
        self.make_parts()
        if not any(self._ends):
            return
        painter = QPainter(self)
        painter.setFont(self._sizes.small)
        painter.setPen(look().qcolor("text-muted"))
        low = self._end_room(self.width())
        high = low.translated(self._right_edge(self.width()) - low.width(), 0)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for words, room, side in zip(self._ends, (low, high), sides, strict=True):
            there = QStyle.visualRect(self.layoutDirection(), self.rect(), room)
            at = QStyle.visualAlignment(self.layoutDirection(), side)
            painter.drawText(there, END_FLAGS | at, words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by figure or letter, move by arrows, leave out by S, go back by Backspace.

        A key that is held down chooses once: it would answer what nobody has read.
        """
        if event.modifiers() & MODIFIED:
            event.ignore()
            return
        run = self._context.letters
        run.hear(pressed_at(event))
        key, pressed = event.key(), event.text().upper()
        is_sign = bool(pressed.strip()) and pressed.isprintable()
        if run.is_words and (is_sign or key in {Qt.Key.Key_Space, Qt.Key.Key_Backspace}):
            self.say_words()
        elif is_sign:
            self._hear_sign(pressed, event)
        elif key == Qt.Key.Key_Space and run.is_begun:
            run.begin_words()
            self.words_begun.emit()
            self.say_words()
        else:
            run.end()
            self._steer(event)

    def _steer(self, event: QKeyEvent) -> None:
        """Do what a key does that writes no sign."""
        key, move = event.key(), self._move_of(event.key())
        stop = next((each for each in self.buttons if _is_stop(each)), None)
        here = next((each for each in self.buttons if each.hasFocus()), stop)
        if move:
            self._typed.forget()
            self._move(move)
        elif key == Qt.Key.Key_Backspace:
            self.turned_back.emit()
        elif key == Qt.Key.Key_Delete:
            self._typed.forget()
            self.taken_away.emit()
        elif key == Qt.Key.Key_Space and here is not None and not event.isAutoRepeat():
            here.click()
        else:
            event.ignore()

    def _hear_sign(self, pressed: str, event: QKeyEvent) -> None:
        """Answer by a figure or a letter, or leave out."""
        run = self._context.letters
        is_twice = run.last.is_twice(pressed, event.timestamp())
        if is_twice and pressed.isalnum() and not self._typed.can_go_on_with(pressed):
            words = _("{key} came twice at once and was taken once.")
            self.noted.emit(words.format(key=pressed))
            return
        if (event.isAutoRepeat() and pressed.isalnum()) or (
            self._typed.is_ended_by(pressed) and self._hand_on(event)
        ):
            return
        if pressed == LEAVE_OUT_KEY:
            with run.acting():
                self.left_out.emit()
        elif (key := self._typed.after(pressed, AT_ANY_PACE)) is not None:
            with run.acting():
                self._take(key)
            if not pressed.isalpha():
                run.keep_answers()
        elif pressed.isalnum() and not self._typed.is_begun:
            self._say_no_answer(pressed)
        else:
            event.ignore()

    def _measured(self, at: int, choice: Choice) -> PlannedChoice:
        """Return the room that a button will need."""
        side = self._sizes.height
        if self._style == GridStyle.STEPS and at < self._main_count:
            self._least_width = max(self._least_width, side)
            return PlannedChoice(side, side, lambda _width: side)
        words, key, more = choice.words, choice.key, choice.help_words
        face = option_face(words, key=key, help_words=more, client=self._context.client)
        self._least_width = max(self._least_width, face.least_width)
        return PlannedChoice(face.word_width, face.natural_width, face.height_for)

    def _make_button(self, at: int, choice: Choice) -> Switch:
        client = self._context.client
        is_main = at < self._main_count
        if is_main and self._style == GridStyle.STEPS:
            return AnswerStep(choice, client=client, parent=self)
        is_tick = is_main and self._style in {GridStyle.TICKS, GridStyle.TICK_LIST}
        kind = AnswerTick if is_tick else AnswerOption
        words, key, more = choice.words, choice.key, choice.help_words
        return kind(words, key=key, help_words=more, client=client, parent=self)

    def _plan(self, width: int) -> Plan:
        if width not in self._plans:
            self._plans[width] = self._planned(max(1, width))
        return self._plans[width]

    def _planned(self, width: int) -> Plan:
        gap = look().space("s")
        main, beside = self._cells[: self._main_count], self._cells[self._main_count :]
        if self._style == GridStyle.STEPS:
            return self._steps_planned(main, beside, width)
        if self._style == GridStyle.COLUMNS and len(self._cells) <= MOST_BESIDE:
            return self._in_columns(self._cells, width, gap=gap, tallest=self._tallest)
        plan = self._in_columns(main, width, gap=gap, tallest=self._tallest)
        return below(plan, self._plan_beside(beside, width), gap) if beside else plan

    def _steps_planned(
        self, main: tuple[PlannedChoice, ...], beside: tuple[PlannedChoice, ...], width: int
    ) -> Plan:
        """Return numbers with what is beside them in their row, or below where that is tight."""
        side, tight, apart = self._sizes.height, look().space("xs"), look().space("l")
        room = width - apart - sum(cell.natural + tight for cell in beside) + tight
        is_beside = bool(beside) and not self._context.client
        if is_beside and room >= len(main) * (side + tight) - tight:
            steps = steps_plan(len(main), room, side=side, gap=tight)
            plan = Plan(steps.places, side + self._end_height(room))
            return at_right(plan, beside, room + apart, gap=tight, height=side)
        steps = steps_plan(len(main), width, side=side, gap=tight)
        plan = Plan(steps.places, steps.height + self._end_height(width))
        gap = look().space("s")
        return below(plan, self._plan_beside(beside, width), gap) if beside else plan

    def _plan_beside(self, cells: tuple[PlannedChoice, ...], width: int) -> Plan:
        plan = self._in_columns(cells, width, gap=look().space("s"), tallest=self._tallest)
        return plan if self._context.client else shrunk(plan, cells, look().space("s"))

    def _tallest_beside(self) -> int:
        """How tall a choice may be beside others: two lines, or none at all in a list."""
        if self._context.client or self._style in {
            GridStyle.TICK_LIST,
            GridStyle.OPTION_LIST,
        }:
            return 0
        line = QFontMetrics(self._sizes.strong).lineSpacing()
        return max(self._sizes.height, TWO_LINES * line + self._sizes.gap + 4)

    def _end_room(self, width: int) -> QRect:
        """Return where the words of the low end stand: the left half under the numbers."""
        steps = self._plan(width).places[: self._main_count]
        bottom = max(top + height for _left, top, _width, height in steps)
        half = (self._right_edge(width) - look().space("m")) // 2
        return QRect(
            0, bottom + look().space("xs"), half, self._end_height(self._right_edge(width))
        )

    def _right_edge(self, width: int) -> int:
        steps = self._plan(width).places[: self._main_count]
        return max(left + wide for left, _top, wide, _height in steps)

    def _end_height(self, width: int) -> int:
        if not any(self._ends):
            return 0
        half = QRect(0, 0, (width - look().space("m")) // 2, TALL)
        metrics = QFontMetrics(self._sizes.small)
        heights = (metrics.boundingRect(half, WRAP, each).height() for each in self._ends)
        return max(heights) + look().space("xs")

    def _move_of(self, key: int) -> int:
        """Return by how many choices a key moves: arrows keep to the order that is read."""
        back, forward = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.isRightToLeft():
            back, forward = forward, back
        if key in {forward, Qt.Key.Key_Down}:
            return 1
        return -1 if key in {back, Qt.Key.Key_Up} else 0

    def _move(self, by: int) -> None:
        enabled = [each for each in self.buttons if each.isEnabled()]
        at = next((at for at, each in enumerate(enabled) if each.hasFocus()), 0)
        if not 0 <= at + by < len(enabled):
            announce(self, _("There is no other choice."))
        target = enabled[max(0, min(len(enabled) - 1, at + by))]
        self._give_tab_stop(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, key: str) -> None:
        for choice, button in zip(self._choices, self.buttons, strict=True):
            if choice.key == key and button.isEnabled():
                if self.shows_first and not _is_seen(button):
                    self._show_first(button)
                    return
                was_here = button.hasFocus()
                self._give_tab_stop(button)
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                if isinstance(button, Tick) and button.isChecked():
                    self._note(_("Ticked already. The space bar takes the tick away."))
                    return
                self.picked.emit(choice.value)
                if self._typed.is_whole and button.isChecked():
                    self.typed.emit(button.accessibleName())
                if was_here:
                    self._say_chosen(button)
                if self._typed.waits and not self._context.client:
                    # whoever only listens took the next question for the one at hand
                    announce(self, _("Enter goes on, or type another figure."))
                return
        self._say_no_answer(key)

    def _say_no_answer(self, key: str) -> None:
        """Say that a key chooses nothing, and which keys do; a letter may begin a word."""
        self._note(no_answer_words(key, self._open_keys))
        if key.isalpha():
            self._context.letters.begin_words()
            self.words_begun.emit()

    def say_words(self) -> None:
        """Say that words answer nothing, once until the person stops."""
        if not self._context.letters.is_told:
            self._context.letters.is_told = True
            self._note(typed_words_words(self._open_keys))

    def _note(self, words: str) -> None:
        announce(self, words, "problem")
        self.noted.emit(words)

    @property
    def _open_keys(self) -> list[str]:
        choices = zip(self._choices, self.buttons, strict=True)
        return [choice.key for choice, button in choices if button.isEnabled()]

    def _show_first(self, button: Switch) -> None:
        """Bring into view what a letter stands for: nobody ticks what they have not read."""
        self._typed.forget()
        self._give_tab_stop(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        words = _("{choice}: not chosen yet. The same key again chooses it.")
        announce(self, words.format(choice=button.accessibleName()))

    def _hand_on(self, event: QKeyEvent) -> bool:
        """Go on from a figure that waited for a longer one, and hand the key to what comes next.

        Where there is a 10, a 1 waits; whoever types the next answer has gone on already.
        """
        chosen = next((each for each in self.buttons if each.isChecked()), None)
        if chosen is None or not event.text().isalnum():
            return False
        self._typed.forget()
        self.typed.emit(chosen.accessibleName())
        there = QApplication.focusWidget()
        if there is None or self.isAncestorOf(there):
            return False
        self._context.letters.last.forget()
        return QApplication.sendEvent(there, event)

    def _give_tab_stop(self, stop: QAbstractButton) -> None:
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _say_chosen(self, button: QAbstractButton) -> None:
        """Say so where the keyboard was before: a screen reader says it only on arriving.

        Of a tick it says itself that it was set.
        """
        if button.isChecked() and button.hasFocus() and not isinstance(button, Tick):
            words = pgettext("said of an option", "{choice}: chosen.")
            announce(self, words.format(choice=button.accessibleName()))

    @Slot(QAbstractButton)
    def _on_button_turned(self, button: QAbstractButton) -> None:
        if not self._context.letters.is_acting:
            self._context.letters.end()
        for choice, each in zip(self._choices, self.buttons, strict=True):
            if each is button:
                self._give_tab_stop(each)
                self.picked.emit(choice.value)
                self._say_chosen(each)
        self.show_chosen(self._shown)  # what assistive technology turned over without asking
        if isinstance(button, Switch) and button.is_clicked:
            self.clicked.emit()


def _is_among(value: object, chosen: Sequence[object]) -> bool:
    return any(value is each or value == each for each in chosen)


def _is_seen(button: QAbstractButton) -> bool:
    """Return whether at least half of a button is in view, of a window that is shown at all."""
    seen = button.visibleRegion().boundingRect().height()
    return not button.isVisible() or seen * HALF >= button.height()


def _is_stop(button: QAbstractButton) -> bool:
    return bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus)

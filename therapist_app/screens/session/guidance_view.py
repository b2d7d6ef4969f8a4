"""What stands beside the therapist during a step, to be read in two seconds.

The purpose in one line; what to say, key lines strong; the rest one key away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from programme.definition.parts import Guidance, SayLine
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_open
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    box,
    button,
    hold,
    reading,
    row,
    stack,
    symbol,
    text,
)

FIRST_LINES = 2
LINE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
"""The keys that read a part of the guidance to whoever cannot see it, and which way."""


class PartButton(Button):
    """Opens and closes one part of the guidance; its arrow and its state say which.

    Signals:
        part_toggled: The part's number.
        line_asked: The part's number, and which way its next line stands from the last one read.

    """

    part_toggled = Signal(int)
    line_asked = Signal(int, int)

    def __init__(self, number: int, title: str, count: int, *, is_open: bool) -> None:
        super().__init__()
        tell_open(self, is_open=is_open)
        self.setText(f" {title}")
        self._number = number
        self.setProperty("rank", "quiet")
        self.setCheckable(True)
        self.setChecked(is_open)
        self.setAutoDefault(False)
        self.setIconSize(QSize(1, 1) * look().size("icon"))
        words = ngettext("{title}, {count} line", "{title}, {count} lines", count)
        self.setAccessibleName(words.format(title=title, count=count))
        self._show_arrow()
        self.toggled.connect(self._on_toggled)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read an open part line by line with Down and Up."""
        by = LINE_KEYS.get(Qt.Key(event.key()))
        if by is None or not self.isChecked():
            super().keyPressEvent(event)
        else:
            self.line_asked.emit(self._number, by)

    def _show_arrow(self) -> None:
        self.setIcon(icon("down" if self.isChecked() else "next", "accent"))

    def _on_toggled(self) -> None:
        self._show_arrow()
        tell_open(self, is_open=self.isChecked())
        self.part_toggled.emit(self._number)


class GuidanceView(QWidget):
    """The guidance of one step, for one client."""

    def __init__(
        self,
        guidance: Guidance,
        adaptations: Sequence[str],
        *,
        brief: bool = False,
        around: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> None:
        """Show what to say first.

        Args:
            guidance: The step's own.
            adaptations: What to do differently for this client.
            brief: Begin with the key lines only, so that a form has room below.
            around: What stands before or after the whole session: a title and its lines.

        """
        super().__init__()
        parts = [*_parts(guidance, brief=brief), *(_around(*each) for each in around)]
        self._parts = [each for each in parts if each.count]
        self.buttons = [
            PartButton(number, each.title, each.count, is_open=number == 0)
            for number, each in enumerate(self._parts)
        ]
        self._places = [QVBoxLayout() for _each in self._parts]
        self.bodies: dict[int, QWidget] = {}
        self._read: dict[int, int] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look().space("s"))
        layout.addWidget(reading(guidance.purpose, strong=pgettext("guidance", "Purpose.")))
        if adaptations:
            layout.addWidget(_for_this_client(adaptations))
        layout.addLayout(row(*self.buttons, STRETCH, gap="xs"))
        for place in self._places:
            layout.addLayout(place)
        if self._parts:
            self._show(0)
        for each in self.buttons:
            each.part_toggled.connect(self._show)
            each.line_asked.connect(self._read_line)

    def _show(self, number: int) -> None:
        """Show a part or put it away; it is built when it is first opened."""
        if number not in self.bodies:
            part = self._parts[number]
            self.bodies[number] = hold(stack(*part.lines(), gap="xs"))
            self.bodies[number].setAccessibleName(part.title)
            self._places[number].addWidget(self.bodies[number])
        opener, body = self.buttons[number], self.bodies[number]
        body.setVisible(opener.isChecked())
        self._read.pop(number, None)
        keys = _("Down reads line by line.") if opener.isChecked() else ""
        opener.setAccessibleDescription(keys)  # all the lines would come before where one is
        if opener.hasFocus() and opener.isChecked():
            announce(self, " ".join(_lines_of(body, shown=True)))

    def _read_line(self, number: int, by: int) -> None:
        """Have a screen reader say the line after the last one, or before it.

        Those that wait behind a button for want of room are read with the others.
        """
        lines = _lines_of(self.bodies[number], shown=False)
        at = self._read.get(number, -1) + by
        self._read[number] = max(-1, min(len(lines), at))
        if 0 <= at < len(lines):
            announce(self, lines[at])
        else:
            announce(self, _("There is no other line."))


def _lines_of(body: QWidget, *, shown: bool) -> list[str]:
    labels = (each for each in body.findChildren(QLabel) if not shown or each.isVisibleTo(body))
    return [words for each in labels if (words := each.accessibleName() or each.text())]


@dataclass(frozen=True)
class _GuidancePart:
    """One part of the guidance: how many lines it has, and how they are built."""

    title: str
    count: int
    lines: Callable[[], list[Part]]


class SaidView(QWidget):
    """What to say: the key lines, and the others one key away."""

    def __init__(self, lines: Sequence[SayLine], *, brief: bool) -> None:
        super().__init__()
        first = _first_lines(lines) if brief else lines
        self._rest = [_spoken(each) for each in lines if each not in first]
        shown = {each.text: _spoken(each) for each in first}
        waiting = iter(self._rest)
        in_order = [shown[each.text] if each in first else next(waiting) for each in lines]
        words = ngettext("All {count} line", "All {count} lines", len(lines))
        words = words.format(count=len(lines))
        self.all_lines = button(words, "quiet", "down")
        tell_open(self.all_lines, is_open=False)
        if not self._rest:
            self.all_lines.hide()
        for each in self._rest:
            each.hide()
        layout = stack(*in_order, row(self.all_lines, STRETCH), gap="xs")
        self.setLayout(layout)
        self.all_lines.clicked.connect(self._on_all_lines_clicked)

    def _on_all_lines_clicked(self) -> None:
        for each in self._rest:
            each.show()
        self.all_lines.hide()


def _first_lines(lines: Sequence[SayLine]) -> Sequence[SayLine]:
    """Return the key lines, or where there are none the first ones."""
    return [each for each in lines if each.key] or lines[:FIRST_LINES]


def _parts(guidance: Guidance, *, brief: bool) -> list[_GuidancePart]:
    def said() -> list[Part]:
        return [SaidView(guidance.say, brief=brief)]

    def heard() -> list[Part]:
        return [_line(each, "next", "accent") for each in guidance.listen_for]

    def stuck() -> list[Part]:
        return [reading(each.reply, strong=each.difficulty) for each in guidance.if_stuck]

    def never() -> list[Part]:
        return [_line(each, "alert", "attention") for each in guidance.never]

    return [
        _GuidancePart(pgettext("step", "Say"), len(guidance.say), said),
        _GuidancePart(pgettext("step", "Listen for"), len(guidance.listen_for), heard),
        _GuidancePart(pgettext("step", "If stuck"), len(guidance.if_stuck), stuck),
        _GuidancePart(pgettext("step", "Never"), len(guidance.never), never),
    ]


def _around(title: str, points: Sequence[str]) -> _GuidancePart:
    def lines() -> list[Part]:
        return [_line(each, "next", "accent") for each in points]

    return _GuidancePart(title, len(points), lines)


def _spoken(said: SayLine) -> QWidget:
    """Return a line to say; a key line is strong and has a bar, so that it is found at a glance."""
    shown = reading("", strong=said.text) if said.key else reading(said.text)
    line = row(shown, STRETCH, margins=("s", 0, 0, 0))
    line.setStretch(0, 1000)
    frame = box("question", line)
    frame.setProperty("current", said.key)
    frame.setAccessibleName(pgettext("line of guidance", "Key line") if said.key else "")
    return frame


def _line(words: str, sign: str, ink: str) -> QWidget:
    mark = hold(stack(symbol(sign, ink), STRETCH))
    mark.setFixedWidth(look().size("icon"))
    line = row(mark, reading(words), STRETCH, gap="s")
    line.setStretch(1, 1000)
    return hold(line)


def _for_this_client(lines: Sequence[str]) -> QWidget:
    return box(
        "well",
        stack(
            text(_("For this client"), "strong"),
            *(reading(each) for each in lines),
            gap="xs",
            margins=("m", "s", "m", "s"),
        ),
    )

"""Plan, work, last time: three columns where there is room, else three tabs."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.parts import Option, box, hold, row, stack

LEAST_MIDDLE = 480  # narrower than that, a form cannot be worked with
WORK = 1


class SessionColumns(QWidget):
    """The three parts of a session side by side, or one at a time behind tabs."""

    def __init__(self, plan: QWidget, work: QWidget, last_time: QWidget) -> None:
        super().__init__()
        self.tabs = [Option(each) for each in (_("Plan"), _("This step"), _("Last time"))]
        self.tabs[WORK].setChecked(True)
        self._group = QButtonGroup(self)
        for number, tab in enumerate(self.tabs):
            self._group.addButton(tab, number)
        self._bar = hold(row(*self.tabs, gap="s", margins=("xl", "m", "xl", "s")))
        self._columns = (_aside(plan, "left"), _sheet(work), _aside(last_time, "right"))
        self._is_narrow: bool | None = None
        beside = QHBoxLayout()
        beside.setSpacing(0)
        for number, column in enumerate(self._columns):
            beside.addWidget(column, 1 if number == WORK else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(beside, 1)
        self._group.idClicked.connect(self._show)

    def show_work(self) -> None:
        """Turn to the step, when it is behind a tab."""
        self.tabs[WORK].setChecked(True)
        if self._is_narrow:
            self._show(WORK)

    def name_step(self, words: str) -> None:
        """Say on the tab which step it is."""
        self.tabs[WORK].face.words = words
        self.tabs[WORK].setText(words)
        self.tabs[WORK].setAccessibleName(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose columns or tabs for the new width."""
        scale = look().text_scale
        needed = 2 * look().size("aside") + round(LEAST_MIDDLE * scale)
        self._arrange(is_narrow=event.size().width() < needed)
        super().resizeEvent(event)

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self._bar.setVisible(is_narrow)
        for number, column in enumerate(self._columns):
            if number != WORK:
                aside = look().size("aside")
                column.setMinimumWidth(0 if is_narrow else aside)
                column.setMaximumWidth(16_777_215 if is_narrow else aside)
            column.setVisible(not is_narrow)
        if is_narrow:
            self._show(self._group.checkedId())

    def _show(self, number: int) -> None:
        for each, column in enumerate(self._columns):
            column.setVisible(each == number)


def _aside(part: QWidget, side: str) -> QFrame:
    return box("aside", stack(part), tone=side if side == "right" else "")


def _sheet(part: QWidget) -> QFrame:
    return box("sheet", stack(part))

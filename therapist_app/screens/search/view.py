"""The search over a dimmed page: the keyboard stays in its one field, whatever is chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.commands import Destination
from therapist_app.screens.search.hits_view import HitList
from therapist_app.screens.search.viewmodel import SearchState, SearchViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.fields.found_told import TOLD_AFTER_MS
from therapist_app.widgets.layout.page_scroll import is_low
from therapist_app.widgets.layout.reflow import is_slim
from therapist_app.widgets.parts import STRETCH, TextLine, box, row, rule, stack, symbol, text

WIDTH = 760
DIMNESS = 110
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
STARTS = NP_("what a key does", "start the session")
KEYS = (
    ("\N{UPWARDS ARROW} \N{DOWNWARDS ARROW}", NP_("what a key does", "choose")),
    ("Enter", NP_("what a key does", "open")),
    ("Ctrl+Enter", STARTS),
    ("Tab", NP_("what a key does", "next group")),
    ("Esc", NP_("what a key does", "close")),
)


class SearchLine(TextLine):
    """What is looked for. It takes every key that a page beneath would hear.

    Signals:
        key_pressed: A key that chooses, opens or closes.

    """

    key_pressed = Signal(int, bool)

    def __init__(self, passed_on: frozenset[str]) -> None:
        super().__init__(_("Find a client, a page or an action"))
        self.kept_over_lock = False
        self._passed_on = passed_on
        self.setPlaceholderText(_("Code, name, page or action"))
        self.setProperty("kind", "search")

    @override
    def event(self, arg__1: QEvent) -> bool:
        """Keep keys from shortcuts of the page; Tab comes here before it moves the keyboard."""
        if isinstance(arg__1, QKeyEvent):
            if arg__1.type() == QEvent.Type.ShortcutOverride and not self._is_passed_on(arg__1):
                arg__1.accept()
                return True
            if arg__1.type() == QEvent.Type.KeyPress and self._takes(arg__1):
                return True
        return super().event(arg__1)

    def _is_passed_on(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()).toString() in self._passed_on

    def _takes(self, event: QKeyEvent) -> bool:
        key = event.key()
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in STEPS or key in ENTER or key == Qt.Key.Key_Escape:
            self.key_pressed.emit(key, held)
            return True
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.key_pressed.emit(key, held)
            return True
        return False


class SearchView(QWidget):
    """A sheet over everything; beside it a press of the mouse closes it.

    Signals:
        leave_requested: Where the person wants to go.
        closed: They do not want to go anywhere.

    """

    leave_requested = Signal(Destination)
    closed = Signal()

    def __init__(
        self, viewmodel: SearchViewModel, passed_on: frozenset[str], parent: QWidget
    ) -> None:
        """Lie over `parent`; the keys `passed_on` still do what they do everywhere."""
        super().__init__(parent)
        viewmodel.setParent(self)
        self._viewmodel = viewmodel
        self._beneath = parent
        self.line = SearchLine(passed_on)
        self.hits = HitList()
        self.none = text("", "muted", wrap=True)
        self.sheet = self._make_sheet()
        self.sheet.setParent(self)
        self._tell = QTimer(self, singleShot=True, interval=TOLD_AFTER_MS)
        self._tell.timeout.connect(self._on_tell_timeout)
        self.line.edited.connect(self._on_line_edited)
        self.line.key_pressed.connect(self._on_key_pressed)
        self.hits.pressed_at.connect(self._on_hit_pressed)
        viewmodel.leave_requested.connect(self.leave_requested)
        viewmodel.state_changed.connect(self.show_state)
        parent.installEventFilter(self)
        viewmodel.begin()
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self._place()
        self.line.setFocus()

    def mark_words(self) -> bool:
        """Mark what is typed, so that the next key takes its place; say whether anything is."""
        self.line.selectAll()
        return bool(self.line.text())

    def show_state(self, state: SearchState) -> None:
        """Show what was found."""
        is_empty = not state.hits and bool(state.typed.strip())
        words = _("Nothing with “{typed}”. A shorter word may help.")
        if state.is_reading:
            words = _("Nothing with “{typed}” so far. Notes and worksheets are still being read.")
        if state.codes_only:
            words = _(
                "Nothing with “{typed}”. Names, numbers and the words of other clients are not "
                "found while a session runs, or a form or note of a client is open. Type a code, "
                "or leave that page first, and pause the session if one runs."
            )
        self.none.setText(words.format(typed=state.typed.strip()) if is_empty else "")
        self.none.setVisible(is_empty)
        self.hits.show_state(state)
        self.hits.setVisible(bool(state.hits))
        self._place()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        """Stay as large as what it lies over."""
        if arg__2.type() == QEvent.Type.Resize and arg__1 is self._beneath:
            self.setGeometry(self._beneath.rect())
            self._place()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies beneath."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, DIMNESS))
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close it beside the sheet; nothing beneath is pressed."""
        event.accept()
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.closed.emit()

    def _make_sheet(self) -> QWidget:
        self.keys = {
            does: text(f"{key}\N{NO-BREAK SPACE} {_(does)}", "caption")
            for key, does in (KEYS if not look().is_large else KEYS[1:2])
        }
        kept = text(
            _("What you type here is not saved. Names are shown only here, never in a session."),
            "caption",
            wrap=True,
        )
        self._lines = stack(
            row(symbol("search"), self.line, gap="s", margins=("l", "m", "l", "m"), grows=1),
            rule(),
            self.none,
            self.hits,
            rule(),
            stack(
                row(*self.keys.values(), STRETCH, gap="l"),
                row(symbol("lock"), kept, gap="s", grows=1),
                gap="xs",
                margins=("l", "s", "l", "s"),
            ),
            gap="hair",
        )
        frame = box("card", self._lines)
        aside, above = look().space("l"), look().space("m")
        self.none.setContentsMargins(aside, above, aside, above)
        frame.setAccessibleName(pgettext("name of a window", "Search"))
        return frame

    def _place(self) -> None:
        """Give the sheet the height that what was found needs, as far as there is room."""
        is_small = is_slim(self.width()) or is_low(self.height())
        edge = look().space("s" if is_small else "page")
        width = min(look().scaled(WIDTH), self.width() - 2 * edge)
        self._show_keys(width)
        self.hits.setFixedHeight(0)
        room = max(0, self.height() - 2 * edge - self._height_in(width))
        self.hits.setFixedHeight(min(room, self.hits.whole_height()))
        height = min(self._height_in(width), self.height() - 2 * edge)
        top = min(edge * 2, max(edge, (self.height() - height) // 2))
        self.sheet.setGeometry((self.width() - width) // 2, top, width, height)

    def _height_in(self, width: int) -> int:
        return max(self._lines.totalHeightForWidth(width), self._lines.totalMinimumSize().height())

    def _show_keys(self, width: int) -> None:
        """Name as many keys as stand beside each other, the most needed first.

        That one starts a session is named where a client is chosen of whom it does.
        """
        room = width - 2 * look().space("l")
        chosen = self._viewmodel.state.chosen
        for does, each in self.keys.items():
            if does == STARTS and not (chosen is not None and chosen.client_id):
                each.hide()
                continue
            room -= each.sizeHint().width()
            each.setVisible(room >= 0)
            room -= look().space("l")

    @Slot(str)
    def _on_line_edited(self, typed: str) -> None:
        self._viewmodel.look_for(typed)
        self._tell.start()

    @Slot(int, bool)
    def _on_key_pressed(self, key: int, held: bool) -> None:  # noqa: FBT001 - a signal gives it so
        if key in ENTER and self._viewmodel.state.chosen is None:
            announce(self, self.none.text())
        elif key in ENTER:
            self._viewmodel.begin_session() if held else self._viewmodel.open()
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            before = self._viewmodel.state.chosen
            if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                self._viewmodel.next_group(forwards=key == Qt.Key.Key_Tab)
            else:
                self._viewmodel.move(STEPS[Qt.Key(key)])
            self._tell.stop()
            if before is not None and self._viewmodel.state.chosen == before:
                announce(self, _("There is no other hit that way."))
            else:
                announce(self, self._chosen_words() or self.none.text())

    @Slot(int)
    def _on_hit_pressed(self, at: int) -> None:
        self._viewmodel.choose(at)
        self._viewmodel.open()

    @Slot()
    def _on_tell_timeout(self) -> None:
        told = (self.none.text() or self._viewmodel.count_in_words, self._chosen_words())
        announce(self, " ".join(each for each in told if each))

    def _chosen_words(self) -> str:
        state = self._viewmodel.state
        if state.chosen is None or state.group_of_chosen is None:
            return ""
        words = _("{group}: {hit}.")
        return words.format(group=state.group_of_chosen.title, hit=state.chosen.said)

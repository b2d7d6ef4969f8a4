"""The window before anything is unlocked."""

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import pgettext
from therapist_app.shell.navigation.page import Focusing, WarnsBeforeLeaving
from therapist_app.shell.window.held_enter import EnterKey
from therapist_app.shell.window.help_keys import HelpKeys
from therapist_app.shell.window.practice_edge import PracticeEdge
from therapist_app.shell.window.whole_screen import WholeScreen
from therapist_app.theme.applying import dress
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.layouts import stack
from therapist_app.widgets.layout.page_scroll import LEAST_WINDOW, PagePlace
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.tab_stops import TabsAsRead


class Entrance(TabsAsRead):
    """Shows one view after another until the record is open.

    Signals:
        shown: It was painted for the first time: what can wait for that begins now.
        reached: It has the keyboard for the first time.

    """

    shown = Signal()
    reached = Signal()

    def __init__(self) -> None:
        super().__init__()
        dress(self)
        self.setWindowTitle(pgettext("program", "Sessions"))
        self._edge: PracticeEdge | None = None
        self._views = PageStack()
        self._was_shown = self._was_reached = self._is_told = False
        self._opening = ""
        self._enter: EnterKey | None = None
        self._whole_screen = WholeScreen(self)
        self._layout = stack(PagePlace(self._views.place), gap="hair")
        self._layout.setSpacing(0)
        self._layout.setStretch(0, 1)
        self.setLayout(self._layout)
        self.setMinimumSize(LEAST_WINDOW)
        HelpKeys(self, self._shown_view)

    @property
    def view(self) -> QWidget | None:
        """What is shown."""
        return self._views.currentWidget()

    def _shown_view(self) -> QWidget | None:
        return self.view

    @property
    def is_enter_held(self) -> bool:
        """Whether Enter is held down, and would press something in the window that comes."""
        return self._enter is not None and self._enter.is_held

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look at the key that unlocks."""
        super().showEvent(event)
        if self._enter is None:
            self._enter = EnterKey(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as ever; say so the first time."""
        super().paintEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self._on_painted)

    @Slot()
    def _on_painted(self) -> None:
        self._say_where()
        self.shown.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while a client may sit here; ask before a sheet goes that nobody has typed back."""
        if self._whole_screen.is_on:
            event.ignore()
            return
        view = self.view
        if isinstance(view, WarnsBeforeLeaving) and view.guards and view.hold_back():
            event.ignore()
            return
        super().closeEvent(event)

    def hold(self) -> None:
        """Fill the screen and do not close: a client may have the laptop."""
        self._whole_screen.take()

    def release(self) -> None:
        """Be a window like any other again."""
        self._whole_screen.give_back()

    def show_view(self, view: QWidget, *, practice: bool = False, arrives: bool = True) -> None:
        """Show a view in place of the one before; nobody arrives at the same one built anew."""
        old = self._views.currentWidget()
        self._show_edge(visible=practice)
        self._views.addWidget(view)
        self._views.turn_to(view)
        if old is not None:
            self._views.removeWidget(old)
            old.deleteLater()
        if isinstance(view, Focusing):
            view.focus_first()
        self._is_told = not arrives
        self._say_where()

    def say_before(self, words: str) -> None:
        """Have a screen reader say what led to the next view, with its arrival."""
        self._opening = words

    def _show_edge(self, *, visible: bool) -> None:
        """Show that it is practice, or no longer; a window over a record has no edge at all."""
        if self._edge is None and visible:
            self._edge = PracticeEdge()
            self._layout.insertWidget(0, self._edge)
        if self._edge is not None:
            self._edge.setVisible(visible)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Say where the person is once the window is there."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange:
            return
        if self.isActiveWindow() and not self._was_reached:
            self._was_reached = True
            self.reached.emit()
        self._say_where()

    def _say_where(self) -> None:
        view = self.view
        if not self._was_shown:
            return  # who sees it waits for no words, and whoever hears them can type by then
        if view is not None and self.isActiveWindow() and not self._is_told:
            self._is_told = True
            say_arrival(view, opening=self._opening)
            self._opening = ""

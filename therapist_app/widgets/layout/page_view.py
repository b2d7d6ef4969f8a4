"""What the view of every screen is made of: its view-model, the ways out, head, body and foot."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.destination import Destination
from therapist_app.theme.look import look
from therapist_app.view_model import ViewModel
from therapist_app.widgets.controls.buttons import ENTER, MAIN_KEY, is_main_key, why_not
from therapist_app.widgets.controls.switches import Switch
from therapist_app.widgets.keyboard_place import (
    NamedPlace,
    button_with_keyboard,
    can_be_used,
    go_to_only,
)
from therapist_app.widgets.layout.arriving import place_words, say_arrival
from therapist_app.widgets.layout.frames import PageHead, Snug, box
from therapist_app.widgets.layout.layouts import (
    STRETCH,
    Beside,
    Flow,
    Part,
    hold,
    row,
    stack,
)
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.tab_stops import TabsAsRead
from therapist_app.widgets.tips import hide_tip, say_at
from therapist_app.widgets.words import text

Shown = TypeVar("Shown", bound=ViewModel[Any])


def _never() -> bool:
    return False


class PageView(TabsAsRead, Generic[Shown]):
    """The view of one screen.

    Signals:
        leave_requested: Where the person wants to go.
        act_done: What came of what the person did, in few words.
        went_on: The person went on within the page: what came of an act before is old.

    Attributes:
        holds_back: Says once that something filled in is not done, and returns whether it said so.

    """

    leave_requested = Signal(Destination)
    act_done = Signal(str)
    went_on = Signal()
    HELP: ClassVar[PageHelp]

    def __init__(self, name: str, viewmodel: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        viewmodel.setParent(self)  # it goes with the page, and its timers and jobs with it
        self.setObjectName(name)
        self.holds_back: Callable[[], bool] = _never
        self._viewmodel = viewmodel
        viewmodel.leave_requested.connect(self.leave_requested)
        viewmodel.act_done.connect(self.say)
        viewmodel.act_done.connect(self.act_done)

    @Slot(str)
    def say(self, words: str) -> None:
        """Have a screen reader say what came of an act, while the page is there."""
        if self.isVisible():
            announce(self, words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a tool tip away with Escape, or turn back from what is open.

        Ctrl+Enter comes here where the main act cannot be done: lead to what it lacks, and say
        and show why.
        """
        if event.key() == Qt.Key.Key_Escape and (hide_tip() or self.turn_back()):
            return
        if is_main_key(event):
            why, lacking = why_not(self), self.what_lacks
            if lacking is not None and can_be_used(lacking):
                lacking.setFocus(Qt.FocusReason.ShortcutFocusReason)
            said = why or _("{key} does nothing here.").format(key=MAIN_KEY)
            say_at(self._here or self, said)
            self.say(said)
            return
        if event.key() in ENTER and isinstance(self._here, Switch) and not event.isAutoRepeat():
            self.say(_("Enter does nothing here: the space bar chooses."))
        super().keyPressEvent(event)

    @property
    def _here(self) -> QWidget | None:
        """What has the keyboard in the window."""
        return self.window().focusWidget()

    @property
    def what_lacks(self) -> QWidget | None:
        """What comes first before the main act can be done; None where nothing leads there."""
        return None

    def turn_back(self) -> bool:
        """Turn back from what is open, and return whether anything was."""
        return False

    def _go_back_where(self, *, may: bool) -> bool:
        """Go back where the person came from, where that may be; return whether it may."""
        if may:
            self._viewmodel.go_back()
        return may

    @property
    def page_help(self) -> PageHelp:
        """What F1 says of the page as it stands now."""
        return self.HELP

    @property
    def most_urgent(self) -> str:
        """What cannot wait here, in few words; empty where its banners or its head say it."""
        return ""


class TurnedPage(QWidget):
    """A page that takes the place of the first page of a screen for a while.

    Signals:
        back_chosen: Back to where it was opened from.

    """

    back_chosen = Signal()
    HELP: ClassVar[PageHelp]

    @property
    def place(self) -> str:
        """Which page it is, for who hears it; empty where its topmost heading says so."""
        return ""

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.setFocus()


class TurningView(PageView[Shown]):
    """A screen whose first page gives way to others; Escape and Alt+Left turn back to it."""

    def __init__(
        self, name: str, viewmodel: Shown, first: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, viewmodel, parent)
        self.page: TurnedPage | None = None
        self._turned_by: NamedPlace | None = None
        self.pages = PageStack()
        self.pages.addWidget(first)

    def turn_to(self, page: TurnedPage, back: Callable[[], None] | None = None) -> None:
        """Turn to a page; its way back leads to the first one, or where `back` goes."""
        if self.page is None:
            self._turned_by = button_with_keyboard(self)
        self._take_away()
        self.page = page
        self.went_on.emit()
        self.pages.addWidget(page)
        self.pages.turn_to(page)
        page.back_chosen.connect(partial(self._leave_page, back or self.show_first))
        page.focus_first()
        if self.isVisible():  # else the window says it, once the screen is there
            say_arrival(page, place=page.place)

    def _leave_page(self, leave: Callable[[], None]) -> None:
        if not self.holds_back():
            leave()

    def show_first(self) -> None:
        """Turn back to the first page, to the button that led away."""
        if self.page is not None:
            self._take_away()
            by, self._turned_by = self._turned_by, None
            if by is None or not go_to_only(self, by):
                self.focus_first()
            say_arrival(self)

    def focus_first(self) -> None:
        """Put the keyboard where the page that is shown begins."""
        if self.page is not None:
            self.page.focus_first()

    @property
    def part(self) -> str:
        """Which page is open instead of the first, for who arrives there at once."""
        return "" if self.page is None else self.page.place or place_words(self.page)

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of the page that is open."""
        return self.HELP if self.page is None else self.page.HELP

    @override
    def turn_back(self) -> bool:
        """Turn back to where the page that is open says, as its own button does."""
        if self.page is None:
            return False
        self.page.back_chosen.emit()
        return True

    def _take_away(self) -> None:
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
            self.page = None


def whole_page(
    head: QWidget | None,
    body: QWidget,
    foot: QWidget | None = None,
    *,
    message: QWidget | None = None,
) -> QVBoxLayout:
    """Return a page: between its head and its foot, which never scroll, the body has the room."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    if head is not None:
        layout.addWidget(head)
    if message is not None:
        layout.addLayout(row(message, margins=("page", "s", "page", 0)))
    layout.addWidget(body, 1)
    if foot is not None:
        layout.addWidget(foot)
    return layout


HEAD_HEIGHT = 76
FOOT_HEIGHT = 60


def page_head(
    title: str,
    beneath: str = "",
    *,
    code: str = "",
    actions: Sequence[QWidget] = (),
    chips: Sequence[QWidget] = (),
    place: str = "",
) -> PageHead:
    """Return the head of a page: where, about whom, and the one or two things to do here.

    `place` is the name of the page where its title says something else, such as a day.
    """
    lines = [text(title, "title", wrap=look().is_large)]
    if beneath:
        lines.append(text(beneath, "muted", wrap=look().is_large))
    words = hold(stack(*lines, gap="hair"))
    facts = [*(lines[:1] if place else []), *chips, *lines[1:]]
    start: list[Part] = [client_chip(code), words] if code else [words]
    about = row(*start, *chips, STRETCH, gap="m")
    if look().is_large:
        about.setStretch(len(start) - 1, 1000)
    said = hold(about)
    whole = Beside(said, _moves(actions)) if actions else said
    layout = row(whole, margins=("page", "m", "page", "m"))
    layout.addStrut(HEAD_HEIGHT - 2 * look().space("m"))
    line = [*(each for each in start if isinstance(each, QFrame)), *lines[:1], *chips, *actions]
    whose = client_in_words(code) if code else ""
    return PageHead(
        layout, place or title, whose, facts, line, beneath=lines[1] if beneath else None
    )


def _moves(actions: Sequence[QWidget]) -> Flow:
    """Return what can be done, each as wide as its words, in the middle of the head's height."""
    moves = Flow(*actions, gap="m")
    policy = moves.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
    moves.setSizePolicy(policy)
    return moves


def client_chip(code: str) -> QFrame:
    """Return the client's code: same place and form on every page about a client, never a name."""
    label = text(code, "lead", tone="accent", told="words")
    label.setAccessibleName(client_in_words(code))
    frame = box("chip", row(label, margins=("m", "xs", "m", "xs")), tone="accent")
    frame.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return frame


def client_in_words(code: str) -> str:
    """Return how a client is told of: by the code, never by a name."""
    return _("Client {code}").format(code=code)


def foot_bar(*parts: Part) -> QFrame:
    """Return the foot of a page, which never scrolls: what is left to do, and the moves."""
    flow = Flow(*parts, gap="m", words_apart=True)
    layout = row(flow, margins=("page", "m", "page", "m"))
    layout.addStrut(FOOT_HEIGHT - 2 * look().space("m"))
    return Snug("foot", layout)

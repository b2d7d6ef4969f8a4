"""The window: one screen at a time, and how it is hidden and locked."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app import commands
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.hushing import untold
from therapist_app.commands import Destination
from therapist_app.destination import HELP_KEY, SHORTCUTS_KEY
from therapist_app.hygiene.last_resort import describe
from therapist_app.messages.errors import UserFacingError
from therapist_app.screens.search.view import SearchView
from therapist_app.shell.navigation.page import (
    Flushing,
    Focusing,
    GoesOnPaper,
    HandsOver,
    KnowsItsPlace,
    Page,
    SettlesLimits,
    WarnsBeforeLeaving,
)
from therapist_app.shell.navigation.places import (
    is_private,
    place_of,
)
from therapist_app.shell.navigation.recent import going_to
from therapist_app.shell.navigation.trail import HOME, Trail
from therapist_app.shell.window.busy_guard import BusyGuard
from therapist_app.shell.window.covering import Covering
from therapist_app.shell.window.frame import Frame, Unfinished, clients_in_words
from therapist_app.shell.window.help_keys import HelpKeys
from therapist_app.shell.window.place_keys import PlaceKeys, keys_for
from therapist_app.shell.window.search_over_page import SearchOverPage
from therapist_app.shell.window.services import KeepsBegunWords, ShellServices
from therapist_app.shell.window.trouble import TroublePage
from therapist_app.shell.window.unsaved_words import UnsavedWords
from therapist_app.shell.window.whole_screen import WholeScreen
from therapist_app.theme.applying import dress
from therapist_app.view_model import attempt
from therapist_app.widgets.controls.buttons import is_main_key
from therapist_app.widgets.controls.early_keys import EarlyKeys
from therapist_app.widgets.fields.begun_fields import typed_in
from therapist_app.widgets.fields.copying import copies
from therapist_app.widgets.fields.undone_act import undone_act_of
from therapist_app.widgets.keyboard_place import (
    NamedPlace,
    button_with_keyboard,
    can_be_used,
    go_to_only,
    go_to_place,
    let_go_of_keyboard,
    name_of_place,
)
from therapist_app.widgets.layout.arriving import place_words, say_arrival
from therapist_app.widgets.layout.page_scroll import LEAST_WINDOW, PAGE_STEPS
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.parts import row
from therapist_app.widgets.tab_stops import TabsAsRead
from therapist_app.widgets.tips import hide_tip
from therapist_app.workflows.entering.access_scope import AccessScope

LOG = logging.getLogger("sessions")
PATIENCE_MS = 2_000
"""How long a job that has the record is waited for where the system ends the program."""
OF_A_SESSION = frozenset({"F2", "F4", "F7", "F8", "Alt+N", "Alt+Up", "Alt+Down", "Ctrl+P"})
"""The keys of a session, a form or a day: elsewhere it is said that they do nothing."""
AT_A_QUESTION = (commands.FormPage, commands.FilledFormPage, commands.FirstContact)
"""Pages to which one comes back at the question that was left, whatever led away."""


class MainWindow(TabsAsRead):
    """One screen at a time; it alone knows where a screen leads.

    It begins at the last place of a way; “Back” leads along the others.

    Signals:
        arrived: Where the person is now, each time they have gone somewhere.
        limits_settled: After how long it locks was settled on the screen that is open.

    """

    arrived = Signal(Destination)
    limits_settled = Signal()

    def __init__(
        self,
        services: ShellServices,
        *,
        practice: bool,
        way: tuple[Destination, ...] = (HOME,),
    ) -> None:
        super().__init__()
        dress(self)
        self._services = services
        self._practice = practice
        access = services.access()
        self._trail = Trail(way, access.home)
        self._is_locked = self._is_put_away = False
        self._left_at = self.here
        self._left_by: dict[Destination, NamedPlace | None] = {}
        self._keyboard_at: QWidget | None = None
        self._whole_screen = WholeScreen(self)
        self._was_told = False
        self._instead: UserFacingError | None = None
        self._recent: tuple[Destination, ...] = ()
        self._findings: tuple[tuple[str, str, str], ...] = ()
        self._search = SearchOverPage(self)
        self._search.chosen.connect(self._go_by_command)
        self.setWindowTitle(pgettext("program", "Sessions"))
        self.setMinimumSize(LEAST_WINDOW)
        self.frame = Frame(access, practice=practice)
        self._covering = Covering(self.frame)
        self.cover = self._covering.sheet
        self._busy = BusyGuard(self)
        self._early = EarlyKeys(self)
        self.setLayout(row(self._covering))
        self._keys = PlaceKeys(self)
        self._keys.asked.connect(self._on_key_asked)
        self._help = HelpKeys(self, self._page_in_sight, keys_for(access))
        self._count_keys(access)
        self.cover.uncover_requested.connect(self.uncover)
        self._listen_to_frame()
        self._unsaved = UnsavedWords(self._keeper_of_words, self._place_of_words, self)
        self._act = ""
        self._show_first(access.home)
        QTimer.singleShot(0, self, self._tell_of_words)

    @property
    def here(self) -> Destination:
        """Where the person is."""
        return self._trail.here

    @property
    def page(self) -> QWidget:
        """The screen that is open."""
        return self.frame.page

    @property
    def found(self) -> SearchView | None:
        """The search over the page, while it is open."""
        return self._search.found

    def is_held(self) -> bool:
        """Whether a job of the open screen has the record."""
        return self._busy.is_on

    @property
    def is_covered(self) -> bool:
        """Whether the window shows nothing."""
        return self._covering.is_on

    @Slot(Destination)
    def go_to(self, destination: Destination) -> None:
        """Go somewhere; what was not saved yet is saved first."""
        if isinstance(destination, commands.Search):
            self.search()
            return
        self.close_search()
        if isinstance(destination, commands.Lock):
            self.lock()
            return
        if isinstance(destination, commands.ReadGuide):
            self._read_guide(destination.document)
            return
        if self._is_locked:
            return
        if self._busy.keeps(partial(self.go_to, destination)) or self._busy.is_on:
            announce(self, _("Not possible yet: wait until the present task has finished."))
            return
        if isinstance(self.page, WarnsBeforeLeaving) and self.page.hold_back():
            return
        self._flush()  # what a page saves by itself is not left undone
        if self._holds_back_for_an_act():
            return
        if isinstance(destination, commands.UseCaseload):
            self._services.use_caseload(destination.caseload)
            self._begin_anew()
            return
        if isinstance(destination, commands.UseContent):
            self._services = self._services.over_chosen_content()
            self._trail = self._trail.standing_at(commands.Library("versions"))
            self._show_page(arrives=False)
            return
        is_back = isinstance(destination, commands.Back)
        if not is_back and isinstance(self.page, KnowsItsPlace):
            self._trail = self._trail.standing_at(self.page.comes_back_to)
        if not is_back and not isinstance(self._trail.here, AT_A_QUESTION):
            self._left_by[self._trail.here] = button_with_keyboard(self.page)
        self._trail = self._trail.back() if is_back else self._trail.going(destination)
        self._show_page(came_by=self._left_by.pop(self.here, None) if is_back else None)

    def _holds_back_for_an_act(self) -> bool:
        """Say once that what was filled in was not signed, and return whether that was said.

        The keyboard stays where it is: Enter that was meant for the way out signs nothing.
        """
        act = undone_act_of(self.page)
        if act is None:
            return False
        act.is_settled = True
        act.clicked.connect(self.frame.clear_act)
        self.frame.tell_undone(act.accessibleName())
        return True

    def _holds_back_a_page(self) -> bool:
        return not (self._is_locked or self._busy.is_on) and self._holds_back_for_an_act()

    def _read_guide(self, document: str) -> None:
        if not (self._is_locked or self._busy.is_on):
            self._help.read(document)

    @Slot()
    def go_back(self) -> None:
        """Go back as the button of the page does: first from what is open within it."""
        self.close_search()
        is_free = not (self._is_locked or self._busy.is_on)
        if is_free and self._holds_back_for_an_act():
            return
        if is_free and isinstance(self.page, PageView) and self.page.turn_back():
            self.frame.clear_act()
            return
        self.go_to(commands.Back())

    @Slot(Destination)
    def _go_by_command(self, destination: Destination) -> None:
        if isinstance(destination, commands.Back):
            self.go_back()
        elif isinstance(destination, commands.PrintPage):
            self.close_search()
            if isinstance(self.page, GoesOnPaper):
                self.page.put_on_paper()
        else:
            self.go_to(destination)

    @Slot()
    def rebuild(self) -> None:
        """Build everything afresh, in another look; the person stays where they are."""
        if self._is_locked or self._busy.keeps(self.rebuild):
            return
        self.close_search()
        if isinstance(self.page, WarnsBeforeLeaving) and self.page.guards:
            return  # with the screen it would be gone; the new look comes with the next one
        self._flush()
        place = name_of_place(self.page)
        with untold():  # Qt lends the keyboard to what comes first, and the page has its own first
            self._change_frame(self._services.access())
            self._show_page(arrives=False)
            let_go_of_keyboard(self)
        go_to_place(self.page, place)
        if self.focusWidget() is None:
            self._focus_first()

    @Slot()
    def toggle_cover(self) -> None:
        """Hide the window's content, or show it again."""
        if self.is_covered:
            self.uncover()
            return
        self.close_search()
        self._blank()
        self._flush()
        self.cover.setFocus()
        self._say_and_hush(pgettext("state of the window", "Hidden."))

    @Slot()
    def uncover(self) -> None:
        """Show the window's content again, where it was."""
        if self._is_locked:
            return
        if not self._covering.take_off():
            self._keyboard_back()
        self._name_window()
        say_arrival(self.page, opening=pgettext("state of the window", "Shown again."))

    def _keyboard_back(self) -> None:
        """Put the keyboard where it was before the window was hidden.

        Where that is gone by now, as after another look, and while the client has the laptop, it
        goes where the page begins.
        """
        was, self._keyboard_at = self._keyboard_at, None
        if was is None or self._is_clients_turn or not can_be_used(was):
            self._focus_first()
        else:
            was.setFocus()

    @Slot()
    def lock(self) -> None:
        """Blank, save, close, leave; nothing is asked."""
        if self._is_locked:
            return
        self._go_blank()
        if not self._busy.keeps(self._lock_up):
            self._lock_up()

    @Slot()
    def end(self) -> None:
        """Do what locking does, and end the program: the system asks for it and does not wait.

        A job that has the record gets a moment; what it has not written by then was never asked
        for, as in a power cut.
        """
        if self._is_put_away:
            self._services.leave_at_once()
            return
        if not self._is_locked:
            self._go_blank()
        if self._busy.keeps(self._end_up):
            QTimer.singleShot(PATIENCE_MS, self, self._services.leave_at_once)
        else:
            self._end_up()

    def _go_blank(self) -> None:
        self._is_locked = True
        self.close_search()
        self.cover.show_blank()
        self._blank()
        self._say_and_hush(pgettext("state of the window", "Locked."))
        self.repaint()

    @Slot()
    def search(self) -> None:
        """Open the search over the page, or close it; never where the client looks on.

        Where words stand in it they are marked to be typed over: closed, the next ones would go
        into the page beneath.
        """
        if self._search.mark_or_close():
            return
        if self._is_locked or self.is_covered or is_private(self.here):
            return
        if self._busy.is_on:
            announce(self, _("Not possible yet: wait until the present task has finished."))
            return
        self._flush()
        codes_only = place_of(self.here).in_session or self._services.is_running()
        before = self._recent[1:] if self._recent[:1] == (self.here,) else self._recent
        viewmodel = self._services.make_search(before, codes_only, self.here)
        self._search.open(viewmodel, self.frame)

    def close_search(self) -> None:
        """Close the search; the keyboard is where it was."""
        self._search.close()

    def tell(self, title: str, detail: str, tone: str = "urgent") -> None:
        """Say over every screen what was found, until it was read; one thing after the other."""
        self._findings = (*self._findings, (title, detail, tone))
        if len(self._findings) == 1:
            self._tell_first()

    def _tell_first(self) -> None:
        if self._findings and not self._is_locked:
            self.frame.tell(*self._findings[0])

    @Slot()
    def _on_finding_read(self) -> None:
        self._findings = self._findings[1:]
        self._tell_first()

    @Slot()
    def show_notice(self) -> None:
        """Say that it is about to lock."""
        self.frame.show_notice()

    @Slot()
    def hide_notice(self) -> None:
        """Take that notice away."""
        self.frame.hide_notice()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page with Page Up and Page Down; Escape takes a tool tip of the rail away."""
        if event.key() == Qt.Key.Key_Escape and hide_tip():
            return
        if event.key() in PAGE_STEPS and not self.is_covered:
            self.frame.place.turn(PAGE_STEPS[Qt.Key(event.key())])
            return
        if is_main_key(event) and isinstance(self.page, PageView) and not self.is_covered:
            self.page.keyPressEvent(event)  # the rail stands beside the page, and not within it
            return
        if event.key() == Qt.Key.Key_F6 and not (self.is_covered or self._is_clients_turn):
            announce(
                self.page,
                _("This page is the alert.")
                if isinstance(self.here, commands.AlertPage)
                else _("There is no alert on this page to go to."),
            )
            return
        pressed = QKeySequence(event.keyCombination()).toString()
        if pressed in OF_A_SESSION and not (self.is_covered or self._is_clients_turn):
            announce(self.page, _("{key} does nothing here.").format(key=pressed))
            return
        if pressed == SHORTCUTS_KEY and not self.is_covered:  # in a hand-over no key leads away
            words = _("{key} does nothing here. {help_key}: help.")
            announce(self.page, words.format(key=pressed, help_key=HELP_KEY))
            return
        super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Save and close the record before the window goes; from a client's hands it locks."""
        if self._is_clients_turn:  # once locked it stays, blank, until a fresh window is there
            event.ignore()
            self.lock()
            return
        if self._warns_before_closing():
            event.ignore()
            return
        if self._busy.will_end:
            event.ignore()
            if not self._is_locked:
                self._busy.keeps(self._close)
            return
        if self._asks_before_closing():
            event.ignore()
            return
        if not self._is_locked:
            self._is_locked = self._is_put_away = True
            copies().clear()
            self.cover.show_blank()
            self._blank()
            self._flush()
            self._keep_begun_words()
            self._still()
            self._services.shut()
        super().closeEvent(event)

    @property
    def _is_clients_turn(self) -> bool:
        return isinstance(self.page, HandsOver) and self.page.is_clients_turn

    @Slot()
    def _on_turn_changed(self) -> None:
        """Fill the whole screen, without a title bar to close, while the client holds it."""
        if self._is_clients_turn:
            self._whole_screen.take()
        else:
            self._whole_screen.give_back()
        self._name_window()

    def _warns_before_closing(self) -> bool:
        page = self.page
        if self._is_locked or self.is_covered or not isinstance(page, WarnsBeforeLeaving):
            return False
        return page.guards and page.hold_back()

    def _asks_before_closing(self) -> bool:
        """Say once what is not finished; closed again, or from the blank sheet, the window goes."""
        if self._is_locked or self.is_covered or self.frame.is_asking:
            return False
        services = self._services
        is_running = services.is_running()
        may_read = is_running or place_of(self.here).rail == "none"  # a client, of another's alert
        due = () if may_read else services.due_now()
        left = Unfinished(is_running, services.is_answering(), due)
        if left.is_any:
            self.frame.ask_before_closing(left)
        return left.is_any

    def _lock_up(self) -> None:
        self._put_away(self._services.lock_up)

    def _end_up(self) -> None:
        self._put_away(self._services.end)

    def _put_away(self, close: Callable[[tuple[Destination, ...]], None]) -> None:
        self._is_put_away = True
        try:
            self._flush()
            self._keep_begun_words()
        finally:
            copies().clear()
            self._still()
            close((*self._trail.places[:-1], self._place_left))

    @property
    def _place_now(self) -> Destination:
        """Where the person is within the screen that is open; a client's hands are no place."""
        page = self.page
        if isinstance(page, KnowsItsPlace) and not is_private(self.here):
            return page.comes_back_to
        return self.here

    @property
    def _place_left(self) -> Destination:
        """Where the person was when the window went blank: the keyboard went on to a next field."""
        now = self._place_now  # once all is saved, which may give the page another place
        return self._left_at if self._left_at == now else now

    def _keep_begun_words(self) -> None:
        """Keep what is typed and not saved; what a client types alone is saved or is nobody's."""
        if not is_private(self.here):
            self._services.begun_words.keep(self._place_now, typed_in(self.page))

    def _keeper_of_words(self) -> KeepsBegunWords:
        return self._services.begun_words

    def _place_of_words(self) -> Destination | None:
        return None if self._is_locked or is_private(self.here) else self._place_now

    @Slot()
    def _tell_of_words(self) -> None:
        """Say that something is kept that was typed before it locked, and was not saved."""
        if told := self._unsaved.told:
            self.tell(_("What you typed before it locked is not saved yet"), told, "info")

    def _still(self) -> None:
        """Have nothing come of the page later on: the record that it would ask is closed then."""
        for each in self.frame.findChildren(QTimer):
            each.stop()

    @Slot()
    def _close(self) -> None:
        self.close()

    def _begin_anew(self) -> None:
        """Show the first place over other clients; where the person was is not carried over."""
        access = self._services.access()
        self._trail = Trail((access.home,), access.home)
        self._recent = ()
        self._change_frame(access)
        self._show_page(arrives=False)
        self._say_where("" if access.clients is None else clients_in_words(access.clients))

    def _change_frame(self, access: AccessScope) -> None:
        self.frame = Frame(access, practice=self._practice)
        self._covering.change_frame(self.frame)
        self._count_keys(access)
        self._listen_to_frame()

    def _blank(self) -> None:
        if not self.is_covered:
            self._left_at = self._place_now
            self._keyboard_at = self.focusWidget()
        self._covering.put_on()

    def _say_and_hush(self, words: str) -> None:
        """Say what became of the window, and nothing after that; it may be hidden already."""
        with self._covering.heard_alone():
            self._name_window()
            announce(self.cover, words, "locking")

    def _listen_to_frame(self) -> None:
        self.frame.place_chosen.connect(self.go_to)
        self.frame.hide_requested.connect(self.toggle_cover)
        self.frame.close_chosen.connect(self._close)
        self.frame.stay_chosen.connect(self._focus_first)
        self.frame.finding_read.connect(self._on_finding_read)
        self._tell_first()

    def _show_page(self, *, arrives: bool = True, came_by: NamedPlace | None = None) -> None:
        with self._services.reading_once():
            self._make_and_show(arrives=arrives, came_by=came_by)
        self._recent = going_to(self.here, self._recent)
        self.arrived.emit(self.here)

    def _make_and_show(self, *, arrives: bool, came_by: NamedPlace | None) -> None:
        place = place_of(self.here)
        access = self._services.access()
        if access != self.frame.access:
            self._trail = Trail(self._trail.places, access.home)
            self._change_frame(access)
        page = self._make_page()
        self._busy.follow(page)
        if isinstance(page, HandsOver):
            page.turn_changed.connect(self._on_turn_changed)
        self._whole_screen.give_back()
        self.frame.show_page(page, place, self._act)
        self._unsaved.follow(page)
        self._help.allow_shortcuts(allowed=place.rail != "none")
        self._keys.allow(access, on_page=place.rail != "none")
        if came_by is None or self.is_covered or not go_to_only(self.page, came_by):
            self._focus_first()
        self._early.begin()
        self._name_window()
        if arrives:
            self._say_where()

    def _name_window(self) -> None:
        """Tell assistive technology which page it is; the title on the desktop tells nobody.

        Nor does this name tell a client who holds the laptop: it says whose page it is.
        """
        is_told = not (self.is_covered or self._is_clients_turn)
        where = place_words(self.page) if is_told else ""
        program = pgettext("program", "Sessions")
        self.setAccessibleName(f"{where} \N{EN DASH} {program}" if where else "")

    def _say_where(self, whose: str = "") -> None:
        """Say where the person is; before the window stands, once it does.

        `whose` are the clients who were opened just now.
        """
        if self.is_covered or not (self._was_told or self.isActiveWindow()):
            return
        opening = whose if self._was_told else _("Sessions is open.")
        self._was_told = True
        say_arrival(self.page, opening=opening)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Say where the person is when the window is there for the first time."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self._was_told:
            self._say_where()

    def _show_first(self, home: Destination) -> None:
        """Show where the person was; their first page where that is gone, or broken by our mistake.

        They would be kept out of the record otherwise, since each sign-in leads there again.
        """
        try:
            self._show_page()
            if isinstance(self.page, TroublePage) and self.here != home:
                self._trail = Trail((home,), home)
                self._show_page()
        except Exception as error:
            if self.here == home:
                raise
            code = describe(type(error), error.__traceback__)
            LOG.error("%s, where the person was", code)  # noqa: TRY400 - a traceback has words
            self._trail = Trail((home,), home)
            self._instead = UserFacingError(
                _("The page where you were cannot be shown"),
                _(
                    "This is an error in the application, not your mistake. For support: {code}."
                ).format(code=code),
                _("Nothing is lost."),
                _("“Back” leads to your first page."),
            )
            self._show_page()

    def _make_page(self) -> QWidget:
        made: QWidget | UserFacingError
        if self._instead is not None:
            made, self._instead = self._instead, None
        else:
            made = attempt(partial(self._services.make_page, self.here))
        page = TroublePage(made) if isinstance(made, UserFacingError) else made
        assert isinstance(page, Page)
        page.leave_requested.connect(self.go_to)
        if isinstance(page, PageView):
            page.act_done.connect(self._on_act_done)
            page.went_on.connect(self.frame.clear_act)
            page.holds_back = self._holds_back_a_page
        if isinstance(page, SettlesLimits):
            page.limits_settled.connect(self.limits_settled)
        return page

    @Slot(str)
    def _on_act_done(self, words: str) -> None:
        """Keep what came of an act that ends its page: it is shown where one comes to."""
        self._act = words
        QTimer.singleShot(0, self, self._forget_act)

    @Slot()
    def _forget_act(self) -> None:
        self._act = ""

    def _page_in_sight(self) -> QWidget | None:
        return None if self.is_covered else self.page

    def _flush(self) -> None:
        if isinstance(self.page, Flushing):
            self.page.flush()

    def _focus_first(self) -> None:
        if self.is_covered:
            return
        if isinstance(self.page, Focusing):
            self.page.focus_first()
            return
        for each in self.page.findChildren(QWidget):
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled():
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _count_keys(self, access: AccessScope) -> None:
        """Give the places the keys that they have in the rail of this person, and say so."""
        self._keys.count(access)
        self._help.tell_everywhere(keys_for(access))

    @Slot(Destination)
    def _on_key_asked(self, destination: Destination) -> None:
        if not self.is_covered:
            self._go_by_command(destination)

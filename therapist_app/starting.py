"""From the start of the process to the main window, and the record of practice.

As in `bootstrap`, what the unlock window does not need is imported inside what needs it.
"""

import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.held_files import remove_folder
from session_forms.words.texts import _, pgettext
from therapist_app import jobs
from therapist_app.accessibility.hushing import untold
from therapist_app.bootstrap import (
    QT_OF_PAGES,
    load_content,
    load_from_sign_in_on,
    make_application,
    nothing_follows,
    open_workplace,
)
from therapist_app.hygiene.last_resort import install_hooks, log_qt_message
from therapist_app.hygiene.system import this_system
from therapist_app.messages.errors import UserFacingError, explain, is_known
from therapist_app.paths import Places
from therapist_app.record.header.listed_people import listed_people
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.settings import LookSettings
from therapist_app.shell.locking.leaving import leave_for, stand_before
from therapist_app.shell.startup.entrance import Entrance
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.held_enter import HeldEnter
from therapist_app.view_model import attempt
from therapist_app.widgets.keyboard_place import go_to_place, let_go_of_keyboard, name_of_place

if TYPE_CHECKING:
    from therapist_app.record.vault.vault import Vault
    from therapist_app.screens.first_run.view import FirstRunView
    from therapist_app.shell.startup.daily_backup import DailyBackup
    from therapist_app.shell.window.crash import Crash
    from therapist_app.shell.window.main_window import MainWindow
    from therapist_app.shell.window.services import Leave
    from therapist_app.workflows.content.shipped_content import ContentInUse
    from therapist_app.workflows.people.agreeing_to_covers import AskedCover
    from therapist_app.workflows.people.agreeing_to_sheets import AskedSheet
    from therapist_app.workflows.safekeeping.unconfirmed_sheets import FreshSheet
    from therapist_app.workflows.safekeeping.while_away import WhileAway

PATIENCE_MS = 1_500
"""How long what uses the record is waited for where the system ends the program."""
PRACTICE_CLIENTS = 12
FORMER_CLIENTS = 10
"""With them a quarter of practice has people enough for a report, whichever day it is."""
PRACTICE_WORDS = "quiet harbour lantern walks slowly"
MORNING = time(8, 0)


def prepare_practice(folder: Path, tell: Callable[[int, int], None]) -> None:
    """Make a practice service with invented clients, in a folder of its own."""
    content = load_content()
    from therapist_app.practice.setting_up import PRACTICE_PERSON, fill_practice, new_practice
    from therapist_app.record.clock_and_random import SeededClock, seeded_sources

    seed = int(datetime.now(UTC).timestamp())
    clock = SeededClock(practice_begins(datetime.now().astimezone()))
    with new_practice(folder, PRACTICE_PERSON, seeded_sources(seed, clock)) as vault:
        workspace = content.workspace(vault)
        fill_practice(
            workspace,
            clock,
            clients=PRACTICE_CLIENTS,
            seed=seed,
            tell=tell,
            former=FORMER_CLIENTS,
        )


def practice_begins(now: datetime) -> datetime:
    """Return eight in the morning of a local moment, or that moment where it is earlier.

    Nothing of an invented service lies ahead of the clock, which would look wrong to it.
    """
    return min(datetime.combine(now.date(), MORNING).astimezone(UTC), now.astimezone(UTC))


class Startup(QObject):
    """From an empty screen to the main window.

    Signals:
        client_ready: How many invented clients are ready, of how many.
        opened: The main window, over the open record.
        failed: What nobody caught, on whichever thread, and its kind and place.

    """

    client_ready = Signal(int, int)
    opened = Signal(QWidget)
    failed = Signal(BaseException, str)

    def __init__(
        self,
        app: QApplication,
        where: Places,
        leave: "Leave",
        *,
        practice: bool,
        held: bool = False,
        locked_by: str = "",
        due: bool = False,
    ) -> None:
        """Stand ready.

        `held` says that it was locked while a client had the laptop, `locked_by` by whom, `due`
        that something was due that day.
        """
        super().__init__(app)
        self._app = app
        self._where = where
        self._leave = leave
        self._practice = self._began_in_practice = practice
        self._held = self._began_held = held
        self._locked_by, self._due = locked_by, due
        self._content: ContentInUse | None = None
        self._waits_for_pages: Callable[[], None] | None = None
        self._unlocked: Vault | None = None
        self._vault: Vault | None = None
        self._daily: DailyBackup | None = None
        self._answered: list[AskedCover | AskedSheet] = []
        self._is_told = self._is_listed = self._reads_whole = self._is_over = False
        self._crash: Crash | None = None
        self.appearance = AppearanceController(app, where.look)
        self.entrance = Entrance()
        self.window: MainWindow | None = None
        self.failed.connect(self.report)
        self.appearance.place(self.entrance)
        if held:
            self.entrance.hold()

    @Slot(BaseException, str)
    def report(self, error: BaseException, code: str) -> None:
        """Say what nobody caught."""
        from therapist_app.shell.window.crash import Crash

        self._crash = self._crash or Crash(lambda: self.window, self)
        self._crash.report(error, code)

    @property
    def folder(self) -> Path:
        """The service folder in use."""
        return self._where.practice if self._practice else self._where.service

    @property
    def signed_in(self) -> str:
        """The uid of who signed in; empty before."""
        return self._vault.person.uid if self._vault is not None else ""

    @Slot()
    def begin(self) -> None:
        """Show the unlock window, or the first run where there is no service yet."""
        found = attempt(self._read_people)
        self._is_listed = not isinstance(found, UserFacingError)
        if isinstance(found, UserFacingError):
            from therapist_app.record.header.header_file import has_header_copy

            has_copy = has_header_copy(self.folder)
            self._show_trouble(
                found, _("Restore the copy of the list of people") if has_copy else ""
            )
        elif found:
            self._show_unlock()
        elif self._practice:
            self._make_practice()
        else:
            self._let_go()  # there is no record that anybody could unlock
            self._show_first_run()

    def _read_people(self) -> tuple[PersonEntry, ...]:
        """Return who is listed; once the window was painted, of a header that fits as a whole."""
        if not self._reads_whole:
            return listed_people(self.folder)
        from therapist_app.record.header.header_file import people

        return people(self.folder)

    def _let_go(self) -> None:
        """Hold the window no longer: whoever is at it showed that the record is theirs."""
        self._held = False
        self.entrance.release()

    @Slot()
    def go_on(self) -> None:
        """Load programme and forms while somebody types, now that the window is there."""
        gc.freeze()  # all of the start would be looked through at once; `_open_when_ready` lets it
        gc.enable()
        self._reads_whole = True
        if self._is_listed and isinstance(attempt(self._read_people), UserFacingError):
            self.begin()
        self.load()

    def load(self) -> None:
        """Load programme and forms on another thread.

        A clinic keeps forms of its own beside its real record; practice is done with the same.
        """
        import_module(QT_OF_PAGES)
        read = partial(load_from_sign_in_on, self._where.service)
        jobs.run_job(self, read, done=self._on_content_loaded, failed=self._on_load_failed)

    @Slot()
    def practise(self) -> None:
        """Go over to invented clients."""
        self._practice = True
        self.begin()

    @Slot()
    def leave_practice(self) -> None:
        """Go back to the person's own service, where they came from it to practise."""
        self._practice = self._began_in_practice
        self.begin()

    @Slot()
    def practise_afresh(self) -> None:
        """Throw the invented clients away and make others; a real record is never touched."""
        if self._practice:
            remove_folder(self.folder)
            self._make_practice()

    def _show_unlock(self) -> None:
        from therapist_app.screens.unlock.view import UnlockView
        from therapist_app.screens.unlock.viewmodel import UnlockViewModel

        viewmodel = UnlockViewModel(
            self.folder,
            practice=self._practice,
            may_leave_practice=not self._began_in_practice,
            held=self._held,
            locked_by=self._locked_by,
            was_due=self._due and self._practice == self._began_in_practice,
        )
        view = UnlockView(viewmodel, filled_in=PRACTICE_WORDS if self._practice else "")
        viewmodel.setParent(view)
        viewmodel.unlocked.connect(self._on_unlocked)
        viewmodel.sheet_renewed.connect(self._on_sheet_renewed)
        viewmodel.practice_requested.connect(self.practise)
        viewmodel.mending_requested.connect(self._show_mending)
        viewmodel.continuity_requested.connect(self._show_nobody_left)
        viewmodel.fresh_practice_requested.connect(self.practise_afresh)
        viewmodel.practice_left.connect(self.leave_practice)
        self.entrance.show_view(view, practice=self._practice)
        if not self.appearance.loaded.is_sound:
            view.problem.show_message(
                "info",
                _("The look settings could not be read"),
                _("Nothing else is affected. Choose the look again under Settings."),
            )

    @Slot(str)
    def _show_mending(self, uid: str) -> None:
        from therapist_app.screens.mending.view import MendingView
        from therapist_app.screens.mending.viewmodel import MendingViewModel

        view = MendingView(MendingViewModel(self.folder, uid))
        view.leave_requested.connect(self.begin)
        self.entrance.show_view(view, practice=self._practice)

    @Slot()
    def _show_nobody_left(self) -> None:
        from therapist_app.screens.nobody_left.view import NobodyLeftView
        from therapist_app.screens.nobody_left.viewmodel import NobodyLeftViewModel

        view = NobodyLeftView(NobodyLeftViewModel(self.folder))
        view.leave_requested.connect(self.begin)
        self.entrance.show_view(view)

    def _show_first_run(self, *, arrives: bool = True) -> "FirstRunView":
        from therapist_app.build import this_build
        from therapist_app.screens.first_run.view import FirstRunView
        from therapist_app.screens.first_run.viewmodel import FirstRunViewModel

        viewmodel = FirstRunViewModel(self.folder, build=this_build())
        view = FirstRunView(viewmodel, self.appearance.chosen.settings)
        viewmodel.setParent(view)
        view.welcome.look.chosen.connect(self._on_look_chosen)
        viewmodel.practice_requested.connect(self.practise)
        viewmodel.moving_requested.connect(self._show_moving)
        viewmodel.finished.connect(self._on_set_up)
        self.entrance.show_view(view, arrives=arrives)
        return view

    @Slot()
    def _on_set_up(self) -> None:
        """Begin as on any other day, and say what was done."""
        self.entrance.say_before(_("Your service is set up."))
        self.begin()

    @Slot()
    def _show_moving(self) -> None:
        from therapist_app.screens.moving.view import MovingView
        from therapist_app.screens.moving.viewmodel import MovingViewModel

        view = MovingView(MovingViewModel(self.folder))
        view.leave_requested.connect(self.begin)
        self.entrance.show_view(view)

    @Slot(LookSettings)
    def _on_look_chosen(self, look: LookSettings) -> None:
        """Put on a look that was chosen before anything else, and build the page in it."""
        place = name_of_place(self.entrance)
        self.appearance.chosen.choose(look)
        with untold():  # Qt lends the keyboard to what comes first
            view = self._show_first_run(arrives=False)
            let_go_of_keyboard(view)
        go_to_place(view, place)

    def _make_practice(self) -> None:
        from therapist_app.shell.startup.wait_view import WaitView

        wait = WaitView(_("Making invented clients"), _("This takes about a minute, once."))
        self.client_ready.connect(wait.show_step)
        self.entrance.show_view(wait, practice=True)
        import_module(QT_OF_PAGES)
        work = partial(prepare_practice, self.folder, self.client_ready.emit)
        jobs.run_job(self, work, done=self._on_practice_made)

    def _show_trouble(self, problem: UserFacingError, mend: str = "") -> None:
        from therapist_app.shell.window.trouble import TroublePage

        page = TroublePage(problem, again=pgettext("button", "Try again"), mend=mend)
        page.leave_requested.connect(self.begin)
        page.mending_requested.connect(self._put_header_back)
        self.entrance.show_view(page, practice=self._practice)

    @Slot()
    def _put_header_back(self) -> None:
        """Put the copy of the list of people and keys in the place of one that cannot be read."""
        from therapist_app.record.header.header_file import put_back_header

        found = attempt(partial(put_back_header, self.folder))
        if isinstance(found, UserFacingError):
            self._show_trouble(found)
        else:
            self.begin()

    def _on_practice_made(self, _nothing: object) -> None:
        self.begin()

    def _on_load_failed(self, error: Exception) -> None:
        if not is_known(error):
            raise error
        self._show_trouble(explain(error))

    def _on_content_loaded(self, content: "ContentInUse") -> None:
        self._content = content
        show, self._waits_for_pages = self._waits_for_pages, None
        if show is not None:
            show()
        self._open_when_ready()

    def _once_pages_are_read(self, show: Callable[[], None]) -> None:
        """Show a page that stands before the first screen, once nobody waits for its modules."""
        if self._content is None:
            self._waits_for_pages = show
        else:
            show()

    @Slot(object)
    def _on_unlocked(self, vault: object) -> None:
        from therapist_app.record.vault.vault import Vault
        from therapist_app.shell.startup.daily_backup import DailyBackup
        from therapist_app.workflows.safekeeping.unconfirmed_sheets import fresh_sheet

        assert isinstance(vault, Vault)
        self._unlocked = vault
        if self._is_over:
            return
        self._let_go()
        if not vault.is_only_read:
            if (fresh := fresh_sheet(vault)) is not None:
                self._once_pages_are_read(partial(self._show_fresh_sheet, vault, fresh))
                return
            if self._asks_of_a_cover(vault) or self._tells_who_was_here(vault):
                return
        self._daily = DailyBackup(vault, self)
        self._daily.copied.connect(self._on_copied)
        self._daily.begin()

    def _asks_of_a_cover(self, vault: "Vault") -> bool:
        """Whether somebody is asked now if others, or a sheet, may open their clients."""
        from therapist_app.workflows.people.agreeing_to_covers import covers_to_answer
        from therapist_app.workflows.people.agreeing_to_sheets import sheets_to_answer

        asked: list[AskedCover | AskedSheet] = list(covers_to_answer(vault))
        asked += sheets_to_answer(vault)
        waiting = [each for each in asked if each not in self._answered]
        if not waiting:
            return False
        self._answered.append(waiting[0])
        self._once_pages_are_read(partial(self._show_cover, vault, waiting[0]))
        return True

    def _show_cover(self, vault: "Vault", asked: "AskedCover | AskedSheet") -> None:
        from therapist_app.shell.startup.covers_page import CoversPage

        go_on = partial(self._on_unlocked, vault)
        page = CoversPage(asked, vault, answered=go_on, leave=self._leave)
        self.entrance.show_view(page, practice=self._practice)

    def _tells_who_was_here(self, vault: "Vault") -> bool:
        """Whether somebody is told now what others did with their clients."""
        from therapist_app.workflows.safekeeping.while_away import while_away

        if self._is_told or (told := while_away(vault)) is None:
            return False
        self._once_pages_are_read(partial(self._show_who_was_here, vault, told))
        return True

    def _show_who_was_here(self, vault: "Vault", told: "WhileAway") -> None:
        from therapist_app.shell.startup.while_away_page import WhileAwayPage

        go_on = partial(self._on_unlocked, vault)

        def later() -> None:
            self._is_told = True
            go_on()

        page = WhileAwayPage(told, vault, read=go_on, later=later, leave=self._leave)
        self.entrance.show_view(page, practice=self._practice)

    @Slot()
    def _on_copied(self) -> None:
        assert self._daily is not None
        self._vault = self._daily.vault
        self._open_when_ready()

    @Slot(object, object)
    def _on_sheet_renewed(self, vault: object, sheet: object) -> None:
        from therapist_app.record.keyring.new_sheets import NewOwnSheet
        from therapist_app.record.vault.vault import Vault
        from therapist_app.workflows.safekeeping.unconfirmed_sheets import FreshSheet

        assert isinstance(vault, Vault)
        assert isinstance(sheet, NewOwnSheet)
        self._unlocked = vault
        if self._is_over:
            return
        self._let_go()
        fresh = FreshSheet("recovery", sheet, is_only_one=False)
        self._once_pages_are_read(partial(self._show_fresh_sheet, vault, fresh))

    def _show_fresh_sheet(self, vault: "Vault", fresh: "FreshSheet") -> None:
        from therapist_app.shell.startup.fresh_sheet_page import sheet_page

        go_on = partial(self._on_unlocked, vault)  # another may be missing, one after another
        page = sheet_page(fresh, vault, confirmed=go_on, leave=self._leave)
        self.entrance.show_view(page, practice=self._practice)

    @Slot()
    def end(self) -> None:
        """End as the system asks: what is open is kept and closed, and nothing is asked."""
        if self.window is not None:
            self.window.end()
        else:
            self.put_away(PATIENCE_MS)
            self._leave(for_good=True)

    def put_away(self, patience_ms: int = -1) -> None:
        """Close a record that was unlocked, and whose window never came: the last one was closed.

        What unlocks it, copies it or reads it otherwise has it until it is done, or until our
        patience is over, which it never is if it is negative.
        """
        if self.window is not None:
            return
        self._is_over = True
        jobs.wait_for_all(patience_ms)
        self._app.processEvents()
        if self._unlocked is not None:
            attempt(self._unlocked.close)

    def _open_when_ready(self) -> None:
        if self._vault is None or self._content is None:
            return
        if self.window is not None or self._is_over:
            return
        if not self._practice and not self._vault.is_only_read:
            from therapist_app.earlier_program import leave_earlier_program
            from therapist_app.record.sign_in.devices import note_device
            from therapist_app.record.sign_in.laptop_memory import remember

            note_device(self._vault, self._where.laptop)
            remember(self._vault, self._where.laptop_memory)
            jobs.run_job(self, leave_earlier_program, done=nothing_follows)
        self.window = open_workplace(
            self._vault, leave=self._leave, content=self._content, appearance=self.appearance
        )
        if self._daily is not None:
            self._daily.go_on(self.window.is_held)
        if not self._vault.is_only_read:
            from therapist_app.shell.startup.full_check import FullCheck

            FullCheck(self._vault, self.window)
        self.window.show()
        if self.entrance.is_enter_held:
            HeldEnter(self.window)
        self.entrance.close()
        if self._began_held and self._locked_by == self.signed_in:
            self.window.tell(
                _("It was locked while a client had the laptop"),
                _("What was answered until then is saved. Hand over again, and it goes on there."),
                "attention",
            )
        gc.unfreeze()
        self.opened.emit(self.window)


def _lock_with_system(window: QWidget) -> None:
    from therapist_app.shell.locking.system_lock import lock_with_system

    lock_with_system(window)


def keep_out_of_pictures(app: QApplication) -> None:
    """Keep windows out of pictures of the screen, where there is anything to ask the system for."""
    if this_system().may_hide_from_capture:
        from therapist_app.shell.window.unseen import Unseen

        Unseen(app)


def run(
    where: Places,
    *,
    practice: bool,
    arguments: Sequence[str],
    held: bool = False,
    locked_by: str = "",
    due: bool = False,
) -> int:
    """Run the application until its window closes; return the exit code."""
    qInstallMessageHandler(log_qt_message)
    app = make_application()
    leave = leave_for(arguments, where.handing_on, lambda: startup.signed_in)
    startup = Startup(app, where, leave, practice=practice, held=held, locked_by=locked_by, due=due)
    install_hooks(startup.failed.emit)
    if not practice:
        keep_out_of_pictures(app)
    if this_system().ends_by_signals:
        from therapist_app.shell.locking.end_asked import EndAsked

        EndAsked(startup).asked.connect(startup.end)
    startup.opened.connect(_lock_with_system)
    startup.begin()
    is_there = startup.entrance.reached if held else startup.entrance.shown
    is_there.connect(partial(stand_before, where.handing_on))
    startup.entrance.shown.connect(startup.go_on)
    startup.entrance.show()
    code = app.exec()
    startup.put_away()
    return code

"""What the window is given by whoever opens it, and what that is over an open record."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from therapist_app.commands import Destination, HandOver
from therapist_app.shell.navigation.places import MakePage, MakeSearch, search_maker
from therapist_app.workflows.course.plans_begun import keep_plans_over_lock
from therapist_app.workflows.entering.access_scope import AccessScope, access_scope, remember_place
from therapist_app.workflows.entering.begun_words import BegunWordsOfVault, Field, Written
from therapist_app.workflows.overviews.begun_answers import is_answering, keep_answers_over_lock
from therapist_app.workflows.overviews.due_now import due_now
from therapist_app.workflows.sessions.left_running import hold_at_closing, is_running
from therapist_app.workflows.supervision import caseload_figures
from therapist_app.workflows.workspace import Workspace


class Leave(Protocol):
    """What leaves the process when all is saved and closed."""

    def __call__(self, *, held: bool = False, for_good: bool = False, due: bool = False) -> None:
        """Leave; `held` says that a client may have the laptop, `due` that something is due.

        `for_good` says that no fresh process is to follow.
        """


class KeepsBegunWords(Protocol):
    """What keeps words that were typed and not saved, over a lock."""

    def keep(self, here: Destination, written: Written) -> None:
        """Keep what is written on a page; call before the record is closed."""

    def waiting(self, here: Destination) -> Written:
        """Return what waits to be gone on with on a page."""

    def put_back(self, here: Destination, of: Field) -> None:
        """Note that a field of the page has its words again."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields whose words wait still, on whichever page."""


@dataclass(frozen=True, slots=True)
class ShellServices:
    """What the window is given by whoever opens it.

    Attributes:
        make_page: Builds the screen of a destination.
        lock_up: Closes the record and leaves the process; gets the places on the way to where
            the person was, which is the last of them.
        end: The same where the system ends the program: no fresh process follows.
        leave_at_once: Ends the program and closes nothing, where something else has the record.
        shut: Closes the record for good.
        access: Says how far the person signed in reaches at this moment.
        use_caseload: Goes over to the clients of another caseload.
        is_running: Says whether a session runs.
        is_answering: Says whether an answer to an open alert is begun and not recorded.
        due_now: Says what may not wait until tomorrow, each thing in words.
        make_search: Makes what Ctrl+K asks.
        over_chosen_content: Gives the same over the content that is chosen now.
        begun_words: Keeps what is typed on a page and not saved, and gives it back.
        reading_once: Has what a page asks the record twice, until it is shown, read once.

    """

    make_page: MakePage
    lock_up: Callable[[tuple[Destination, ...]], None]
    end: Callable[[tuple[Destination, ...]], None]
    leave_at_once: Callable[[], None]
    shut: Callable[[], None]
    access: Callable[[], AccessScope]
    use_caseload: Callable[[str], object]
    is_running: Callable[[], bool]
    is_answering: Callable[[], bool]
    due_now: Callable[[], tuple[str, ...]]
    make_search: MakeSearch
    over_chosen_content: "Callable[[], ShellServices]"
    begun_words: KeepsBegunWords
    reading_once: Callable[[], AbstractContextManager[None]] = nullcontext


def _nothing() -> None:
    """Note nothing of what is due."""


def services_over(
    workspace: Workspace,
    make_page: MakePage,
    note_size: Callable[[], None],
    leave: Leave,
    over_chosen_content: Callable[[], ShellServices],
) -> ShellServices:
    """Return the services of a window over an open record, which they close.

    `note_size` keeps the size of the window, `leave` ends the process; from a hand-over
    it is told that a client may have the laptop.
    """
    vault = workspace.vault
    begun = BegunWordsOfVault(vault)

    def lock_up(way: tuple[Destination, ...]) -> None:
        if isinstance(way[-1], HandOver):  # whoever has the laptop reads nothing of what is due
            close_and_leave(way, partial(leave, held=True))
            return
        due: list[str] = []
        close_and_leave(
            way,
            lambda: leave(due=True) if due else leave(),
            lambda: due.extend(due_now(workspace)),
        )

    def close_and_leave(
        way: tuple[Destination, ...],
        leave: Callable[[], None],
        note: Callable[[], None] = _nothing,
    ) -> None:
        *before, here = way
        with ExitStack() as last:  # it leaves whatever fails: a locked window must not stay open
            last.callback(leave)
            close(last)
            remember_place(vault, here, before)
            note()

    def shut() -> None:
        with ExitStack() as last:
            close(last)
            hold_at_closing(workspace)

    def close(last: ExitStack) -> None:
        last.callback(vault.close)
        last.callback(note_size)
        last.callback(keep_plans_over_lock, vault)
        last.callback(keep_answers_over_lock, vault)
        if not vault.is_only_read:
            last.callback(caseload_figures.publish, workspace, "locked")

    leave_at_once = partial(leave, for_good=True)
    return ShellServices(
        make_page,
        lock_up,
        partial(close_and_leave, leave=leave_at_once),
        leave_at_once,
        shut,
        partial(access_scope, vault),
        vault.use_caseload,
        partial(is_running, workspace),
        partial(is_answering, workspace),
        partial(due_now, workspace),
        search_maker(workspace),
        over_chosen_content,
        begun,
        workspace.reading_once,
    )

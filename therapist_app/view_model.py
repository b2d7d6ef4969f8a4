"""What view-models are made of: one frozen state, told whenever another takes its place.

They know Qt's core alone and draw nothing; the view of a screen listens to them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from session_forms.words.texts import _
from therapist_app.destination import Back, Destination
from therapist_app.jobs import run_job
from therapist_app.messages.errors import UserFacingError, explain, is_known

if TYPE_CHECKING:
    from therapist_app.workflows.workspace import Workspace

LONG_MS = 1_500
"""After which work that is still under way is spoken of."""
State = TypeVar("State")
Found = TypeVar("Found")


class ViewModel(QObject, Generic[State]):
    """Holds one state; one that works its state out each time overrides `state`.

    Signals:
        state_changed: The new state; also sent once by `begin()`.
        leave_requested: Where the person wants to go.
        act_done: What came of what the person did, in few words, for who hears the page.

    """

    state_changed: "Signal[tuple[State]]" = Signal(object)
    leave_requested = Signal(Destination)
    act_done = Signal(str)

    _state: State

    @property
    def state(self) -> State:
        """What is shown."""
        return self._state

    def follow(self, show: Callable[[State], None]) -> None:
        """Have every state shown from now on, the first one at once."""
        self.state_changed.connect(show)
        self.begin()

    def begin(self) -> None:
        """Announce the first state; call once the view is listening."""
        self._emit_state()

    @Slot()
    def go_back(self) -> None:
        """Go back to where the person came from."""
        self.leave_requested.emit(Back())

    def _change(self, state: State) -> None:
        self._state = state
        self._emit_state()

    def _emit_state(self) -> None:
        self.state_changed.emit(self.state)


class OnADay:
    """Knows the day on which something is written down or planned."""

    _workspace: "Workspace"

    @property
    def today(self) -> date:
        """The local day that it is."""
        return self._workspace.today()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkState:
    """What is shown of work off the window's thread.

    Attributes:
        is_busy: Whether something is under way.
        problem: What came of the last try, where it was not done.

    """

    is_busy: bool = False
    problem: UserFacingError | None = None


Working = TypeVar("Working", bound=WorkState)


class WorkingViewModel(ViewModel[Working]):
    """Does one thing at a time off the window's thread, and tells what went wrong.

    Signals:
        record_released: The work ended, and what it held is free again.

    """

    record_released = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._takes_long = QTimer(self, singleShot=True, interval=LONG_MS)
        self._takes_long.timeout.connect(self._on_takes_long)

    def _work(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Begin something, unless something is under way; `done` gets what it comes to."""
        if not self._state.is_busy:
            self._change(replace(self._state, is_busy=True, problem=None))
            self._takes_long.start()
            run_job(self, work, done=done, failed=self._on_failed)

    @Slot()
    def _on_takes_long(self) -> None:
        if self._state.is_busy:
            self.act_done.emit(_("This takes a moment …"))

    def _on_failed(self, error: Exception) -> None:
        """Tell what is known to go wrong; anything else is told to nobody here and raised."""
        problem = explain(error) if is_known(error) else None
        self._release(replace(self._state, is_busy=False, problem=problem))
        if problem is None:
            raise error

    def _release(self, state: Working) -> None:
        self._takes_long.stop()
        self._change(state)
        self.record_released.emit()


def attempt(deed: Callable[[], Found]) -> Found | UserFacingError:
    """Return what a deed comes to, or what is known to go wrong with it, in words."""
    try:
        return deed()
    except Exception as error:
        if not is_known(error):
            raise
        return explain(error)

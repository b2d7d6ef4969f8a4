"""What is known before anything is unlocked: the backups there are, and one that is proposed."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from therapist_app.jobs import run_job
from therapist_app.messages.errors import UserFacingError, explain, is_known
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.workflows.safekeeping import mending
from therapist_app.workflows.safekeeping.mending import Offer, Proposal, Restored


@dataclass(frozen=True, slots=True)
class MendingState:
    """What the screen shows.

    Attributes:
        offers: The backups that this person could put back, the newest first.
        needs_key_file: Whether their passphrase opens nothing without a key file.
        chosen: The one that is chosen.
        is_busy: Whether a key is derived or a backup is put back.
        proposal: What putting it back would do, once the passphrase was right.
        problem: What came of the last try.
        is_done: Whether a backup is in place.

    """

    offers: tuple[Offer, ...]
    needs_key_file: bool = False
    chosen: Offer | None = None
    is_busy: bool = False
    proposal: Proposal | None = None
    problem: UserFacingError | None = None
    is_done: bool = False


class MendingViewModel(QObject):
    """Leads from a list of backups, past the passphrase and a comparison, to one in place.

    Signals:
        state_changed: The new state; also sent once by `begin()`.
        leave_requested: Back to the unlock window.

    """

    state_changed = Signal(MendingState)
    leave_requested = Signal()

    def __init__(self, service: Path, uid: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._uid = uid
        self._places = [ServiceFolder(service).backups]
        self._state = MendingState(())

    @property
    def state(self) -> MendingState:
        """What is shown."""
        return self._state

    def begin(self) -> None:
        """Look for backups, and announce the first state; call once the view is listening."""
        self._look()

    def look_in(self, place: str) -> None:
        """Look for backups in another folder too, such as a stick."""
        self._places.append(Path(place))
        self._look()

    def choose(self, offer: Offer) -> None:
        """Choose a backup."""
        self._forget()
        self._change(replace(self._state, chosen=offer, proposal=None, problem=None))

    def propose(self, passphrase: bytearray, key_file: Path | None = None) -> None:
        """Work out what putting the chosen backup back would do; the passphrase is wiped."""
        chosen = self._state.chosen
        if chosen is None or self._state.is_busy:
            return
        self._change(replace(self._state, is_busy=True, problem=None))
        work = partial(mending.propose, self._service, self._uid, passphrase, chosen.path, key_file)
        run_job(self, work, done=self._on_proposed, failed=self._on_failed)

    @Slot()
    def put_back(self) -> None:
        """Put back what was proposed and confirmed."""
        if self._state.proposal is None or self._state.is_busy:
            return
        self._change(replace(self._state, is_busy=True, problem=None))
        work = partial(mending.put_back, self._state.proposal)
        run_job(self, work, done=self._on_put_back, failed=self._on_failed)

    @Slot()
    def go_back(self) -> None:
        """Go back to the unlock window."""
        self._forget()
        self.leave_requested.emit()

    def _look(self) -> None:
        try:
            found = mending.offers(self._service, self._places, self._uid)
            needed = mending.needs_key_file(self._service, self._uid)
        except KnownRecordError as error:
            self._change(replace(self._state, problem=explain(error)))
            return
        chosen = self._state.chosen or next(iter(found), None)
        self._change(
            replace(self._state, offers=found, needs_key_file=needed, chosen=chosen, problem=None)
        )

    def _on_proposed(self, proposal: Proposal) -> None:
        self._change(replace(self._state, is_busy=False, proposal=proposal))

    def _on_put_back(self, _restored: Restored) -> None:
        self._forget()
        self._change(replace(self._state, is_busy=False, proposal=None, is_done=True))

    def _on_failed(self, error: Exception) -> None:
        self._forget()
        if not is_known(error):
            self._change(replace(self._state, is_busy=False, proposal=None))
            raise error
        self._change(replace(self._state, is_busy=False, proposal=None, problem=explain(error)))

    def _forget(self) -> None:
        if self._state.proposal is not None:
            self._state.proposal.owner.keys.forget()

    def _change(self, state: MendingState) -> None:
        self._state = state
        self.state_changed.emit(state)

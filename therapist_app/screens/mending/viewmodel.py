"""What is known before anything is unlocked: the backups there are, and one that is proposed."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from typing_extensions import override

from therapist_app.messages.errors import explain
from therapist_app.record.backups.restoring import Restored
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.safekeeping import mending
from therapist_app.workflows.safekeeping.backup_words import given_up_in_words
from therapist_app.workflows.safekeeping.mending import BackupOffer, RestoreProposal


@dataclass(frozen=True, slots=True)
class MendingState(WorkState):
    """What the screen shows.

    Attributes:
        offers: The backups that this person could put back, the newest first.
        made_later: How many backups a later version made, whoever's they are.
        needs_key_file: Whether their passphrase opens nothing without a key file.
        chosen: The one that is chosen.
        proposal: What putting it back would do, once the passphrase was right.
        is_done: Whether a backup is in place.
        given_up: What is no longer in the record then, in a sentence.

    """

    offers: tuple[BackupOffer, ...]
    made_later: int = 0
    needs_key_file: bool = False
    chosen: BackupOffer | None = None
    proposal: RestoreProposal | None = None
    is_done: bool = False
    given_up: str = ""


class MendingViewModel(WorkingViewModel[MendingState]):
    """Leads from a list of backups, past the passphrase and a comparison, to one in place.

    Signals:
        leave_requested: Back to the unlock window.

    """

    def __init__(self, service: Path, uid: str) -> None:
        super().__init__()
        self._service = service
        self._uid = uid
        self._places = [ServiceFolder(service).backups]
        self._state = MendingState(())

    @override
    def begin(self) -> None:
        """Look for backups, and announce the first state; call once the view is listening."""
        self._look()

    def look_in(self, place: str) -> None:
        """Look for backups in another folder too, such as a stick."""
        self._places.append(Path(place))
        self._look()

    def choose(self, offer: BackupOffer) -> None:
        """Choose a backup."""
        self._forget()
        self._change(replace(self._state, chosen=offer, proposal=None, problem=None))

    def propose(self, passphrase: bytearray, key_file: Path | None = None) -> None:
        """Work out what putting the chosen backup back would do; the passphrase is wiped."""
        chosen = self._state.chosen
        if chosen is not None:
            given = (self._service, self._uid, passphrase, chosen.path, key_file)
            self._work(partial(mending.propose, *given), self._on_proposed)

    def put_back(self, *, accepted: bool = False) -> None:
        """Put back what was proposed and confirmed.

        `accepted`: the person chose it although its owner's signature does not vouch for it.
        """
        proposal = self._state.proposal
        if proposal is not None:
            work = partial(mending.put_back, proposal, accepted=accepted)
            self._work(work, self._on_put_back)

    @Slot()
    @override
    def go_back(self) -> None:
        """Go back to the unlock window."""
        self._forget()
        super().go_back()

    def _look(self) -> None:
        try:
            found = mending.offers(self._service, self._places, self._uid)
            later = len(mending.made_later(self._places))
            needed = mending.needs_key_file(self._service, self._uid)
        except KnownRecordError as error:
            self._change(replace(self._state, problem=explain(error)))
            return
        chosen = self._state.chosen or next(iter(found), None)
        self._change(
            replace(
                self._state,
                offers=found,
                made_later=later,
                needs_key_file=needed,
                chosen=chosen,
                problem=None,
            )
        )

    def _on_proposed(self, proposal: RestoreProposal) -> None:
        self._change(replace(self._state, is_busy=False, proposal=proposal))

    def _on_put_back(self, _restored: Restored) -> None:
        self._forget()
        asked = self._state.proposal
        given_up = "" if asked is None else given_up_in_words(asked.comparison)
        done = replace(self._state, is_busy=False, proposal=None, is_done=True, given_up=given_up)
        self._change(done)

    @override
    def _on_failed(self, error: Exception) -> None:
        self._forget()
        self._state = replace(self._state, proposal=None)
        super()._on_failed(error)

    def _forget(self) -> None:
        if self._state.proposal is not None:
            self._state.proposal.owner.keys.forget()

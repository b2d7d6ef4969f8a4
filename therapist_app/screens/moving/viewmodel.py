"""What is known while a service moves here: what a folder holds, who moves it, what came of it."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Slot
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.jobs import run_job
from therapist_app.messages.errors import explain
from therapist_app.record.backups.rebuilding import Rebuilding
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.entering.first_run import EnvironmentCheck, Look, look_at_laptop
from therapist_app.workflows.safekeeping import moving
from therapist_app.workflows.safekeeping.moving import (
    FolderLook,
    MovedService,
    ProofOfBelonging,
    ServiceHere,
)

Way = Literal["passphrase", "recovery", "continuity"]


@dataclass(frozen=True, slots=True)
class MovingState(WorkState):
    """What the screen shows.

    Attributes:
        place: The folder that was looked in; empty until one was.
        services: Those whose backups it holds, the one last backed up first.
        damaged: A sentence for each file that is no whole backup, or of no service there.
        service: The service that is to come here.
        uid: Who moves it.
        way: What shows that they may: their passphrase or recovery sheet, or the service's
            continuity sheet, which is nobody's.
        checks: What was found out about the laptop.
        moved: What came of it, once it is here.
        lacking: A sentence for each file that is not here then.

    """

    place: str = ""
    services: tuple[ServiceHere, ...] = ()
    damaged: tuple[str, ...] = ()
    service: ServiceHere | None = None
    uid: str = ""
    way: Way = "passphrase"
    checks: tuple[EnvironmentCheck, ...] = ()
    moved: MovedService | None = None
    lacking: tuple[str, ...] = ()

    @property
    def needs_key_file(self) -> bool:
        """Whether the passphrase of who moves it opens nothing without a key file."""
        people = self.service.people if self.service and self.way == "passphrase" else ()
        return any(each.key_file for each in people if each.uid == self.uid)

    @property
    def may_move(self) -> bool:
        """Whether there is something to move, and a record may stand in this place."""
        is_fit = bool(self.checks) and all(each.finding != "refused" for each in self.checks)
        return self.service is not None and self.moved is None and is_fit


class MovingViewModel(WorkingViewModel[MovingState]):
    """Leads from a folder with backups to a service that can be unlocked here.

    Signals:
        leave_requested: Back to the first page; once the service is here, to the unlock window.

    """

    def __init__(self, folder: Path, *, look: Look = look_at_laptop) -> None:
        super().__init__()
        self._folder = folder
        self._look_at = look
        self._begun: Rebuilding | None = None
        self._state = MovingState()

    @override
    def begin(self) -> None:
        """Announce the first state, and look at the laptop; call once the view is listening."""
        self._emit_state()
        run_job(self, partial(self._look_at, self._folder), done=self._on_laptop_seen)

    def look_in(self, place: str) -> None:
        """Look through a folder; nothing is written."""
        self._state = replace(self._state, place=place)
        self._work(partial(moving.look_in, Path(place)), self._on_looked)

    @Slot(str)
    def choose_service(self, number: str) -> None:
        """Choose one of several services."""
        found = next(each for each in self._state.services if each.number == number)
        self._take(replace(self._state, problem=None), found)

    @Slot(str)
    def choose_person(self, uid: str) -> None:
        """Choose who moves it."""
        self._change(replace(self._state, uid=uid, problem=None))

    def ask_for(self, way: Way) -> None:
        """Ask for a sheet instead of the passphrase, or for the passphrase again."""
        self._change(replace(self._state, way=way, problem=None))

    def move(self, proof: ProofOfBelonging) -> None:
        """Put everything in place, once a person has confirmed it; a passphrase is wiped.

        Where only unsigned backups of a file were found, that they are taken was confirmed too.
        """
        service, checks = self._state.service, self._state.checks
        assert service is not None

        def work() -> MovedService:
            # Another try goes on with what was begun, and with its count of tries.
            self._begun = self._begun or moving.begin(self._folder, service, checks)
            return moving.move(self._begun, proof, checks, unsigned=bool(service.unsigned))

        self._work(work, self._on_moved)

    def _take(self, state: MovingState, service: ServiceHere | None) -> None:
        self._begun = None
        people = service.people if service else ()
        uid = people[0].uid if len(people) == 1 else ""
        self._change(replace(state, service=service, uid=uid))

    def _on_laptop_seen(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        self._change(replace(self._state, checks=checks))

    def _on_looked(self, looked: FolderLook) -> None:
        damaged = (
            _("{file}: {why}").format(file=name, why=explain(error).title)
            for name, error in looked.damaged
        )
        state = replace(
            self._state, is_busy=False, services=looked.services, damaged=tuple(damaged)
        )
        only = looked.services[0] if len(looked.services) == 1 else None
        self._take(state, only)  # which of several is a person's decision

    def _on_moved(self, moved: MovedService) -> None:
        refused = (
            _("{file}: not here. {why}").format(file=name, why=explain(error).sentence)
            for name, error in moved.refused
        )
        lacking = (*moved.missing, *refused)
        self._change(replace(self._state, is_busy=False, moved=moved, lacking=lacking))

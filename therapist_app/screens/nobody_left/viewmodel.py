"""What is known while the continuity sheet makes an administrator: who may become one."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Slot

from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.header import header_file
from therapist_app.record.header.header import NewPerson, Role
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.view_model import WorkingViewModel, WorkState

SOMEBODY_NEW = "new"


@dataclass(frozen=True, slots=True)
class NobodyLeftState(WorkState):
    """What the screen shows.

    Attributes:
        people: Who works here and is no administrator.
        chosen: The uid of whom the sheet makes one, or `SOMEBODY_NEW`; empty for nobody yet.
        made: Whom it made one.

    """

    people: tuple[PersonEntry, ...] = ()
    chosen: str = ""
    made: PersonEntry | None = None


class NobodyLeftViewModel(WorkingViewModel[NobodyLeftState]):
    """Leads from the continuity sheet to an administrator who can sign in."""

    def __init__(self, folder: Path) -> None:
        """Read who works here.

        Raises:
            KnownRecordError: The list of people is missing or was altered.

        """
        super().__init__()
        self._folder = folder
        others = (each for each in header_file.people(folder) if "keeper" not in each.roles)
        people = tuple(others)
        self._state = NobodyLeftState(people, "" if people else SOMEBODY_NEW)

    @Slot(str)
    def choose(self, uid: str) -> None:
        """Choose who becomes an administrator."""
        self._change(replace(self._state, chosen=uid, problem=None))

    def make(self, typed: str) -> None:
        """Use the sheet that was typed for whom was chosen."""
        self._make(typed, self._state.chosen)

    def make_somebody_new(
        self, typed: str, name: str, passphrase: bytearray, *, sees_clients: bool
    ) -> None:
        """Use the sheet that was typed for somebody new, whose passphrase is wiped."""
        roles: tuple[Role, ...] = ("keeper", "therapist") if sees_clients else ("keeper",)
        self._make(typed, NewPerson(name, roles, passphrase))

    def _make(self, typed: str, who: str | NewPerson) -> None:
        def work() -> PersonEntry:
            from therapist_app.record.sign_in.nobody_left import make_keeper

            return make_keeper(self._folder, typed, who, system_sources())

        self._work(work, self._on_made)

    def _on_made(self, made: PersonEntry) -> None:
        self._change(replace(self._state, is_busy=False, made=made))

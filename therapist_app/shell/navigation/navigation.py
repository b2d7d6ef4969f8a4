"""Which places there are, and how the window stands around each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtWidgets import QWidget

from therapist_app import commands
from therapist_app.commands import Destination

MakePage = Callable[[Destination], QWidget]


@dataclass(frozen=True, slots=True)
class Entry:
    """How the window stands around one kind of screen.

    Attributes:
        destination: The kind of destination.
        place: The command of the place it belongs to, marked in the rail.
        rail: How the rail stands: full, narrow while there is work, gone in a hand-over.
        in_session: Whether the longer idle limit holds.

    """

    destination: type[Destination]
    place: str = "places.clients"
    rail: str = "full"
    in_session: bool = False


ENTRIES = (
    Entry(commands.Today, "places.today"),
    Entry(commands.SupervisionPack, "places.today"),
    Entry(commands.Clients),
    Entry(commands.Library, "places.library"),
    Entry(commands.Training, "places.library"),
    Entry(commands.Outcomes, "places.outcomes"),
    Entry(commands.Review, "places.review"),
    Entry(commands.Oversight, "places.review"),
    Entry(commands.Settings, "places.settings"),
    Entry(commands.Safekeeping, "places.settings"),
    Entry(commands.AuditTrail, "places.settings"),
    Entry(commands.People, "places.settings"),
    Entry(commands.OwnKeys, "places.settings"),
    Entry(commands.Caseloads, ""),
    Entry(commands.About, ""),
    Entry(commands.ClientPage),
    Entry(commands.DataRights),
    Entry(commands.Retention, "places.today"),
    Entry(commands.SessionPage, rail="narrow", in_session=True),
    Entry(commands.ClosePage, rail="narrow", in_session=True),
    Entry(commands.SecondRatingPage, rail="narrow", in_session=True),
    Entry(commands.FormPage, rail="narrow", in_session=True),
    Entry(commands.FilledFormPage, rail="narrow", in_session=True),
    Entry(commands.HandOver, rail="none", in_session=True),
    Entry(commands.AlertPage, rail="narrow", in_session=True),
)
BY_DESTINATION: Mapping[type[Destination], Entry] = {each.destination: each for each in ENTRIES}


def entry_of(destination: Destination) -> Entry:
    """Return how the window stands around a destination.

    Raises:
        KeyError: Nothing stands there: it is a request to the shell itself.

    """
    return BY_DESTINATION[type(destination)]


def ids_of(destination: Destination) -> tuple[Any, ...]:
    """Return the ids in a destination, in the order in which its view-model takes them."""
    return tuple(getattr(destination, each.name) for each in fields(destination))


HOME = commands.Today()


@dataclass(frozen=True, slots=True)
class Trail:
    """Where the person is and how they came there; it is never empty.

    Attributes:
        home: Where going back ends.

    """

    places: tuple[Destination, ...]
    home: Destination = HOME

    @property
    def here(self) -> Destination:
        """Where the person is."""
        return self.places[-1]

    def going(self, destination: Destination) -> "Trail":
        """Return the trail after going on; a place begins a new one."""
        if destination == self.here:
            return self
        if type(destination) in PLACES:
            return self._with((destination,))
        if destination in self.places:
            return self._with(self.places[: self.places.index(destination) + 1])
        kept = self.places[:-1] if _ends(self.here, destination) else self.places
        return self._with((*kept, destination))

    def back(self) -> "Trail":
        """Return the trail after going back; from where it began there is only the first place."""
        return self._with(self.places[:-1] or (self.home,))

    def _with(self, places: tuple[Destination, ...]) -> "Trail":
        return Trail(places, self.home)


PLACES = frozenset(type(each.destination) for each in commands.COMMANDS if each.destination) - {
    commands.Back,
    commands.Lock,
    commands.About,
}


def _ends(here: Destination, destination: Destination) -> bool:
    """Whether what is being left is over with this: a hand-over given back, a session at its close.

    There is no way back into either.
    """
    return isinstance(here, commands.HandOver) or (
        isinstance(here, commands.SessionPage)
        and isinstance(destination, commands.ClosePage)
        and here.appointment_id == destination.appointment_id
    )

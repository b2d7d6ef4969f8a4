"""Where the person is in the window, and how they came there."""

from dataclasses import dataclass

from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.shell.navigation.places import place_of

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
        if place_of(destination).entry:
            return self._with((destination,))
        if isinstance(destination, commands.AlertPage) and not _ends(self.here, destination):
            # an errand: once it is answered one is where one was, also on a second visit
            others = tuple(each for each in self.places if each != destination)
            return self._with((*others, destination))
        if destination in self.places:
            before = self.places[: self.places.index(destination)]
            return self._with((*before, destination))  # it may say more closely where in it
        kept = self.places[:-1] if _ends(self.here, destination) else self.places
        return self._with((*kept, destination))

    def standing_at(self, place: Destination) -> "Trail":
        """Return the trail with a closer word for where the person is.

        Behind a form that came back from the client its page is over: it would be a fresh one,
        or the same again.
        """
        before, here = self.places[:-1], self.here
        if isinstance(here, commands.HandOver) and place != here:
            before = tuple(each for each in before if not _was_handed_over(each, here))
        return self._with((*before, place))

    def back(self) -> "Trail":
        """Return the trail after going back; from where it began there is only the first place."""
        return self._with(self.places[:-1] or (self.home,))

    def _with(self, places: tuple[Destination, ...]) -> "Trail":
        return Trail(places, self.home)


def _was_handed_over(page: Destination, given: commands.HandOver) -> bool:
    """Whether a page is that of a form which the client was given from there."""
    return (
        isinstance(page, commands.FormPage)
        and (page.client_id, page.appointment_id) == (given.client_id, given.appointment_id)
        and page.form_id in given.form_ids
    )


def _ends(here: Destination, destination: Destination) -> bool:
    """Whether what is being left is over with this: a hand-over, a finished form, an alert.

    There is no way back into any of them.
    """
    if isinstance(here, commands.FormPage | commands.FilledFormPage) and isinstance(
        destination, commands.FormPage
    ):
        return True
    if isinstance(destination, commands.FilledFormPage) and (
        isinstance(here, commands.FormPage)
        or (isinstance(here, commands.FilledFormPage) and destination.filled_form_id in here.then)
    ):
        return True
    if isinstance(here, commands.FilledFormPage) and isinstance(destination, commands.BesideForm):
        return True  # one comes back to the same draft by its form
    if isinstance(here, commands.AlertPage) and isinstance(destination, commands.AlertPage):
        return True  # the next one of the same client, once this is answered
    return isinstance(here, commands.HandOver | commands.BesideForm) or (
        isinstance(here, commands.SessionPage)
        and isinstance(destination, commands.ClosePage)
        and here.appointment_id == destination.appointment_id
    )

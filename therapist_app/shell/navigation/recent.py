"""The last pages where the person was, for the search; they are kept in memory alone."""

from dataclasses import replace

from therapist_app.commands import ClientPage, Destination
from therapist_app.shell.navigation.places import WAYS

KNOWN = frozenset(each.destination for each in WAYS)
KEPT = 6
"""One more than is shown: the page where one is, is not shown."""


def going_to(destination: Destination, before: tuple[Destination, ...]) -> tuple[Destination, ...]:
    """Return the last pages, the newest first, with one more; each is there once.

    A page of a client counts, and one that can be searched for; a part of a page does not.
    """
    if isinstance(destination, ClientPage):
        destination = replace(destination, part="")
    elif destination not in KNOWN:
        return before
    others = tuple(each for each in before if each != destination)
    return (destination, *others)[:KEPT]

"""What the last look at the places of backups found.

A stick or a share may take seconds to wake, and a page that waits for it stands still. So no page
that is opened looks there: it takes what whoever may wait found last.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacesSeen:
    """What was found; of what was not looked at yet, nothing that speaks against it.

    Attributes:
        away: The places that could not be reached.
        near: Those outside the service folder on the disk of the record, lost with it.
        gone: The backups whose place was there and whose file was not, by id and place.
        out: Those that were written on another disk, where a folder on the disk of the record
            stands in its place now: the disk is not connected.

    """

    away: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    gone: frozenset[tuple[str, str]] = frozenset()
    out: frozenset[tuple[str, str]] = frozenset()

"""What the moment of answering adds to a question's own limits."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold now.

    Attributes:
        earliest: No day before this one.
        latest: No day after this one.
        offered: What can be chosen now; None leaves the question's own options.

    """

    earliest: date | None = None
    latest: date | None = None
    offered: frozenset[str] | None = None


OPEN = Limits()
"""No limits but the question's own: how stored answers are judged."""

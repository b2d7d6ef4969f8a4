"""What a question is told besides its own state."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a question is drawn, and for whom.

    Attributes:
        standing_note: The form's note, which stands beside long texts.
        client: Whether the client holds the laptop: larger controls, one column.
        one_at_a_time: Whether no other question is shown, so that all arrows move between options.
        right_to_left: Whether the form's language is read from the right.
        today: The day, for telling how old an entry of the directory is.

    """

    standing_note: str = ""
    client: bool = False
    one_at_a_time: bool = False
    today: date | None = None
    right_to_left: bool = False

"""How a form is filled in: by whom, page by page or not, from paper or not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """What a panel is told about the person who fills in the form.

    Attributes:
        client: Whether the client holds the laptop: larger controls.
        one_by_one: Whether each question begins with a page of its own.
        quick: Whether one key answers and goes on, as when a paper form is entered.

    """

    client: bool = False
    one_by_one: bool = False
    quick: bool = False


TOGETHER = Manner()

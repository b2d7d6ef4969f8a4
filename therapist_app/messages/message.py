"""An error in words for a person, and a row of the tables of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from session_forms.words.texts import N_

NOTHING_LOST = N_("Nothing is lost.")


@dataclass
class UserFacingError(Exception):
    """An error in words for a person.

    Attributes:
        title: What does not work.
        what_happened: Why, in one sentence.
        lost: Whether anything is lost.
        to_do: What to do next.

    """

    title: str
    what_happened: str
    lost: str
    to_do: str

    @property
    def sentence(self) -> str:
        """All of it after the title."""
        return " ".join(each for each in (self.what_happened, self.lost, self.to_do) if each)

    @property
    def whole(self) -> str:
        """All of it in one line."""
        return f"{self.title}. {self.sentence}"


Key = type[BaseException] | tuple[type[BaseException], str]
"""A kind of error; or one with a detail, where that has sentences of its own."""
Rows = Mapping[Key, UserFacingError]


def wording(title: str, what: str, to_do: str, lost: str = NOTHING_LOST) -> UserFacingError:
    """Return one row of a table, in words that are to be translated and need no mark for it."""
    return UserFacingError(title, what, lost, to_do)

"""What can go wrong with a programme.

ProgrammeError
  ContentError       a content file is wrong: file, line, key, what, what to do
    MissingForm      it names a form, or a version of one, that is not installed
  UnknownSession     the course has no session, phase or module of that name
  UnknownRating      a fidelity rating is not on the scale
  PackRefused        a content pack cannot be made, is not whole, or does not fit what is here
"""

from session_forms.errors import InvalidFile


class ProgrammeError(Exception):
    """Anything that goes wrong with programmes."""


class ContentError(InvalidFile, ProgrammeError):
    """A content file cannot be used as it stands."""


class MissingForm(ContentError):
    """A content file names a form, or a version of one, that is not installed."""


class UnknownSession(ProgrammeError):
    """The course has no session, phase or module of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The programme has no session, phase or module {name!r}; check the id.")
        self.name = name


class UnknownRating(ProgrammeError):
    """A fidelity rating is none of 0, 1, 2 and na."""

    def __init__(self, item_id: str) -> None:
        super().__init__(f"The rating of {item_id} is not on the scale; use 0, 1, 2 or na.")
        self.item_id = item_id


class PackRefused(ProgrammeError):
    """A content pack cannot be made, is not whole, or does not fit what is here.

    Its text says in one sentence what is wrong and what to do; nothing was changed.
    """

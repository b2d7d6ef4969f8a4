"""What can go wrong with a programme.

ProgrammeError
  ContentError       a content file is wrong: file, line, key, what, what to do
    MissingForm      it names a form, or a version of one, that is not installed
  UnknownSession     the course has no session, phase or module of that name
  UnknownRating      a fidelity rating is not on the scale
  PackRefused        a content pack cannot be made, is not whole, or does not fit what is here
"""

from typing_extensions import override

from session_forms.errors import DefinitionError


class ProgrammeError(Exception):
    """Anything that goes wrong with programmes."""


class ContentError(ProgrammeError):
    """A content file cannot be used as it stands; it reads as one sentence.

    Attributes:
        file: The file, as seen from the programme's folder.
        line: The line, counted from 1, or None when the whole file is meant.
        key: The key or section that is meant, as `steps[2].minutes`, or "".
        what: What is wrong.
        to_do: What to do about it.

    """

    def __init__(self, file: str, line: int | None, key: str, what: str, to_do: str) -> None:
        super().__init__(file, line, key, what, to_do)
        self.file = file
        self.line = line
        self.key = key
        self.what = what
        self.to_do = to_do

    @override
    def __str__(self) -> str:
        return str(DefinitionError(self.file, self.line, self.key, self.what, self.to_do))


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

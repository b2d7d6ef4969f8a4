"""What can go wrong when something is to leave, or comes back.

    ExportError
      NothingToExport   there is no case to report on
      NotForExport      this is not meant for paper or for a package
      LeakFound         an identifier stands in a finished file; nothing was written
      DamagedFigures    the figures that a closed quarter kept cannot be read
      FilesNotWritten   the files could not be put where they were wanted; nothing was left
      PackageRefused    a package is not whole, or not from whom it says; nothing was read
        UnknownSigner   it is whole, but nobody here knows its signer
        NeedsKey        it is sealed, and no key was given that could open it
      SealRefused       a recipient's key or a sealed file could not be used
        OtherKey        it is sealed, and for none of the keys that were given
        SealDamaged     it is sealed for one of them, and was changed or is not whole

Each says in one sentence where, what and what to do. None ever holds a name, an answer or a note.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from session_forms.words.texts import NP_, _

KIND_WORDS = {
    "name": NP_("found in a release", "a name"),
    "code": NP_("found in a release", "a client code or id"),
    "birth_date": NP_("found in a release", "a birth date"),
    "number": NP_("found in a release", "a telephone number"),
    "address": NP_("found in a release", "an e-mail address"),
    "date": NP_("found in a release", "a date"),
    "note": NP_("found in a release", "words of a note"),
}
"""What a hit is, by its kind."""
MOST_SAID = 4
"""So many places are named in one sentence."""


@dataclass(frozen=True, slots=True)
class LeakHit:
    """Something that must not leave.

    Attributes:
        place: Where in the file, in words; "" where the file is one line.
        number: Which word it is there, from 1.
        kind: What it is, of `KIND_WORDS`.
        word: The word itself, for who looks at the file; left out of all that is written down.
        compared: The word as it compares.

    """

    file: str
    place: str
    number: int
    kind: str
    word: str = field(repr=False)
    compared: str = field(repr=False)

    @property
    def what(self) -> str:
        """What it is, in words."""
        return _(KIND_WORDS[self.kind])

    @property
    def mark(self) -> tuple[str, str]:
        """What is marked as no identifier, wherever it stands: the kind and the word."""
        return self.kind, self.compared

    def said(self) -> str:
        """Return where it is, without the word."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return _("{where}, word {number}, holds {what}").format(
            where=where, number=self.number, what=self.what
        )


def nothing_marked(_hit: LeakHit) -> bool:
    """Return False: whatever is found is an identifier, while nobody has marked it as none."""
    return False


class ExportError(Exception):
    """Something that may leave could not be made, written or read."""


class NothingToExport(ExportError):
    """There is no case to report on."""


class NotForExport(ExportError):
    """What was asked for is not meant to be printed or handed on."""


class FigureCertain(ExportError):
    """A figure of a report would be certain for a reader, however it was changed."""


class LeakFound(ExportError):
    """An identifier stands in a finished file.

    Attributes:
        hits: Where, which word there and of which kind; its sentence never holds the word.

    """

    def __init__(self, hits: Sequence[LeakHit]) -> None:
        self.hits = tuple(hits)
        found = "; ".join(each.said() for each in self.hits[:MOST_SAID])
        more = len(self.hits) - MOST_SAID
        and_more = _("; and {count} more").format(count=more) if more > 0 else ""
        super().__init__(
            _(
                "{found}: nothing was released; take names out of the purpose, and "
                "if there are none, report this as a fault of the program."
            ).format(found=found + and_more)
        )


class DamagedFigures(ExportError):
    """The figures that a closed quarter kept cannot be read."""


class FilesNotWritten(ExportError):
    """The files could not be put where they were wanted."""


class PackageRefused(ExportError):
    """A package is not whole, or not from whom it says."""


class NotAsSigned(PackageRefused):
    """A package is not what its signature is for: something in it was changed."""


class UnknownSigner(PackageRefused):
    """A package is whole, but its signer is none of those who are known here."""


class ForOthers(PackageRefused):
    """A package is of one client, and is opened here only for those whom it is for."""


class NeedsKey(PackageRefused):
    """A package is sealed, and no key was given that could open it."""


class SealRefused(ExportError):
    """A recipient's key or a sealed file could not be used."""


class OtherKey(SealRefused):
    """A file is sealed for none of the keys that were given, as far as its beginning tells."""


class SealDamaged(SealRefused):
    """A sealed file was changed, or is not whole."""

"""What can go wrong when something is to leave, or comes back.

    ExportError
      NothingToExport   there is no case to report on
      NotAllowed        this is not meant for paper or for a package
      LeakFound         an identifier stands in a finished file; nothing was written
      DamagedFigures    the figures that a closed quarter kept cannot be read
      CannotWrite       the files could not be put where they were wanted; nothing was left
      PackageRefused    a package is not whole, or not from whom it says; nothing was read
        UnknownSigner   it is whole, but nobody here knows its signer
      SealRefused       a recipient's key or a sealed file could not be used

Each says in one sentence where, what and what to do. None ever holds a name, an answer or a note.
"""


class ExportError(Exception):
    """Something that may leave could not be made, written or read."""


class NothingToExport(ExportError):
    """There is no case to report on."""


class NotAllowed(ExportError):
    """What was asked for is not meant to be printed or handed on."""


class LeakFound(ExportError):
    """An identifier stands in a finished file.

    Attributes:
        hits: The file and the kind of identifier, never the identifier.

    """

    def __init__(self, hits: tuple[tuple[str, str], ...]) -> None:
        self.hits = hits
        found = "; ".join(f"{file} holds {kind}" for file, kind in hits)
        super().__init__(
            f"{found}: nothing was released; take names out of recipient and purpose, "
            "and if there are none, report this as a fault of the program."
        )


class DamagedFigures(ExportError):
    """The figures that a closed quarter kept cannot be read."""


class CannotWrite(ExportError):
    """The files could not be put where they were wanted."""


class PackageRefused(ExportError):
    """A package is not whole, or not from whom it says."""


class UnknownSigner(PackageRefused):
    """A package is whole, but its signer is none of those who are known here."""


class SealRefused(ExportError):
    """A recipient's key or a sealed file could not be used."""

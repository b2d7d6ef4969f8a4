"""What can go wrong with a record.

A `KnownRecordError` is the world's doing, on which a person can act; a `RecordBug` is ours.
The text of an error is its code and at most one fixed word of detail, never data.
"""

from datetime import date
from typing import ClassVar

from typing_extensions import override


class RecordError(Exception):
    """Something went wrong with a record.

    Attributes:
        code: A short fixed text for machines: the name of its class.
        detail: One fixed word more, or nothing; never data.

    """

    code: ClassVar[str] = "record-error"

    @override
    def __init_subclass__(cls) -> None:
        parted = (f"-{each}" if each.isupper() else each for each in cls.__name__)
        cls.code = "".join(parted).removeprefix("-").lower()

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail


class KnownRecordError(RecordError):
    """The world's doing: a person can act on it."""


class RecordBug(RecordError):
    """Our own mistake."""


class UnlistedSetting(RecordBug):
    """A setting is neither in `SETTLED` nor in `UNSIGNED` of `record/service/settings.py`."""


class NoSuchRow(KnownRecordError):
    """A row that is asked for by its id is not there: it went, or another program named it."""


class Gone(KnownRecordError):
    """What stood at a place that somebody comes back to went: its client was erased or moved."""


class WrongPassphrase(KnownRecordError):
    """The passphrase does not open this person's keys, or there is no such person."""


class WrongSheet(KnownRecordError):
    """The recovery sheet was mistyped or belongs elsewhere.

    Attributes:
        group: The group of characters that is mistyped, counted from 1; 0 when it cannot be told.

    """

    def __init__(self, detail: str = "", group: int = 0) -> None:
        super().__init__(detail)
        self.group = group


class NameUnfit(KnownRecordError):
    """A name or another line about a person holds a character that cannot be seen."""


class PassphraseTooWeak(KnownRecordError):
    """A new passphrase breaks a rule.

    `detail` is too-short, too-long, not-text, context-word or guessable.
    """


class KeyFileUnfit(KnownRecordError):
    """A key file is needed and not there, or cannot be one; `detail` says which."""


class NotPossibleYet(KnownRecordError):
    """Something must be done first; `detail` says what."""


class Throttled(KnownRecordError):
    """Too many wrong passphrases; nothing is refused, only delayed."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class ClockLeapt(KnownRecordError):
    """The clock stands so far from the last session that it is asked about first.

    Attributes:
        last: The day on which anything was signed last.
        now: The day of the clock; where that is earlier, `detail` is "behind".

    """

    def __init__(self, last: date, now: date, *, is_behind: bool = False) -> None:
        super().__init__("behind" if is_behind else "")
        self.last = last
        self.now = now


class RecordLocked(KnownRecordError):
    """Another window of the application has the record open."""


class NotARecord(KnownRecordError):
    """There is no service in this folder, or the file is something else."""


class RecordDamaged(KnownRecordError):
    """The key is right, but the file cannot be read as it was written."""


class SenselessValue(KnownRecordError, ValueError):
    """A value in a row is none that this application writes.

    Whoever covers has the key of the file, and may have a program of their own.
    """


class KeyNotAsMade(KnownRecordError):
    """A key in the service file is not the one that somebody signed that they made.

    `detail` is its table: that of a recipient's pseudonyms, or that by which figures are changed.
    """


class RecordTooNew(KnownRecordError):
    """A later version of the application wrote it: the record, or with `detail` backup a backup."""


class AwaitedTooNew(RecordTooNew):
    """A file beside the backups says that a later version made it, of clients that are awaited.

    Attributes:
        file: Its name, as far as it is of plain letters: anybody can write such a file.

    """

    def __init__(self, file: str) -> None:
        super().__init__("backup")
        self.file = "".join(each if " " < each < "\x7f" else "?" for each in file)


class RecordRolledBack(KnownRecordError):
    """The record is older than what was last seen of it.

    Attributes:
        entries: How many audit entries it lacks at its end; 0 when its history is another one.

    """

    def __init__(self, entries: int = 0) -> None:
        super().__init__("shorter" if entries else "")
        self.entries = entries


class HeaderAltered(KnownRecordError):
    """The header is damaged or was changed by somebody who may not."""


class StatementRefused(HeaderAltered):
    """The list of people is older than a caseload has seen, or another beside it.

    `detail` is older, forked or own-older. The names stand in the list of people itself; they are
    told to whoever signs in, and are no part of the error's text.

    Attributes:
        by: The name of who signed what stands there; empty where it says none.
        on: When; None where it says none.
        seen_by: The name of who signed what was seen.
        seen_on: When.

    """

    def __init__(
        self,
        detail: str = "",
        *,
        by: str = "",
        on: date | None = None,
        seen_by: str = "",
        seen_on: date | None = None,
    ) -> None:
        super().__init__(detail)
        self.by = by
        self.on = on
        self.seen_by = seen_by
        self.seen_on = seen_on


class PracticeMismatch(KnownRecordError):
    """Practice was opened as a real record, or a real record as practice."""


class FolderInUse(KnownRecordError):
    """A service cannot be made in a folder that holds something already."""


class AlreadySigned(KnownRecordError):
    """A signed note stays as it is; an amendment is a further form."""


class AlreadyFinished(KnownRecordError):
    """A finished form stays as it is; a correction is a further form."""


class NoCaseload(KnownRecordError):
    """The person keeps no caseload."""


class NotAllowed(KnownRecordError):
    """The person's role does not reach so far."""


class LibraryUnfit(KnownRecordError):
    """The database library that is installed here is too old, or does not encrypt."""


class DiskFull(KnownRecordError):
    """The disk is full; nothing was written and nothing is lost."""


class CannotWrite(KnownRecordError):
    """The disk refuses to read or write."""


class BackupDamaged(KnownRecordError):
    """A backup is not as it was made; `detail` names the first thing that does not fit."""


class BackupRefused(KnownRecordError):
    """A backup that is whole cannot be put here.

    `detail` is another-service, another-caseload, not-yours, older-header, forged, signed-late,
    nobody-vouches or no-service-file.
    """


class BackupPlaceMissing(KnownRecordError):
    """The folder or stick that holds backups is not there; the record itself was not touched."""


class NoRoom(KnownRecordError):
    """There is too little room for a copy; nothing was begun.

    Attributes:
        megabytes: How many are needed, rounded up.

    """

    def __init__(self, megabytes: int) -> None:
        super().__init__()
        self.megabytes = megabytes


class ChangedMeanwhile(KnownRecordError):
    """What was confirmed is no longer what would happen; nothing was changed."""


class ClientProtected(KnownRecordError):
    """A client's record is restricted, or held for a legal reason, and stays as it is.

    `detail` is restricted or legal-hold.
    """


class CannotRestrict(KnownRecordError):
    """A record cannot be restricted now.

    `detail` is alert, session or restricted (it is already).
    """

"""What can go wrong with a record.

::

    RecordError
      KnownRecordError          the world's doing; a person can act on it
        WrongPassphrase         also for a person who is not in the service
        WrongSheet              a recovery sheet that does not belong, or was mistyped
        PassphraseTooWeak       detail: too-short, too-long, not-text, context-word, guessable
        KeyFileUnfit            no key file where one is needed, or not fit to be one
        NotPossibleYet          something must be done first; detail says what
        Throttled               too many wrong passphrases; `seconds` to wait
        RecordLocked            another window of the application has it open
        NotARecord              there is no service here, or something else is
        RecordDamaged           it is ours and right, but cannot be read as it was written
        RecordTooNew            written by a later version of the application
        RecordRolledBack        older than what was seen before
        HeaderAltered           the header does not verify
        PracticeMismatch        practice opened as real, or real as practice
        FolderInUse             a service cannot be made where something already is
        AlreadySigned           a signed note stays as it is
        NoCaseload              this person keeps no caseload
        NotAllowed              this person's role does not reach so far
        LibraryUnfit            the SQLite or SQLCipher here is known to lose or leak
        DiskFull                nothing was written, nothing is lost
        CannotWrite             the disk refuses
        BackupDamaged           a backup is not as it was made; `detail` says what does not fit
        BackupRefused           a backup is whole, but not one to put here; `detail` says why
        BackupPlaceMissing      the folder or stick for backups is not there
        NoRoom                  a copy needs more room than there is; `megabytes` says how much
        ChangedMeanwhile        what was confirmed is no longer what would happen
        ClientProtected         a client's record stays as it is; detail: restricted, legal-hold
        CannotRestrict          what keeps people safe must not be hidden; detail says what
      RecordBug                 ours

The text of an error is its code and at most one fixed word of detail, never data.
"""

from typing import ClassVar


class RecordError(Exception):
    """Something went wrong with a record.

    Attributes:
        code: A short fixed text for machines.
        detail: One fixed word more, or nothing; never data.

    """

    code: ClassVar[str] = "record-error"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail


class KnownRecordError(RecordError):
    """The world's doing: a person can act on it."""

    code = "known-record-error"


class RecordBug(RecordError):
    """Our own mistake."""

    code = "record-bug"


class WrongPassphrase(KnownRecordError):
    """The passphrase does not open this person's keys, or there is no such person."""

    code = "wrong-passphrase"


class WrongSheet(KnownRecordError):
    """The recovery sheet was mistyped or belongs elsewhere.

    Attributes:
        group: The group of characters that is mistyped, counted from 1; 0 when it cannot be told.

    """

    code = "wrong-sheet"

    def __init__(self, detail: str = "", group: int = 0) -> None:
        super().__init__(detail)
        self.group = group


class PassphraseTooWeak(KnownRecordError):
    """A new passphrase breaks a rule; `detail` names it."""

    code = "passphrase-too-weak"


class KeyFileUnfit(KnownRecordError):
    """A key file is needed and not there, or cannot be one; `detail` says which."""

    code = "key-file-unfit"


class NotPossibleYet(KnownRecordError):
    """Something must be done first; `detail` says what."""

    code = "not-possible-yet"


class Throttled(KnownRecordError):
    """Too many wrong passphrases; nothing is refused, only delayed."""

    code = "throttled"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class RecordLocked(KnownRecordError):
    """Another window of the application has the record open."""

    code = "record-locked"


class NotARecord(KnownRecordError):
    """There is no service in this folder, or the file is something else."""

    code = "not-a-record"


class RecordDamaged(KnownRecordError):
    """The key is right, but the file cannot be read as it was written."""

    code = "record-damaged"


class RecordTooNew(KnownRecordError):
    """The record was written by a later version of the application."""

    code = "record-too-new"


class RecordRolledBack(KnownRecordError):
    """The record is older than what was last seen of it.

    Attributes:
        entries: How many audit entries it lacks at its end; 0 when its history is another one.

    """

    code = "record-rolled-back"

    def __init__(self, entries: int = 0) -> None:
        super().__init__("shorter" if entries else "")
        self.entries = entries


class HeaderAltered(KnownRecordError):
    """The header is damaged or was changed by somebody who may not."""

    code = "header-altered"


class PracticeMismatch(KnownRecordError):
    """Practice was opened as a real record, or a real record as practice."""

    code = "practice-mismatch"


class FolderInUse(KnownRecordError):
    """A service cannot be made in a folder that holds something already."""

    code = "folder-in-use"


class AlreadySigned(KnownRecordError):
    """A signed note stays as it is; an amendment is a further form."""

    code = "already-signed"


class NoCaseload(KnownRecordError):
    """The person keeps no caseload."""

    code = "no-caseload"


class NotAllowed(KnownRecordError):
    """The person's role does not reach so far."""

    code = "not-allowed"


class LibraryUnfit(KnownRecordError):
    """The database library that is installed here is too old, or does not encrypt."""

    code = "library-unfit"


class DiskFull(KnownRecordError):
    """The disk is full; nothing was written and nothing is lost."""

    code = "disk-full"


class CannotWrite(KnownRecordError):
    """The disk refuses to read or write."""

    code = "cannot-write"


class BackupDamaged(KnownRecordError):
    """A backup is not as it was made; `detail` names the first thing that does not fit."""

    code = "backup-damaged"


class BackupRefused(KnownRecordError):
    """A backup that is whole cannot be put here.

    `detail` is another-service, another-caseload, not-yours or older-header.
    """

    code = "backup-refused"


class BackupPlaceMissing(KnownRecordError):
    """The folder or stick that holds backups is not there; the record itself was not touched."""

    code = "backup-place-missing"


class NoRoom(KnownRecordError):
    """There is too little room for a copy; nothing was begun.

    Attributes:
        megabytes: How many are needed, rounded up.

    """

    code = "no-room"

    def __init__(self, megabytes: int) -> None:
        super().__init__()
        self.megabytes = megabytes


class ChangedMeanwhile(KnownRecordError):
    """What was confirmed is no longer what would happen; nothing was changed."""

    code = "changed-meanwhile"


class ClientProtected(KnownRecordError):
    """A client's record is restricted, or held for a legal reason, and stays as it is.

    `detail` is restricted or legal-hold.
    """

    code = "client-protected"


class CannotRestrict(KnownRecordError):
    """A record cannot be restricted now.

    `detail` is alert, session or restricted (it is already).
    """

    code = "cannot-restrict"

"""What a person is told when something goes wrong: what happened, is anything lost, what to do.

Errors of the record and of the workflows state facts. Here, and nowhere else, they become
sentences. They are known by their names, since this module stands below them; a test checks
that every one of them has its sentences.
"""

from dataclasses import dataclass

from session_forms.words.texts import N_, translate
from therapist_app.messages.course_words import COURSE_WORDS
from therapist_app.messages.key_words import KEY_WORDS
from therapist_app.messages.rights_words import RIGHTS_WORDS

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


def _row(title: str, what: str, to_do: str, lost: str = NOTHING_LOST) -> UserFacingError:
    return UserFacingError(title, what, lost, to_do)


AFTER_BACKUP = N_("What was saved after your last backup may be lost.")
SAVE_OR_PUT_BACK = N_(
    "Do not write more. Put back your last verified backup; what it lacks can often be saved"
    " with the command: record salvage."
)
UNKNOWN = _row(
    N_("Something went wrong in the application"),
    N_("This is a mistake of ours, not yours."),
    N_("Lock the application and open it again. What was saved is there."),
    N_("The last two seconds of typing may be missing."),
)
ROWS = {
    "WrongPassphrase": _row(
        N_("This passphrase does not open it"),
        N_("It is not the one of the person chosen above."),
        N_("Check the person and Caps Lock, then type it again."),
        "",
    ),
    "WrongSheet": _row(
        N_("This recovery sheet does not open it"),
        N_("It was mistyped, or it belongs to another person or was used before."),
        N_("Type the eight groups again, exactly as they are printed."),
        "",
    ),
    "Throttled": _row(
        N_("Please wait before the next try"),
        N_("There were several wrong tries in a row."),
        N_("The right passphrase works again after the wait."),
    ),
    "PassphraseTooWeak": _row(
        N_("This passphrase is too easy to guess"),
        N_("Others could find it by trying."),
        N_("Use at least 15 characters: five or more words that do not belong together."),
        "",
    ),
    "PassphraseTooWeak:too-short": _row(
        N_("This passphrase is too short"),
        N_("It has fewer than 15 characters."),
        N_("Use five or more words that do not belong together."),
        "",
    ),
    "PassphraseTooWeak:too-long": _row(
        N_("This passphrase is too long"),
        N_("It has more than 1024 characters."),
        N_("Use a shorter one; six words are plenty."),
        "",
    ),
    "PassphraseTooWeak:context-word": _row(
        N_("This passphrase is too easy to guess"),
        N_("Much of it is your name, or a word that lies near."),
        N_("Use words that have nothing to do with you or with this work."),
        "",
    ),
    "RecordLocked": _row(
        N_("It is open in another window"),
        N_("Another window of this application is using the record."),
        N_("Lock or close the other window, then try again."),
    ),
    "NotARecord": _row(
        N_("There is no record here"),
        N_("The folder holds no service, or a file in it is something else."),
        N_("Check that the folder was not moved. If it was damaged, put your last backup back."),
        "",
    ),
    "NotARecord:belongs-elsewhere": _row(
        N_("A file of another record stands here"),
        N_("It belongs to another service or another person, and was not opened for you."),
        N_("Find out who put it there, then put back your last verified backup."),
        "",
    ),
    "NotARecord:not-encrypted": _row(
        N_("A file here is not encrypted"),
        N_("This application writes no such file, so somebody else put it there."),
        N_("Find out who, then put back your last verified backup."),
        "",
    ),
    "RecordDamaged": _row(
        N_("A file of the record is damaged"),
        N_("It cannot be read as it was written, which points to the disk."),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    "RecordDamaged:first-page": _row(
        N_("A file of the record is damaged"),
        N_("Your passphrase is right, but the first page of the file cannot be read."),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    "RecordDamaged:page": _row(
        N_("A file of the record is damaged"),
        N_("Your passphrase is right, but pages of the file cannot be read as they were written."),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    "RecordDamaged:missing": _row(
        N_("A file of the record is missing"),
        N_("It is not where it was. No empty one was made in its place."),
        N_("If somebody moved it, have it put back. Else put back your last verified backup."),
        AFTER_BACKUP,
    ),
    "RecordDamaged:cut-off": _row(
        N_("A file of the record was cut off"),
        N_("Next to nothing of it is left."),
        N_("Put back your last verified backup."),
        AFTER_BACKUP,
    ),
    "RecordDamaged:nothing-readable": _row(
        N_("Nothing of this file can be read"),
        N_("Not one of its pages is as it was written."),
        N_("Put back your last verified backup."),
        AFTER_BACKUP,
    ),
    "RecordDamaged:header-missing": _row(
        N_("The list of people is missing"),
        N_("The record is here, but not the file with the keys to it."),
        N_("Copy header.json from the folder backups beside it, or put back your last backup."),
    ),
    "RecordTooNew": _row(
        N_("This record needs a later version"),
        N_("A later version of the application wrote it."),
        N_("Install that version on this laptop."),
    ),
    "RecordRolledBack": _row(
        N_("This record is older than it was"),
        N_("A file of the record was replaced by an earlier copy of itself."),
        N_("If nobody put an older copy back, tell whoever looks after this laptop."),
        N_("What was written after that copy is missing."),
    ),
    "RecordRolledBack:shorter": _row(
        N_("This record is older than it was"),
        N_("It ends {entries} audit entries before what was last seen of it."),
        N_("If nobody put an older copy back, tell whoever looks after this laptop."),
        N_("What was written after that is missing."),
    ),
    "LibraryUnfit": _row(
        N_("This installation cannot keep a record safely"),
        N_("The database library that came with it is too old, or does not encrypt."),
        N_("Install the application again from where you got it. Nothing was opened."),
    ),
    "HeaderAltered": _row(
        N_("The list of people was changed from outside"),
        N_("The header of the record does not verify."),
        N_("Do not work here. Put your last good copy back, and find out who changed it."),
    ),
    "PracticeMismatch": _row(
        N_("Practice and real records are kept apart"),
        N_("One was opened as the other."),
        N_("Start the application again and choose the one you mean."),
    ),
    "PlaceRefused": _row(
        N_("A record cannot stand here"),
        N_("This folder is shared, synchronised or on a disk that cannot keep others out."),
        N_("Start the application with --home and a folder on this laptop's own disk."),
    ),
    "FolderInUse": _row(
        N_("A service cannot be made here"),
        N_("The folder holds something already."),
        N_("If it is your service, start the application again. Else choose an empty folder."),
    ),
    "AlreadySigned": _row(
        N_("This note is signed"),
        N_("What is signed stays as it is."),
        N_("Add an amendment: both will be read together."),
    ),
    "NoCaseload": _row(
        N_("You keep no clients here"),
        N_("Your role in this service has no caseload."),
        N_("Review and the programme are open to you."),
    ),
    "NotAllowed": _row(
        N_("Your role does not reach so far"),
        N_("Somebody else in the service may do this."),
        N_("Ask the person who keeps the list of people."),
    ),
    "DiskFull": _row(
        N_("The disk is full"),
        N_("The last change could not be written; all before it is there."),
        N_("Make room on the disk, then do it again."),
    ),
    "CannotWrite": _row(
        N_("The disk refuses"),
        N_("A file could not be read or written."),
        N_("Check that the disk is there and may be written to, then do it again."),
    ),
    "CannotWrite:cannot-open": _row(
        N_("A file of the record cannot be opened"),
        N_("It is there, but the disk, or what this person may do on it, refuses."),
        N_("Check that the disk is there and may be read and may be written to, then try again."),
    ),
    **{name: _row(*words) for name, words in {**COURSE_WORDS, **KEY_WORDS, **RIGHTS_WORDS}.items()},
    "NoLocalText": _row(
        N_("No local text is approved and in date"),
        N_("This form rests on the clinic's own text about what stays private and what cannot."),
        N_("Stop here, and ask the clinical lead to approve a text."),
    ),
    "FormExcluded": _row(
        N_("This form cannot be used here"),
        N_("Its rights holder excludes what this service uses forms for."),
        N_("Choose another form. What the service uses forms for is settled under Settings."),
    ),
    "NotSignedOff": _row(
        N_("This version of the programme is not signed off"),
        N_("No lead of this service has signed it off as it is, so no session can start with it."),
        N_("A lead signs it off under Programme (Ctrl+3), Versions. Practice needs no signature."),
    ),
    "ProgrammeMissing": _row(
        N_("The programme of this session is not installed"),
        N_("The client follows a version that is not here: {pack}."),
        N_(
            "Install that pack again from its file under Programme (Ctrl+3), Versions, or ask a"
            " lead to; lock and unlock afterwards."
        ),
    ),
    "UnknownSession": _row(
        N_("This session is not in the programme that is here"),
        N_("It belongs to a version that is not installed."),
        N_(
            "Install the pack of that version again from its file under Programme (Ctrl+3),"
            " Versions, or ask a lead to; lock and unlock afterwards."
        ),
    ),
    "UnknownForm": _row(
        N_("This form is not here"),
        N_("It was answered in a version that is not installed. The answers are kept."),
        N_(
            "Install its pack again from its file under Programme (Ctrl+3), Versions, or put the"
            " file back into the folder of forms; lock and unlock afterwards."
        ),
    ),
    "SecondRatingRefused": _row(
        N_("This session cannot be rated a second time now"),
        N_("It still runs, or the second rater is not named or is the therapist."),
        N_("End the session, and let somebody else rate it under their own name."),
    ),
    "BackupDamaged": _row(
        N_("This backup is not whole"),
        N_("It was read back, and it is not as it was made."),
        N_("Choose another backup, and make a new one when you can."),
        "",
    ),
    "BackupRefused": _row(
        N_("This backup cannot be put here"),
        N_("It does not belong to this service and person."),
        N_("Choose another backup."),
    ),
    "BackupRefused:another-service": _row(
        N_("This backup is another clinic's"),
        N_("It was made by a service with another number."),
        N_("Choose a backup of this service."),
    ),
    "BackupRefused:another-caseload": _row(
        N_("This backup is of a caseload that is not here"),
        N_("The list of people knows no such caseload."),
        N_("Choose another backup, or first put back a newer backup of the service file."),
    ),
    "BackupRefused:not-yours": _row(
        N_("This backup is somebody else's"),
        N_("It is sealed to other people, who alone can open it."),
        N_("Ask its owner to put it back, with their own passphrase."),
    ),
    "BackupRefused:older-header": _row(
        N_("The list of people here is older than this backup"),
        N_("Since the list was written keys or people have changed, and the backup knows it."),
        N_("Put back the newest header.json or service backup first, then this one."),
    ),
    "BackupRefused:no-service-file": _row(
        N_("No backup of a service file is among these"),
        N_("It carries the list of people, without which no key can be found."),
        N_("Look for files whose names begin with service- and end with .tvb."),
    ),
    "BackupPlaceMissing": _row(
        N_("The place for backups is not there"),
        N_("The stick or disk was taken out, or the folder was moved. The record was not touched."),
        N_("Put it in again, then back up once more."),
    ),
    "NotAllowed:inside-the-record": _row(
        N_("A second place must lie elsewhere"),
        N_("This folder is part of the record, and would be lost together with it."),
        N_("Choose a folder on a stick or another disk."),
    ),
    "NoRoom": _row(
        N_("There is too little room for a backup"),
        N_("{megabytes} MB are needed, and fewer are free."),
        N_("Make room on that disk, then do it again."),
    ),
    "ChangedMeanwhile": _row(
        N_("The record has changed since you were asked"),
        N_("What you confirmed is no longer what would happen, so nothing was done."),
        N_("Look at the comparison again."),
    ),
    "RecordDamaged:service-file-first": _row(
        N_("The service file must be put back first"),
        N_("It cannot be read, and a caseload is put back with its help."),
        N_("Put back the newest backup of the service file, then this one."),
    ),
    "AnswerIncomplete": _row(
        N_("The alert is not answered yet"),
        N_("Its level asks for more."),
        N_("Complete what is marked. The alert stays open until then."),
    ),
}


def explain(error: Exception) -> UserFacingError:
    """Return what a person is told about an error, in their language."""
    if isinstance(error, UserFacingError):
        return error
    name = type(error).__name__
    row = ROWS.get(f"{name}:{getattr(error, 'detail', '')}") or ROWS.get(name, UNKNOWN)
    return UserFacingError(*(_translated(each, error) for each in _words(row)))


def is_known(error: Exception) -> bool:
    """Whether an error is the world's doing, which a person can act on."""
    return type(error).__name__ in ROWS


def _words(row: UserFacingError) -> tuple[str, ...]:
    return (row.title, row.what_happened, row.lost, row.to_do)


def _translated(words: str, error: Exception) -> str:
    if not words:
        return ""
    told = translate(words)
    for fact in ("entries", "megabytes", "pack"):
        told = told.replace(f"{{{fact}}}", str(getattr(error, fact, 0)))
    return told

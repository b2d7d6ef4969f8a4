"""What a person is told where a file of the record, or the disk under it, cannot be used."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, wording
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    FolderInUse,
    KeyNotAsMade,
    LibraryUnfit,
    NotARecord,
    PracticeMismatch,
    RecordDamaged,
    RecordLocked,
    RecordRolledBack,
    RecordTooNew,
    SenselessValue,
)

AFTER_BACKUP = N_("What was saved after your last backup may be lost.")
SAVE_OR_PUT_BACK = N_(
    "Do not write more. Restore your last verified backup; what it lacks can often "
    "be saved with the command: record salvage."
)
FILE_MESSAGES: Rows = {
    RecordLocked: wording(
        "It is open in another window",
        "Another window of this application is using the record.",
        "Lock or close the other window, then try again.",
    ),
    NotARecord: wording(
        "There is no record here",
        "The folder contains no service, or a file in it is something else.",
        "Check that the folder was not moved. If it was damaged, restore your last backup.",
        "",
    ),
    (NotARecord, "belongs-elsewhere"): wording(
        "A file of another record is here",
        "It belongs to another service or another person, and was not opened for you.",
        "Find out who put it there, then restore your last verified backup.",
        "",
    ),
    (NotARecord, "not-encrypted"): wording(
        "A file here is not encrypted",
        "This application writes no such file, so somebody else put it there.",
        "Find out who, then restore your last verified backup.",
        "",
    ),
    RecordDamaged: wording(
        "A file of the record is damaged",
        "It cannot be read as it was written. The disk may be failing.",
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "first-page"): wording(
        "A file of the record is damaged",
        "Your passphrase is right, but the first page of the file cannot be read, or the list "
        "of people is older than the file.",
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "page"): wording(
        "A file of the record is damaged",
        "Your passphrase is right, but pages of the file cannot be read as they were written.",
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "structure"): wording(
        "A file of the record is damaged",
        "Your passphrase is right, but the tables of the file are not as this application made "
        "them.",
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "missing"): wording(
        "A file of the record is missing",
        "It is not where it was. No empty file was made in its place.",
        "If somebody moved it, move it back. Otherwise restore your last verified backup.",
        AFTER_BACKUP,
    ),
    (RecordDamaged, "awaited"): wording(
        "These clients are not on this laptop yet",
        "They came along with the move as a backup that you cannot open.",
        "Their therapist signs in here once; or an administrator uses the therapist's recovery "
        "sheet, or the continuity sheet, under People.",
        AFTER_BACKUP,
    ),
    (RecordDamaged, "cut-off"): wording(
        "A file of the record was cut off",
        "Almost nothing of it is left.",
        "Restore your last verified backup.",
        AFTER_BACKUP,
    ),
    (RecordDamaged, "nothing-readable"): wording(
        "Nothing of this file can be read",
        "All of its pages are damaged.",
        "Restore your last verified backup.",
        AFTER_BACKUP,
    ),
    (RecordDamaged, "header-missing"): wording(
        "The list of people is missing",
        "The record is here, but not the file with the keys to it.",
        "Copy header.json from the folder backups beside it, or restore your last backup.",
    ),
    (RecordDamaged, "service-file-first"): wording(
        "The service file must be restored first",
        "It cannot be read, and it is needed to restore a caseload.",
        "Restore the newest backup of the service file, then this one.",
    ),
    SenselessValue: wording(
        "Something in the record makes no sense",
        "A file of the record holds something that this application never writes. Another "
        "program wrote it, or the file is damaged.",
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    KeyNotAsMade: wording(
        "The pseudonyms of this recipient are not those made here",
        "Another program changed their key in the service file, or it is gone. Nothing was "
        "exported: the recipient would know people by other names.",
        "Restore a backup of the service file, or start new pseudonyms under Recipients and "
        "tell the recipient.",
    ),
    (KeyNotAsMade, "record_keys"): wording(
        "The key by which figures are changed is not the one made here",
        "Another program changed it in the service file, or it is gone. Nothing was made: "
        "figures would differ from those of earlier reports.",
        "Restore a backup of the service file.",
    ),
    RecordTooNew: wording(
        "This record needs a later version",
        "A later version of the application wrote it.",
        "Install that version on this laptop. If nobody here has used one, another program "
        "changed the record: tell every administrator.",
    ),
    RecordRolledBack: wording(
        "This record is older than it was",
        "A file of the record was replaced by an earlier copy of itself.",
        "If nobody copied an older file there, tell whoever looks after this laptop.",
        "What was written after that copy is missing.",
    ),
    (RecordRolledBack, "shorter"): wording(
        "This record is older than it was",
        "It ends {entries} before what was last seen of it.",
        "If nobody copied an older file there, tell whoever looks after this laptop.",
        "What was written after that is missing.",
    ),
    LibraryUnfit: wording(
        "This installation cannot keep a record safely",
        "The database library that came with it is too old, or does not encrypt.",
        "Install the application again from where you got it. Nothing was opened.",
    ),
    PracticeMismatch: wording(
        "Practice and real records are separate",
        "A practice record was opened as a real one, or a real one as practice.",
        "Start the application again and choose the one you mean.",
    ),
    FolderInUse: wording(
        "A service cannot be set up here",
        "The folder is not empty.",
        "If it is your service, start the application again. Otherwise choose an empty folder.",
    ),
    DiskFull: wording(
        "The disk is full",
        "The last change could not be written; all before it is there.",
        "Make room on the disk, then do it again.",
    ),
    CannotWrite: wording(
        "The disk reported an error",
        "A file could not be read or written.",
        "Check that the disk is there and may be written to, then do it again.",
    ),
    (CannotWrite, "cannot-open"): wording(
        "A file of the record cannot be opened",
        "The file is there, but it cannot be opened: the disk has an error, or your "
        "account on this laptop may not open it.",
        "Check that the disk is there and may be read and may be written to, then try again.",
    ),
    (CannotWrite, "read-only"): wording(
        "The disk is write-protected",
        "The file, or the disk that it is on, may be read and not written to.",
        "Let it be written to, then do it again.",
    ),
    (CannotWrite, "only-read"): wording(
        "Nothing can be saved now",
        "The disk is full or write-protected, so that the record is open for reading only.",
        "Make room on the disk, or let it be written to. Then lock (Ctrl+L), sign in again "
        "and do it again.",
    ),
    (CannotWrite, "network-path"): wording(
        "The record is on a network path",
        "A path such as \\\\server\\share leads to another computer. No record is opened there.",
        "Move the folder to this laptop's own disk, and start the application with that folder.",
    ),
    (CannotWrite, "not-brought-up"): wording(
        "The disk is full or write-protected",
        "The record is of an earlier version and must be brought up before it can be read.",
        "Make room on the disk, or let it be written to, then try again.",
    ),
    (CannotWrite, "between-keys"): wording(
        "The disk reported an error while a key was being changed",
        "Nothing is lost. This file is neither read nor written for now.",
        "Make room on the disk, lock (Ctrl+L) and sign in again: the change is finished then.",
    ),
    (CannotWrite, "copying-ended"): wording(
        "The backup was not finished",
        "The record was closed, or got a new key, while it was being copied.",
        "A new backup makes itself the next time you sign in.",
    ),
    (CannotWrite, "key-not-changed"): wording(
        "The disk reported an error while a key was being changed",
        "Nothing is lost: the file goes on under the key it had.",
        "Make room on the disk. The key is changed the next time you sign in.",
    ),
    (CannotWrite, "exists"): wording(
        "A file with this name exists already",
        "It was not overwritten.",
        "Choose another name.",
    ),
    (CannotWrite, "no-memory"): wording(
        "Not enough memory",
        "This laptop has too little memory free to work out the key.",
        "Close other programs, then do it again.",
    ),
}

"""What a person is told where a file of the record, or the disk under it, cannot be used."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
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
    RecordLocked: row(
        N_("It is open in another window"),
        N_("Another window of this application is using the record."),
        N_("Lock or close the other window, then try again."),
    ),
    NotARecord: row(
        N_("There is no record here"),
        N_("The folder contains no service, or a file in it is something else."),
        N_("Check that the folder was not moved. If it was damaged, restore your last backup."),
        "",
    ),
    (NotARecord, "belongs-elsewhere"): row(
        N_("A file of another record is here"),
        N_("It belongs to another service or another person, and was not opened for you."),
        N_("Find out who put it there, then restore your last verified backup."),
        "",
    ),
    (NotARecord, "not-encrypted"): row(
        N_("A file here is not encrypted"),
        N_("This application writes no such file, so somebody else put it there."),
        N_("Find out who, then restore your last verified backup."),
        "",
    ),
    RecordDamaged: row(
        N_("A file of the record is damaged"),
        N_("It cannot be read as it was written. The disk may be failing."),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "first-page"): row(
        N_("A file of the record is damaged"),
        N_(
            "Your passphrase is right, but the first page of the file cannot be read, or the list "
            "of people is older than the file."
        ),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "page"): row(
        N_("A file of the record is damaged"),
        N_("Your passphrase is right, but pages of the file cannot be read as they were written."),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "structure"): row(
        N_("A file of the record is damaged"),
        N_(
            "Your passphrase is right, but the tables of the file are not as this application made "
            "them."
        ),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    (RecordDamaged, "missing"): row(
        N_("A file of the record is missing"),
        N_("It is not where it was. No empty file was made in its place."),
        N_("If somebody moved it, move it back. Otherwise restore your last verified backup."),
        AFTER_BACKUP,
    ),
    (RecordDamaged, "awaited"): row(
        N_("These clients are not on this laptop yet"),
        N_("They came along with the move as a backup that you cannot open."),
        N_(
            "Their therapist signs in here once; or an administrator uses the therapist's recovery "
            "sheet, or the continuity sheet, under People."
        ),
        AFTER_BACKUP,
    ),
    (RecordDamaged, "cut-off"): row(
        N_("A file of the record was cut off"),
        N_("Almost nothing of it is left."),
        N_("Restore your last verified backup."),
        AFTER_BACKUP,
    ),
    (RecordDamaged, "nothing-readable"): row(
        N_("Nothing of this file can be read"),
        N_("All of its pages are damaged."),
        N_("Restore your last verified backup."),
        AFTER_BACKUP,
    ),
    (RecordDamaged, "header-missing"): row(
        N_("The list of people is missing"),
        N_("The record is here, but not the file with the keys to it."),
        N_("Copy header.json from the folder backups beside it, or restore your last backup."),
    ),
    (RecordDamaged, "service-file-first"): row(
        N_("The service file must be restored first"),
        N_("It cannot be read, and it is needed to restore a caseload."),
        N_("Restore the newest backup of the service file, then this one."),
    ),
    SenselessValue: row(
        N_("Something in the record makes no sense"),
        N_(
            "A file of the record holds something that this application never writes. Another "
            "program wrote it, or the file is damaged."
        ),
        SAVE_OR_PUT_BACK,
        AFTER_BACKUP,
    ),
    KeyNotAsMade: row(
        N_("The pseudonyms of this recipient are not those made here"),
        N_(
            "Another program changed their key in the service file, or it is gone. Nothing was "
            "exported: the recipient would know people by other names."
        ),
        N_(
            "Restore a backup of the service file, or start new pseudonyms under Recipients and "
            "tell the recipient."
        ),
    ),
    (KeyNotAsMade, "record_keys"): row(
        N_("The key by which figures are changed is not the one made here"),
        N_(
            "Another program changed it in the service file, or it is gone. Nothing was made: "
            "figures would differ from those of earlier reports."
        ),
        N_("Restore a backup of the service file."),
    ),
    RecordTooNew: row(
        N_("This record needs a later version"),
        N_("A later version of the application wrote it."),
        N_(
            "Install that version on this laptop. If nobody here has used one, another program "
            "changed the record: tell every administrator."
        ),
    ),
    RecordRolledBack: row(
        N_("This record is older than it was"),
        N_("A file of the record was replaced by an earlier copy of itself."),
        N_("If nobody copied an older file there, tell whoever looks after this laptop."),
        N_("What was written after that copy is missing."),
    ),
    (RecordRolledBack, "shorter"): row(
        N_("This record is older than it was"),
        N_("It ends {entries} before what was last seen of it."),
        N_("If nobody copied an older file there, tell whoever looks after this laptop."),
        N_("What was written after that is missing."),
    ),
    LibraryUnfit: row(
        N_("This installation cannot keep a record safely"),
        N_("The database library that came with it is too old, or does not encrypt."),
        N_("Install the application again from where you got it. Nothing was opened."),
    ),
    PracticeMismatch: row(
        N_("Practice and real records are separate"),
        N_("A practice record was opened as a real one, or a real one as practice."),
        N_("Start the application again and choose the one you mean."),
    ),
    FolderInUse: row(
        N_("A service cannot be set up here"),
        N_("The folder is not empty."),
        N_("If it is your service, start the application again. Otherwise choose an empty folder."),
    ),
    DiskFull: row(
        N_("The disk is full"),
        N_("The last change could not be written; all before it is there."),
        N_("Make room on the disk, then do it again."),
    ),
    CannotWrite: row(
        N_("The disk reported an error"),
        N_("A file could not be read or written."),
        N_("Check that the disk is there and may be written to, then do it again."),
    ),
    (CannotWrite, "cannot-open"): row(
        N_("A file of the record cannot be opened"),
        N_(
            "The file is there, but it cannot be opened: the disk has an error, or your "
            "account on this laptop may not open it."
        ),
        N_("Check that the disk is there and may be read and may be written to, then try again."),
    ),
    (CannotWrite, "only-read"): row(
        N_("Nothing can be saved now"),
        N_("The disk is full or write-protected, so that the record is open for reading only."),
        N_(
            "Make room on the disk, or let it be written to. Then lock (Ctrl+L), sign in again "
            "and do it again."
        ),
    ),
    (CannotWrite, "network-path"): row(
        N_("The record is on a network path"),
        N_(
            "A path such as \\\\server\\share leads to another computer. No record is opened there."
        ),
        N_(
            "Move the folder to this laptop's own disk, and start the application with that folder."
        ),
    ),
    (CannotWrite, "not-brought-up"): row(
        N_("The disk is full or write-protected"),
        N_("The record is of an earlier version and must be brought up before it can be read."),
        N_("Make room on the disk, or let it be written to, then try again."),
    ),
    (CannotWrite, "between-keys"): row(
        N_("The disk reported an error while a key was being changed"),
        N_("Nothing is lost. This file is neither read nor written for now."),
        N_("Make room on the disk, lock (Ctrl+L) and sign in again: the change is finished then."),
    ),
    (CannotWrite, "copying-ended"): row(
        N_("The backup was not finished"),
        N_("The record was closed, or got a new key, while it was being copied."),
        N_("A new backup makes itself the next time you sign in."),
    ),
    (CannotWrite, "key-not-changed"): row(
        N_("The disk reported an error while a key was being changed"),
        N_("Nothing is lost: the file goes on under the key it had."),
        N_("Make room on the disk. The key is changed the next time you sign in."),
    ),
    (CannotWrite, "exists"): row(
        N_("A file with this name exists already"),
        N_("It was not overwritten."),
        N_("Choose another name."),
    ),
    (CannotWrite, "no-memory"): row(
        N_("Not enough memory"),
        N_("This laptop has too little memory free to work out the key."),
        N_("Close other programs, then do it again."),
    ),
}

"""What a person is told about each error of the record."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
from therapist_app.record.errors import (
    AlreadyFinished,
    AlreadySigned,
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    CannotRestrict,
    CannotWrite,
    ChangedMeanwhile,
    ClientProtected,
    ClockLeapt,
    DiskFull,
    FolderInUse,
    Gone,
    HeaderAltered,
    KeyFileUnfit,
    LibraryUnfit,
    NameUnfit,
    NoCaseload,
    NoRoom,
    NotAllowed,
    NotARecord,
    NotPossibleYet,
    PassphraseTooWeak,
    PracticeMismatch,
    RecordDamaged,
    RecordLocked,
    RecordRolledBack,
    RecordTooNew,
    StatementRefused,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)

AFTER_BACKUP = N_("What was saved after your last backup may be lost.")
SAVE_OR_PUT_BACK = N_(
    "Do not write more. Restore your last verified backup; what it lacks can often "
    "be saved with the command: record salvage."
)
RECORD_MESSAGES: Rows = {
    WrongPassphrase: row(
        N_("This passphrase does not open it"),
        N_("It is not the one of the person chosen above."),
        N_("Check the person and Caps Lock, then type it again."),
        "",
    ),
    WrongSheet: row(
        N_("This sheet does not open it"),
        N_("It was mistyped, or belongs to somebody else, or is not the sheet of that day."),
        N_(
            "Type the eight groups again, exactly as they are printed. A backup opens with the "
            "sheet that was in use when it was made: try an older sheet, or a newer backup."
        ),
        "",
    ),
    Gone: row(
        N_("This is no longer in your record"),
        N_("It was removed with its client, who was erased or whom a colleague took over."),
        N_("Go back to the page before."),
        "",
    ),
    (WrongSheet, "mistyped"): row(
        N_("This sheet was mistyped"),
        N_("Group {group} cannot be right. Nothing was tried yet."),
        N_("Compare that group with the paper, character by character."),
        "",
    ),
    (WrongSheet, "length"): row(
        N_("This sheet is incomplete"),
        N_("It has eight groups of five characters. Nothing was tried yet."),
        N_("Type all of them, as they are printed."),
        "",
    ),
    Throttled: row(
        N_("Please wait before the next try"),
        N_("There were several wrong tries in a row."),
        N_("The right passphrase works again after the wait."),
    ),
    ClockLeapt: row(
        N_("Is today {now_day}?"),
        N_("The record was last used on {last_day}, and this laptop's clock is far ahead of that."),
        N_(
            "If this is the right day, type the passphrase again: that confirms it. If not, set "
            "the clock first, since what is signed under a wrong day stays."
        ),
    ),
    (ClockLeapt, "behind"): row(
        N_("Is today {now_day}?"),
        N_("The record was last used on {last_day}: this laptop's clock is behind."),
        N_(
            "Set the clock first, since what is signed under a wrong day stays. If this is the "
            "right day, type the passphrase again: that confirms it, and an administrator sets it "
            "right for all under People."
        ),
    ),
    NameUnfit: row(
        N_("A name or contact contains a character that cannot be seen"),
        N_(
            "It may have come with a copy: a control character, or a mark that turns the "
            "direction of the text. With it the name could be mistaken for another one."
        ),
        N_("Type the name instead of pasting it."),
        "",
    ),
    PassphraseTooWeak: row(
        N_("This passphrase is too easy to guess"),
        N_("Others could find it by trying."),
        N_("Use at least {shortest} characters: five or more words that do not belong together."),
        "",
    ),
    (PassphraseTooWeak, "too-short"): row(
        N_("This passphrase is too short"),
        N_("It has fewer than {shortest} characters."),
        N_("Use five or more words that do not belong together."),
        "",
    ),
    (PassphraseTooWeak, "too-long"): row(
        N_("This passphrase is too long"),
        N_("It has more than {longest} characters."),
        N_("Use a shorter one; six words are plenty."),
        "",
    ),
    (PassphraseTooWeak, "context-word"): row(
        N_("This passphrase is too easy to guess"),
        N_("Much of it is your name, or a word that is easy to connect with you."),
        N_("Use words that have nothing to do with you or with this work."),
        "",
    ),
    (PassphraseTooWeak, "same"): row(
        N_("This is the passphrase that somebody may know"),
        N_("The new one is the same as the one of now."),
        N_("Use another one."),
        "",
    ),
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
    (NotARecord, "list-full"): row(
        N_("The list of people is full"),
        N_("With one more person or one more cover the list would be too long to be read."),
        N_("Nothing was changed. Remove covers that are over, or people who have left."),
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
    RecordTooNew: row(
        N_("This record needs a later version"),
        N_("A later version of the application wrote it."),
        N_("Install that version on this laptop."),
    ),
    (RecordTooNew, "backup"): row(
        N_("This backup needs a later version"),
        N_("A later version of the application made it. It is not damaged by that."),
        N_("Install that version on this laptop and open the backup with it, or choose another."),
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
    (StatementRefused, "hurried"): row(
        N_("An administrator's role was taken without the notice that is due"),
        N_("{by} signed that on {on}, with notice dated earlier than it was given."),
        N_(
            "Do not work here. Tell everybody in your service, and restore the newest "
            "header.json or service backup from before."
        ),
    ),
    (StatementRefused, "pairs"): row(
        N_("Somebody's keys in the list of people are not those that you know"),
        N_(
            "They were made new by whoever knew the keys that were given up, or older ones were "
            "put back. The list was last signed by {by} on {on}."
        ),
        N_(
            "Do not work here. Tell everybody in your service, and restore the newest "
            "header.json or service backup."
        ),
    ),
    LibraryUnfit: row(
        N_("This installation cannot keep a record safely"),
        N_("The database library that came with it is too old, or does not encrypt."),
        N_("Install the application again from where you got it. Nothing was opened."),
    ),
    HeaderAltered: row(
        N_("The list of people was changed from outside"),
        N_("The signature over the list of people is not valid."),
        N_("Do not work here. Restore your last good copy, and find out who changed it."),
    ),
    StatementRefused: row(
        N_("The list of people is not the one that you know"),
        N_("What stands there was signed by {by} on {on}."),
        N_("Do not work here. Tell everybody in your service, and find out who put it there."),
    ),
    (StatementRefused, "older"): row(
        N_("The list of people is older than the one you have seen"),
        N_(
            "The newest in it was signed by {by} on {on}. You have seen a later one, signed by "
            "{seen_by} on {seen_on}."
        ),
        N_(
            "Do not work here. Somebody put an earlier list back: tell everybody in your "
            "service, and restore the newest header.json or service backup."
        ),
    ),
    (StatementRefused, "forked"): row(
        N_("The list of people is another than the one you have seen"),
        N_(
            "{by} signed it on {on}, beside the one that you have seen, signed by {seen_by} on "
            "{seen_on}. Your clients were not opened to anybody by it."
        ),
        N_(
            "Do not work here. Tell everybody in your service, ask both, and restore the newest "
            "header.json or service backup from before."
        ),
    ),
    (StatementRefused, "own-older"): row(
        N_("Your own keys in the list of people are older than they were"),
        N_("Somebody put a passphrase, a sheet or a sealed key of before back in its place."),
        N_(
            "Do not work here. Tell everybody in your service, and restore the newest "
            "header.json or service backup."
        ),
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
    AlreadySigned: row(
        N_("This note is signed"),
        N_("A signed note cannot be changed."),
        N_("Add an amendment: both will be read together."),
    ),
    AlreadyFinished: row(
        N_("This form is finished"),
        N_("A finished form cannot be changed."),
        N_("Open it and press Correct, with a reason: both versions are kept."),
    ),
    NoCaseload: row(
        N_("You have no caseload"),
        N_("Your role has none, or it was handed over."),
        N_(
            "You can use Review and Programme. An administrator can add a caseload for a "
            "therapist under Settings, People."
        ),
    ),
    NotAllowed: row(
        N_("Your role does not allow this"),
        N_("Somebody with another role in the service can do this."),
        N_("Ask an administrator of your service."),
    ),
    (NotAllowed, "inside-the-record"): row(
        N_("Choose a location outside the record"),
        N_("This folder is part of the record, and would be lost together with it."),
        N_("Choose a folder on a stick or another disk."),
    ),
    (NotAllowed, "second-can-come"): row(
        N_("A second person must confirm this"),
        N_("Somebody else of your service signed in here within the last 14 days."),
        N_("Ask a colleague to come and enter their passphrase here."),
    ),
    (NotAllowed, "keeper"): row(
        N_("Only an administrator may do this"),
        N_("You do not have this role in the service."),
        N_("Ask an administrator of your service."),
    ),
    (NotAllowed, "yourself"): row(
        N_("You cannot do this to yourself"),
        N_("Nobody can remove themselves, or stop being an administrator, on their own."),
        N_("Another administrator can do it for you."),
    ),
    (NotAllowed, "not-a-therapist"): row(
        N_("Only a therapist can take clients"),
        N_("The person chosen does not have this role."),
        N_("Choose a therapist, or give them the role first."),
    ),
    (NotAllowed, "own"): row(
        N_("These clients are theirs already"),
        N_("Nobody can cover for themselves, and a hand-over cannot be ended like cover."),
        N_("Choose somebody else. To move the clients on, hand them over again."),
    ),
    (NotAllowed, "no-such-caseload"): row(
        N_("These clients are not here"),
        N_("There is no such caseload in this service."),
        N_("Go back to the list of people and look again."),
    ),
    (NotPossibleYet, "said-no"): row(
        N_("The therapist of these clients said no"),
        N_("They signed in within the last 14 days, so a sheet does not do without them."),
        N_("Talk to them, or ask another administrator to arrange it."),
    ),
    (NotPossibleYet, "needs-second"): row(
        N_("Another administrator must agree first"),
        N_("You arranged this for yourself. A recovery sheet does not take their place."),
        N_("Ask another administrator to agree here, or use the continuity sheet."),
    ),
    (NotAllowed, "no-such-cover"): row(
        N_("This does not wait for you"),
        N_("It was ended, or somebody has agreed already."),
        N_("Go back to the list of people and look again."),
    ),
    (NotAllowed, "caseload"): row(
        N_("These clients are not open to you"),
        N_("They were handed over to somebody else, or your cover has ended or was taken back."),
        N_(
            "An administrator sees under Settings, People who has them, and can add a caseload "
            "for you there. If you are the administrator, open your own name there."
        ),
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
    BackupDamaged: row(
        N_("This backup is damaged"),
        N_("It was checked, and it is not as it was made."),
        N_("Choose another backup, and make a new one when you can."),
        "",
    ),
    BackupRefused: row(
        N_("This backup cannot be restored here"),
        N_("It does not belong to this service and person."),
        N_("Choose another backup."),
    ),
    (BackupRefused, "another-service"): row(
        N_("This backup is another clinic's"),
        N_("It was made by a service with another number."),
        N_("Choose a backup of this service."),
    ),
    (BackupRefused, "another-caseload"): row(
        N_("This backup is of a caseload that is not here"),
        N_("There is no such caseload in the list of people."),
        N_("Choose another backup, or first restore a newer backup of the service file."),
    ),
    (BackupRefused, "not-yours"): row(
        N_("This backup is somebody else's"),
        N_("It is encrypted for other people. Only they can open it."),
        N_("Ask its owner to restore it, with their own passphrase."),
    ),
    (BackupRefused, "older-header"): row(
        N_("The list of people here is older than this backup"),
        N_("Keys or people were changed after this list was saved, and the backup is newer."),
        N_("Restore the newest header.json or service backup first, then this one."),
    ),
    (BackupRefused, "forged"): row(
        N_("This backup was signed by somebody who was not allowed to"),
        N_("Who signed it was not in the service then, or could not open this file."),
        N_("Choose another backup, and tell an administrator: it may have been changed."),
    ),
    (BackupRefused, "signed-late"): row(
        N_("This backup was signed after that was not allowed any more"),
        N_("Who signed it had left, or could not open this file any more, on the day it bears."),
        N_("Choose another backup, and tell an administrator: it may have been changed."),
    ),
    (BackupRefused, "nobody-vouches"): row(
        N_("This backup is not signed by whose file it is"),
        N_("Whoever could open this file once could have changed what is in it."),
        N_("Choose another backup, or say that you want this one all the same."),
    ),
    (BackupRefused, "place-is-ahead"): row(
        N_("The second location holds newer backups of this service"),
        N_(
            "They were made after the last change here: this record is an older copy, or the "
            "service goes on on another laptop. Nothing was put there."
        ),
        N_("Work where the service goes on. If that is here, choose another, empty folder."),
    ),
    (BackupRefused, "by-an-older-copy"): row(
        N_("Somebody made a backup from an older copy of this record"),
        N_(
            "It lies in the second location, and this record did not make it. Passphrases of "
            "before may open it."
        ),
        N_(
            "Ask who has a copy of the service folder, and tell everybody. Then move the files "
            "that Backups does not list out of that folder."
        ),
    ),
    (BackupRefused, "no-service-file"): row(
        N_("No backup of a service file is among these"),
        N_("It contains the list of people, without which no key can be found."),
        N_("Look for files whose names begin with service- and end with .tvb."),
    ),
    BackupPlaceMissing: row(
        N_("The backup location is not connected"),
        N_(
            "The USB stick or disk was taken out, or the folder was moved. The record was "
            "not changed."
        ),
        N_("Connect it again, then back up once more."),
    ),
    NoRoom: row(
        N_("There is too little room for a backup"),
        N_("{megabytes} MB are needed, and less is free."),
        N_("Make room on that disk, then do it again."),
    ),
    ChangedMeanwhile: row(
        N_("The record has changed since you were asked"),
        N_("What you confirmed is no longer what would happen, so nothing was done."),
        N_("Look at the comparison again."),
    ),
    KeyFileUnfit: row(
        N_("This key file cannot be used"),
        N_("The file is not there, or it is not a key file."),
        N_("Choose the file that was made for this, and try again."),
        "",
    ),
    (KeyFileUnfit, "needed"): row(
        N_("Your key file is needed as well"),
        N_("You open this with your passphrase and a key file together."),
        N_("Connect the USB stick, choose the key file, then type the passphrase again."),
        "",
    ),
    (KeyFileUnfit, "missing"): row(
        N_("The key file is not there"),
        N_("There is no file where the key file should be."),
        N_("Connect the USB stick and choose the key file again."),
        "",
    ),
    (KeyFileUnfit, "unreadable"): row(
        N_("The key file cannot be read"),
        N_("It is a folder or a link, it is far too long, or this account may not read it."),
        N_("Choose the key file itself, or use the copy of it."),
        "",
    ),
    (KeyFileUnfit, "too-short"): row(
        N_("This file is too short to be a key"),
        N_("A key file needs at least {shortest_key} characters that nobody could guess."),
        N_("Make one here, or choose another file."),
        "",
    ),
    (KeyFileUnfit, "beside-the-record"): row(
        N_("Not in the record's folder"),
        N_(
            "A key file in the service folder would be stolen together with the record that "
            "it protects."
        ),
        N_("Choose a place away from this laptop, such as a USB stick that you carry."),
        "",
    ),
    NotPossibleYet: row(
        N_("This is not possible yet"),
        N_("Something else must be done first."),
        N_("See what is listed, then do this again."),
    ),
    (NotPossibleYet, "notice"): row(
        N_("This administrator must have notice first"),
        N_("Nobody takes this role from another administrator alone and at once."),
        N_("They can give it up, another administrator can agree here, or 14 days must pass."),
    ),
    (NotPossibleYet, "no-pairs"): row(
        N_("An administrator must sign in first"),
        N_("The list of people is still signed as an earlier version did, without room for this."),
        N_("Ask an administrator to sign in once, then do this again. Change your passphrase now."),
    ),
    (NotPossibleYet, "list-in-use"): row(
        N_("This list can no longer be undone"),
        N_("Work with one of its clients has begun. Nothing was changed."),
        N_("A client who is not to be here can be erased on their own page."),
    ),
    (NotPossibleYet, "day-is-over"): row(
        N_("This day is in the past"),
        N_("Cover lasts until the end of a day, and that day has passed."),
        N_("Choose today or a later day."),
    ),
    (NotPossibleYet, "session-runs"): row(
        N_("A session with this client runs"),
        N_("Somebody else cannot take over in the middle of it."),
        N_("End the session, then do this again."),
    ),
    (NotPossibleYet, "offered-already"): row(
        N_("This client is already being moved"),
        N_("A colleague has been asked to take them over."),
        N_("Cancel the move first, then move the client to somebody else."),
    ),
    (NotPossibleYet, "not-offered"): row(
        N_("This client is no longer being moved"),
        N_("The colleague took them over, or the move was cancelled."),
        N_("Look at your clients again."),
    ),
    (NotPossibleYet, "not-packed"): row(
        N_("This record cannot be taken over yet"),
        N_(
            "The last time your colleague used the application it was cut off, or another "
            "version was used."
        ),
        N_("Ask them to sign in and to lock again. Then do this again."),
    ),
    (NotPossibleYet, "no-continuity-key"): row(
        N_("The continuity sheet cannot open these clients"),
        N_(
            "The service has no continuity sheet, or the therapist has not signed in since the "
            "new one was made."
        ),
        N_("Use the therapist's own recovery sheet, or let the therapist sign in."),
    ),
    (NotPossibleYet, "no-continuity"): row(
        N_("This service has no continuity sheet"),
        N_("It was settled at the first run that there is none, so no sheet can help here."),
        N_("An administrator must sign in, by passphrase or by their own recovery sheet."),
    ),
    (NotPossibleYet, "older-continuity-sheet"): row(
        N_("This continuity sheet opens clients only"),
        N_(
            "An earlier version made it. It opens a caseload once an administrator is signed in, "
            "and cannot make anybody an administrator."
        ),
        N_("An administrator must sign in, by passphrase or by their own recovery sheet."),
    ),
    (NotPossibleYet, "older-continuity"): row(
        N_("An older continuity sheet opens these clients"),
        N_(
            "When the new sheet was made, the old one was not typed, so the new one cannot open "
            "these clients yet."
        ),
        N_(
            "Type the old continuity sheet, use the therapist's own recovery sheet, or let the "
            "therapist sign in."
        ),
    ),
    (NotPossibleYet, "caseloads"): row(
        N_("They still have a caseload"),
        N_("Without them nobody could open it, even if it is empty."),
        N_(
            "Hand the caseload over, and wait until it can be opened by whoever takes it. Then "
            "do this again."
        ),
    ),
    (NotPossibleYet, "last-keeper"): row(
        N_("They are the only administrator"),
        N_(
            "Without an administrator nobody could be added or removed, and no cover could be "
            "arranged."
        ),
        N_("Give somebody else this role first."),
    ),
    ClientProtected: row(
        N_("This client's record is restricted"),
        N_("It can be read, but nothing in it can be changed."),
        N_("Lift the restriction first, with a reason: on the client's page, Record, Data rights."),
    ),
    (ClientProtected, "legal-hold"): row(
        N_("This client's record is on legal hold"),
        N_("A legal reason says that it must be kept, and nothing was erased."),
        N_("Read the reason on the client's page, Record, Data rights. Lift the legal hold first."),
    ),
    CannotRestrict: row(
        N_("This record is restricted already"),
        N_("It is hidden and cannot be changed."),
        N_("Lift the restriction first if its ground is another one now."),
    ),
    (CannotRestrict, "alert"): row(
        N_("An alert of this client is not answered"),
        N_("Restricting the record would hide it."),
        N_("Answer the alert, then restrict the record."),
    ),
    (CannotRestrict, "session"): row(
        N_("A session with this client has begun"),
        N_("Restricting the record would hide it."),
        N_("End the session, then restrict the record."),
    ),
}

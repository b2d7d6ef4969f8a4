"""What a person is told of backups that cannot be made or restored."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    ChangedMeanwhile,
    NoRoom,
    NotAllowed,
    RecordTooNew,
)

BACKUP_MESSAGES: Rows = {
    (RecordTooNew, "backup"): row(
        N_("This backup needs a later version"),
        N_("A later version of the application made it. It is not damaged by that."),
        N_("Install that version on this laptop and open the backup with it, or choose another."),
    ),
    (NotAllowed, "inside-the-record"): row(
        N_("Choose a location outside the record"),
        N_("This folder is part of the record, and would be lost together with it."),
        N_("Choose a folder on a stick or another disk."),
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
}

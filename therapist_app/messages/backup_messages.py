"""What a person is told of backups that cannot be made or restored."""

from therapist_app.messages.message import Rows, wording
from therapist_app.record.errors import (
    AwaitedTooNew,
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    ChangedMeanwhile,
    NoRoom,
    NotAllowed,
    RecordTooNew,
)

BACKUP_MESSAGES: Rows = {
    (RecordTooNew, "backup"): wording(
        "This backup needs a later version",
        "A later version of the application made it. It is not damaged by that.",
        "Install that version on this laptop and open the backup with it, or choose another.",
    ),
    AwaitedTooNew: wording(
        "A backup of your clients needs a later version",
        "The file {file} among the backups says that a later version of the application made it. "
        "No older backup was put in its place.",
        "Install that version on this laptop. If nobody here used a later version, somebody put "
        "that file there: move it out of the folder with the backups, and sign in again.",
    ),
    (NotAllowed, "inside-the-record"): wording(
        "Choose a location outside the record",
        "This folder is part of the record, and would be lost together with it.",
        "Choose a folder on a stick or another disk.",
    ),
    BackupDamaged: wording(
        "This backup is damaged",
        "It was checked, and it is not as it was made.",
        "Choose another backup, and make a new one when you can.",
        "",
    ),
    BackupRefused: wording(
        "This backup cannot be restored here",
        "It does not belong to this service and person.",
        "Choose another backup.",
    ),
    (BackupRefused, "another-service"): wording(
        "This backup is another clinic's",
        "It was made by a service with another number.",
        "Choose a backup of this service.",
    ),
    (BackupRefused, "another-caseload"): wording(
        "This backup is of a caseload that is not here",
        "There is no such caseload in the list of people.",
        "Choose another backup, or first restore a newer backup of the service file.",
    ),
    (BackupRefused, "not-yours"): wording(
        "This backup is somebody else's",
        "It is encrypted for other people. Only they can open it.",
        "Ask its owner to restore it, with their own passphrase.",
    ),
    (BackupRefused, "older-header"): wording(
        "The list of people here is older than this backup",
        "Keys or people were changed after this list was saved, and the backup is newer.",
        "Restore the newest header.json or service backup first, then this one.",
    ),
    (BackupRefused, "forged"): wording(
        "This backup was signed by somebody who was not allowed to",
        "Who signed it was not in the service then, or could not open this file.",
        "Choose another backup, and tell an administrator: it may have been changed.",
    ),
    (BackupRefused, "signed-late"): wording(
        "This backup was signed after that was not allowed any more",
        "Who signed it had left, or could not open this file any more, on the day it bears.",
        "Choose another backup, and tell an administrator: it may have been changed.",
    ),
    (BackupRefused, "nobody-vouches"): wording(
        "This backup is not signed by whose file it is",
        "Whoever could open this file once could have changed what is in it.",
        "Choose another backup, or say that you want this one all the same.",
    ),
    (BackupRefused, "place-is-ahead"): wording(
        "The second location holds newer backups of this service",
        "They were made after the last change here: this record is an older copy, or the "
        "service goes on on another laptop. Nothing was put there.",
        "Work where the service goes on. If that is here, choose another, empty folder.",
    ),
    (BackupRefused, "by-an-older-copy"): wording(
        "Somebody made a backup from an older copy of this record",
        "It lies in the second location, and this record did not make it. Passphrases of "
        "before may open it.",
        "Ask who has a copy of the service folder, and tell everybody. Then move the files "
        "that Backups does not list out of that folder.",
    ),
    (BackupRefused, "no-service-file"): wording(
        "No backup of a service file is among these",
        "It contains the list of people, without which no key can be found.",
        "Look for files whose names begin with service- and end with .tvb.",
    ),
    BackupPlaceMissing: wording(
        "The backup location is not connected",
        "The USB stick or disk was taken out, or the folder was moved. The record was not changed.",
        "Connect it again, then back up once more.",
    ),
    NoRoom: wording(
        "There is too little room for a backup",
        "{megabytes} MB are needed, and less is free.",
        "Make room on that disk, then do it again.",
    ),
    ChangedMeanwhile: wording(
        "The record has changed since you were asked",
        "What you confirmed is no longer what would happen, so nothing was done.",
        "Look at the comparison again.",
    ),
}

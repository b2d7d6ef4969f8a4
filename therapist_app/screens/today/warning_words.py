"""What opening the record had to tell, in words: what to do, and what stands at the top."""

from session_forms.words.texts import N_
from therapist_app.screens.today.viewmodel import NEARLY_FULL
from therapist_app.workflows.safekeeping.safekeeping import BACKUP_ELSEWHERE, BACKUP_FAILED

WARNINGS = {
    "anchor-missing": N_(
        "The mark that shows whether a file of the record is the newest was missing, "
        "and was made again. If nobody copied files by hand, tell your service."
    ),
    "left-open": N_(
        "The last session here was not closed: the application or the laptop stopped while it was "
        "open, after {when}. If somebody closed it, older files may have been put in its place: "
        "compare your newest entries with what you remember, and tell your service."
    ),
    "statement-refused": N_(
        "A colleague's clients did not open, because the list of people is not the one that "
        "they have seen. Tell everybody in your service, and change nothing under People "
        "until you know who put it there."
    ),
    "keeper-taken": N_(
        "While you were away somebody stopped being an administrator, by an administrator alone. "
        "Ask both, and look under People who your administrators are."
    ),
    "caseload-older": N_(
        "The file with your clients is older than it was when it was last closed. What was "
        "written after that copy is missing. If nobody restored it, stop and tell your service."
    ),
    "service-older": N_(
        "The service file is older than it was when you last signed in. If nobody restored it, "
        "stop and tell your service: settings, releases and covers may be those of an earlier day."
    ),
    "attempts-unreadable": N_(
        "The number of wrong passphrases could not be read, and starts again at 0."
    ),
    "new-device": N_(
        "This record is open on this laptop for the first time. If nobody moved or copied it here, "
        "tell your service at once."
    ),
    "caseload-arrived": N_(
        "Your clients came from the old laptop as a backup, and are here now. What was "
        "written there after that backup is missing: look at the newest entries, and "
        "work only on this laptop."
    ),
    "old-backups-done": N_(
        "You made your keys new, and not all older backups had been dealt with. That is done now: "
        "what is in reach opens with your new keys alone, or is destroyed."
    ),
    "old-backups-remain": N_(
        "You made your keys new, but older backups still open with the keys of before. Each "
        "sign-in tries again. Look under Settings, Backups, whether the disk is full."
    ),
    BACKUP_FAILED: N_(
        "Today's backup could not be made. Look under Settings, Backups, and try it from there."
    ),
    BACKUP_ELSEWHERE: N_(
        "Today's backup is in the second location only: this laptop did not take it. Look whether "
        "its disk is full, then back up under Settings, Backups."
    ),
    "check-not-finished": N_(
        "A full check of the record could not be finished. It is tried again at the next sign-in."
    ),
    "second-place-failed": N_(
        "Today's backup is on this laptop only: the second location could not be reached."
    ),
    "second-place-full": N_(
        "Today's backup is on this laptop only: the second location has too little room. Make "
        "room there, then back up under Settings, Backups."
    ),
    "second-place-unwritable": N_(
        "Today's backup is on this laptop only: nothing could be written to the second location. "
        "Look whether the stick or disk may be written to, then back up under Settings, Backups."
    ),
    "second-place-ahead": N_(
        "The second location holds newer backups of this service, so today's was not put there. "
        "This record is an older copy, or the service goes on on another laptop: work there, and "
        "tell your service."
    ),
    "second-place-older-copy": N_(
        "In the second location lies a backup that somebody made from an older copy of this "
        "record, under keys of before. Ask who has a copy of the service folder, and tell your "
        "service. Its file is there and not in the list under Settings, Backups."
    ),
    "second-place-caught-up": N_(
        "Earlier backups, also those of colleagues, were copied to the second location "
        "and verified."
    ),
    "release-cut-off": N_(
        "An export was interrupted while it was being saved. Nothing of it was found in "
        "its folder: it counts as not released. Prepare it again if it is still needed."
    ),
    "release-found": N_(
        "An export was interrupted at the end of saving. It is complete in its folder, "
        "and counts as released."
    ),
    "release-not-looked-at": N_(
        "An export was interrupted while it was being saved, and its folder is not "
        "connected now. It counts as begun. Connect the USB stick or disk, then sign in "
        "again."
    ),
    "forms-put-back": N_(
        "The forms that your clinic added were restored from the record, because their "
        "folder was missing. After a move to this laptop this is normal; otherwise ask "
        "who removed it."
    ),
    NEARLY_FULL: N_(
        "Less than 500 MB are free. Once it is full, nothing more can be saved. Delete or move "
        "files that you do not need, but nothing in the service folder."
    ),
    "clock-set-back": N_(
        "This laptop's clock shows an earlier time than when the record was last open. "
        "Check its date: the times in the record come from it, and covers count from the later "
        "day until an administrator confirms the date under People."
    ),
}
FIRST_OF_ALL = {
    BACKUP_FAILED: N_("The backup failed"),
    BACKUP_ELSEWHERE: N_("Today's backup is not on this laptop"),
    "caseload-arrived": N_("Look at the newest entries of your clients"),
    "caseload-older": N_("The file with your clients is an older one"),
    "service-older": N_("The service file is an older one"),
    "statement-refused": N_("A colleague's clients did not open"),
    "second-place-ahead": N_("This may be an older copy of the record"),
    "second-place-older-copy": N_("Somebody uses an older copy of the record"),
    "keeper-taken": N_("Somebody stopped being an administrator"),
    NEARLY_FULL: N_("The disk with the record is nearly full"),
}
"""What stands at the top, by its title: something may be missing, or somebody may be at work."""

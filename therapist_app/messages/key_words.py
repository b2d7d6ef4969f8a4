"""What a person is told about keys: key files, and what a keeper or an owner must do first.

Each row is the title, what happened, what to do, and whether anything is lost where that is not
plain; `errors` puts them among its own.
"""

from session_forms.words.texts import N_

KEY_WORDS = {
    "KeyFileUnfit": (
        N_("This key file cannot be used"),
        N_("It is not there, or it cannot be one."),
        N_("Choose the file that was made for this, and try again."),
        "",
    ),
    "KeyFileUnfit:needed": (
        N_("Your key file is needed as well"),
        N_("You open this with your passphrase and a key file together."),
        N_("Put the stick in, choose the key file, then type the passphrase again."),
        "",
    ),
    "KeyFileUnfit:missing": (
        N_("The key file is not there"),
        N_("No file stands where the key file was looked for."),
        N_("Put the stick in and choose the key file again."),
        "",
    ),
    "KeyFileUnfit:unreadable": (
        N_("The key file cannot be read"),
        N_("It is a folder or a link, it is far too long, or this account may not read it."),
        N_("Choose the key file itself, or use the copy of it."),
        "",
    ),
    "KeyFileUnfit:too-short": (
        N_("This file is too short to be a key"),
        N_("A key file holds at least 32 characters that nobody could guess."),
        N_("Have one made here, or choose another file."),
        "",
    ),
    "KeyFileUnfit:beside-the-record": (
        N_("Not beside the record"),
        N_("A key file in the service folder would be stolen together with what it locks."),
        N_("Choose a place away from this laptop, such as a stick that you carry."),
        "",
    ),
    "NotARecord:list-full": (
        N_("The list of people is full"),
        N_("With one more person or one more cover it could not be read again."),
        N_("Nothing was changed. Remove covers that are over, or take out who has left."),
    ),
    "NotPossibleYet": (
        N_("This is not possible yet"),
        N_("Something else must be done first."),
        N_("See what is listed, then do this again."),
    ),
    "NotPossibleYet:day-is-over": (
        N_("This day is over"),
        N_("Cover lasts until the end of a day, and that day has passed."),
        N_("Choose today or a later day."),
    ),
    "NotPossibleYet:no-continuity-key": (
        N_("The continuity sheet cannot open these clients"),
        N_("The service has none, or its therapist has not signed in since the sheet was renewed."),
        N_("Use the therapist's own recovery sheet, or let them sign in."),
    ),
    "NotPossibleYet:caseloads": (
        N_("They still have clients"),
        N_("A caseload is theirs, and nobody could open it any more."),
        N_("Hand the clients over, and let the key reach whoever takes them. Then do this again."),
    ),
    "NotPossibleYet:last-keeper": (
        N_("Nobody else keeps the list of people"),
        N_("Without a keeper nobody could be taken in, covered for or taken out any more."),
        N_("Give somebody else this role first."),
    ),
    "NotAllowed:keeper": (
        N_("Only a keeper of the list of people may do this"),
        N_("You do not have this role in the service."),
        N_("Ask the person who has it."),
    ),
    "NotAllowed:yourself": (
        N_("Not to yourself"),
        N_("Nobody takes themselves out, or gives up keeping the list of people, alone."),
        N_("Another keeper can do it for you."),
    ),
    "NotAllowed:not-a-therapist": (
        N_("Only a therapist can take clients"),
        N_("The person chosen does not have this role."),
        N_("Choose a therapist, or give them the role first."),
    ),
    "NotAllowed:own": (
        N_("These clients are theirs already"),
        N_("Nobody covers for themselves, and what is theirs is not taken back like cover."),
        N_("Choose somebody else. To move the clients on, hand them over again."),
    ),
    "NotAllowed:no-such-caseload": (
        N_("These clients are not here"),
        N_("There is no such caseload in this service."),
        N_("Go back to the list of people and look again."),
    ),
    "NotAllowed:caseload": (
        N_("These clients are not open to you"),
        N_("Your cover has ended, or it was taken back."),
        N_("Ask the person who keeps the list of people."),
    ),
    "NotYourPassphrase": (
        N_("That is not your passphrase"),
        N_("The passphrase, or the key file with it, is not the one you sign in with."),
        N_("Check Caps Lock and type it again. After five wrong ones the window locks."),
    ),
    "CannotWrite:between-keys": (
        N_("The disk refused while a key was being changed"),
        N_("Nothing is lost. This file is neither read nor written for now."),
        N_("Make room on the disk, lock (Ctrl+L) and sign in again: the change is finished then."),
    ),
    "CannotWrite:key-not-changed": (
        N_("The disk refused while a key was being changed"),
        N_("Nothing is lost: the file goes on under the key it had."),
        N_("Make room on the disk. The key is changed the next time you sign in."),
    ),
    "CannotWrite:exists": (
        N_("Something is there already"),
        N_("A file with this name stands in that place, and it is not written over."),
        N_("Choose another name."),
    ),
    "CannotWrite:no-memory": (
        N_("Not enough memory"),
        N_("This laptop has too little memory free to work out the key."),
        N_("Close other programs, then do it again."),
    ),
}

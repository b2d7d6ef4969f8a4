"""What a person is told of the list of people, of roles, and of whose clients are open to whom."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
from therapist_app.record.errors import (
    HeaderAltered,
    NameUnfit,
    NoCaseload,
    NotAllowed,
    NotARecord,
    NotPossibleYet,
    StatementRefused,
)

PEOPLE_MESSAGES: Rows = {
    NameUnfit: row(
        N_("A name or contact contains a character that cannot be seen"),
        N_(
            "It may have come with a copy: a control character, or a mark that turns the "
            "direction of the text. With it the name could be mistaken for another one."
        ),
        N_("Type the name instead of pasting it."),
        "",
    ),
    (NotARecord, "list-full"): row(
        N_("The list of people is full"),
        N_("With one more person or one more cover the list would be too long to be read."),
        N_("Nothing was changed. Remove covers that are over, or people who have left."),
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
    HeaderAltered: row(
        N_("The list of people was changed from outside"),
        N_("The signature over the list of people is not valid."),
        N_("Do not work here. Restore your last good copy, and find out who changed it."),
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
    (NotAllowed, "second-can-come"): row(
        N_("A second person must confirm this"),
        N_("Somebody else of your service signed in here within the last {can_come_days} days."),
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
    (NotAllowed, "no-such-cover"): row(
        N_("This does not wait for you"),
        N_("It was ended, or somebody has agreed already."),
        N_("Go back to the list of people and look again."),
    ),
    (NotAllowed, "no-such-sheet"): row(
        N_("This does not wait for you"),
        N_("You have agreed to this continuity sheet already, or another one was made since."),
        N_("Sign in again: you are asked about the sheet of now."),
    ),
    (NotAllowed, "caseload"): row(
        N_("These clients are not open to you"),
        N_("They were handed over to somebody else, or your cover has ended or was taken back."),
        N_(
            "An administrator sees under Settings, People who has them, and can add a caseload "
            "for you there. If you are the administrator, open your own name there."
        ),
    ),
    (NotPossibleYet, "said-no"): row(
        N_("The therapist of these clients said no"),
        N_("They signed in within the last {away_days} days, so a sheet does not do without them."),
        N_("Talk to them, or ask another administrator to arrange it."),
    ),
    (NotPossibleYet, "needs-second"): row(
        N_("Another administrator must agree first"),
        N_("You arranged this for yourself. A recovery sheet does not take their place."),
        N_("Ask another administrator to agree here, or use the continuity sheet."),
    ),
    NotPossibleYet: row(
        N_("This is not possible yet"),
        N_("Something else must be done first."),
        N_("See what is listed, then do this again."),
    ),
    (NotPossibleYet, "notice"): row(
        N_("This administrator must have notice first"),
        N_("Nobody takes this role from another administrator alone and at once."),
        N_(
            "They can give it up, another administrator can agree here, or {notice_days} days "
            "must pass."
        ),
    ),
    (NotPossibleYet, "no-pairs"): row(
        N_("An administrator must sign in first"),
        N_("The list of people is still signed as an earlier version did, without room for this."),
        N_("Ask an administrator to sign in once, then do this again. Change your passphrase now."),
    ),
    (NotPossibleYet, "day-is-over"): row(
        N_("This day is in the past"),
        N_("Cover lasts until the end of a day, and that day has passed."),
        N_("Choose today or a later day."),
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
}

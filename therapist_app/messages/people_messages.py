"""What a person is told of the list of people, of roles, and of whose clients are open to whom."""

from therapist_app.messages.message import Rows, wording
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
    NameUnfit: wording(
        "A name or contact contains a character that cannot be seen",
        "It may have come with a copy: a control character, or a mark that turns the "
        "direction of the text. With it the name could be mistaken for another one.",
        "Type the name instead of pasting it.",
        "",
    ),
    (NotARecord, "list-full"): wording(
        "The list of people is full",
        "With one more person or one more cover the list would be too long to be read.",
        "Nothing was changed. Remove covers that are over, or people who have left.",
    ),
    (StatementRefused, "hurried"): wording(
        "An administrator's role was taken without the notice that is due",
        "{by} signed that on {on}, with notice dated earlier than it was given.",
        "Do not work here. Tell everybody in your service, and restore the newest "
        "header.json or service backup from before.",
    ),
    (StatementRefused, "pairs"): wording(
        "Somebody's keys in the list of people are not those that you know",
        "They were made new by whoever knew the keys that were given up, or older ones were "
        "put back. The list was last signed by {by} on {on}.",
        "Do not work here. Tell everybody in your service, and restore the newest "
        "header.json or service backup.",
    ),
    StatementRefused: wording(
        "The list of people is not the one that you know",
        "What stands there was signed by {by} on {on}.",
        "Do not work here. Tell everybody in your service, and find out who put it there.",
    ),
    (StatementRefused, "older"): wording(
        "The list of people is older than the one you have seen",
        "The newest in it was signed by {by} on {on}. You have seen a later one, signed by "
        "{seen_by} on {seen_on}.",
        "Do not work here. Somebody put an earlier list back: tell everybody in your "
        "service, and restore the newest header.json or service backup.",
    ),
    (StatementRefused, "forked"): wording(
        "The list of people is another than the one you have seen",
        "{by} signed it on {on}, beside the one that you have seen, signed by {seen_by} on "
        "{seen_on}. Your clients were not opened to anybody by it.",
        "Do not work here. Tell everybody in your service, ask both, and restore the newest "
        "header.json or service backup from before.",
    ),
    (StatementRefused, "own-older"): wording(
        "Your own keys in the list of people are older than they were",
        "Somebody put a passphrase, a sheet or a sealed key of before back in its place.",
        "Do not work here. Tell everybody in your service, and restore the newest "
        "header.json or service backup.",
    ),
    HeaderAltered: wording(
        "The list of people was changed from outside",
        "The signature over the list of people is not valid.",
        "Do not work here. Restore your last good copy, and find out who changed it.",
    ),
    NoCaseload: wording(
        "You have no caseload",
        "Your role has none, or it was handed over.",
        "You can use Review and Programme. An administrator can add a caseload for a "
        "therapist under Settings, People.",
    ),
    NotAllowed: wording(
        "Your role does not allow this",
        "Somebody with another role in the service can do this.",
        "Ask an administrator of your service.",
    ),
    (NotAllowed, "second-can-come"): wording(
        "A second person must confirm this",
        "Somebody else of your service signed in here within the last {can_come_days} days.",
        "Ask a colleague to come and enter their passphrase here.",
    ),
    (NotAllowed, "keeper"): wording(
        "Only an administrator may do this",
        "You do not have this role in the service.",
        "Ask an administrator of your service.",
    ),
    (NotAllowed, "yourself"): wording(
        "You cannot do this to yourself",
        "Nobody can remove themselves, or stop being an administrator, on their own.",
        "Another administrator can do it for you.",
    ),
    (NotAllowed, "not-a-therapist"): wording(
        "Only a therapist can take clients",
        "The person chosen does not have this role.",
        "Choose a therapist, or give them the role first.",
    ),
    (NotAllowed, "own"): wording(
        "These clients are theirs already",
        "Nobody can cover for themselves, and a hand-over cannot be ended like cover.",
        "Choose somebody else. To move the clients on, hand them over again.",
    ),
    (NotAllowed, "no-such-caseload"): wording(
        "These clients are not here",
        "There is no such caseload in this service.",
        "Go back to the list of people and look again.",
    ),
    (NotAllowed, "no-such-cover"): wording(
        "This does not wait for you",
        "It was ended, or somebody has agreed already.",
        "Go back to the list of people and look again.",
    ),
    (NotAllowed, "no-such-sheet"): wording(
        "This does not wait for you",
        "You have agreed to this continuity sheet already, or another one was made since.",
        "Sign in again: you are asked about the sheet of now.",
    ),
    (NotAllowed, "caseload"): wording(
        "These clients are not open to you",
        "They were handed over to somebody else, or your cover has ended or was taken back.",
        "An administrator sees under Settings, People who has them, and can add a caseload "
        "for you there. If you are the administrator, open your own name there.",
    ),
    (NotPossibleYet, "said-no"): wording(
        "The therapist of these clients said no",
        "They signed in within the last {away_days} days, so a sheet does not do without them.",
        "Talk to them, or ask another administrator to arrange it.",
    ),
    (NotPossibleYet, "needs-second"): wording(
        "Another administrator must agree first",
        "You arranged this for yourself. A recovery sheet does not take their place.",
        "Ask another administrator to agree here, or use the continuity sheet.",
    ),
    NotPossibleYet: wording(
        "This is not possible yet",
        "Something else must be done first.",
        "See what is listed, then do this again.",
    ),
    (NotPossibleYet, "notice"): wording(
        "This administrator must have notice first",
        "Nobody takes this role from another administrator alone and at once.",
        "They can give it up, another administrator can agree here, or {notice_days} days "
        "must pass.",
    ),
    (NotPossibleYet, "no-pairs"): wording(
        "An administrator must sign in first",
        "The list of people is still signed as an earlier version did, without room for this.",
        "Ask an administrator to sign in once, then do this again. Change your passphrase now.",
    ),
    (NotPossibleYet, "day-is-over"): wording(
        "This day is in the past",
        "Cover lasts until the end of a day, and that day has passed.",
        "Choose today or a later day.",
    ),
    (NotPossibleYet, "no-continuity-key"): wording(
        "The continuity sheet cannot open these clients",
        "The service has no continuity sheet, or the therapist has not signed in since the "
        "new one was made.",
        "Use the therapist's own recovery sheet, or let the therapist sign in.",
    ),
    (NotPossibleYet, "no-continuity"): wording(
        "This service has no continuity sheet",
        "It was settled at the first run that there is none, so no sheet can help here.",
        "An administrator must sign in, by passphrase or by their own recovery sheet.",
    ),
    (NotPossibleYet, "older-continuity-sheet"): wording(
        "This continuity sheet opens clients only",
        "An earlier version made it. It opens a caseload once an administrator is signed in, "
        "and cannot make anybody an administrator.",
        "An administrator must sign in, by passphrase or by their own recovery sheet.",
    ),
    (NotPossibleYet, "older-continuity"): wording(
        "An older continuity sheet opens these clients",
        "When the new sheet was made, the old one was not typed, so the new one cannot open "
        "these clients yet.",
        "Type the old continuity sheet, use the therapist's own recovery sheet, or let the "
        "therapist sign in.",
    ),
    (NotPossibleYet, "caseloads"): wording(
        "They still have a caseload",
        "Without them nobody could open it, even if it is empty.",
        "Hand the caseload over, and wait until it can be opened by whoever takes it. Then "
        "do this again.",
    ),
    (NotPossibleYet, "last-keeper"): wording(
        "They are the only administrator",
        "Without an administrator nobody could be added or removed, and no cover could be "
        "arranged.",
        "Give somebody else this role first.",
    ),
}

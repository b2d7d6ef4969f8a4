"""What a person is told where something of one client is gone, settled or restricted."""

from therapist_app.messages.message import Rows, wording
from therapist_app.record.errors import (
    AlreadyFinished,
    AlreadySigned,
    CannotRestrict,
    ClientProtected,
    Gone,
    NoSuchRow,
    NotPossibleYet,
)

CLIENT_MESSAGES: Rows = {
    Gone: wording(
        "This is no longer in your record",
        "It was removed with its client, who was erased or whom a colleague took over.",
        "Go back to the page before.",
        "",
    ),
    NoSuchRow: wording(
        "Something is missing in the record",
        "This page leads to something that is not there. It went meanwhile, or another program "
        "took it out.",
        "Go to another page and come back. If it is still missing, check the files under "
        "Backups; a verified backup from before may hold it.",
    ),
    AlreadySigned: wording(
        "This note is signed",
        "A signed note cannot be changed.",
        "Add an amendment: both will be read together.",
    ),
    AlreadyFinished: wording(
        "This form is finished",
        "A finished form cannot be changed.",
        "Open it and press Correct, with a reason: both versions are kept.",
    ),
    (NotPossibleYet, "list-in-use"): wording(
        "This list can no longer be undone",
        "Work with one of its clients has begun. Nothing was changed.",
        "A client who is not to be here can be erased on their own page.",
    ),
    (NotPossibleYet, "session-runs"): wording(
        "A session with this client runs",
        "Somebody else cannot take over in the middle of it.",
        "End the session, then do this again.",
    ),
    (NotPossibleYet, "offered-already"): wording(
        "This client is already being moved",
        "A colleague has been asked to take them over.",
        "Cancel the move first, then move the client to somebody else.",
    ),
    (NotPossibleYet, "not-offered"): wording(
        "This client is no longer being moved",
        "The colleague took them over, or the move was cancelled.",
        "Look at your clients again.",
    ),
    (NotPossibleYet, "not-packed"): wording(
        "This record cannot be taken over yet",
        "The last time your colleague used the application it was cut off, or another "
        "version or another program was used.",
        "Ask them to sign in and to lock again. Then do this again.",
    ),
    ClientProtected: wording(
        "This client's record is restricted",
        "It can be read, but nothing in it can be changed.",
        "Lift the restriction first, with a reason: on the client's page, Record, Data rights.",
    ),
    (ClientProtected, "legal-hold"): wording(
        "This client's record is on legal hold",
        "A legal reason says that it must be kept, and nothing was erased.",
        "Read the reason on the client's page, Record, Data rights. Lift the legal hold first.",
    ),
    CannotRestrict: wording(
        "This record is restricted already",
        "It is hidden and cannot be changed.",
        "Lift the restriction first if its ground is another one now.",
    ),
    (CannotRestrict, "alert"): wording(
        "An alert of this client is not answered",
        "Restricting the record would hide it.",
        "Answer the alert, then restrict the record.",
    ),
    (CannotRestrict, "session"): wording(
        "A session with this client has begun",
        "Restricting the record would hide it.",
        "End the session, then restrict the record.",
    ),
}

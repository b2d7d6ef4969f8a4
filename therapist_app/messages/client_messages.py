"""What a person is told where something of one client is gone, settled or restricted."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
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
    Gone: row(
        N_("This is no longer in your record"),
        N_("It was removed with its client, who was erased or whom a colleague took over."),
        N_("Go back to the page before."),
        "",
    ),
    NoSuchRow: row(
        N_("Something is missing in the record"),
        N_(
            "This page leads to something that is not there. It went meanwhile, or another program "
            "took it out."
        ),
        N_(
            "Go to another page and come back. If it is still missing, check the files under "
            "Backups; a verified backup from before may hold it."
        ),
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
    (NotPossibleYet, "list-in-use"): row(
        N_("This list can no longer be undone"),
        N_("Work with one of its clients has begun. Nothing was changed."),
        N_("A client who is not to be here can be erased on their own page."),
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
            "version or another program was used."
        ),
        N_("Ask them to sign in and to lock again. Then do this again."),
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

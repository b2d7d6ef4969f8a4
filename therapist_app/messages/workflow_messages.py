"""What a person is told about errors of workflows, of exports, and of content that is not here."""

from exports import errors as export_errors
from programme.errors import UnknownSession
from session_forms.errors import InvalidAnswers, UnknownForm
from session_forms.words.texts import _
from therapist_app.messages.message import NOTHING_LOST, Rows, UserFacingError, wording
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.record.errors import CannotWrite, NotAllowed
from therapist_app.workflows.errors import (
    AnswerIncomplete,
    CourseMoveRefused,
    ErasureRefused,
    FormExcluded,
    GateClosed,
    ListRefused,
    LocalTextRefused,
    NewerVersionFirst,
    NoLocalText,
    NotDiscarded,
    NotReadyToSign,
    NotSignedOff,
    NotTakenBack,
    NotYourPassphrase,
    PlaceRefused,
    ProgrammeMissing,
    PromiseRefused,
    ReasonNeeded,
    RetentionRefused,
    SecondRatingRefused,
    SessionUnderWay,
    StartNotUndone,
    StepRefused,
    VersionLacksSessions,
)

WORKFLOW_MESSAGES: Rows = {
    PlaceRefused: wording(
        "A record cannot be kept in this folder",
        "This folder is shared, synchronised or on a disk that cannot keep others out.",
        "Start the application with --home and a folder on this laptop's own disk.",
    ),
    ListRefused: wording(
        "This list cannot be read",
        "It is not there any more, or the disk did not give it.",
        "Open it in a spreadsheet program, save it as XLSX or CSV, and choose that file.",
    ),
    (ListRefused, "size"): wording(
        "This file is too large",
        "A list may be 10 megabytes, and this file is larger. It was not read.",
        "Save only the rows that are needed, without pictures, and choose that file.",
    ),
    (ListRefused, "text"): wording(
        "This file is not a list of values",
        "It holds signs that are not in a list, or is written in an unknown way.",
        "Open it in a spreadsheet program, save it as XLSX or CSV, and choose that file.",
    ),
    (ListRefused, "workbook"): wording(
        "This workbook cannot be read",
        "It is damaged, protected by a password, or far larger than a list of clients.",
        "Copy the rows into a new workbook, save it as XLSX or CSV, and choose that file.",
    ),
    (ListRefused, "quotes"): wording(
        "A quotation mark is not closed",
        "From some row on, the values cannot be told apart.",
        "Open it in a spreadsheet program, save it as CSV once more, and choose that file.",
    ),
    (ListRefused, "empty"): wording(
        "There are no rows in this list",
        "The first row holds the names of the columns; a row for each client comes after it.",
        "Add the rows and choose the file again.",
    ),
    (ListRefused, "rows"): wording(
        "This list has too many rows",
        "Up to 5,000 rows are read, and 20,000 with the empty ones. Nothing was imported.",
        "Delete the empty rows, or split the list into several files.",
    ),
    (ListRefused, "columns"): wording(
        "This list has too many columns",
        "Up to 60 columns are read. Nothing was imported.",
        "Delete the columns that are not needed, and choose the file again.",
    ),
    (ListRefused, "heads"): wording(
        "Two columns have the same name",
        "The first row names each column, and one name stands there twice.",
        "Give each column its own name, and choose the file again.",
    ),
    (ListRefused, "settled"): wording(
        "Something is still to be chosen",
        "A date can be read in two ways, or the track of some clients is not said.",
        "Make the choice above the rows, then add the clients.",
    ),
    (ListRefused, "nothing"): wording(
        "No row can be imported",
        "Every row has a problem that is said beside it.",
        "Correct the rows in the spreadsheet, and choose the file again.",
    ),
    LocalTextRefused: wording(
        "There is no text to write here",
        "No text for this place has been started, and none came with the application.",
        "Choose another place under Programme, Local texts.",
    ),
    (LocalTextRefused, "answer"): wording(
        "This cannot be entered here",
        "It is far too long, or not one of the choices.",
        "Write it in two or three short sentences.",
    ),
    (LocalTextRefused, "settled"): wording(
        "This version is approved",
        "An approved text may have been read to a client, so it cannot be changed.",
        "Start the next version: it begins with the whole present text.",
    ),
    (LocalTextRefused, "unfinished"): wording(
        "The text is not complete yet",
        "Some parts are not written yet.",
        "Go through what is still needed, and try again.",
    ),
    (LocalTextRefused, "reader"): wording(
        "A colleague must read it a second time",
        "The person who wrote a text easily misses what it lacks.",
        "Ask a colleague. Where you work alone, read it again on another day.",
    ),
    (LocalTextRefused, "reason"): wording(
        "A reason is missing",
        "Whoever wrote the text can only change it if they know why you do not agree.",
        "Write why, in one or two sentences.",
    ),
    (LocalTextRefused, "reading"): wording(
        "The text was not read a second time",
        "It was written or changed since somebody read it.",
        "Ask somebody to read the present version.",
    ),
    (LocalTextRefused, "taken"): wording(
        "Another text has this name and version",
        "A pack brought it while this one was being written.",
        "Open the text again: what you wrote becomes the version after it.",
    ),
    (LocalTextRefused, "until"): wording(
        "The text cannot be approved until that day",
        "An approval begins today and lasts twelve months at most.",
        "Choose a day within the next twelve months.",
    ),
    (LocalTextRefused, "unfit"): wording(
        "The text has a mistake in its structure",
        "Something in it does not follow the rules for a local text.",
        "Read every section again. Text in square brackets must still be written.",
    ),
    NoLocalText: wording(
        "There is no approved and valid local text",
        "You need the clinic's approved text on what stays private and what does not.",
        "Stop here. The service writes it under Programme, Local texts, and a lead "
        "approves it there.",
    ),
    FormExcluded: wording(
        "This form cannot be used here",
        "Its publisher does not allow the use that your service has chosen.",
        "Choose another form. What your service uses forms for is set under Settings.",
    ),
    NotSignedOff: wording(
        "This version of the programme is not signed off",
        "No lead of this service has signed it off as it is, so no session can start with it.",
        "A lead signs it off under Programme, Versions. Practice needs no signature.",
    ),
    NewerVersionFirst: wording(
        "Nobody begins with this version of the programme any more",
        "Version {version} is here for clients who began with it, and this client has not.",
        "Move the client to the version in use: on their page, Record, Course: pause, end, change.",
    ),
    ProgrammeMissing: wording(
        "The programme of this session is not installed",
        "The client follows a version that is not here: {pack}.",
        "Install that pack again from its file under Programme, Versions, or ask a lead "
        "to. Then lock and sign in again.",
    ),
    UnknownSession: wording(
        "This session is not in the programme that is here",
        "It belongs to a version that is not installed.",
        "Install the pack of that version again from its file under Programme, "
        "Versions, or ask a lead to. Then lock and sign in again.",
    ),
    UnknownForm: wording(
        "This form is not here",
        "It was answered in a version that is not installed. The answers are kept.",
        "Install its pack again from its file under Programme, Versions, or put the "
        "file back into the folder of forms. Then lock and sign in again.",
    ),
    InvalidAnswers: wording(
        "This form cannot be shown",
        "No form that is installed fits its answers. They are kept as they are.",
        "The client's copy, under Data rights, holds the answers as they are kept.",
    ),
    SecondRatingRefused: wording(
        "This session cannot be rated a second time now",
        "The session is still running, or the second rater is not named or is the therapist.",
        "End the session, and let somebody else rate it under their own name.",
    ),
    (SecondRatingRefused, "unconfirmed"): wording(
        "The second rater must confirm it",
        "Somebody of your service has this name.",
        "Let them enter their own passphrase.",
    ),
    AnswerIncomplete: wording(
        "The alert is not answered yet",
        "Its level needs more than this.",
        "Complete what is marked. The alert stays open until then.",
    ),
    GateClosed: wording(
        "Something must be done before this session",
        "The programme requires it for safety.",
        "Do what is listed, or record an override with a reason and your supervisor's name.",
    ),
    ReasonNeeded: wording(
        "This session needs a reason",
        "It is not the usual order. Nothing was started.",
        "Write the reason in one line, and start it again.",
    ),
    VersionLacksSessions: wording(
        "This client stays with the version they follow",
        "The newer version does not have a session that they have had or that is planned.",
        "Nothing was changed. Ask the people who made the newer version.",
    ),
    SessionUnderWay: wording(
        "A session of this client is not finished",
        "The version cannot change during a session. Nothing was changed.",
        "End the session first, then move the client.",
    ),
    CourseMoveRefused: wording(
        "This client stays with the course they follow",
        "The other course is not on offer here, or they have followed it before.",
        "Nothing was changed. Ask your lead whether it is signed off.",
    ),
    (CourseMoveRefused, "unsigned"): wording(
        "A note of this client is not signed yet",
        "A session stays in the course in which it was signed. Nothing was changed.",
        "Sign the note first, then let the client go on with the other course.",
    ),
    (CourseMoveRefused, "undecided"): wording(
        "A session of the other course is not decided on",
        "Each needs a decision: whether it counts as held. Nothing was changed.",
        "Decide on each line, and try again.",
    ),
    (CourseMoveRefused, "begun"): wording(
        "This cannot be undone any more",
        "A session of the course has begun, or there is nothing to undo.",
        "Nothing was changed. Another change of the course can be made on this page.",
    ),
    StepRefused: wording(
        "This step cannot be skipped",
        "It is required now, or the reason is missing.",
        "Give a reason, or do the step.",
    ),
    StartNotUndone: wording(
        "The start of this session cannot be undone",
        "Something was recorded in it, or it is over. Nothing was changed.",
        "Say how the session ended, and write in the note what happened.",
    ),
    NotDiscarded: wording(
        "This first contact cannot be deleted",
        "Something was recorded about this person. Nothing changed.",
        "To erase a client, use Data rights.",
    ),
    NotTakenBack: wording(
        "This can no longer be taken back",
        "It was done on an earlier day, or something was recorded about it. Nothing changed.",
        "Cancel or move the appointment instead.",
    ),
    NotReadyToSign: wording(
        "The note cannot be signed yet",
        "Something that is needed for safety is still open.",
        "Do what is listed under the note, then sign.",
    ),
    PromiseRefused: wording(
        "Please write a few words",
        "Say who is to be told, or why the promise is cancelled. The promise stays open "
        "until then.",
        "Write a few words, then save.",
    ),
    NotYourPassphrase: wording(
        "That is not your passphrase",
        "The passphrase, or the key file with it, is not the one you sign in with.",
        "Check Caps Lock and type it again. After five wrong ones the window locks.",
    ),
    RetentionRefused: wording(
        "The number of years was not approved",
        "Only a clinical lead or an administrator may do that.",
        "Ask one of them.",
    ),
    (RetentionRefused, "years"): wording(
        "This number of years cannot be approved",
        "It is not between 1 and 100.",
        "Write the number of years in figures, such as 10.",
    ),
    (RetentionRefused, "basis"): wording(
        "The reason for this number is missing",
        "People who read it later must know which rule it follows.",
        "Name the law or the rule in one line.",
    ),
    ErasureRefused: wording(
        "This is not the client's code",
        "What you typed is not the code. Nothing was erased.",
        "Type the code as it is shown at the top of the page.",
    ),
    export_errors.FilesNotWritten: RECORD_MESSAGES[CannotWrite],
    export_errors.NotForExport: RECORD_MESSAGES[NotAllowed],
}


def own_sentence(error: BaseException) -> UserFacingError | None:
    """Return an error that says itself where, what and what to do, as those of exports do.

    One that has a row above is told by that.
    """
    if not isinstance(error, export_errors.ExportError) or not str(error):
        return None
    return UserFacingError(_("This did not work"), str(error), _(NOTHING_LOST), "")

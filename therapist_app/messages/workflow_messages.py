"""What a person is told about errors of workflows, of exports, and of content that is not here."""

from exports import errors as export_errors
from programme.errors import UnknownSession
from session_forms.errors import InvalidAnswers, UnknownForm
from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
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
    PlaceRefused: row(
        N_("A record cannot be kept in this folder"),
        N_("This folder is shared, synchronised or on a disk that cannot keep others out."),
        N_("Start the application with --home and a folder on this laptop's own disk."),
    ),
    ListRefused: row(
        N_("This list cannot be read"),
        N_("It is not there any more, or the disk did not give it."),
        N_("Open it in a spreadsheet program, save it as XLSX or CSV, and choose that file."),
    ),
    (ListRefused, "size"): row(
        N_("This file is too large"),
        N_("A list may be 10 megabytes, and this file is larger. It was not read."),
        N_("Save only the rows that are needed, without pictures, and choose that file."),
    ),
    (ListRefused, "text"): row(
        N_("This file is not a list of values"),
        N_("It holds signs that are not in a list, or is written in an unknown way."),
        N_("Open it in a spreadsheet program, save it as XLSX or CSV, and choose that file."),
    ),
    (ListRefused, "workbook"): row(
        N_("This workbook cannot be read"),
        N_("It is damaged, protected by a password, or far larger than a list of clients."),
        N_("Copy the rows into a new workbook, save it as XLSX or CSV, and choose that file."),
    ),
    (ListRefused, "quotes"): row(
        N_("A quotation mark is not closed"),
        N_("From some row on, the values cannot be told apart."),
        N_("Open it in a spreadsheet program, save it as CSV once more, and choose that file."),
    ),
    (ListRefused, "empty"): row(
        N_("There are no rows in this list"),
        N_("The first row holds the names of the columns; a row for each client comes after it."),
        N_("Add the rows and choose the file again."),
    ),
    (ListRefused, "rows"): row(
        N_("This list has too many rows"),
        N_("Up to 5,000 rows are read, and 20,000 with the empty ones. Nothing was imported."),
        N_("Delete the empty rows, or split the list into several files."),
    ),
    (ListRefused, "columns"): row(
        N_("This list has too many columns"),
        N_("Up to 60 columns are read. Nothing was imported."),
        N_("Delete the columns that are not needed, and choose the file again."),
    ),
    (ListRefused, "heads"): row(
        N_("Two columns have the same name"),
        N_("The first row names each column, and one name stands there twice."),
        N_("Give each column its own name, and choose the file again."),
    ),
    (ListRefused, "settled"): row(
        N_("Something is still to be chosen"),
        N_("A date can be read in two ways, or the track of some clients is not said."),
        N_("Make the choice above the rows, then add the clients."),
    ),
    (ListRefused, "nothing"): row(
        N_("No row can be imported"),
        N_("Every row has a problem that is said beside it."),
        N_("Correct the rows in the spreadsheet, and choose the file again."),
    ),
    LocalTextRefused: row(
        N_("There is no text to write here"),
        N_("No text for this place has been started, and none came with the application."),
        N_("Choose another place under Programme, Local texts."),
    ),
    (LocalTextRefused, "answer"): row(
        N_("This cannot be entered here"),
        N_("It is far too long, or not one of the choices."),
        N_("Write it in two or three short sentences."),
    ),
    (LocalTextRefused, "settled"): row(
        N_("This version is approved"),
        N_("An approved text may have been read to a client, so it cannot be changed."),
        N_("Start the next version: it begins with the whole present text."),
    ),
    (LocalTextRefused, "unfinished"): row(
        N_("The text is not complete yet"),
        N_("Some parts are not written yet."),
        N_("Go through what is still needed, and try again."),
    ),
    (LocalTextRefused, "reader"): row(
        N_("A colleague must read it a second time"),
        N_("The person who wrote a text easily misses what it lacks."),
        N_("Ask a colleague. Where you work alone, read it again on another day."),
    ),
    (LocalTextRefused, "reason"): row(
        N_("A reason is missing"),
        N_("Whoever wrote the text can only change it if they know why you do not agree."),
        N_("Write why, in one or two sentences."),
    ),
    (LocalTextRefused, "reading"): row(
        N_("The text was not read a second time"),
        N_("It was written or changed since somebody read it."),
        N_("Ask somebody to read the present version."),
    ),
    (LocalTextRefused, "taken"): row(
        N_("Another text has this name and version"),
        N_("A pack brought it while this one was being written."),
        N_("Open the text again: what you wrote becomes the version after it."),
    ),
    (LocalTextRefused, "until"): row(
        N_("The text cannot be approved until that day"),
        N_("An approval begins today and lasts twelve months at most."),
        N_("Choose a day within the next twelve months."),
    ),
    (LocalTextRefused, "unfit"): row(
        N_("The text has a mistake in its structure"),
        N_("Something in it does not follow the rules for a local text."),
        N_("Read every section again. Text in square brackets must still be written."),
    ),
    NoLocalText: row(
        N_("There is no approved and valid local text"),
        N_("You need the clinic's approved text on what stays private and what does not."),
        N_(
            "Stop here. The service writes it under Programme, Local texts, and a lead "
            "approves it there."
        ),
    ),
    FormExcluded: row(
        N_("This form cannot be used here"),
        N_("Its publisher does not allow the use that your service has chosen."),
        N_("Choose another form. What your service uses forms for is set under Settings."),
    ),
    NotSignedOff: row(
        N_("This version of the programme is not signed off"),
        N_("No lead of this service has signed it off as it is, so no session can start with it."),
        N_("A lead signs it off under Programme, Versions. Practice needs no signature."),
    ),
    NewerVersionFirst: row(
        N_("Nobody begins with this version of the programme any more"),
        N_("Version {version} is here for clients who began with it, and this client has not."),
        N_(
            "Move the client to the version in use: on their page, Record, "
            "Course: pause, end, change."
        ),
    ),
    ProgrammeMissing: row(
        N_("The programme of this session is not installed"),
        N_("The client follows a version that is not here: {pack}."),
        N_(
            "Install that pack again from its file under Programme, Versions, or ask a lead "
            "to. Then lock and sign in again."
        ),
    ),
    UnknownSession: row(
        N_("This session is not in the programme that is here"),
        N_("It belongs to a version that is not installed."),
        N_(
            "Install the pack of that version again from its file under Programme, "
            "Versions, or ask a lead to. Then lock and sign in again."
        ),
    ),
    UnknownForm: row(
        N_("This form is not here"),
        N_("It was answered in a version that is not installed. The answers are kept."),
        N_(
            "Install its pack again from its file under Programme, Versions, or put the "
            "file back into the folder of forms. Then lock and sign in again."
        ),
    ),
    InvalidAnswers: row(
        N_("This form cannot be shown"),
        N_("No form that is installed fits its answers. They are kept as they are."),
        N_("The client's copy, under Data rights, holds the answers as they are kept."),
    ),
    SecondRatingRefused: row(
        N_("This session cannot be rated a second time now"),
        N_("The session is still running, or the second rater is not named or is the therapist."),
        N_("End the session, and let somebody else rate it under their own name."),
    ),
    (SecondRatingRefused, "unconfirmed"): row(
        N_("The second rater must confirm it"),
        N_("Somebody of your service has this name."),
        N_("Let them enter their own passphrase."),
    ),
    AnswerIncomplete: row(
        N_("The alert is not answered yet"),
        N_("Its level needs more than this."),
        N_("Complete what is marked. The alert stays open until then."),
    ),
    GateClosed: row(
        N_("Something must be done before this session"),
        N_("The programme requires it for safety."),
        N_("Do what is listed, or record an override with a reason and your supervisor's name."),
    ),
    ReasonNeeded: row(
        N_("This session needs a reason"),
        N_("It is not the usual order. Nothing was started."),
        N_("Write the reason in one line, and start it again."),
    ),
    VersionLacksSessions: row(
        N_("This client stays with the version they follow"),
        N_("The newer version does not have a session that they have had or that is planned."),
        N_("Nothing was changed. Ask the people who made the newer version."),
    ),
    SessionUnderWay: row(
        N_("A session of this client is not finished"),
        N_("The version cannot change during a session. Nothing was changed."),
        N_("End the session first, then move the client."),
    ),
    CourseMoveRefused: row(
        N_("This client stays with the course they follow"),
        N_("The other course is not on offer here, or they have followed it before."),
        N_("Nothing was changed. Ask your lead whether it is signed off."),
    ),
    (CourseMoveRefused, "unsigned"): row(
        N_("A note of this client is not signed yet"),
        N_("A session stays in the course in which it was signed. Nothing was changed."),
        N_("Sign the note first, then let the client go on with the other course."),
    ),
    (CourseMoveRefused, "undecided"): row(
        N_("A session of the other course is not decided on"),
        N_("Each needs a decision: whether it counts as held. Nothing was changed."),
        N_("Decide on each line, and try again."),
    ),
    (CourseMoveRefused, "begun"): row(
        N_("This cannot be undone any more"),
        N_("A session of the course has begun, or there is nothing to undo."),
        N_("Nothing was changed. Another change of the course can be made on this page."),
    ),
    StepRefused: row(
        N_("This step cannot be skipped"),
        N_("It is required now, or the reason is missing."),
        N_("Give a reason, or do the step."),
    ),
    StartNotUndone: row(
        N_("The start of this session cannot be undone"),
        N_("Something was recorded in it, or it is over. Nothing was changed."),
        N_("Say how the session ended, and write in the note what happened."),
    ),
    NotDiscarded: row(
        N_("This first contact cannot be deleted"),
        N_("Something was recorded about this person. Nothing changed."),
        N_("To erase a client, use Data rights."),
    ),
    NotTakenBack: row(
        N_("This can no longer be taken back"),
        N_("It was done on an earlier day, or something was recorded about it. Nothing changed."),
        N_("Cancel or move the appointment instead."),
    ),
    NotReadyToSign: row(
        N_("The note cannot be signed yet"),
        N_("Something that is needed for safety is still open."),
        N_("Do what is listed under the note, then sign."),
    ),
    PromiseRefused: row(
        N_("Please write a few words"),
        N_(
            "Say who is to be told, or why the promise is cancelled. The promise stays open "
            "until then."
        ),
        N_("Write a few words, then save."),
    ),
    NotYourPassphrase: row(
        N_("That is not your passphrase"),
        N_("The passphrase, or the key file with it, is not the one you sign in with."),
        N_("Check Caps Lock and type it again. After five wrong ones the window locks."),
    ),
    RetentionRefused: row(
        N_("The number of years was not approved"),
        N_("Only a clinical lead or an administrator may do that."),
        N_("Ask one of them."),
    ),
    (RetentionRefused, "years"): row(
        N_("This number of years cannot be approved"),
        N_("It is not between 1 and 100."),
        N_("Write the number of years in figures, such as 10."),
    ),
    (RetentionRefused, "basis"): row(
        N_("The reason for this number is missing"),
        N_("People who read it later must know which rule it follows."),
        N_("Name the law or the rule in one line."),
    ),
    ErasureRefused: row(
        N_("This is not the client's code"),
        N_("What you typed is not the code. Nothing was erased."),
        N_("Type the code as it is shown at the top of the page."),
    ),
    export_errors.FilesNotWritten: RECORD_MESSAGES[CannotWrite],
    export_errors.NotForExport: RECORD_MESSAGES[NotAllowed],
}

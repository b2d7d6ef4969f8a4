"""What each action of the audit is in a sentence, of which kind it is, and who is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from session_forms.words.texts import N_, NP_, _
from therapist_app.record.database.audit import FORGED, UNREADABLE
from therapist_app.workflows.safekeeping.setting_words import SETTINGS

Kind = Literal["access", "people", "clients", "sessions", "safety", "left", "settled", "upkeep"]
Told = Literal["everybody", "some", "nobody"]
KINDS: Mapping[Kind, str] = {
    "access": N_("Signing in and out"),
    "people": N_("People and keys"),
    "clients": NP_("audit trail", "Clients"),
    "sessions": N_("Sessions, forms and notes"),
    "safety": N_("Alerts and gates"),
    "left": N_("Printed and exported"),
    "settled": N_("Settings and content"),
    "upkeep": N_("Backups and checks"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """An action of the audit.

    Attributes:
        words: What was done, as a sentence without the person and whom it was about.
        told: To whom it is told on their first screen, by `loud_acts`: since nobody should do it
            quietly everybody, or some, as those whose clients it is about, or only where it was
            done without a role for it. Nobody for what stands in the audit trail alone.

    """

    words: str
    told: Told


ACTIONS: Mapping[Kind, Mapping[str, Act]] = {
    "access": {
        "unlocked": Act(NP_("audit trail", "Signed in"), "nobody"),
        "closed": Act(N_("Locked or closed it"), "nobody"),
        "opened": Act(N_("Opened the caseload"), "nobody"),
        "passphrase_refused": Act(N_("A wrong passphrase was tried"), "nobody"),
        "unlocked_with_sheet": Act(N_("Signed in with the recovery sheet"), "nobody"),
        "audit_read": Act(N_("Read the audit trail"), "nobody"),
        "action_refused": Act(N_("Was refused something that their role does not allow"), "nobody"),
        "device_noted": Act(N_("Opened it on a laptop for the first time"), "nobody"),
    },
    "people": {
        "service_created": Act(N_("Set up the service"), "nobody"),
        "caseload_created": Act(N_("Set up the caseload"), "nobody"),
        "person_added": Act(N_("Added a person"), "some"),
        "person_removed": Act(N_("Removed a person"), "everybody"),
        "service_boxes_other": Act(
            N_("Found that the key of the service file was not sealed to everybody"), "everybody"
        ),
        "export_key_renewed": Act(N_("Changed the key that signs exports"), "nobody"),
        "secrets_known": Act(N_("Noted which keys the service has of its own"), "nobody"),
        "person_remembered": Act(N_("Kept the name of a person who was removed"), "nobody"),
        "roles_changed": Act(N_("Changed a person's roles"), "everybody"),
        "caseload_begun": Act(N_("Added a caseload"), "nobody"),
        "cover_granted": Act(N_("Arranged cover for a caseload"), "some"),
        "cover_declined": Act(N_("Said no to somebody else opening their clients"), "everybody"),
        "cover_agreed": Act(N_("Agreed that somebody else can open their clients"), "nobody"),
        "cover_seconded": Act(
            N_("Agreed to what another administrator arranged for themselves"), "nobody"
        ),
        "cover_ended": Act(N_("Ended the cover of a caseload"), "nobody"),
        "caseload_handed_over": Act(N_("Handed a caseload over"), "some"),
        "continuity_renewed": Act(N_("Made a new continuity sheet"), "everybody"),
        "continuity_agreed": Act(
            N_("Agreed that the continuity sheet can open their clients"), "nobody"
        ),
        "continuity_declined": Act(
            N_("Said no to the continuity sheet opening their clients"), "nobody"
        ),
        "backups_to_give_up": Act(
            N_("Decided what becomes of older backups once keys are new"), "nobody"
        ),
        "backups_given_up": Act(
            N_("Sealed older backups anew, or destroyed them, after new keys"), "nobody"
        ),
        "clients_changed_hands": Act(
            N_("Found clients with somebody else than agreed"), "everybody"
        ),
        "people_changed": Act(
            N_("Found the list of people changed where nobody had noted it"), "everybody"
        ),
        "continuity_replaced": Act(
            N_("Found another continuity sheet in force than was seen before"), "everybody"
        ),
        "keeper_by_continuity": Act(
            N_("The continuity sheet made somebody an administrator"), "everybody"
        ),
        "continuity_used": Act(N_("Used the continuity sheet for a caseload"), "everybody"),
        "sheet_used_for_another": Act(N_("Used somebody else's recovery sheet"), "everybody"),
        "sheet_shown": Act(N_("Was shown a new sheet, to be typed back"), "nobody"),
        "sheet_confirmed": Act(N_("Typed a new sheet back from the paper"), "nobody"),
        "new_sheet_given_up": Act(N_("Kept the old sheet"), "nobody"),
        "sheet_replaced": Act(N_("Made a new recovery sheet"), "nobody"),
        "passphrase_changed": Act(N_("Changed the passphrase"), "nobody"),
        "key_file_changed": Act(N_("Changed whether a key file is used"), "nobody"),
        "cost_asked_for": Act(N_("Made passphrase protection stronger"), "nobody"),
        "cost_raised": Act(N_("A passphrase got the stronger protection"), "nobody"),
        "key_rotated": Act(N_("A key was changed"), "nobody"),
        "keeper_noticed": Act(
            N_("Gave notice that somebody shall be an administrator no more"), "everybody"
        ),
        "keys_renewed": Act(N_("Made their keys new, because somebody may know them"), "everybody"),
        "key_sealed": Act(N_("Somebody else's key was added to a file"), "nobody"),
        "clock_corrected": Act(
            N_("Said that the clock is right, though a later day was signed"), "everybody"
        ),
        "statements_begun": Act(
            N_("Signed the list of people in the way it is kept now"), "nobody"
        ),
        "statement_refused": Act(
            N_("Could not open clients, because of an older or another list"), "nobody"
        ),
        "statement_accepted": Act(
            N_("Opened their clients again, with the right list of people"), "nobody"
        ),
    },
    "clients": {
        "client_added": Act(N_("Added a client"), "nobody"),
        "clients_imported": Act(N_("Imported clients from a list"), "nobody"),
        "import_undone": Act(N_("Undid the import of a list"), "nobody"),
        "list_taken_back": Act(N_("Undid the import of a list, and told everybody"), "everybody"),
        "client_changed": Act(N_("Changed a client's details"), "nobody"),
        "client_status": Act(N_("Changed a client's status"), "nobody"),
        "client_track": Act(N_("Changed a client's track"), "nobody"),
        "client_programme": Act(N_("Moved a client to another version"), "nobody"),
        "course_moved": Act(N_("Let a client go on with another course"), "nobody"),
        "course_move_undone": Act(N_("Undid that a client goes on with another course"), "nobody"),
        "client_opened": Act(N_("Opened a client's record"), "nobody"),
        "identity_changed": Act(N_("Entered a client's identity"), "nobody"),
        "identity_read": Act(N_("Looked up a client's identity"), "nobody"),
        "names_searched": Act(N_("Searched, through the names of clients as well"), "nobody"),
        "course_event": Act(N_("Noted something out of the ordinary in a course"), "nobody"),
        "course_event_taken_back": Act(
            N_("Undid a note of something out of the ordinary in a course"), "nobody"
        ),
        "code_given": Act(N_("Gave out a code for a client"), "nobody"),
        "consent_recorded": Act(N_("Recorded a client's consent or refusal"), "nobody"),
        "restricted": Act(N_("Restricted the use of a client's record"), "nobody"),
        "restriction_lifted": Act(N_("Lifted the restriction of a record"), "nobody"),
        "legal_hold_set": Act(N_("Put a record on legal hold"), "nobody"),
        "legal_hold_lifted": Act(N_("Lifted the legal hold of a record"), "nobody"),
        "erased": Act(N_("Erased a client"), "nobody"),
        "erased_alone": Act(N_("Erased a client without a second person"), "everybody"),
        "erasure_doubted": Act(
            N_("Found a client listed as erased whom nobody here had erased"), "everybody"
        ),
        "first_contact_discarded": Act(
            N_("Deleted a first contact that was opened by mistake"), "everybody"
        ),
        "hold_lift_confirmed": Act(
            N_("Had a second person confirm that a legal hold is lifted"), "some"
        ),
        "hold_lifted_alone": Act(N_("Lifted a legal hold without a second person"), "everybody"),
        "erasure_confirmed": Act(N_("Erased a client, and a second person confirmed it"), "some"),
        "client_offered": Act(N_("Started the move of a client to a colleague"), "nobody"),
        "client_offer_withdrawn": Act(N_("Cancelled the move of a client"), "nobody"),
        "client_taken_over": Act(N_("Took a client over from a colleague"), "nobody"),
        "client_arrived": Act(N_("A client came over from a colleague"), "nobody"),
        "client_moved_away": Act(N_("A client went over to a colleague"), "nobody"),
        "practice_course": Act(N_("Practice made an invented course"), "nobody"),
    },
    "sessions": {
        "appointment_added": Act(N_("Added an appointment"), "nobody"),
        "appointment_changed": Act(N_("Changed an appointment"), "nobody"),
        "appointment_planned": Act(N_("Planned a session"), "nobody"),
        "calendar_on_paper": Act(N_("Prepared the calendar for printing or saving"), "nobody"),
        "calendar_sent": Act(N_("Sent the calendar to a printer"), "nobody"),
        "calendar_saved": Act(N_("Saved the calendar as a file"), "nobody"),
        "appointment_moved": Act(N_("Moved a session to another time"), "nobody"),
        "appointment_missed": Act(N_("Noted that a session did not take place"), "nobody"),
        "appointment_missed_undone": Act(N_("Undid that a session did not take place"), "nobody"),
        "appointment_removed": Act(
            N_("Removed an appointment that was planned by mistake"), "nobody"
        ),
        "appointment_deleted": Act(N_("Deleted an appointment"), "nobody"),
        "session_started": Act(N_("Started a session"), "nobody"),
        "session_start_undone": Act(N_("Undid the start of a session, begun by mistake"), "nobody"),
        "session_held_over": Act(N_("Paused a session"), "nobody"),
        "session_ended": Act(N_("Ended a session"), "nobody"),
        "rest_settled": Act(N_("Decided how the rest of a session goes on"), "nobody"),
        "step_opened": Act(N_("Opened a step of a session"), "nobody"),
        "step_done": Act(N_("Ticked off a step of a session"), "nobody"),
        "step_skipped": Act(N_("Skipped a step of a session"), "nobody"),
        "step_marked": Act(N_("Marked a step of a session"), "nobody"),
        "steps_unmarked": Act(N_("Took a mark of a step back"), "nobody"),
        "form_added": Act(N_("Began a form"), "nobody"),
        "form_changed": Act(N_("Changed a form"), "nobody"),
        "form_corrected": Act(N_("Corrected a finished form"), "nobody"),
        "fidelity_rated": Act(N_("Rated how a session kept to its plan"), "nobody"),
        "fidelity_amended": Act(N_("Corrected a rating of a signed session"), "nobody"),
        "second_rated": Act(N_("Gave a second rating of a session"), "nobody"),
        "note_signed": Act(N_("Signed a note"), "nobody"),
        "note_amended": Act(N_("Added an amendment to a note"), "nobody"),
        "begun_words_kept": Act(N_("Kept what was being written when it locked"), "nobody"),
        "begun_words_forgotten": Act(N_("Deleted old words that were never saved"), "nobody"),
        "begun_words_taken_up": Act(
            N_("Went on with what was being written when it locked"), "nobody"
        ),
    },
    "safety": {
        "alert_opened": Act(N_("An answer opened an alert"), "nobody"),
        "alert_added_to": Act(N_("An answer was added to an open alert"), "nobody"),
        "alert_continued": Act(N_("An alert was continued in a more pressing one"), "nobody"),
        "alert_opened_again": Act(N_("An alert was separated from another one again"), "nobody"),
        "alert_acknowledged": Act(N_("Answered an alert"), "nobody"),
        "promise_made": Act(N_("Made a promise to a client, or about one"), "nobody"),
        "contact_noted": Act(N_("Recorded a contact attempt"), "nobody"),
        "promise_closed": Act(N_("Closed a promise"), "nobody"),
        "promise_opened_again": Act(
            N_("Opened a promise again that a start by mistake had closed"), "nobody"
        ),
        "named_as_agreeing": Act(
            N_("Named a colleague as having agreed to override a gate"), "some"
        ),
        "gate_overridden": Act(N_("Overrode a gate with a reason"), "nobody"),
        "limits_told_before": Act(
            N_("Recorded that the limits were told before this record"), "nobody"
        ),
    },
    "left": {
        "release_asked": Act(N_("Approved an export, and asked for a second person"), "nobody"),
        "release_seconded": Act(N_("Approved an export as the second person"), "nobody"),
        "release_refused": Act(N_("Refused an export that waited for a second person"), "nobody"),
        "release_called_back": Act(
            N_("Called an export back that waited for a second person"), "nobody"
        ),
        "release_expired": Act(
            N_("An export waited too long for a second person and was deleted"), "nobody"
        ),
        "release_outdated": Act(
            N_("A correction changes an export that was released before"), "nobody"
        ),
        "release_begun": Act(N_("Approved an export, and began to write it"), "nobody"),
        "released": Act(N_("Released an export"), "nobody"),
        "release_interrupted": Act(N_("Found that an export had been cut off"), "nobody"),
        "release_taken_back": Act(N_("An export could not be written and was undone"), "nobody"),
        "leak_marked": Act(N_("Marked a word of an export as no identifier"), "nobody"),
        "form_printed": Act(N_("Prepared a form for printing or saving"), "nobody"),
        "form_sent_to_printer": Act(N_("Sent a form to the printer"), "nobody"),
        "form_saved": Act(N_("Saved a form as a file"), "nobody"),
        "supervision_pack_made": Act(N_("Made a supervision pack"), "nobody"),
        "supervision_pack_sent": Act(N_("Sent a supervision pack to the printer"), "nobody"),
        "supervision_pack_saved": Act(N_("Saved a supervision pack as a file"), "nobody"),
        "access_bundle_made": Act(N_("Made a copy for the client of their record"), "everybody"),
        "clients_taken_out": Act(
            N_("Saved all that is held about a client, for another program"), "everybody"
        ),
        "recipient_changed": Act(N_("Changed the recipients of exports"), "nobody"),
        "recipient_compared": Act(N_("Compared the key of a recipient of exports"), "nobody"),
        "recipient_key_refused": Act(N_("Deleted a recipient's key that was not theirs"), "nobody"),
        "own_age_key_made": Act(
            N_("Made the key with which others encrypt for the service"), "nobody"
        ),
        "first_contact_handed_over": Act(
            N_("Sealed a first contact for another service"), "nobody"
        ),
        "readable_copy_saved": Act(N_("Saved a copy of an export that anybody can read"), "nobody"),
        "readable_copy_undone": Act(
            N_("A readable copy could not be saved and was undone"), "nobody"
        ),
        "pseudonym_key_made": Act(N_("Made a key for the pseudonyms of a recipient"), "nobody"),
        "quarter_closed": Act(N_("Closed a quarter for its report"), "nobody"),
        "quarter_figures_given": Act(
            N_("Gave the figures of a caseload to a closed quarter"), "nobody"
        ),
        "quarter_figures_given_complete": Act(
            N_(
                "Gave the figures of a caseload at a sign-in, since nothing of the quarter was open"
            ),
            "some",
        ),
        "quarter_figures_given_after_waiting": Act(
            N_("Gave the figures of a caseload at a sign-in, since they had waited long enough"),
            "some",
        ),
        "forms_left_out": Act(
            N_("Gave figures without filled forms that no installed form fits"), "nobody"
        ),
        "question_answered": Act(N_("Answered a question of a report"), "nobody"),
        "record_key_made": Act(N_("Made the key by which figures are changed"), "nobody"),
        "pseudonym_key_taken_over": Act(N_("Went on with a recipient's pseudonyms"), "nobody"),
        "pseudonym_key_replaced": Act(N_("Started new pseudonyms for a recipient"), "everybody"),
        "keys_known": Act(N_("Signed the keys of pseudonyms and figures as found"), "nobody"),
    },
    "settled": {
        "settings_changed": Act(N_("Changed a setting"), "some"),
        "row_gone": Act(N_("Found a row gone that nobody had taken out"), "everybody"),
        "found_no_more": Act(N_("Found that something is as it was again"), "nobody"),
        "row_left_out": Act(N_("Left out a row that could not be understood"), "everybody"),
        "export_key_other": Act(N_("Found that exports were signed with another key"), "everybody"),
        "row_unsigned": Act(N_("Found a row that nobody had signed as it is"), "everybody"),
        "setting_put_back": Act(
            N_("Put back a setting that was changed without a role for it"), "nobody"
        ),
        "setting_unsigned": Act(N_("Found a setting that nobody had signed"), "everybody"),
        "pack_installed": Act(N_("Installed a content pack"), "some"),
        "pack_put_forward": Act(N_("Put a content pack forward"), "nobody"),
        "pack_kept": Act(N_("Kept a content pack, so that backups carry it"), "nobody"),
        "site_files_changed": Act(
            N_("Found that the clinic's own forms or words had changed"), "everybody"
        ),
        "site_files_kept": Act(
            N_("Kept the clinic's own forms, so that backups carry them"), "nobody"
        ),
        "pack_used": Act(N_("Started using a content pack"), "some"),
        "pack_set_aside": Act(N_("Stopped using a content pack"), "some"),
        "pack_signed": Act(N_("Signed a content pack"), "nobody"),
        "signer_confirmed": Act(N_("Confirmed a signer of packs"), "some"),
        "signer_dropped": Act(N_("Stopped trusting a signer of packs"), "some"),
        "local_text_written": Act(N_("Edited a text on confidentiality"), "nobody"),
        "local_text_read": Act(N_("Read a text on confidentiality a second time"), "nobody"),
        "local_text_objected": Act(
            N_("Read a text on confidentiality and did not agree"), "nobody"
        ),
        "local_text_approved": Act(N_("Approved a text on confidentiality"), "some"),
        "programme_signed_off": Act(N_("Signed the programme off"), "some"),
        "sign_off_withdrawn": Act(N_("Withdrew the sign-off of the programme"), "some"),
        "environment_accepted": Act(
            N_("Continued although the laptop is not fully protected"), "nobody"
        ),
    },
    "upkeep": {
        "figures_written": Act(N_("Updated the figures for the clinical lead"), "nobody"),
        "client_packed": Act(N_("Prepared a client's record for a colleague"), "nobody"),
        "client_unpacked": Act(N_("Deleted a record prepared for a colleague"), "nobody"),
        "header_written": Act(N_("Saved the list of people and keys"), "nobody"),
        "statement_remembered": Act(N_("Signed which list of people was seen last"), "nobody"),
        "closing_doubted": Act(
            N_("Found a closing that is not signed by whoever it names"), "everybody"
        ),
        "found_open": Act(N_("Found a file that was not closed after the last session"), "some"),
        "structure_put_right": Act(
            N_("Put right what a file is made of, which another program had changed"), "everybody"
        ),
        "version_put_right": Act(
            N_("Put right which version had written a file, as another program had changed it"),
            "everybody",
        ),
        "brought_up": Act(N_("Brought a file up to a later version"), "nobody"),
        "memory_changed": Act(
            N_("What a file of clients remembers had been changed by somebody else"), "everybody"
        ),
        "statement_seen": Act(N_("Kept which list of people was seen last"), "nobody"),
        "rows_as_left": Act(
            N_("Kept how the caseload was left, while somebody else can open it"), "nobody"
        ),
        "rows_compared": Act(N_("Compared the caseload with how it was left"), "nobody"),
        "rows_not_compared": Act(
            N_("Could not compare the caseload with how it was left"), "nobody"
        ),
        "rows_unaccounted": Act(N_("Found rows that were changed without an entry"), "nobody"),
        "others_read": Act(N_("Read what others did in the caseload"), "nobody"),
        "audit_key_kept": Act(N_("Kept the audit trail's key when a key was changed"), "nobody"),
        "key_changed": Act(N_("Deleted an old key of the file"), "nobody"),
        "caseload_closed": Act(N_("Closed a caseload, and signed how far it went"), "nobody"),
        "clients_gone": Act(
            N_("Found clients missing from a file, with nothing that says why"), "everybody"
        ),
        "caseload_older": Act(
            N_("A caseload was older than the service file remembered"), "everybody"
        ),
        "folder_older": Act(N_("The laptop had seen a later state of the record"), "everybody"),
        "service_older": Act(N_("The service file was older than a caseload remembered"), "nobody"),
        "anchor_missing": Act(N_("The mark beside the file was missing"), "nobody"),
        "restored": Act(N_("Restored a backup"), "everybody"),
        "service_moved": Act(N_("Moved the service to this laptop, from its backups"), "everybody"),
        "caseloads_arrived": Act(N_("Restored a caseload that came with a move"), "nobody"),
        "replaced_file_removed": Act(
            N_("Deleted replaced files, two weeks after a restore"), "nobody"
        ),
        "kept_copies_thrown_away": Act(N_("Deleted replaced files"), "nobody"),
        "second_location_chosen": Act(N_("Chose the second location for backups"), "everybody"),
        "second_location_stopped": Act(
            N_("Stopped using a second location for backups"), "everybody"
        ),
        "drill_held": Act(
            N_("Held a drill: the whole service came back from the second location"), "nobody"
        ),
        "drill_failed": Act(N_("Held a drill: not all of the service came back"), "nobody"),
        "drill_page_saved": Act(N_("Saved the page of a drill as a file"), "nobody"),
        "restore_rehearsed": Act(N_("Tested a restore"), "nobody"),
        "caseload_restored": Act(N_("Restored a backup of a caseload"), "nobody"),
        "caseload_marked": Act(N_("Noted how far a restored caseload goes"), "everybody"),
        "carried_over": Act(N_("Kept the audit trail from before a restore"), "nobody"),
        "erasures_settled": Act(N_("Erased again who had been erased"), "nobody"),
        "record_checked": Act(N_("Ran a full check of a file"), "nobody"),
        "check_paused": Act(
            N_("Stopped a full check of a file, which goes on at the next sign-in"), "nobody"
        ),
        "backup_entered": Act(N_("Made or verified a backup"), "nobody"),
        "backup_removed": Act(N_("Deleted a backup"), "nobody"),
        "salvaged": Act(N_("Saved what could be read of a damaged file"), "everybody"),
        UNREADABLE: Act(N_("This entry cannot be read: somebody changed it"), "nobody"),
        FORGED: Act(
            N_("This entry is not signed by the person it names: somebody else wrote it"), "nobody"
        ),
    },
}
"""The actions of each kind."""
TOLD = frozenset(
    action for acts in ACTIONS.values() for action, act in acts.items() if act.told != "nobody"
)
"""What somebody is told on their first screen."""


def is_around_signature(action: str, subject: str) -> bool:
    """Say whether it closes a session around the signature under its note, which stands beside."""
    return action == "note_signed" and not subject.startswith("form:")


def sentence_of(action: str, subject: str) -> str:
    """Return what was done, in a sentence; an action of another version by its name."""
    if action == "settings_changed":
        key = subject.removeprefix("setting:").partition(":")[0]
        if key in SETTINGS:
            return _(SETTINGS[key].changed)
    if is_around_signature(action, subject):
        return _("Closed a session with its signed note")
    for acts in ACTIONS.values():
        if action in acts:
            return _(acts[action].words)
    return _("An action that this version does not know: {action}").format(action=action)

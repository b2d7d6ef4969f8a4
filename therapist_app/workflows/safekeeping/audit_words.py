"""What each action of the audit is in a sentence, and of which kind it is."""

from collections.abc import Mapping
from typing import Literal

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.record.database.audit import UNREADABLE

Kind = Literal["access", "people", "clients", "sessions", "safety", "left", "settled", "upkeep"]
KINDS: Mapping[Kind, str] = {
    "access": N_("Signing in and out"),
    "people": N_("People and keys"),
    "clients": N_("Clients"),
    "sessions": N_("Sessions, forms and notes"),
    "safety": N_("Alerts and gates"),
    "left": N_("Printed and exported"),
    "settled": N_("Settings and content"),
    "upkeep": N_("Keeping the record"),
}
ACTIONS: Mapping[Kind, Mapping[str, str]] = {
    "access": {
        "unlocked": N_("Signed in"),
        "closed": N_("Locked or closed it"),
        "opened": N_("Opened the caseload"),
        "passphrase_refused": N_("A wrong passphrase was tried"),
        "unlocked_with_sheet": N_("Signed in with the recovery sheet"),
        "audit_read": N_("Read the audit trail"),
        "action_refused": N_("Was refused what their role does not reach"),
        "device_noted": N_("Opened it on a laptop where it was not before"),
    },
    "people": {
        "service_created": N_("Made the service"),
        "caseload_created": N_("Made the caseload"),
        "person_added": N_("Took somebody into the service"),
        "person_removed": N_("Took somebody out of the service"),
        "person_remembered": N_("Kept the name of somebody who leaves"),
        "roles_changed": N_("Gave somebody other roles"),
        "cover_granted": N_("Let somebody stand in for a caseload"),
        "cover_ended": N_("Ended the leave to open a caseload"),
        "caseload_handed_over": N_("Handed a caseload over"),
        "continuity_renewed": N_("Renewed the continuity sheet"),
        "continuity_used": N_("Used the continuity sheet for a caseload"),
        "sheet_used_for_another": N_("Used somebody else's recovery sheet"),
        "sheet_shown": N_("Was shown a new sheet, to be typed back"),
        "sheet_confirmed": N_("Typed a new sheet back from the paper"),
        "new_sheet_given_up": N_("Went on with the sheet of before"),
        "sheet_replaced": N_("Renewed the recovery sheet"),
        "passphrase_changed": N_("Changed the passphrase"),
        "key_file_changed": N_("Changed the use of a key file"),
        "cost_asked_for": N_("Asked for more work at each sign-in"),
        "cost_raised": N_("A passphrase was locked with more work"),
        "key_rotated": N_("A key was changed"),
        "key_sealed": N_("A key was sealed to who may open it"),
    },
    "clients": {
        "client_added": N_("Added a client"),
        "client_changed": N_("Changed a client's details"),
        "client_status": N_("Changed a client's status"),
        "client_track": N_("Changed a client's track"),
        "client_programme": N_("Moved a client to another version"),
        "client_opened": N_("Opened a client's record"),
        "identity_changed": N_("Wrote down who a client is"),
        "identity_read": N_("Looked up who a client is"),
        "course_event": N_("Noted something out of the ordinary in a course"),
        "code_given": N_("Gave out a code for a client"),
        "consent_recorded": N_("Noted what a client agreed to or refused"),
        "restricted": N_("Restricted the use of a client's record"),
        "restriction_lifted": N_("Lifted the restriction of a record"),
        "legal_hold_set": N_("Noted why a record must be kept"),
        "legal_hold_lifted": N_("Noted that a record need not be kept longer"),
        "erased": N_("Erased a client"),
        "practice_course": N_("Practice invented a course"),
    },
    "sessions": {
        "appointment_added": N_("Added an appointment"),
        "appointment_changed": N_("Changed an appointment"),
        "appointment_planned": N_("Planned a session"),
        "appointment_missed": N_("Noted that a session did not take place"),
        "session_started": N_("Started a session"),
        "session_held_over": N_("Put a session on hold"),
        "session_ended": N_("Ended a session"),
        "rest_settled": N_("Settled what becomes of the rest of a session"),
        "step_opened": N_("Opened a step of a session"),
        "step_done": N_("Ticked off a step of a session"),
        "step_skipped": N_("Skipped a step of a session"),
        "step_marked": N_("Marked a step of a session"),
        "form_added": N_("Began a form"),
        "form_changed": N_("Changed a form"),
        "form_corrected": N_("Corrected a finished form"),
        "fidelity_rated": N_("Rated how a session kept to its plan"),
        "fidelity_amended": N_("Corrected a rating of a signed session"),
        "second_rated": N_("Gave a second rating of a session"),
        "note_signed": N_("Signed a note"),
        "note_amended": N_("Added an amendment to a note"),
    },
    "safety": {
        "alert_opened": N_("An answer opened an alert"),
        "alert_acknowledged": N_("Answered an alert"),
        "promise_made": N_("Made a promise to a client, or about one"),
        "contact_noted": N_("Noted a try to keep a promise"),
        "promise_closed": N_("Closed a promise"),
        "gate_overridden": N_("Passed a gate with a reason"),
    },
    "left": {
        "release_begun": N_("Approved an export, and began to write it"),
        "released": N_("Released an export"),
        "release_interrupted": N_("Found that an export had been cut off"),
        "release_taken_back": N_("An export could not be written and was undone"),
        "form_printed": N_("Had a form made for printing or saving"),
        "form_sent_to_printer": N_("Sent a form to the printer"),
        "form_saved": N_("Saved a form as a file"),
        "supervision_pack_made": N_("Made a supervision pack"),
        "supervision_pack_sent": N_("Sent a supervision pack to the printer"),
        "supervision_pack_saved": N_("Saved a supervision pack as a file"),
        "access_bundle_made": N_("Made a copy for the client of their record"),
        "recipient_changed": N_("Changed to whom exports go"),
        "pseudonym_key_made": N_("Made a key for the pseudonyms of a recipient"),
    },
    "settled": {
        "settings_changed": N_("Changed a setting"),
        "pack_installed": N_("Installed a content pack"),
        "pack_kept": N_("Kept a content pack, so that backups carry it"),
        "site_files_kept": N_("Kept the clinic's own forms, so that backups carry them"),
        "pack_used": N_("Took a content pack into use"),
        "pack_set_aside": N_("Set a content pack aside"),
        "pack_signed": N_("Signed a content pack"),
        "signer_confirmed": N_("Confirmed whose key signs packs"),
        "signer_dropped": N_("Takes no packs of a signer any more"),
        "local_text_written": N_("Wrote at a text on confidentiality"),
        "local_text_read": N_("Read a text on confidentiality a second time"),
        "local_text_approved": N_("Approved a text on confidentiality"),
        "programme_signed_off": N_("Signed the programme off"),
        "sign_off_withdrawn": N_("Took a signature under the programme back"),
        "environment_accepted": N_("Went on although the laptop does not protect all it could"),
    },
    "upkeep": {
        "figures_written": N_("Counted a caseload for the clinical lead"),
        "header_written": N_("Wrote the list of people and keys"),
        "audit_key_kept": N_("Kept the key of the audit through a change of key"),
        "key_changed": N_("Dropped an older key of the file"),
        "anchor_missing": N_("The anchor beside the file was missing"),
        "restored": N_("Put a backup back"),
        "service_moved": N_("Made the service anew on this laptop, from its backups"),
        "caseloads_arrived": N_("Put the awaited backup of a caseload in its place"),
        "replaced_file_removed": N_("Removed what a backup had replaced, two weeks later"),
        "kept_copies_thrown_away": N_("Threw away what a backup or saved rows had replaced"),
        "restore_rehearsed": N_("Rehearsed putting a backup back"),
        "caseload_restored": N_("Put a backup of a caseload back"),
        "carried_over": N_("Carried over what was there before a restore"),
        "erasures_settled": N_("Erased again who had been erased"),
        "record_checked": N_("Checked a file from end to end"),
        "backup_entered": N_("Made a backup, or read one back"),
        "backup_removed": N_("Removed a backup"),
        "salvaged": N_("Saved what could be read of a damaged file"),
        UNREADABLE: N_("This entry cannot be read: somebody changed it"),
    },
}
"""The actions of each kind, each in a sentence without the person and whom it was about."""
SETTINGS: Mapping[str, str] = {
    "came_from": N_("Noted where they were, to come back there"),
    "idle_seconds": N_("Settled after how long it locks"),
    "idle_seconds_in_session": N_("Settled after how long it locks in a session"),
    "use_of_forms": N_("Settled what the service uses forms for"),
    "take_home_numbers": N_("Settled the numbers on pages to take home"),
    "retention": N_("Approved how long records are kept"),
    "backup_place": N_("Settled where a second copy of each backup goes"),
    "on_track_rules": N_("Settled the rules about how a course goes"),
    "sign_offs": N_("Kept a signature under the programme"),
    "packs": N_("Settled which content packs are in use"),
    "pack_signers": N_("Kept whose key signs packs"),
    "known_signers": N_("Confirmed whose key signs packages"),
    "first_session": N_("Noted how far the guided first session is"),
    "worked_cases": N_("Noted the worked cases of practice"),
    "knowledge_checks": N_("Kept answers to knowledge checks"),
}


def sentence_of(action: str, subject: str) -> str:
    """Return what was done, in a sentence; an action of another version by its name."""
    if action == "settings_changed":
        key = subject.removeprefix("setting:").partition(":")[0]
        if key in SETTINGS:
            return _(SETTINGS[key])
    for sentences in ACTIONS.values():
        if action in sentences:
            return _(sentences[action])
    return _("Something that this version has no words for: {action}").format(action=action)

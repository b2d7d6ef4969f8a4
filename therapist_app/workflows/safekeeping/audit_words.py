"""What each action of the audit is in a sentence, and of which kind it is."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ActionWords:
    """One action: its kind and its sentence, without the person and without whom it was about."""

    kind: Kind
    sentence: str


ACTIONS: Mapping[str, ActionWords] = {
    # signing in and out
    "unlocked": ActionWords("access", N_("Signed in")),
    "closed": ActionWords("access", N_("Locked or closed it")),
    "opened": ActionWords("access", N_("Opened the caseload")),
    "passphrase_refused": ActionWords("access", N_("A wrong passphrase was tried")),
    "unlocked_with_sheet": ActionWords("access", N_("Signed in with the recovery sheet")),
    "audit_read": ActionWords("access", N_("Read the audit trail")),
    "action_refused": ActionWords("access", N_("Was refused what their role does not reach")),
    # people and keys
    "service_created": ActionWords("people", N_("Made the service")),
    "caseload_created": ActionWords("people", N_("Made the caseload")),
    "person_added": ActionWords("people", N_("Took somebody into the service")),
    "person_removed": ActionWords("people", N_("Took somebody out of the service")),
    "person_remembered": ActionWords("people", N_("Kept the name of somebody who leaves")),
    "roles_changed": ActionWords("people", N_("Gave somebody other roles")),
    "cover_granted": ActionWords("people", N_("Let somebody stand in for a caseload")),
    "cover_ended": ActionWords("people", N_("Ended the leave to open a caseload")),
    "caseload_handed_over": ActionWords("people", N_("Handed a caseload over")),
    "continuity_renewed": ActionWords("people", N_("Renewed the continuity sheet")),
    "continuity_used": ActionWords("people", N_("Used the continuity sheet for a caseload")),
    "sheet_used_for_another": ActionWords("people", N_("Used somebody else's recovery sheet")),
    "sheet_replaced": ActionWords("people", N_("Renewed the recovery sheet")),
    "passphrase_changed": ActionWords("people", N_("Changed the passphrase")),
    "key_file_changed": ActionWords("people", N_("Changed the use of a key file")),
    "cost_asked_for": ActionWords("people", N_("Asked for more work at each sign-in")),
    "cost_raised": ActionWords("people", N_("A passphrase was locked with more work")),
    "key_rotated": ActionWords("people", N_("A key was changed")),
    "key_sealed": ActionWords("people", N_("A key was sealed to who may open it")),
    # clients
    "client_added": ActionWords("clients", N_("Added a client")),
    "client_changed": ActionWords("clients", N_("Changed a client's details")),
    "client_status": ActionWords("clients", N_("Changed a client's status")),
    "client_track": ActionWords("clients", N_("Changed a client's track")),
    "client_programme": ActionWords("clients", N_("Moved a client to another version")),
    "client_opened": ActionWords("clients", N_("Opened a client's record")),
    "identity_changed": ActionWords("clients", N_("Wrote down who a client is")),
    "identity_read": ActionWords("clients", N_("Looked up who a client is")),
    "course_event": ActionWords("clients", N_("Noted something out of the ordinary in a course")),
    "code_given": ActionWords("clients", N_("Gave out a code for a client")),
    "consent_recorded": ActionWords("clients", N_("Noted what a client agreed to or refused")),
    "restricted": ActionWords("clients", N_("Restricted the use of a client's record")),
    "restriction_lifted": ActionWords("clients", N_("Lifted the restriction of a record")),
    "legal_hold_set": ActionWords("clients", N_("Noted why a record must be kept")),
    "legal_hold_lifted": ActionWords("clients", N_("Noted that a record need not be kept longer")),
    "erased": ActionWords("clients", N_("Erased a client")),
    "practice_course": ActionWords("clients", N_("Practice invented a course")),
    # sessions, forms and notes
    "appointment_added": ActionWords("sessions", N_("Added an appointment")),
    "appointment_changed": ActionWords("sessions", N_("Changed an appointment")),
    "appointment_planned": ActionWords("sessions", N_("Planned a session")),
    "appointment_missed": ActionWords("sessions", N_("Noted that a session did not take place")),
    "session_started": ActionWords("sessions", N_("Started a session")),
    "session_held_over": ActionWords("sessions", N_("Put a session on hold")),
    "session_ended": ActionWords("sessions", N_("Ended a session")),
    "rest_settled": ActionWords("sessions", N_("Settled what becomes of the rest of a session")),
    "step_opened": ActionWords("sessions", N_("Opened a step of a session")),
    "step_done": ActionWords("sessions", N_("Ticked off a step of a session")),
    "step_skipped": ActionWords("sessions", N_("Skipped a step of a session")),
    "step_marked": ActionWords("sessions", N_("Marked a step of a session")),
    "form_added": ActionWords("sessions", N_("Began a form")),
    "form_changed": ActionWords("sessions", N_("Changed a form")),
    "fidelity_rated": ActionWords("sessions", N_("Rated how a session kept to its plan")),
    "fidelity_amended": ActionWords("sessions", N_("Corrected a rating of a signed session")),
    "second_rated": ActionWords("sessions", N_("Gave a second rating of a session")),
    "note_signed": ActionWords("sessions", N_("Signed a note")),
    "note_amended": ActionWords("sessions", N_("Added an amendment to a note")),
    # alerts and gates
    "alert_opened": ActionWords("safety", N_("An answer opened an alert")),
    "alert_acknowledged": ActionWords("safety", N_("Answered an alert")),
    "promise_made": ActionWords("safety", N_("Made a promise to a client, or about one")),
    "contact_noted": ActionWords("safety", N_("Noted a try to keep a promise")),
    "promise_closed": ActionWords("safety", N_("Closed a promise")),
    "gate_overridden": ActionWords("safety", N_("Passed a gate with a reason")),
    # printed and exported
    "release_begun": ActionWords("left", N_("Approved an export, and began to write it")),
    "released": ActionWords("left", N_("Released an export")),
    "release_interrupted": ActionWords("left", N_("Found that an export had been cut off")),
    "release_taken_back": ActionWords("left", N_("An export could not be written and was undone")),
    "form_printed": ActionWords("left", N_("Printed or saved a form")),
    "supervision_pack_made": ActionWords("left", N_("Made a supervision pack")),
    "access_bundle_made": ActionWords("left", N_("Made a copy for the client of their record")),
    "recipient_changed": ActionWords("left", N_("Changed to whom exports go")),
    "pseudonym_key_made": ActionWords("left", N_("Made a key for the pseudonyms of a recipient")),
    # settings and content
    "settings_changed": ActionWords("settled", N_("Changed a setting")),
    "pack_installed": ActionWords("settled", N_("Installed a content pack")),
    "pack_kept": ActionWords("settled", N_("Kept a content pack, so that backups carry it")),
    "site_files_kept": ActionWords(
        "settled", N_("Kept the clinic's own forms, so that backups carry them")
    ),
    "pack_used": ActionWords("settled", N_("Took a content pack into use")),
    "pack_set_aside": ActionWords("settled", N_("Set a content pack aside")),
    "signer_confirmed": ActionWords("settled", N_("Confirmed whose key signs packs")),
    "local_text_written": ActionWords("settled", N_("Wrote at a text on confidentiality")),
    "local_text_read": ActionWords("settled", N_("Read a text on confidentiality a second time")),
    "local_text_approved": ActionWords("settled", N_("Approved a text on confidentiality")),
    "programme_signed_off": ActionWords("settled", N_("Signed the programme off")),
    "sign_off_withdrawn": ActionWords("settled", N_("Took a signature under the programme back")),
    # keeping the record
    "figures_written": ActionWords("upkeep", N_("Counted a caseload for the clinical lead")),
    "header_written": ActionWords("upkeep", N_("Wrote the list of people and keys")),
    "audit_key_kept": ActionWords(
        "upkeep", N_("Kept the key of the audit through a change of key")
    ),
    "key_changed": ActionWords("upkeep", N_("Dropped an older key of the file")),
    "anchor_missing": ActionWords("upkeep", N_("The anchor beside the file was missing")),
    "restored": ActionWords("upkeep", N_("Put a backup back")),
    "replaced_file_removed": ActionWords(
        "upkeep", N_("Removed what a backup had replaced, two weeks later")
    ),
    "kept_copies_thrown_away": ActionWords(
        "upkeep", N_("Threw away what a backup or saved rows had replaced")
    ),
    "restore_rehearsed": ActionWords("upkeep", N_("Rehearsed putting a backup back")),
    "caseload_restored": ActionWords("upkeep", N_("Put a backup of a caseload back")),
    "carried_over": ActionWords("upkeep", N_("Carried over what was there before a restore")),
    "erasures_settled": ActionWords("upkeep", N_("Erased again who had been erased")),
    "environment_accepted": ActionWords(
        "settled", N_("Went on although the laptop does not protect all it could")
    ),
    "device_noted": ActionWords("access", N_("Opened it on a laptop where it was not before")),
    "record_checked": ActionWords("upkeep", N_("Checked a file from end to end")),
    "backup_entered": ActionWords("upkeep", N_("Made a backup, or read one back")),
    "backup_removed": ActionWords("upkeep", N_("Removed a backup")),
    "salvaged": ActionWords("upkeep", N_("Saved what could be read of a damaged file")),
    UNREADABLE: ActionWords("upkeep", N_("This entry cannot be read: somebody changed it")),
}
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
    words = ACTIONS.get(action)
    if words is None:
        return _("Something that this version has no words for: {action}").format(action=action)
    return _(words.sentence)


def actions_of(kind: Kind) -> tuple[str, ...]:
    """Return the actions of a kind."""
    return tuple(action for action, words in ACTIONS.items() if words.kind == kind)

"""What each setting of the service is in words: for the audit trail, and for all who are told."""

from collections.abc import Mapping
from dataclasses import dataclass

from session_forms.words.texts import N_


@dataclass(frozen=True, slots=True)
class SettingWords:
    """The words for one setting; `record/service/settings.py` has which of them are signed.

    Attributes:
        changed: That it was changed, in a sentence of the audit trail.
        what: What it is, where it holds for everybody: all are told where somebody changed it who
            had no role that may. Empty where it holds for one person or decides nothing.
        may: What somebody must be allowed to settle it.

    """

    changed: str
    what: str = ""
    may: str = ""


NUMBERS = N_("whose numbers of other services count")
SIGNERS = N_("whose packs are trusted")
SETTINGS: Mapping[str, SettingWords] = {
    "begun_words": SettingWords(N_("Kept what was being written when it locked")),
    "came_from": SettingWords(N_("Saved the place to come back to")),
    "export_places": SettingWords(N_("Saved in which folders exports were put")),
    "told_up_to": SettingWords(N_("Saved what everybody is told and they were shown")),
    "idle_seconds": SettingWords(
        N_("Changed the time until it locks"), N_("the time until it locks"), "settle_policies"
    ),
    "idle_seconds_in_session": SettingWords(
        N_("Changed the time until it locks in a session"),
        N_("the time until it locks in a session"),
        "settle_policies",
    ),
    "chosen_measures": SettingWords(
        N_("Changed which measures fall due besides those of the programme"),
        N_("which measures fall due"),
        "settle_policies",
    ),
    "use_of_forms": SettingWords(
        N_("Changed what the service uses forms for"),
        N_("what forms are used for"),
        "settle_policies",
    ),
    "take_home_numbers": SettingWords(
        N_("Changed the phone numbers on pages to take home"),
        N_("the telephone numbers on pages for clients"),
        "settle_policies",
    ),
    "staff_numbers": SettingWords(
        N_("Changed the phone numbers of colleagues"),
        N_("the telephone numbers of colleagues"),
        "settle_policies",
    ),
    "retention": SettingWords(
        N_("Approved how long records are kept"),
        N_("how long records are kept"),
        "approve_retention",
    ),
    "backup_place": SettingWords(
        N_("Changed the second location for backups"),
        N_("where the second copy of all backups goes"),
        "choose_second_location",
    ),
    "on_track_rules": SettingWords(
        N_("Changed the rules about a course"), N_("the rules about the course"), "settle_policies"
    ),
    "sign_offs": SettingWords(
        N_("Signed off the programme"), N_("who signed the programme off"), "sign_off_programme"
    ),
    "packs": SettingWords(
        N_("Changed which content packs are in use"),
        N_("which content packs are in use"),
        "install_pack",
    ),
    "packs_waiting": SettingWords(N_("Changed which content packs wait to be installed")),
    "pack_signers": SettingWords(N_("Saved a signer of packs"), SIGNERS, "install_pack"),
    "pack_signer_people": SettingWords(
        N_("Saved on whose word a signer of packs is trusted"), SIGNERS, "install_pack"
    ),
    "declined_covers": SettingWords(
        N_("Said no to somebody opening their clients, or had it asked anew")
    ),
    "recipient_comparers": SettingWords(N_("Saved who compared the key of a recipient")),
    "known_signers": SettingWords(N_("Confirmed a signer of packages"), NUMBERS, "read_packages"),
    "known_signer_people": SettingWords(
        N_("Saved who compared the number of another service"), NUMBERS, "read_packages"
    ),
    "ended_signers": SettingWords(
        N_("Saved that another service signs under a new number"), NUMBERS, "read_packages"
    ),
    "told_signatures": SettingWords(
        N_("Saved that a recipient was told of a new signature"),
        N_("who was told that this service signs under another number"),
        "keep_recipients",
    ),
    "service_names": SettingWords(N_("Saved what other services are called")),
    "first_session": SettingWords(N_("Saved the progress of the guided first session")),
    "worked_cases": SettingWords(N_("Saved the worked cases of practice")),
    "knowledge_checks": SettingWords(N_("Saved answers to knowledge checks")),
    "rating_vignettes": SettingWords(N_("Saved ratings of vignettes")),
}

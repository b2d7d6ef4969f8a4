"""The protections in force on this laptop: measured, each with what it means and what to do."""

from pathlib import Path

from session_forms.words.texts import N_, _
from therapist_app.hygiene.in_force import protections_of_process
from therapist_app.hygiene.laptop.findings import EnvironmentCheck
from therapist_app.hygiene.laptop.room import room_check
from therapist_app.record.database import library_age
from therapist_app.record.vault.signed_time import latest_moment
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.entering.first_run import TONES, look_at_laptop, tell_finding

_NOT_TOLD = N_("The application cannot tell here.")
_WHO_LOOKS_AFTER = N_("Tell whoever looks after the laptop.")
WORDS = {
    ("memory", "on"): (N_("Other programs of your account cannot read this one's memory"), "", ""),
    ("memory", "off"): (
        N_("Other programs of your account can read this one's memory"),
        N_("The system did not close it. What you see of a client could be read there."),
        N_("Use no programs that you do not know while this one is open."),
    ),
    ("memory", "not-told"): (
        N_("Whether other programs can read this one's memory is not known"),
        _NOT_TOLD,
        N_("Use no programs that you do not know while this one is open."),
    ),
    ("core", "on"): (N_("A crash leaves no copy of the memory on the disk"), "", ""),
    ("core", "off"): (
        N_("A crash may leave a copy of the memory on the disk"),
        N_("What was on the screen could be read in it."),
        _WHO_LOOKS_AFTER,
    ),
    ("core", "not-told"): (
        N_("Whether a crash leaves a copy of the memory is not known"),
        _NOT_TOLD,
        N_("An encrypted disk protects such a copy too."),
    ),
    ("locked", "on"): (N_("The database's memory is kept out of the swap area"), "", ""),
    ("locked", "off"): (
        N_("The database's memory may be written to the swap area"),
        N_("The system did not let it be locked."),
        N_(
            "An encrypted swap area protects it. Whoever looks after the laptop can raise the "
            "limit."
        ),
    ),
    ("locked", "not-told"): (
        N_("Whether the database's memory is kept out of the swap area is not known"),
        _NOT_TOLD,
        N_("An encrypted disk protects what is written there."),
    ),
    ("network", "on"): (N_("The system refuses this program every network connection"), "", ""),
    ("network", "off"): (
        N_("The system does not refuse this program network connections"),
        N_("The program itself still makes none."),
        _WHO_LOOKS_AFTER,
    ),
    ("network", "not-told"): (
        N_("Only the program itself refuses network connections here"),
        N_("This system offers no refusal by its kernel."),
        N_("A firewall rule against this program adds it."),
    ),
    ("rights", "on"): (N_("Only your account can open the files of the record"), "", ""),
    ("rights", "off"): (
        N_("Other accounts on this laptop can open files of the record"),
        N_("They are encrypted, but could be copied, changed or deleted."),
        N_("Ask whoever looks after the laptop to let only your account into the service folder."),
    ),
    ("rights", "not-told"): (
        N_("Whether other accounts can open files of the record is not known"),
        _NOT_TOLD,
        N_("Keep the service folder in your own user folder."),
    ),
    ("capture", "on"): (N_("Pictures of the screen leave this program's windows out"), "", ""),
    ("capture", "off"): (
        N_("Pictures of the screen can show this program's windows"),
        N_("The system did not take the request to leave them out."),
        N_("Share no screen, and end programs that record it, while a client's record is open."),
    ),
    ("capture", "not-here"): (
        N_("Pictures of the screen can show this program's windows"),
        N_("This system has no way to leave them out."),
        N_("Share no screen, and end programs that record it, while a client's record is open."),
    ),
    ("capture", "not-told"): (
        N_("Whether pictures of the screen show this program's windows is not known"),
        N_("No window has asked the system yet."),
        N_("Share no screen while a client's record is open."),
    ),
    ("clock", "on"): (N_("The clock is not behind anything that was signed here"), "", ""),
    ("clock", "behind"): (
        N_("The clock is behind what was signed here before"),
        N_("Times in the record come from it; covers count from the later day."),
        N_(
            "Set the date and time. If they are right, an administrator confirms them under People."
        ),
    ),
    ("room", "enough"): (N_("There is room on the disk with the record"), "", ""),
    ("room", "little"): (
        N_("The disk with the record is nearly full"),
        N_("Less than 500 MB are free. Once it is full, nothing more can be saved."),
        N_("Delete or move files that you do not need, but nothing in the service folder."),
    ),
    ("room", "not-told"): (
        N_("How much room is left on the disk is not known"),
        _NOT_TOLD,
        N_("Look at the disk with the means of this system."),
    ),
    ("library", "on"): (N_("The library that encrypts the record is no older than a year"), "", ""),
    ("library", "old"): (
        N_("The library that encrypts the record is older than a year"),
        N_("The record stays encrypted; what was mended in the library since is missing."),
        N_("Ask whoever looks after the laptop for the newest version of this application."),
    ),
    ("library", "not-told"): (
        N_("How old the library is that encrypts the record is not known"),
        _NOT_TOLD,
        N_("Ask whoever looks after the laptop for the newest version of this application."),
    ),
}


def clock_of(vault: Vault) -> EnvironmentCheck:
    """Return whether the clock is behind the latest moment that anything was signed under."""
    if vault.service.now() < latest_moment(vault.service, vault.header):
        return EnvironmentCheck("clock", "attention", "behind")
    return EnvironmentCheck("clock", "good", "on")


def library_of(vault: Vault) -> EnvironmentCheck:
    """Return whether the library that encrypts is too old, by the clock of the record."""
    day = library_age.made_on()
    if day is None:
        return EnvironmentCheck("library", "unknown", "not-told")
    if library_age.is_old(day, vault.service.now().date()):
        return EnvironmentCheck("library", "attention", "old")
    return EnvironmentCheck("library", "good", "on")


def protections_in_force(folder: Path, *known: EnvironmentCheck) -> tuple[EnvironmentCheck, ...]:
    """Return everything that protects the record in `folder` on this laptop, as it is now.

    It asks the system's own commands, which may take some seconds; what is `known` already, such
    as the clock of the record, comes last.
    """
    look = (*look_at_laptop(folder), room_check(folder))
    return (*look, *protections_of_process(folder), *known)


def is_nearly_full(vault: Vault) -> bool:
    """Return whether the disk with the record has little room left."""
    return room_check(vault.place.path).reason == "little"


def tell_protection(check: EnvironmentCheck) -> tuple[str, str, str]:
    """Return the tone of a protection, its title, and what it means with what to do."""
    found = WORDS.get((check.kind, check.reason))
    if found is None:
        return tell_finding(check)
    title, why, to_do = found
    return TONES[check.finding], _(title), " ".join(_(each) for each in (why, to_do) if each)

"""Before the first record: is this laptop fit for one, and making it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from session_forms.words.texts import N_, NP_, _
from therapist_app.hygiene.laptop.findings import EnvironmentCheck
from therapist_app.hygiene.laptop.looking import look_at_laptop
from therapist_app.record.backups.rebuilding import clear_draft, draft_of
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database import audit
from therapist_app.record.header.header import CONTINUITY, NewPerson, Role
from therapist_app.record.sign_in.unlocking import Created, confirm_first_of, create_service, unlock
from therapist_app.workflows.errors import PlaceRefused

__all__ = ["EnvironmentCheck", "SheetKind", "confirm_first", "look_at_laptop"]

SheetKind = Literal["recovery", "continuity"]
Look = Callable[[Path], tuple[EnvironmentCheck, ...]]


ACCEPTED = "environment_accepted"
TONES = {"good": "good", "unknown": "info", "attention": "attention", "refused": "urgent"}
_ELSEWHERE = N_(
    "Start the application with --home and a folder on this laptop's own disk that no other "
    "program copies."
)
WORDS = {
    ("place", "local"): (N_("The record is on this laptop's own disk"), "", ""),
    ("place", "synchronised"): (
        N_("This folder is copied to other computers"),
        N_("Something such as OneDrive or Dropbox would carry the record away and can damage it."),
        _ELSEWHERE,
    ),
    ("place", "network"): (
        N_("This folder is on a network drive"),
        N_("A record on a network drive can be damaged, and others can reach it."),
        _ELSEWHERE,
    ),
    ("place", "without-rights"): (
        N_("This disk cannot keep other people out"),
        N_("Its format (FAT or exFAT, usual for sticks) knows no owners and is easily damaged."),
        _ELSEWHERE,
    ),
    ("disk", "encrypted"): (N_("The disk is encrypted"), "", ""),
    ("disk", "plain"): (
        N_("The disk does not seem to be encrypted"),
        N_(
            "The record itself is encrypted. What the system saves of prints, memory and "
            "the screen is not."
        ),
        N_(
            "Ask whoever looks after the laptop to turn on BitLocker, FileVault or LUKS. If you go "
            "on without, it is noted in the record."
        ),
    ),
    ("disk", "not-told"): (
        N_("Please check that the disk is encrypted"),
        N_(
            "The application cannot tell here. An encrypted disk also protects what the system "
            "keeps of the screen and of memory."
        ),
        N_("Look for BitLocker, FileVault or LUKS, or ask whoever looks after the laptop."),
    ),
    ("swap", "none"): (N_("Memory is never written to the disk"), "", ""),
    ("swap", "encrypted"): (N_("Memory that is written to the disk is encrypted"), "", ""),
    ("swap", "plain"): (
        N_("Memory may be written to the disk as it is"),
        N_("Parts of what you see could remain there, above all when the laptop hibernates."),
        N_(
            "Ask whoever looks after the laptop to encrypt the swap area or turn it off. If you go "
            "on without, it is noted in the record."
        ),
    ),
    ("swap", "not-told"): (
        NP_("laptop", "Hibernation"),
        N_(
            "The application cannot tell here. A laptop that hibernates writes its memory to the "
            "disk."
        ),
        N_("With an encrypted disk this is protected; without one, turn hibernation off."),
    ),
}


def is_moving_unfinished(folder: Path) -> bool:
    """Whether a service was being moved into a folder from its backups, and that was cut off."""
    return draft_of(folder).exists()


def found_service(
    folder: Path,
    name: str,
    passphrase: bytearray,
    *,
    leads: bool,
    continuity: bool,
    treats: bool = True,
) -> Created:
    """Make the service; the passphrase is wiped, whatever comes of it.

    Where its founder does not treat there is no caseload: reports of others are read there.
    What about the laptop needs attention is noted in the audit trail: the person was told.

    Raises:
        PlaceRefused: A record must not stand there; nothing was made.
        PassphraseTooWeak: It breaks a rule; nothing was made.
        FolderInUse: Something is in the folder already.

    """
    once_more = bytearray(passphrase)
    try:
        checks = look_at_laptop(folder)
        refuse_place(checks)
        roles: tuple[Role, ...] = ("keeper", "therapist") if treats else ("keeper",)
        folder.parent.mkdir(parents=True, exist_ok=True)
        created = create_service(
            folder,
            NewPerson(name, (*roles, "lead") if leads else roles, passphrase),
            continuity=continuity,
            practice=False,
            sources=system_sources(),
        )
        _note_what_was_accepted(folder, created.uid, once_more, checks)
        clear_draft(folder)
    finally:
        wipe(passphrase)
        wipe(once_more)
    return created


def confirm_first(folder: Path, created: Created, kind: SheetKind) -> None:
    """Note that a sheet of the service just made was typed back."""
    holder = CONTINUITY if kind == "continuity" else created.uid
    confirm_first_of(folder, created, holder, system_sources())


def refuse_place(checks: Iterable[EnvironmentCheck]) -> None:
    """Go no further where a record must not stand.

    Raises:
        PlaceRefused: As what was found about the laptop says.

    """
    for each in checks:
        if each.finding == "refused":
            raise PlaceRefused(each.reason)


def _note_what_was_accepted(
    folder: Path, uid: str, passphrase: bytearray, checks: tuple[EnvironmentCheck, ...]
) -> None:
    accepted = what_was_accepted(checks)
    if not accepted:
        return
    sources = system_sources()
    with unlock(folder, uid, passphrase, practice=False, sources=sources) as vault:
        for each in accepted:
            audit.note(vault.service, ACCEPTED, each)


def what_was_accepted(checks: Iterable[EnvironmentCheck]) -> tuple[str, ...]:
    """Return what about the laptop needs attention, as the audit notes it."""
    return tuple(f"{each.kind}:{each.reason}" for each in checks if each.finding == "attention")


def tell_finding(check: EnvironmentCheck) -> tuple[str, str, str]:
    """Return the tone of a finding, its title, and what it means with what to do."""
    title, why, to_do = WORDS[(check.kind, check.reason)]
    return TONES[check.finding], _(title), " ".join(_(each) for each in (why, to_do) if each)

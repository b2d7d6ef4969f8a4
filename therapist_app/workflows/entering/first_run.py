"""Before the first record: is this laptop fit for one, and making it."""

from collections.abc import Callable
from pathlib import Path

from therapist_app.hygiene.laptop.findings import EnvironmentCheck
from therapist_app.hygiene.laptop.looking import look_at_laptop
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.recovery_sheet import RecoverySheet, confirm_sheet
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database import audit
from therapist_app.record.header.header import NewPerson, Role
from therapist_app.record.header.header_file import service_number
from therapist_app.record.sign_in.unlocking import Created, create_service, unlock
from therapist_app.workflows.errors import PlaceRefused

__all__ = [
    "Created",
    "EnvironmentCheck",
    "Look",
    "RecoverySheet",
    "confirm_sheet",
    "found_service",
    "look_at_laptop",
    "service_number",
]

Look = Callable[[Path], tuple[EnvironmentCheck, ...]]


ACCEPTED = "environment_accepted"


def found_service(
    folder: Path, name: str, passphrase: bytearray, *, leads: bool, continuity: bool
) -> Created:
    """Make the service; the passphrase is wiped, whatever comes of it.

    What about the laptop needs attention is noted in the audit trail: the person was told.

    Raises:
        PlaceRefused: A record must not stand there; nothing was made.
        PassphraseTooWeak: It breaks a rule; nothing was made.
        FolderInUse: Something is in the folder already.

    """
    once_more = bytearray(passphrase)
    try:
        checks = look_at_laptop(folder)
        _refuse_place(checks)
        roles: tuple[Role, ...] = ("keeper", "therapist")
        folder.parent.mkdir(parents=True, exist_ok=True)
        created = create_service(
            folder,
            NewPerson(name, (*roles, "lead") if leads else roles, passphrase),
            continuity=continuity,
            practice=False,
            sources=system_sources(),
        )
        _note_what_was_accepted(folder, created.uid, once_more, checks)
    finally:
        wipe(passphrase)
        wipe(once_more)
    return created


def _refuse_place(checks: tuple[EnvironmentCheck, ...]) -> None:
    for each in checks:
        if each.finding == "refused":
            raise PlaceRefused(each.reason)


def _note_what_was_accepted(
    folder: Path, uid: str, passphrase: bytearray, checks: tuple[EnvironmentCheck, ...]
) -> None:
    accepted = [f"{each.kind}:{each.reason}" for each in checks if each.finding == "attention"]
    if not accepted:
        return
    sources = system_sources()
    with unlock(folder, uid, passphrase, practice=False, sources=sources) as vault:
        for each in accepted:
            audit.note(vault.service, ACCEPTED, each)

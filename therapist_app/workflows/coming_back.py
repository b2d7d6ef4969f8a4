"""Where a person was when it locked, so that they come back to the same client and step.

The note stands in the encrypted service file and is used once.
"""

from dataclasses import fields

from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record import settings
from therapist_app.record.vault import Vault

NOWHERE = [""]


def remember_place(vault: Vault, here: Destination) -> None:
    """Note where the person was.

    A hand-over is not come back to, since its PIN is gone: its session is, or its client. When
    the record is closed already, because a backup was put back, nothing is noted.
    """
    if not vault.is_open:
        return
    if isinstance(here, commands.HandOver):
        at = here.appointment_id
        here = commands.SessionPage(at) if at else commands.ClientPage(here.client_id)
    ids = [getattr(here, each.name) for each in fields(here)]
    settings.save(vault.service, _key(vault), [type(here).__name__, *ids])


def first_place(vault: Vault) -> Destination:
    """Return where the person was before it locked, once; else the first place of their role."""
    name, *ids = settings.load(vault.service, _key(vault), NOWHERE)
    if name:
        settings.save(vault.service, _key(vault), NOWHERE)
    kind = getattr(commands, name, None) if name else None
    if isinstance(kind, type) and issubclass(kind, Destination):
        return kind(*ids)
    return _place_of_role(vault.person.roles)


def _place_of_role(roles: tuple[str, ...]) -> Destination:
    if "therapist" in roles:
        return commands.Today()
    return commands.Oversight() if "lead" in roles else commands.Review()


def _key(vault: Vault) -> str:
    return f"place:{vault.person.uid}"

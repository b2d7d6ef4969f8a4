"""Where a person was when it locked, so that they come back to the same client and step.

The note stands in the encrypted service file, with whose clients they were, and is used once.
"""

from dataclasses import fields
from typing import Any

from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.entering.access_scope import access_scope

NOWHERE: dict[str, Any] = {}


def remember_place(vault: Vault, here: Destination) -> None:
    """Note where the person was, and with whose clients.

    A hand-over is not come back to, since its PIN is gone: its session is, or its client. When
    the record is closed already, because a backup was put back, nothing is noted.
    """
    if not vault.is_open:
        return
    if isinstance(here, commands.HandOver):
        at = here.appointment_id
        here = commands.SessionPage(at) if at else commands.ClientPage(here.client_id)
    ids = [getattr(here, each.name) for each in fields(here)]
    place = {"at": type(here).__name__, "ids": ids, "caseload": vault.caseload_id}
    settings.save(vault.service, _key(vault), place)


def first_place(vault: Vault) -> Destination:
    """Return where the person was before it locked, once; else where they begin.

    The same clients are worked with again. Where they are not open to this person any more, the
    place is not come back to either.
    """
    place = settings.load(vault.service, _key(vault), NOWHERE)
    if not place:
        return access_scope(vault).home
    settings.save(vault.service, _key(vault), NOWHERE)
    kind = getattr(commands, place["at"], None)
    caseload = place["caseload"]
    if caseload is not None:
        if all(each.id != caseload for each in vault.caseload_choices()):
            return access_scope(vault).home
        vault.use_caseload(caseload)
    if isinstance(kind, type) and issubclass(kind, Destination):
        return kind(*place["ids"])
    return access_scope(vault).home


def _key(vault: Vault) -> str:
    return f"came_from:{vault.person.uid}"

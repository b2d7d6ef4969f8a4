"""Which backups a sheet in force does not open, and the one before it does.

After a sheet was made anew a backup is made at once. Where that is not possible, because a stick
is away or the sheet before was not typed, the sheet before is still needed, and must be kept.
A backup opens with the recovery sheets of its day as well.
"""

from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.backup_format.backup_making import Tell
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import back_up
from therapist_app.record.backups.backup_list import HERE, Backup
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.header.caseload_access import owned_by, owner_now
from therapist_app.record.header.header import SERVICE
from therapist_app.record.service.sheets_before import (
    SheetInForce,
    agreed_since,
    lacks_sheet,
    sheet_since,
)
from therapist_app.record.service.unconfirmed_sheets import own_sheet_since
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NeedsOldSheet:
    """What still needs the continuity sheet of before.

    Attributes:
        places: Where no backup of the service file was made since: `HERE`, or a folder.
        owners: The uids of whose newest backup, or whose clients, it alone opens.

    """

    places: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def back_up_for_new_sheet(vault: Vault, tell: Tell) -> None:
    """Back up what is open to every place in reach, so that a new sheet opens it.

    What goes wrong is not raised: `needing_old_sheet` says what is still to be done, and the next
    sign-in makes a backup anew.
    """
    if vault.practice or vault.backup_under_way:
        return
    try:
        back_up(vault, tell)
    except KnownRecordError:
        return


def needing_old_sheet(vault: Vault) -> NeedsOldSheet:
    """Return what still needs the continuity sheet of before; nothing where there was none."""
    sheet = sheet_since(vault.service, vault.header)
    if vault.practice or sheet is None or not sheet.follows:
        return NeedsOldSheet()
    now = vault.service.now()
    there = backups.made_by(backups.last_seen(vault), now)
    whole = tuple(each for each in there if each.is_whole)
    chosen = dict.fromkeys((HERE, backups.second_place(vault.service)))
    of_service = {at: _made(whole, SERVICE, at) for at in chosen}
    places = tuple(at for at, made in of_service.items() if made and max(made) < sheet.since)
    return NeedsOldSheet(places, _owners(vault, whole, sheet))


def needing_own_old_sheet(vault: Vault) -> tuple[str, ...]:
    """Return the places (`HERE`, or a folder) whose newest backups one's old sheet alone opens."""
    since = own_sheet_since(vault.service, vault.person.uid)
    if vault.practice or since is None:
        return ()
    there = backups.made_by(backups.last_seen(vault), vault.service.now())
    whole = tuple(each for each in there if each.is_whole)
    places = dict.fromkeys((HERE, backups.second_place(vault.service)))
    mine = (SERVICE, *(each.id for each in owned_by(vault.header, vault.person.uid)))
    made = {at: [_made(whole, each, at) for each in mine] for at in places}
    return tuple(
        at for at, files in made.items() if any(each and max(each) < since for each in files)
    )


def _made(there: tuple[Backup, ...], database: str, place: str | None = None) -> list[datetime]:
    """Return when the backups of a file were made, in one place or in all."""
    return [
        each.made_at for each in there if each.database == database and place in (None, each.place)
    ]


def _owners(vault: Vault, there: tuple[Backup, ...], sheet: SheetInForce) -> tuple[str, ...]:
    found: list[str] = []
    for grant in vault.header.caseloads:
        owner = owner_now(vault.header, grant)
        since = max(sheet.since, agreed_since(vault.service, owner) or sheet.since)
        made = [] if sheet.opens_older else _made(there, grant.id)
        is_behind = bool(made) and max(made) < since
        if is_behind or lacks_sheet(vault.service, vault.header, grant):
            found.append(owner)
    return tuple(dict.fromkeys(found))

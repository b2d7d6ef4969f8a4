"""Looking at the places of backups, where somebody may wait for them: never as a page is opened.

::

    places = places_to_look_at(vault)             # reads the record
    vault.places_seen = look_at(places)           # reads none of it, takes its time

Looked is at each sign-in, before the first screen, and beside the backups page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backup_list import HERE, Backup, folder_of
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.vault.places_seen import PlacesSeen
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PlacesToLookAt:
    """The places of backups, and what should lie there."""

    record: ServiceFolder
    places: tuple[str, ...]
    listed: tuple[Backup, ...]


def places_to_look_at(vault: Vault) -> PlacesToLookAt:
    """Return where backups lie, and where further ones are to lie."""
    listed = backups.listed(vault.service)
    places = (HERE, backups.second_place(vault.service), *(each.place for each in listed))
    return PlacesToLookAt(vault.place, tuple(dict.fromkeys(places)), listed)


def look_at(places: PlacesToLookAt) -> PlacesSeen:
    """Return what is found there; what a failing disk does not say is not there."""
    record = places.record
    folders = {each: folder_of(record, each) for each in places.places}
    there = {each for each, folder in folders.items() if _is_so(folder.is_dir)}
    near = frozenset(each for each in there - {HERE} if backups.is_beside(record.path, each))
    missed = [
        each
        for each in places.listed
        if each.place in {HERE, *there} and not _is_so(each.path(record).is_file)
    ]
    out = {
        (each.id, each.place)
        for each in missed
        if backups.is_out(each, is_beside_record=each.place in near)
    }
    return PlacesSeen(
        away=frozenset(folders.keys() - there),
        near=near,
        gone=frozenset({(each.id, each.place) for each in missed} - out),
        out=frozenset(out),
    )


def look_now(vault: Vault) -> None:
    """Look, and keep what is found."""
    vault.places_seen = look_at(places_to_look_at(vault))


def _is_so(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except OSError:
        return False

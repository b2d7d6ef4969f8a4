"""The second place brought up to date: also with backups that this person cannot open.

A colleague who has not signed in since the place was chosen, or since it was there again, has
their newest backup on the laptop alone. It is copied as it is, sealed to whom it was, and read
back against the digest that the list keeps of it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from therapist_app.record.backup_format.backup_making import copy_sealed
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backup_list import HERE, Backup
from therapist_app.record.backups.older_copies import AHEAD, what_is_wrong
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.errors import BackupRefused, KnownRecordError
from therapist_app.record.header.header import SERVICE
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Carrying:
    """Backups to be copied to the second place, and where each lies.

    Attributes:
        refused: What is wrong there, from another copy of the record.

    """

    place: str
    sources: ClockAndRandom
    wanted: tuple[tuple[Backup, Path], ...]
    refused: BackupRefused | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether the place holds newer backups than this record can make: nothing goes there."""
        return self.refused is not None and self.refused.detail == AHEAD


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it: rows for the list, and what went wrong, by place."""

    backups: tuple[Backup, ...]
    problems: tuple[tuple[str, KnownRecordError], ...] = ()


def lacking(vault: Vault) -> Carrying:
    """Return the newest whole backup of each database that the second place does not have.

    Nothing where no second place was chosen, or it is not there.
    """
    place = backups.second_place(vault.service)
    if not place or not Path(place).is_dir():
        return Carrying(place, vault.service.sources, ())
    now = vault.service.now()
    present = backups.present(vault.service, vault.place)
    listed = {each.file for each in present if each.place == place}
    refused = what_is_wrong(vault.header, Path(place), listed)
    if refused is not None and refused.detail == AHEAD:
        return Carrying(place, vault.service.sources, (), refused)
    there = [each for each in present if each.is_whole]
    has = {each.id for each in there if each.place == place}
    wanted = []
    for database in (*(each.id for each in vault.header.caseloads), SERVICE):
        here = [each for each in there if (each.database, each.place) == (database, HERE)]
        newest_first = (*backups.made_by(here, now), *here)
        newest = next((each for each in newest_first if not backups.is_another(vault, each)), None)
        if newest is not None and newest.id not in has:
            wanted.append((newest, newest.path(vault.place)))
    return Carrying(place, vault.service.sources, tuple(wanted), refused)


def carry(carrying: Carrying) -> Carried:
    """Copy them and read each copy back; touches no database of the record, takes its time."""
    made: list[Backup] = []
    problems: list[tuple[str, KnownRecordError]] = []
    if carrying.refused is not None:
        problems.append((carrying.place, carrying.refused))
    for backup, path in carrying.wanted:
        try:
            copy_sealed(path, Path(carrying.place), backup.sha256)
        except KnownRecordError as error:
            problems.append((carrying.place, error))
        else:
            now, disk = carrying.sources.now(), backups.disk_of(path, carrying.place)
            made.append(replace(backup, place=carrying.place, verified_at=now, disk=disk))
    return Carried(tuple(made), tuple(problems))

"""How the backups of what a person has open stand, and making them by themselves.

A backup that is due is copied right after unlocking, before the first screen: nobody uses the
record yet, and copying takes about a hundredth of a second for each megabyte. One that falls due
while the record stands open is copied beside the work, step by step, in turns with it. Reading it
back takes longer, needs no connection, and goes on beside the work. Not at locking: that must be
at once, and a lid that closes would cut it off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from session_forms.words.list_words import together
from session_forms.words.texts import _
from therapist_app.record.backup_format.backup_making import Tell, check_room
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.awaiting import arrived_at
from therapist_app.record.backups.backing_up import (
    DAILY,
    Run,
    catch_up,
    complete_run,
    copy_databases,
    enter_run,
    is_due,
    is_due_while_open,
    note_run,
    open_databases,
)
from therapist_app.record.backups.backup_list import HERE, Backup, Freshness
from therapist_app.record.backups.comparing import (
    Comparison,
    Whose,
    compare,
    fitting_backup,
    whose_it_is_to_restore,
)
from therapist_app.record.backups.older_copies import AHEAD, BY_AN_OLDER_COPY
from therapist_app.record.backups.reading_back import BackupReading, read_again, readings
from therapist_app.record.backups.restoring import rehearse, restore_over
from therapist_app.record.backups.second_place import lacking
from therapist_app.record.clients import clients
from therapist_app.record.database.figures import figures_of
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    KnownRecordError,
    NoRoom,
    NotAllowed,
)
from therapist_app.record.folder.layout import database_path
from therapist_app.record.header.header import SERVICE
from therapist_app.record.repair.check_schedule import past_checks
from therapist_app.record.sign_in.key_holder import key_holder_of
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.safekeeping.backed_up_files import (
    FileOfService,
    files_of_service,
    not_all_in_words,
)
from therapist_app.workflows.safekeeping.backup_words import standing_of, when
from therapist_app.workflows.safekeeping.check_words import file_name_here, under_way_in_words

__all__ = [
    "catch_up",
    "complete_run",
    "copy_databases",
    "enter_run",
    "is_due",
    "is_due_while_open",
    "lacking",
    "not_all_in_words",
    "note_run",
    "readings",
    "rehearse",
    "restore_over",
]


BACKUP_FAILED = "backup-failed"
"""The warning that the backup of today could not be made."""
BACKUP_ELSEWHERE = "backup-elsewhere"
"""The warning that it was made in the second place alone: this laptop did not take it."""
SECOND_PLACE_FAILED = "second-place-failed"
"""The warning that it was made on this laptop alone: the second place is not there."""
SECOND_PLACE_FULL = "second-place-full"
SECOND_PLACE_UNWRITABLE = "second-place-unwritable"
_BY_OTHER_COPIES = {AHEAD: "second-place-ahead", BY_AN_OLDER_COPY: "second-place-older-copy"}
_ONLY_HERE = frozenset(
    (
        SECOND_PLACE_FAILED,
        SECOND_PLACE_FULL,
        SECOND_PLACE_UNWRITABLE,
        *_BY_OTHER_COPIES.values(),
    )
)


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """How the backups stand.

    Attributes:
        last: When the last whole backup was made of whichever open file has waited longest.
        ahead: The furthest day that a backup bears and that has not come yet: it counts as none.
        elsewhere: As `last`, of the backups that do not lie on the disk of the record.
        is_being_made: Whether the backup of today is being made or verified now.
        moved_at: When all of it was put on this laptop from backups, where that is less than a
            day ago and no backup has failed since; else None.
        is_here_alone: Whether the backup of today could not be put on the second location.

    """

    freshness: Freshness
    last: datetime | None
    ahead: datetime | None = None
    elsewhere: datetime | None = None
    is_being_made: bool = False
    moved_at: datetime | None = None
    is_here_alone: bool = False


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup as the list shows it.

    Attributes:
        is_there: Whether its place was there when it was last looked at.
        is_ahead: Whether its day has not come yet, so that it counts as none.
        on_same_disk: Whether it lies on the disk of the record, and would be lost with it.
        for_whom: Who alone may restore it; empty where the person signed in may.

    """

    backup: Backup
    path: Path
    file: str
    made: str
    standing: str
    is_there: bool
    is_ahead: bool = False
    on_same_disk: bool = False
    for_whom: Whose = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """When a file was last checked from end to end, and whether it was sound then.

    Attributes:
        under_way: How far a check is that is under way, in words; empty where there is none.

    """

    file: str
    checked_at: datetime | None
    is_sound: bool
    under_way: str = ""


@dataclass(frozen=True, slots=True)
class SafekeepingPageData:
    """What the screen shows.

    Attributes:
        now: The record's time, to tell ages by.
        second_place: The folder outside the laptop that was chosen, or nothing.
        second_is_there: Whether it could be reached when it was last looked at.
        second_on_same_disk: Whether it lies on the disk of the record.
        second_is_out: Whether it lay on another disk before, which is not connected now: what
            stands in its place is a folder on the disk of the record.
        may_choose: Whether the person signed in may choose it.
        files: Every file that the service has, found among the backups or not.
        practice: Whether all of it is invented, so that no backup is needed.

    """

    now: datetime
    standing: BackupStanding
    lines: tuple[BackupLine, ...]
    checks: tuple[CheckLine, ...]
    second_place: str
    second_is_there: bool
    second_on_same_disk: bool = False
    second_is_out: bool = False
    may_choose: bool = False
    files: tuple[FileOfService, ...] = ()
    practice: bool = False


def standing(vault: Vault) -> BackupStanding:
    """Return how the backups of what is open stand."""
    now, databases = vault.service.now(), open_databases(vault)
    seen = backups.last_seen(vault)
    there = backups.own_newest(vault.service, backups.made_by(seen, now), databases)
    return BackupStanding(
        backups.freshness(there, databases, now),
        backups.last_verified(there, databases),
        backups.from_the_future(seen, databases, now),
        _elsewhere(vault, there),
        is_being_made=vault.backup_under_way,
        moved_at=_moved_at(vault, now),
        is_here_alone=not _ONLY_HERE.isdisjoint(vault.warnings),
    )


def is_copy_elsewhere_coming(vault: Vault) -> bool:
    """Return whether the backup that is being made goes to another disk as well."""
    second, seen = backups.second_place(vault.service), vault.places_seen
    is_there = bool(second) and second not in {*seen.near, *seen.away}
    return vault.backup_under_way and is_there


def last_elsewhere(vault: Vault) -> datetime | None:
    """Return what `BackupStanding.elsewhere` says."""
    seen = backups.made_by(backups.last_seen(vault), vault.service.now())
    return _elsewhere(vault, backups.own_newest(vault.service, seen, open_databases(vault)))


def safekeeping_page_data(vault: Vault) -> SafekeepingPageData:
    """Return what the screen shows of what this person has open."""
    databases = open_databases(vault)
    there, seen = backups.last_seen(vault), vault.places_seen
    second = backups.second_place(vault.service)
    return SafekeepingPageData(
        now=vault.service.now(),
        standing=standing(vault),
        lines=tuple(_line(vault, each) for each in there if each.database in databases),
        checks=check_lines(vault),
        second_place=second,
        second_is_there=bool(second) and second not in seen.away,
        may_choose=may(vault, "choose_second_location"),
        second_on_same_disk=second in seen.near,
        second_is_out=any(place == second for _id, place in seen.out),
        files=files_of_service(vault),
        practice=vault.practice,
    )


def check_lines(vault: Vault) -> tuple[CheckLine, ...]:
    """Return when each file was last checked, and which is being checked now."""
    past = {each.database: each for each in past_checks(vault.service)}
    now = vault.check_under_way
    return tuple(
        CheckLine(
            file=file_name_here(name, vault),
            checked_at=past[name].checked_at if name in past else None,
            is_sound=name not in past or past[name].is_sound,
            under_way=under_way_in_words(now, vault.header) if now and now.database == name else "",
        )
        for name in open_databases(vault)
    )


def choose_second_place(vault: Vault, place: str) -> None:
    """Choose a folder outside the service folder for further copies of every file, or none.

    Raises:
        NotAllowed: Their role does not reach so far; "inside-the-record" where it lies inside the
            service folder and would be lost with it.
        BackupPlaceMissing: It is not there.
        NoRoom: The disk has less room than one backup of every file takes.

    """
    require(vault, "choose_second_location")
    if place and Path(place).resolve().is_relative_to(vault.place.path.resolve()):
        raise NotAllowed("inside-the-record")
    if place and place != backups.second_place(vault.service):
        check_room(Path(place), _size_of_all(vault))
    backups.choose_second_place(vault.service, place)


def _size_of_all(vault: Vault) -> int:
    files = (SERVICE, *(each.id for each in vault.header.caseloads))
    paths = (database_path(vault.place, each) for each in files)
    return sum(each.stat().st_size for each in paths if each.exists())


def worked_with_since(vault: Vault, comparison: Comparison) -> list[tuple[str, date]]:
    """Return with whom somebody worked after a backup, by code, with the last day of each.

    Nobody where it is not of the caseload that is open.
    """
    if comparison.now is None or comparison.database != vault.caseload_id:
        return []
    return clients.worked_with_since(vault.caseload, comparison.made_at)


def compare_with_now(vault: Vault, path: Path) -> Comparison:
    """Return what putting a backup back would bring and cost, over the open record.

    Raises:
        KnownRecordError: As `fitting_backup` and `compare` raise.

    """
    owner = key_holder_of(vault)
    try:
        backup = fitting_backup(owner, path)
        backup.secret.forget()
        database = open_databases(vault).get(backup.label.database)
        if database is None:
            raise NotAllowed("owner")
        return compare(owner, backup, figures_of(database.live))
    finally:
        owner.keys.forget()


def read_each(due: tuple[BackupReading, ...], now: datetime, tell: Tell) -> Run:
    """Read backups back, one after the other; `tell` gets how many of how many."""
    found = []
    for number, each in enumerate(due, start=1):
        found.append(read_again(each, now))
        tell(number, len(due))
    return Run(tuple(found))


def carried_in_words(vault: Vault, run: Run) -> str:
    """Return whose existing backups came to the second place; empty where none did."""
    if not run.carried:
        return ""
    files = together(file_name_here(each.database, vault) for each in run.carried)
    words = _("Copied to the second location and verified: {files}.")
    return words.format(files=files)


def warnings_of(run: Run) -> tuple[str, ...]:
    """Return what the first page tells of a run that nobody waited for: a word for each problem."""
    here = BACKUP_ELSEWHERE if run.is_elsewhere_alone else BACKUP_FAILED
    told = (_of_second_place(each) if place else here for place, each in run.problems)
    return tuple(dict.fromkeys(told))


def _of_second_place(problem: KnownRecordError) -> str:
    """Return why the second place did not take a backup: full, not writable, or not there."""
    if isinstance(problem, NoRoom | DiskFull):
        return SECOND_PLACE_FULL
    if isinstance(problem, CannotWrite):
        return SECOND_PLACE_UNWRITABLE
    return _BY_OTHER_COPIES.get(problem.detail, SECOND_PLACE_FAILED)


def first_problem(run: Run) -> tuple[str, KnownRecordError] | None:
    """Return where something went wrong first in a run, here before elsewhere, and what."""
    ordered = sorted(run.problems, key=lambda each: bool(each[0]))
    return ordered[0] if ordered else None


def place_in_words(place: str, run: Run) -> str:
    """Return which disk it is of which something is told."""
    if place == HERE and run.is_elsewhere_alone:
        return _("The backup is in the second location only, and verified. On this laptop:")
    if place == HERE:
        return _("On this laptop, where the record is.")
    return _("In the second location: {place}.").format(place=place)


def _moved_at(vault: Vault, now: datetime) -> datetime | None:
    at = arrived_at(vault.service)
    is_news = at is not None and now - at < DAILY and BACKUP_FAILED not in vault.warnings
    return at if is_news else None


def _elsewhere(vault: Vault, there: Iterable[Backup]) -> datetime | None:
    far = [each for each in there if not _is_near(vault, each)]
    return backups.last_verified(far, open_databases(vault))


def _is_near(vault: Vault, backup: Backup) -> bool:
    """Whether a backup lies on the disk of the record."""
    is_near_now = backup.place in vault.places_seen.near and not _is_out(vault, backup)
    return backup.place == HERE or backup.disk == "record" or is_near_now


def _is_out(vault: Vault, backup: Backup) -> bool:
    """Whether the disk on which a backup was written was not connected at the last look."""
    return (backup.id, backup.place) in vault.places_seen.out


def _line(vault: Vault, backup: Backup) -> BackupLine:
    return BackupLine(
        backup=backup,
        path=backup.path(vault.place),
        file=file_name_here(backup.database, vault),
        made=when(backup.made_at),
        standing=standing_of(backup),
        is_there=backup.place not in vault.places_seen.away and not _is_out(vault, backup),
        is_ahead=backup.made_at > vault.service.now(),
        on_same_disk=_is_near(vault, backup),
        for_whom=whose_it_is_to_restore(vault.header, vault.person.uid, backup.database),
    )

"""Backing up what a person has open: copy, read back, list, keep no more than is needed.

::

    copied = copy_databases(vault, tell)   # in turns with whoever works with the record
    run = complete_run(copied)             # touches no database of the record, takes its time
    note_run(vault, run)                   # a few rows

`back_up` does the three in a row. They are apart so that a window can go on while backups are
read back, and may be closed meanwhile: what was not copied by then is cleared by the next run.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from session_forms.held_files import clear_folder, remove_file
from therapist_app.record.backup_format.backup_file import ENDING
from therapist_app.record.backup_format.backup_making import (
    UNFINISHED,
    BackupDraft,
    Original,
    Tell,
    clear_unfinished,
    complete,
    copy_out,
    copy_to,
    header_text,
    name_begins,
)
from therapist_app.record.backup_format.backup_signature import BackupSigner
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backup_list import (
    HERE,
    Backup,
    disk_of,
    folder_of,
    is_as_listed,
    is_beside,
    is_out,
    row_of,
)
from therapist_app.record.backups.backup_thinning import to_remove
from therapist_app.record.backups.kept_copies import remove_overdue
from therapist_app.record.backups.reading_back import (
    BackupReading,
    gone,
    longest_unread,
    read_again,
    strays,
)
from therapist_app.record.backups.second_place import Carrying, carry, lacking
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import AuditFilter, entries, page
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.database import Database
from therapist_app.record.errors import (
    BackupPlaceMissing,
    CannotWrite,
    DiskFull,
    KnownRecordError,
    NoRoom,
)
from therapist_app.record.folder.files import make_private_folder
from therapist_app.record.header.caseload_access import with_known_boxes, with_known_sheet
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.service.sheets_before import agreed_since, sheet_since
from therapist_app.record.service.unconfirmed_sheets import own_sheet_since
from therapist_app.record.vault.openings import signer_of
from therapist_app.record.vault.seen_statements import seen_by_owner
from therapist_app.record.vault.vault import Vault

DAILY = timedelta(days=1)
DUE_AFTER = timedelta(hours=4)
"""From this age on one is made at the next sign-in; what was written since is in none."""
_NOTHING_DONE = frozenset(
    {"backup_entered", "backup_removed", "closed", "header_written", "opened", "unlocked"}
)
"""Actions that leave the record as it was; a signing in is due by another rule."""
_ENTRIES_LOOKED_AT = 200
_NO_PLACE = (NoRoom, DiskFull, CannotWrite, BackupPlaceMissing)
"""Why a folder may take no copy, while what is to be copied is sound."""
_REMOVED = AuditFilter(actions=("person_removed",))
_RESTORED = AuditFilter(actions=("restored",))
DRILL = "drill"
"""The scratch place of a drill, beside the backups; what a cut-off one left goes with each run."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Copies that wait for their tails, and other backups to read back in the same run.

    Attributes:
        record: The service folder.
        signing: The key that signs them; it outlasts the vault, and the run forgets it.
        refused: Why the service folder took a copy that was made in the second place instead.

    """

    drafts: tuple[BackupDraft, ...]
    record: Path
    second_place: str
    readings: tuple[BackupReading, ...]
    carrying: Carrying
    sources: ClockAndRandom
    signing: Masked
    refused: tuple[KnownRecordError, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run.

    Attributes:
        backups: Rows for the list: what was made, and what was read back.
        problems: What went wrong, by place: `HERE`, or the folder that was chosen.
        carried: Rows for the list: what was there already and came to the second place.
        is_elsewhere_alone: Whether the service folder took none of some backups, and the second
            place all of them.

    """

    backups: tuple[Backup, ...]
    problems: tuple[tuple[str, KnownRecordError], ...] = ()
    carried: tuple[Backup, ...] = ()
    is_elsewhere_alone: bool = False


def back_up(vault: Vault, tell: Tell) -> Run:
    """Back up everything that is open, and return what came of it.

    Raises:
        KnownRecordError: As `copy_out` raises; nothing was made.

    """
    run = complete_run(copy_databases(vault, tell))
    note_run(vault, run)
    return run


def is_due(vault: Vault) -> bool:
    """Whether some open database has had no whole backup for four hours; practice needs none.

    A backup from the future is none. One of before a new sheet or one's agreement to it, which may
    not open it, or of before somebody was removed, whom it would bring back, is as good as none.
    So is one of before a restore: it holds what was given up by that.
    One that was begun and cut off, as by a lid that was closed, is made at once.
    """
    if vault.practice:
        return False
    now = vault.service.now()
    databases = open_databases(vault)
    there = backups.made_by(backups.present(vault.service, vault.place), now)
    own = backups.own_newest(vault.service, there, databases)
    last = backups.last_verified(own, databases)
    sheet = sheet_since(vault.service, vault.header)
    since = (
        sheet.since if sheet is not None else None,
        own_sheet_since(vault.service, vault.person.uid),
        agreed_since(vault.service, vault.person.uid),
        _removed_since(vault),
        _restored_since(vault),
    )
    is_behind = last is not None and any(each is not None and last < each for each in since)
    return last is None or now - last >= DUE_AFTER or is_behind or _was_cut_off(vault)


def _was_cut_off(vault: Vault) -> bool:
    """Whether an earlier session left a backup that it could not finish."""
    left = vault.place.backups.glob(f"*{ENDING}{UNFINISHED}")
    return any(each not in vault.unfinished for each in left)


def is_due_while_open(vault: Vault) -> bool:
    """Whether, by the list alone, one is due and something was done since the last.

    No place is looked at, since a stick takes a moment to wake; a backup that somebody took away
    is missed at the next sign-in.
    """
    if vault.practice or vault.is_only_read:
        return False
    now, databases = vault.service.now(), open_databases(vault)
    there = backups.made_by(backups.listed(vault.service), now)
    last = backups.last_verified(backups.own_newest(vault.service, there, databases), databases)
    since = (_removed_since(vault), _restored_since(vault))
    if last is not None and any(each is not None and last < each for each in since):
        return True
    if last is not None and now - last < DUE_AFTER:
        return False
    return any(
        each.action not in _NOTHING_DONE and (last is None or each.at > last)
        for database in databases.values()
        for each in entries(database, newest=_ENTRIES_LOOKED_AT)
    )


def _removed_since(vault: Vault) -> datetime | None:
    """Return when somebody was removed last; None where nobody was."""
    return _newest_by_now(vault.service, _REMOVED)


def _restored_since(vault: Vault) -> datetime | None:
    """Return when a backup was put back last in what is open; None where none ever was."""
    newest = (_newest_by_now(each, _RESTORED) for each in open_databases(vault).values())
    return max((each for each in newest if each is not None), default=None)


def _newest_by_now(database: Database, wanted: AuditFilter) -> datetime | None:
    """Return when something was done last; what bears a later day than now would never be past."""
    newest = page(database, wanted, before=None, limit=1)
    return newest[0].at if newest and newest[0].at <= database.now() else None


def copy_databases(vault: Vault, tell: Tell) -> Copied:
    """Copy every open database; `tell` gets how many pages are done, of how many.

    What the service folder has no room for is copied into the second place alone.

    Raises:
        KnownRecordError: As `copy_out` raises; nothing is left behind.

    """
    with vault.copying:
        return _copied(vault, tell)


def _copied(vault: Vault, tell: Tell) -> Copied:
    _make_folder(vault.place.backups)
    clear_unfinished(vault.place.backups, vault.unfinished)
    clear_folder(vault.place.backups / DRILL)
    carrying = _of_others(vault)
    second_place = "" if carrying.is_ahead else carrying.place
    _clear_second(vault, second_place, carrying)
    drafts: list[BackupDraft] = []
    refused: list[KnownRecordError] = []
    signing = vault.credentials.keys.signing.copied()
    signer = signer_of(vault.header, Actor(vault.person.uid, partial(sign, signing)))
    try:
        text = header_text(vault.place, vault.header)
        for name, database in open_databases(vault).items():
            original = _original(vault, name, database, text, signer)
            try:
                draft = copy_out(original, vault.place.backups, tell)
            except _NO_PLACE as error:
                draft = _copied_elsewhere(original, second_place, tell, error)
                refused.append(error)
            drafts.append(draft)
            vault.unfinished.add(draft.unfinished)
    except BaseException:
        signing.forget()
        for draft in drafts:
            remove_file(draft.unfinished)
        raise
    return Copied(
        drafts=tuple(drafts),
        record=vault.place.path,
        second_place=second_place,
        readings=(*gone(vault), *strays(vault), *longest_unread(vault)),
        carrying=carrying,
        sources=vault.service.sources,
        signing=signing,
        refused=tuple(refused),
    )


def _make_folder(folder: Path) -> None:
    """Make the folder of the backups again, where somebody took it away."""
    with suppress(OSError):
        if not folder.is_dir():
            make_private_folder(folder)


def _copied_elsewhere(
    original: Original, second_place: str, tell: Tell, error: KnownRecordError
) -> BackupDraft:
    """Copy what the service folder did not take into the second place.

    Raises:
        KnownRecordError: What the service folder said, where there is no second place or it does
            not take it either.

    """
    if second_place:
        with suppress(*_NO_PLACE):
            return copy_out(original, Path(second_place), tell)
    raise error


def _clear_second(vault: Vault, second_place: str, carrying: Carrying) -> None:
    """Clear away what an interrupted run of this service left in the second place.

    Not what another run makes there now.
    """
    if not second_place:
        return
    folder = Path(second_place)
    being_made = {each.name for each in vault.unfinished}
    being_made |= {f"{each.file}{UNFINISHED}" for each, _path in carrying.wanted}
    names = (SERVICE, *(each.id for each in vault.header.caseloads))
    begins = tuple(name_begins(vault.header.service_id, each) for each in names)
    with suppress(OSError):
        for left in folder.glob(f"*{ENDING}{UNFINISHED}"):
            if left.name.startswith(begins) and left.name not in being_made:
                remove_file(left)


def complete_run(copied: Copied) -> Run:
    """Complete the copies, put them in the second place too, and read back what is to be read."""
    runs = [_completed(draft, copied) for draft in copied.drafts]
    for draft in copied.drafts:
        draft.secret.forget()
    copied.signing.forget()
    read = [read_again(each, copied.sources.now()) for each in copied.readings]
    made = [backup for run in runs for backup in run.backups]
    carried = carry(copied.carrying)
    problems = tuple(problem for run in runs for problem in run.problems)
    refused = tuple((HERE, each) for each in copied.refused)
    return Run(
        (*made, *read),
        (*refused, *problems, *carried.problems),
        carried.backups,
        is_elsewhere_alone=bool(refused) and not problems,
    )


def catch_up(carrying: Carrying) -> Run:
    """Bring the second place up to date, and return what came of it; copies nothing anew."""
    carried = carry(carrying)
    return Run((), carried.problems, carried.backups)


def note_run(vault: Vault, run: Run) -> None:
    """Enter what came of a run into the list, and remove what need not be kept."""
    enter_run(vault, run)
    for name, database in open_databases(vault).items():
        _remove_old(vault, name)
        remove_overdue(vault, name, database)


def enter_run(vault: Vault, run: Run) -> None:
    """Enter what came of a run into the list, and remove nothing."""
    with vault.service.together():
        for each in (*run.backups, *run.carried):
            backups.enter(vault.service, each)


def open_databases(vault: Vault) -> dict[str, Database]:
    """Return the open databases by their names, the service file last."""
    named = {_owner(each): each for each in vault.databases if each is not vault.service}
    return {**named, SERVICE: vault.service}


def _of_others(vault: Vault) -> Carrying:
    """Return what the second place lacks and is not copied in the same run."""
    whole, own = lacking(vault), open_databases(vault)
    return replace(
        whole, wanted=tuple(each for each in whole.wanted if each[0].database not in own)
    )


def _owner(caseload: Database) -> str:
    found = caseload.row("SELECT value FROM about WHERE key = 'owner'")
    assert found is not None
    return str(found[0])


def known_header(vault: Vault, name: str, database: Database) -> Header:
    """Return the header with those alone to whom a backup of a database may be sealed.

    What a keeper states of boxes and of a continuity sheet does not count, but what the database
    remembers.
    """
    seen = seen_by_owner(database) if name != SERVICE else None
    known = {vault.person.uid, *((seen.owner,) if seen is not None else ())}
    agreed = seen.agreed or () if seen is not None else ()
    header = with_known_sheet(vault.header, seen.sheet if seen is not None else None)
    return with_known_boxes(header, name, known, agreed)


def _original(
    vault: Vault, name: str, database: Database, text: str, signer: BackupSigner
) -> Original:
    return Original(
        connection=database.live,
        database=name,
        header=known_header(vault, name, database),
        header_text=text,
        audit_key=database.audit_key,
        signer=signer,
        sources=vault.service.sources,
        lend=database.lent,
    )


def _completed(draft: BackupDraft, copied: Copied) -> Run:
    """Complete one copy; one place that fails spoils nothing in the other."""
    second_place = Path(copied.second_place) if copied.second_place else None
    is_there = draft.path.parent == second_place
    try:
        made = complete(draft)
    except KnownRecordError as error:
        return Run((), ((copied.second_place if is_there else HERE, error),))
    if second_place is None:
        return Run((row_of(made, HERE, made.verified_at),))
    disk = disk_of(copied.record, copied.second_place)
    if is_there:
        return Run((row_of(made, copied.second_place, made.verified_at, disk),))
    try:
        second = copy_to(made, second_place, draft.secret, copied.sources)
    except KnownRecordError as error:
        return Run((row_of(made, HERE, made.verified_at),), ((copied.second_place, error),))
    return Run(
        (
            row_of(made, HERE, made.verified_at),
            row_of(second, copied.second_place, second.verified_at, disk),
        )
    )


def _remove_old(vault: Vault, database: str) -> None:
    """Thin out the backups of one database, in each place that is there.

    The list alone decides nothing: everybody can write in it.
    """
    now = vault.service.now()
    there = [each for each in backups.listed(vault.service) if each.database == database]
    for place in {each.place for each in there}:
        folder = folder_of(vault.place, place)
        here = {each.id: each for each in there if each.place == place}
        if not to_remove(here.values(), now) or not folder.is_dir():
            continue
        true = {each.id: each for each in here.values() if _may_go(vault, each)}
        older = to_remove(true.values(), now)
        is_beside_record = bool(place and older) and is_beside(vault.place.path, place)
        older = tuple(
            each for each in older if not is_out(here[each], is_beside_record=is_beside_record)
        )
        kept = {each.file for each in here.values() if each.id not in older}
        for old in (true[each] for each in older if true[each].file not in kept):
            # The row goes first: a file without a row is found again, the other way misleads.
            backups.enter(vault.service, replace(old, removed_at=now))
            remove_file(folder / old.file)


def _may_go(vault: Vault, backup: Backup) -> bool:
    """Whether a file is the backup that its row says, and may go or have another one go.

    That one is not whole counts where a session of this person found it so.
    """
    if backup.is_whole:
        return is_as_listed(vault, backup)
    is_it = bool(backup.fault) or is_as_listed(vault, backup)
    return is_it and backups.is_own(vault.service, backup)

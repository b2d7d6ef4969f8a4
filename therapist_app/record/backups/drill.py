"""A drill: that the service comes back from its second location, tried before it is needed.

::

    drilled = hold_drill(vault, Asked(sheet, second), tell)   # touches no file of the record
    note_drill(vault, drilled)

The sheet of the person signed in is typed back and used up by nothing. With what it opens, and
with nothing else, the service is made anew from the second location in a scratch place, as on
another laptop; every caseload that the service has is looked for; a second keeper signs in
there; and the scratch place is thrown away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from session_forms.held_files import clear_folder
from therapist_app.record.backup_format.backup_file import ENDING
from therapist_app.record.backup_format.backup_making import name_begins
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import DRILL
from therapist_app.record.backups.looking_through import (
    FoundBackup,
    FoundService,
    Looked,
    look_through,
    whole_by,
)
from therapist_app.record.backups.rebuilding import (
    Rebuilding,
    Rebuilt,
    begin_rebuilding,
    rebuild,
)
from therapist_app.record.backups.restoring import service_alone
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry, believed
from therapist_app.record.database.columns import moment_from
from therapist_app.record.errors import (
    BackupPlaceMissing,
    RecordTooNew,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.own_keys import open_by_sheet
from therapist_app.record.keyring.people import awaits_first_sign_in
from therapist_app.record.sign_in.attempts import note_attempt
from therapist_app.record.sign_in.key_holder import keys_by_sheet, keys_for
from therapist_app.record.sign_in.unlocking import ready_header
from therapist_app.record.vault.unnoted_changes import roles_at
from therapist_app.record.vault.vault import Vault

EVERY = timedelta(days=182)
FIRST_AFTER = timedelta(days=30)
"""How long after its beginning a service holds the first one."""
_HELD = "drill_held"
State = Literal["opened", "apart", "sealed", "empty", "missing", "damaged", "too_new"]
Second = Literal["signed_in", "left_out", "nobody"]


@dataclass(slots=True)
class SecondKeeper:
    """Another keeper who signs in, in the scratch place; the passphrase is wiped."""

    uid: str
    passphrase: bytearray
    key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class DrilledFile:
    """What became of one file of the service.

    Attributes:
        database: `SERVICE`, or the id of a caseload.
        state: "opened": put back and checked from end to end. "sealed": it came along for
            somebody else, as it was signed by somebody of the service. "empty": its therapist has
            not signed in yet, so that there is nothing to back up. "missing": no backup of it was
            found. "damaged": none was whole, or none was signed by somebody who might.
            "too_new": a later version made the one that would come back. "apart": put back, but
            another copy of the record wrote it, or the service file.
        made_at: When the backup was made.

    """

    database: str
    state: State
    made_at: datetime | None = None

    @property
    def is_found(self) -> bool:
        """Whether it would come back."""
        return self.state in ("opened", "sealed", "empty")


@dataclass(frozen=True, slots=True)
class Drilled:
    """What came of a drill.

    Attributes:
        files: Every file that the service has, the service file first.
        second: Whether another keeper signed in; "nobody" where there is no other.
        second_uid: Theirs.

    """

    at: datetime
    files: tuple[DrilledFile, ...]
    second: Second
    second_uid: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every file was found whole, and a second keeper signed in where there is one."""
        found = all(each.is_found for each in self.files)
        return found and self.second != "left_out"


def other_keepers(vault: Vault) -> tuple[str, ...]:
    """Return the uids of the keepers besides the person signed in."""
    return tuple(
        each.uid
        for each in vault.header.people
        if "keeper" in each.roles and each.uid != vault.person.uid
    )


def last_drill(vault: Vault) -> datetime | None:
    """Return when the last drill went well from end to end, as a keeper signed it."""
    held = believed(vault.service, (_HELD,))
    return next((each.at for each in reversed(held) if _kept_it(vault, each)), None)


def _kept_it(vault: Vault, entry: AuditEntry) -> bool:
    roles = roles_at(vault.service, vault.header, entry.by, entry.n)
    return roles is None or "keeper" in roles


def is_drill_due(vault: Vault) -> bool:
    """Whether it is time for one: twice a year, the first a month after the service began."""
    if vault.practice:
        return False
    last, now = last_drill(vault), vault.service.now()
    if last is not None:
        return now - last >= EVERY or last > now
    # The first statement is a keeper's, while everybody can write in the first entry.
    first = [moment_from(each.at) for each in vault.header.trail[:1]]
    known = (audit.began(vault.service), *first)
    return any(each is not None and now - each >= FIRST_AFTER for each in known)


def hold_drill(vault: Vault, sheet: str, second: SecondKeeper | None) -> Drilled:
    """Make the service anew in a scratch place, and return what was found.

    Args:
        vault: Whose header says who and what is in the service; no database of it is used.
        sheet: The recovery sheet of the person signed in, as typed from the paper.
        second: Another keeper, who signs in there.

    Raises:
        WrongSheet: It was mistyped, or is not in force.
        WrongPassphrase: The second keeper's; it is counted.
        Throttled: The next try must wait.
        BackupPlaceMissing: There is no second location, or it is not connected.
        BackupRefused: It holds no backup of this service.
        RecordTooNew: It holds none that this version can read; a later one made some of them.
        KnownRecordError: As `rebuild` raises, and for the second keeper as `keys_for` raises.

    """
    scratch = vault.place.backups / DRILL
    clear_drill(vault)
    try:
        _check_sheet(vault, sheet)
        looked = _looked(vault)
        found = _found_in(vault, looked)
        place = scratch / "service"
        paths = [each.path for backups_of in found.backups for each in backups_of]
        begun = begin_rebuilding(place, paths, vault.sources.now())
        keys = keys_by_sheet(begun.draft, vault.person.uid, sheet, vault.sources)
        rebuilt = rebuild(begun, keys)
        state: Second = "nobody" if not other_keepers(vault) else "left_out"
        if second is not None:
            _sign_in(vault, place, second)
            state = "signed_in"
        files = tuple(_files(vault, begun, rebuilt, looked.too_new))
        uid = second.uid if second is not None else ""
        return Drilled(vault.sources.now(), files, state, uid)
    finally:
        if second is not None:
            wipe(second.passphrase)
        clear_drill(vault)


def note_drill(vault: Vault, drilled: Drilled) -> None:
    """Enter into the audit, signed, what came of a drill."""
    fields = [f"{each.database}:{each.state}" for each in drilled.files]
    action = _HELD if drilled.is_whole else "drill_failed"
    audit.note(vault.service, action, SERVICE, (*fields, f"second:{drilled.second}"))


def clear_drill(vault: Vault) -> None:
    """Throw away the scratch place, also one that a cut-off drill left."""
    clear_folder(vault.place.backups / DRILL)


def _check_sheet(vault: Vault, sheet: str) -> None:
    person = vault.header.person(vault.person.uid)
    assert person is not None
    keys = open_by_sheet(vault.header, person, read_sheet(sheet))
    if keys is None:
        raise WrongSheet("another-sheet")
    keys.forget()


def _looked(vault: Vault) -> Looked:
    place = backups.second_place(vault.service)
    if not place or not Path(place).is_dir():
        raise BackupPlaceMissing
    return look_through(sorted(Path(place).glob(f"*{ENDING}")), vault.sources.now())


def _found_in(vault: Vault, looked: Looked) -> FoundService:
    for each in looked.services:
        if each.header.service_id == vault.header.service_id:
            return each
    raise looked.without_service


def _sign_in(vault: Vault, place: Path, second: SecondKeeper) -> None:
    """Sign a second keeper in, in the scratch place; a wrong passphrase counts as anywhere."""
    ready_header(vault.place, vault.sources)  # it is throttled by the tries at the record itself
    try:
        keys = keys_for(place, second.uid, second.passphrase, vault.sources, second.key_file)
    except WrongPassphrase:
        note_attempt(vault.place.attempts, vault.header, second.uid, vault.sources)
        raise
    with keys, service_alone(keys.checked()):
        pass


def _files(
    vault: Vault, begun: Rebuilding, rebuilt: Rebuilt, too_new: Iterable[Path]
) -> Iterator[DrilledFile]:
    refused = dict(rebuilt.refused)
    opened = {each.database: each.made_at for each in rebuilt.restored}
    along = {each[0].label.database: each for each in begun.backups}
    for database in (SERVICE, *(each.id for each in vault.header.caseloads)):
        if database in rebuilt.apart:
            yield DrilledFile(database, "apart", opened[database])
        elif database in opened:
            yield DrilledFile(database, "opened", opened[database])
        elif database in rebuilt.waiting:
            yield _sealed(vault, database, along[database])
        elif isinstance(refused.get(database), RecordTooNew):
            yield DrilledFile(database, "too_new")
        elif database in along:
            yield DrilledFile(database, "damaged")
        else:
            named = name_begins(vault.header.service_id, database)
            is_there = any(each.name.startswith(named) for each in too_new)
            lacking: State = "empty" if _is_empty(vault, database) else "missing"
            yield DrilledFile(database, "too_new" if is_there else lacking)


def _is_empty(vault: Vault, database: str) -> bool:
    grants = (each for each in vault.header.caseloads if each.id == database)
    return any(awaits_first_sign_in(vault, each) for each in grants)


def _sealed(vault: Vault, database: str, found: Iterable[FoundBackup]) -> DrilledFile:
    for each in found:
        if whole_by(vault.header, each.path):
            return DrilledFile(database, "sealed", each.label.made_at)
    return DrilledFile(database, "damaged")

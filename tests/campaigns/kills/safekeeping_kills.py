"""Backing up and putting back, killed at any instant."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import BEGUN, Operation, Planted, check, kill_operations
from tests.campaigns.kills.rotation_kills import content_of
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.safekeeping import Holder, back_up_quietly, holder_of, put_back
from therapist_app.record.backup_format import backup_making, verifying
from therapist_app.record.backup_format.backup_file import open_backup
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups import reading_back
from therapist_app.record.database import audit
from therapist_app.record.vault.vault import LEFT_OPEN, Vault

THINGS = 40
AN_HOUR = 3600


@contextmanager
def reading_back_here() -> Iterator[None]:
    """Read backups back in the same process: a fresh one for each kill would cost minutes."""
    read_back = verifying.read_back
    modules = (backup_making, reading_back)
    for module in modules:
        module.read_back = verifying.fault_of  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in modules:
            module.read_back = read_back  # type: ignore[attr-defined]


class BackedUp(Operation):
    """A service with a backup, and work done since."""

    def lay_out(self, folder: Path) -> None:
        self._service = lay_out(folder)
        with self._service.open() as vault:
            shift = Shift(self._service, vault, Random(1))
            _work(shift)
            back_up_quietly(vault)
            self._backed_up = content_of(vault.caseload)
            self._service.clock.advance(AN_HOUR)
            _work(shift)
            self._newest = content_of(vault.caseload)
        self._service.clock.advance(AN_HOUR)

    def holder(self, folder: Path) -> Holder:
        """Return the founder, over a copy of the folder."""
        return holder_of(self.moved(folder))

    def moved(self, folder: Path) -> ServiceOnDisk:
        """Return the service as it stands in a copy of the folder."""
        return replace(self._service, folder=folder / "service")

    def check_backups(self, holder: Holder) -> int:
        """Check that every file that is named as a backup is whole; return how many there are."""
        paths = sorted(holder.place.backups.glob("*.tvb"))
        for path in paths:
            backup = open_backup(path, holder.uid, holder.keys().opening)
            fault = verifying.fault_of(path, backup.secret)
            check(not fault, f"{path.suffix} file: {fault}")
        return len(paths)


class Backup(BackedUp):
    """No file with the name of a backup that is not whole, and the next run clears what is left."""

    name = "backup"

    def work(self, folder: Path, say: Say) -> None:
        vault = self.moved(folder).open()
        say(BEGUN)
        back_up_quietly(vault)

    def plant(self, folder: Path) -> Planted:
        path = next(self.holder(folder).place.backups.glob("caseload-*.tvb"))
        os.truncate(path, path.stat().st_size // 2)
        return Planted("half a backup under the name of a whole one", "cut-off")

    def standing(self, folder: Path) -> str:
        holder = self.holder(folder)
        found = self.check_backups(holder)
        with holder.open() as vault:
            _check_whole(vault)
            check(content_of(vault.caseload) == self._newest, "the record itself was changed")
            back_up_quietly(vault)
            listed = {each.file for each in backups.listed(vault.service)}
        there = {each.name for each in holder.place.backups.glob("*.tvb")}
        check(there <= listed, "the list of backups does not tell of all")
        check(not [*holder.place.backups.glob("*.part")], "unfinished files were left")
        return f"{found} files"


class Restore(BackedUp):
    """The database of before, or the one put back with the one of before beside it."""

    def __init__(self, database: str) -> None:
        self.name = f"restore of the {database}"
        self._database = database

    def work(self, folder: Path, say: Say) -> None:
        holder = self.holder(folder)
        [path] = holder.place.backups.glob(f"{self._database}-*.tvb")
        say(BEGUN)
        put_back(holder, path)

    def plant(self, folder: Path) -> Planted:
        service = self.moved(folder)
        with service.open() as vault:
            _work(Shift(service, vault, Random(2)))
        return Planted("rows that no backup and no record had", "the rows are those of neither")

    def standing(self, folder: Path) -> str:
        holder = self.holder(folder)
        self.check_backups(holder)
        with holder.open() as vault:
            _check_whole(vault)
            check(not {*vault.warnings} - {LEFT_OPEN}, "it warns")
            content = content_of(vault.caseload)
            is_back = any(_was_restored(each) for each in (vault.caseload, vault.service))
        expected = self._backed_up if is_back and self._database == "caseload" else self._newest
        check(content == expected, "the rows are those of neither")
        if is_back:
            check([*holder.folder.rglob("*.before-restore")], "what was there is not kept")
        return "put back" if is_back else "as it was"


def _work(shift: Shift) -> None:
    for _ in range(THINGS):
        shift.do_something()


def _was_restored(database: object) -> bool:
    return any(entry.action == "restored" for entry in audit.entries(database))  # type: ignore[arg-type]


def _check_whole(vault: Vault) -> None:
    faults = faults_in(vault)
    check(not faults, faults[0] if faults else "")


def run(trial: Trial) -> str:
    """Kill all three, reading back in the same process."""
    restores = [partial(Restore, each) for each in ("caseload", "service")]
    with reading_back_here():
        return kill_operations([Backup, *restores], trial)


SAFEKEEPING = Campaign(
    name="backup",
    claim="A killed backup leaves no file that is not whole; a killed restore the old or the new.",
    run=run,
    counts={"smoke": 2, "small": 12, "full": 100},
)

"""Backing up and putting back, as tests and kill campaigns do it: one call for each operation.

Each operation that starts from files alone can be run by another process, to be killed there::

    python -c "from tests.support.record.safekeeping import back_up_at; back_up_at('keys.json')"
"""

import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.support.record.records import ServiceOnDisk, a_client, newcomer
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import Run, back_up
from therapist_app.record.backups.backup_list import Backup
from therapist_app.record.backups.comparing import Comparison, compare, figures_now, fitting_backup
from therapist_app.record.backups.restoring import Restored, restore
from therapist_app.record.clients import clients
from therapist_app.record.clock_and_random import ClockAndRandom, SeededClock, system_sources
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.database import Database
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring import people
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.sign_in.unlocking import open_with_keys
from therapist_app.record.vault.vault import Vault


def silent(_done: int, _whole: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Holder:
    """Somebody whose private keys a test holds, and the folder of their service."""

    folder: Path
    uid: str
    opening: bytes
    signing: bytes
    sources: ClockAndRandom

    @property
    def place(self) -> ServiceFolder:
        return ServiceFolder(self.folder)

    def keys(self) -> PersonKeys:
        return PersonKeys(Masked(bytearray(self.opening)), Masked(bytearray(self.signing)))

    def owner(self) -> KeyHolder:
        """Return them as somebody who need not open any database."""
        header = load_header(self.place.header)
        return KeyHolder(self.place, header, self.uid, self.keys(), self.sources)

    def open(self) -> Vault:
        header = load_header(self.place.header)
        return open_with_keys(self.place, header, self.uid, self.keys(), self.sources)

    def keep(self, path: Path) -> None:
        """Write their keys to a file, for another process."""
        kept = {
            "folder": str(self.folder),
            "uid": self.uid,
            "opening": self.opening.hex(),
            "signing": self.signing.hex(),
            "now": self.sources.now().isoformat(),
        }
        path.write_text(json.dumps(kept))


def holder_of(on_disk: ServiceOnDisk, folder: Path | None = None) -> Holder:
    """Return the founder of a service, or of a copy of it in another folder."""
    return Holder(
        folder or on_disk.folder, on_disk.uid, on_disk.opening, on_disk.signing, on_disk.sources
    )


def colleague_of(on_disk: ServiceOnDisk, *roles: str) -> Holder:
    """Take a second person into a service."""
    person = newcomer(on_disk.sources, bytes(32), bytes(20), name="Bo Example", roles=roles)
    with on_disk.open() as vault:
        keys = people.take_in(vault, person).private
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        return Holder(on_disk.folder, person.uid, bytes(opening), bytes(signing), on_disk.sources)


def holder_in(keys: str) -> Holder:
    """Return the person whose keys were kept in a file; their clock stands at that moment."""
    kept = json.loads(Path(keys).read_text())
    system = system_sources()
    now = SeededClock(datetime.fromisoformat(kept["now"]).astimezone(UTC))
    return Holder(
        Path(kept["folder"]),
        kept["uid"],
        bytes.fromhex(kept["opening"]),
        bytes.fromhex(kept["signing"]),
        ClockAndRandom(now, system.random_bytes),
    )


def add_clients(vault: Vault, *codes: str) -> None:
    """Add a client for each code."""
    for code in codes:
        clients.add(vault.caseload, a_client(vault.caseload, code=code))


def codes_in(vault: Vault) -> list[str]:
    """Return the codes of all clients."""
    return [code for (code,) in vault.caseload.rows("SELECT code FROM clients ORDER BY code")]


def rows_in(database: Database, besides: Collection[str] = ()) -> dict[str, list[object]]:
    """Return every row of a database, but of those tables that tell of the laptop itself."""
    own = {"about", "audit", "backups", "record_checks", "sqlite_sequence", *besides}
    names = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {
        name: sorted(database.rows(f"SELECT * FROM {name}"), key=repr)
        for (name,) in names
        if name not in own
    }


def backups_of(vault: Vault, database: str) -> list[Backup]:
    """Return the backups of one database, the newest first."""
    return [each for each in backups.listed(vault.service) if each.database == database]


def newest_path(vault: Vault, database: str | None = None) -> Path:
    """Return the newest backup of a database, by default of the person's own caseload."""
    return backups_of(vault, database or vault.person.uid)[0].path(vault.place)


def back_up_quietly(vault: Vault) -> Run:
    """Back up what is open; nothing may go wrong."""
    run = back_up(vault, silent)
    assert run.problems == ()
    return run


def compared(holder: Holder, path: Path) -> Comparison:
    """Return what a person would be asked about a backup, while the record is closed."""
    owner = holder.owner()
    backup = fitting_backup(owner, path)
    backup.secret.forget()
    return compare(owner, backup, figures_now(owner, backup.label.database))


def put_back(holder: Holder, path: Path) -> Restored:
    """Put a backup back, confirmed as it is, while the record is closed."""
    return restore(holder.owner(), path, compared(holder, path))


def back_up_at(keys: str) -> None:
    """Open a service, back it up, close it."""
    with holder_in(keys).open() as vault:
        back_up_quietly(vault)


def restore_at(keys: str, path: str) -> None:
    """Put one backup back."""
    put_back(holder_in(keys), Path(path))


def open_at(keys: str) -> None:
    """Open a service and close it, which brings older files up."""
    holder_in(keys).open().close()


def found_at(keys: str) -> dict[str, object]:
    """Return what another process left: clients, schema of both files, warnings."""
    with holder_in(keys).open() as vault:
        return {
            "clients": codes_in(vault),
            "schemas": [each.row("PRAGMA user_version") for each in vault.databases],
            "warnings": vault.warnings,
            "service": SERVICE,
        }


def copy_of(on_disk: ServiceOnDisk, folder: Path) -> ServiceOnDisk:
    """Copy a closed service, with a clock of its own that stands where the first one did."""
    shutil.copytree(on_disk.folder, folder)
    clock = SeededClock(on_disk.clock())
    return replace(
        on_disk, folder=folder, clock=clock, sources=replace(system_sources(), now=clock)
    )

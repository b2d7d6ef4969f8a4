"""Bringing an older record up, killed at any instant: the old schema or the new, never between."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import BEGUN, Operation, Planted, check, operation_campaign
from tests.campaigns.kills.rotation_kills import content_of
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import migrations
from therapist_app.record.database.connection import Kind, create_connection, open_connection
from therapist_app.record.database.migrations import (
    CASELOAD,
    NEWEST,
    SERVICE,
    bring_up,
    create_schema,
)
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_file import load_header, people
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.sign_in.unlocking import open_with_keys, unlock
from therapist_app.record.vault.vault import Vault

STORED = Path(__file__).parents[2] / "therapist_app/record/stored"
OLDEST_WHOLE = 4
PASSPHRASE = "vexed otter quilt over mud"
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


class Step(Operation):
    """One step of one kind of database."""

    def __init__(self, kind: Kind, step: int) -> None:
        self.name = f"{kind.name} {step - 1} to {step}"
        self._kind, self._step = kind, step

    def lay_out(self, folder: Path) -> None:
        """Lay out a database of the version before, and keep what both versions look like."""
        before, after = folder / "record.db", folder / "reference.db"
        for version, path in ((self._step - 1, before), (self._step, after)):
            _make(path, self._kind, version)
        with closing(_open(before)) as old, closing(_open(after)) as new:
            self._schemas = {
                "before": old.execute(SCHEMA).fetchall(),
                "after": new.execute(SCHEMA).fetchall(),
            }
            self._counts = _counts(old)

    def work(self, folder: Path, say: Say) -> None:
        migrations.NEWEST = self._step  # type: ignore[misc]
        connection = self.open(folder)
        say(BEGUN)
        bring_up(connection, self._kind)

    def open(self, folder: Path) -> dbapi2.Connection:
        """Open the database in a copy of the folder."""
        return _open(folder / "record.db")

    def plant(self, folder: Path) -> Planted:
        with closing(self.open(folder)) as connection:
            connection.execute("CREATE TABLE half (a_step INTEGER)")
        return Planted("a table of neither version", "has another schema")

    def standing(self, folder: Path) -> str:
        with closing(self.open(folder)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            sound = sound and not connection.execute("PRAGMA cipher_integrity_check").fetchall()
            check(sound, "the file is not whole")
            [(version,)] = connection.execute("PRAGMA user_version").fetchall()
            standing = {self._step - 1: "before", self._step: "after"}.get(version, "between")
            schema = connection.execute(SCHEMA).fetchall()
            check(self._schemas.get(standing) == schema, f"version {version} has another schema")
            check(self._has_all(connection), "rows are missing")
            bring_up(connection, self._kind)
            check(self._has_all(connection), "rows went missing")
        return standing

    def _has_all(self, connection: dbapi2.Connection) -> bool:
        found = _counts(connection)
        return all(found[table] >= count for table, count in self._counts.items())


class WholeService(Operation):
    """A whole service of version 4, with its header of version 1, opened by this version."""

    name = "a service of 4"

    def lay_out(self, folder: Path) -> None:
        """Lay out the stored service, and learn a person's keys by their passphrase, once."""
        shutil.copytree(STORED / "service-v4", folder / "service")
        learnt = folder / "to learn the keys"
        shutil.copytree(folder / "service", learnt)
        [self._uid] = [each.uid for each in people(learnt) if "keeper" in each.roles]
        secret, sources = bytearray(PASSPHRASE.encode()), system_sources()
        with unlock(learnt, self._uid, secret, practice=False, sources=sources) as vault:
            self._keys = PersonKeys(
                _kept(vault.credentials.keys.opening), _kept(vault.credentials.keys.signing)
            )
            self._data_keys = [
                _kept(vault.credentials.service_key),
                _kept(vault.data_keys(self._uid)[0].key),
            ]
            self._content = content_of(vault.caseload)

    def work(self, folder: Path, say: Say) -> None:
        say(BEGUN)
        self._open(folder)

    def plant(self, folder: Path) -> Planted:
        path = ServiceFolder(folder / "service").caseload(self._uid)
        with closing(open_connection(path, derive_masked(self._data_keys[1], "sqlcipher"))) as old:
            for (name,) in old.execute(TRIGGERS, ("filled_forms",)).fetchall():
                old.execute(f'DROP TRIGGER "{name}"')
            gone = old.execute("DELETE FROM filled_forms").rowcount
            assert gone
        return Planted("rows lost on the way", "the rows are not as they were")

    def standing(self, folder: Path) -> str:
        place = ServiceFolder(folder / "service")
        paths = (place.service, place.caseload(self._uid))
        versions = [_version(*each) for each in zip(paths, self._data_keys, strict=True)]
        check({*versions} <= {*range(OLDEST_WHOLE, NEWEST + 1)}, f"versions {versions}")
        with self._open(folder) as vault:
            check(not faults_in(vault), "the databases are not whole")
            check(content_of(vault.caseload) == self._content, "the rows are not as they were")
            now = {row for each in vault.databases for row in each.rows("PRAGMA user_version")}
            check(now == {(NEWEST,)}, "a database was not brought up")
        return "/".join(map(str, versions))

    def _open(self, folder: Path) -> Vault:
        place = ServiceFolder(folder / "service")
        keys = PersonKeys(_kept(self._keys.opening), _kept(self._keys.signing))
        return open_with_keys(place, load_header(place.header), self._uid, keys, system_sources())


def _kept(secret: Masked) -> Masked:
    with secret.revealed() as whole:
        return Masked(bytearray(whole))


def _version(path: Path, data_key: Masked) -> int:
    with closing(open_connection(path, derive_masked(data_key, "sqlcipher"))) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _make(path: Path, kind: Kind, version: int) -> None:
    newest, migrations.NEWEST = migrations.NEWEST, version  # type: ignore[misc]
    try:
        if kind is CASELOAD:
            shutil.copyfile(STORED / "caseload-v1.db", path)
            with closing(_open(path)) as connection:
                bring_up(connection, kind)
        else:
            create_private_file(path)
            with closing(create_connection(path, _key())) as connection:
                create_schema(connection, kind, version)
    finally:
        migrations.NEWEST = newest  # type: ignore[misc]


def _open(path: Path) -> dbapi2.Connection:
    return open_connection(path, _key())


def _key() -> Masked:
    return Masked(bytearray(32))


def _counts(connection: dbapi2.Connection) -> dict[str, int]:
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    return {
        each: connection.execute(f'SELECT count(*) FROM "{each}"').fetchone()[0] for each in tables
    }


def _steps() -> Sequence[Callable[[], Operation]]:
    steps = [partial(Step, kind, to) for kind in (CASELOAD, SERVICE) for to in range(2, NEWEST + 1)]
    return [*steps, WholeService]


MIGRATION = operation_campaign(
    "migration",
    "A step to a newer schema that is killed leaves the old schema or the new, with every row.",
    _steps(),
    {"smoke": 1, "small": 10, "full": 100},
)

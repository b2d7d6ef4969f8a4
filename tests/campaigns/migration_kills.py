"""Bringing an older record up, killed at any instant: the old schema or the new, never between."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.campaigns.operations import BEGUN, Operation, check, operation_campaign
from tests.campaigns.telling import Say
from therapist_app.record import migrations
from therapist_app.record.connection import Kind, create_connection, open_connection
from therapist_app.record.files import create_private_file
from therapist_app.record.migrations import CASELOAD, NEWEST, SERVICE, bring_up, create_schema
from therapist_app.record.wiping import Masked

STORED = Path(__file__).parents[1] / "therapist_app/record/stored/caseload-v1.db"
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
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
            check(_counts(connection).items() >= self._counts.items(), "rows are missing")
            bring_up(connection, self._kind)
            check(_counts(connection).items() >= self._counts.items(), "rows went missing")
        return standing


def _make(path: Path, kind: Kind, version: int) -> None:
    newest, migrations.NEWEST = migrations.NEWEST, version  # type: ignore[misc]
    try:
        if kind is CASELOAD:
            shutil.copyfile(STORED, path)
            with closing(_open(path)) as connection:
                bring_up(connection, kind)
        else:
            create_private_file(path)
            with closing(create_connection(path, _key())) as connection:
                create_schema(connection, kind)
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


def _steps() -> Sequence[partial[Step]]:
    return [partial(Step, kind, to) for kind in (CASELOAD, SERVICE) for to in range(2, NEWEST + 1)]


MIGRATION = operation_campaign(
    "migration",
    "A step to a newer schema that is killed leaves the old schema or the new, with every row.",
    _steps(),
    {"smoke": 2, "small": 12, "full": 100},
)

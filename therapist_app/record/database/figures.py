"""What can be said of a database in numbers: how many rows, and how far its audit goes."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlcipher3 import dbapi2

from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.connection import translated

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
_OWN_BUSINESS = frozenset({"about", "audit", "backups"})
ONLY_GROW = ("backups", "codes", "erasures", "releases", "pack_files")
"""Tables of the service file whose rows are carried over to an older one that is put back."""
_OPENING_WRITES = frozenset({"caseload_figures", "record_checks", "settings"})


@dataclass(frozen=True, slots=True)
class Figures:
    """A database in numbers.

    Attributes:
        schema: Its version.
        rows: Pairs of a table and how many rows it has, by name.
        mark: The newest entry of its audit.
        changed_at: When that entry was written; None while there is none.

    """

    schema: int
    rows: tuple[tuple[str, int], ...]
    mark: Mark
    changed_at: datetime | None

    @property
    def content(self) -> dict[str, int]:
        """How many rows each table has, without what the record keeps about itself."""
        return {name: count for name, count in self.rows if name not in _OWN_BUSINESS}

    @property
    def work(self) -> dict[str, int]:
        """The same without what merely opening the record may change."""
        kept = self.content.items()
        return {name: count for name, count in kept if name not in _OPENING_WRITES}


def figures_of(connection: dbapi2.Connection) -> Figures:
    """Return a database in numbers.

    Raises:
        RecordDamaged: It cannot be read.

    """
    try:
        [[schema]] = connection.execute("PRAGMA user_version").fetchall()
        names = sorted(name for (name,) in connection.execute(_TABLES).fetchall())
        rows = tuple((name, _count(connection, name)) for name in names)
        newest = connection.execute(
            "SELECT n, head, entry FROM audit ORDER BY n DESC LIMIT 1"
        ).fetchone()
    except dbapi2.Error as error:
        raise translated(error) from None
    if newest is None:
        return Figures(schema, rows, Mark(0, bytes(32)), None)
    n, head, entry = newest
    return Figures(schema, rows, Mark(n, bytes(head)), moment_from(json.loads(entry)["at"]))


def _count(connection: dbapi2.Connection, table: str) -> int:
    counted = connection.execute(" ".join(["SELECT count(*) FROM", f'"{table}"'])).fetchone()
    assert counted is not None
    return int(counted[0])

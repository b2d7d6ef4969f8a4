"""What a database holds, as one short text, and being there whenever one is opened."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from therapist_app.record.database.database import Database

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"


def state_of(database: Database) -> str:
    """Return a digest of every row of every table: two states share it only when all is equal."""
    digest = hashlib.sha256()
    for (table,) in database.rows(TABLES):
        digest.update(table.encode())
        for row in database.rows(f'SELECT * FROM "{table}"'):
            digest.update(repr(row).encode())
    return digest.hexdigest()[:32]


@contextmanager
def whenever_opened(see: Callable[[str, Database], None]) -> Iterator[None]:
    """Call `see` with name and database each time one is opened, before anything is written.

    The name is that of the file: `service`, or the uid of a caseload's owner.
    """
    begin = Database.__init__

    def begin_and_show(self: Database, connection: Any, opening: Any, *more: Any) -> None:
        begin(self, connection, opening, *more)
        see(opening.path.stem, self)

    Database.__init__ = begin_and_show  # type: ignore[method-assign]
    try:
        yield
    finally:
        Database.__init__ = begin  # type: ignore[method-assign]


@contextmanager
def states_as_found() -> Iterator[dict[str, str]]:
    """Yield what fills with the state of each database that is opened, as it was found."""
    found: dict[str, str] = {}

    def see(name: str, database: Database) -> None:
        found[name] = state_of(database)

    with whenever_opened(see):
        yield found

"""What a backup does not know and must not undo: who was erased since, and what only grows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlcipher3 import dbapi2

from therapist_app.record.backups.comparing import open_as_it_is
from therapist_app.record.client_rights.erasing import settle_erasures
from therapist_app.record.database.database import Caseload, Database, ServiceFile
from therapist_app.record.database.figures import ONLY_GROW
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.header.header import SERVICE
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.vault import Vault

_FORMER = "former_people"
_NEWER_COUNTS = ("about", "releases")
"""Where both files hold a row, the one that stands there now is the one to keep."""
Rows = Mapping[str, tuple[Sequence[str], Sequence[Sequence[object]]]]


@dataclass
class ErasingAgain:
    """Erases in a caseload that is being put back whoever was erased since it was copied."""

    service: ServiceFile
    count: int = field(default=0, init=False)

    def __call__(self, caseload: Database) -> None:
        """Erase them, and count them."""
        assert isinstance(caseload, Caseload)
        self.count = settle_erasures(caseload, self.service)


@dataclass(frozen=True)
class CarryingOver:
    """Brings into a service file that is being put back what must not become less.

    Attributes:
        rows: Of the service file that stands there now, as far as it can be read.
        generation: Of the header: an older one must stay refused.

    """

    rows: Rows
    generation: int

    def __call__(self, service: Database) -> None:
        """Carry it over."""
        with service.change("carried_over", SERVICE, sorted(self.rows)) as change:
            for table, (names, rows) in self.rows.items():
                places = ", ".join("?" * len(names))
                is_newer = table in _NEWER_COUNTS
                how = "INSERT OR REPLACE INTO" if is_newer else "INSERT OR IGNORE INTO"
                statement = " ".join([how, table, f"({', '.join(names)}) VALUES ({places})"])
                change.executemany(statement, rows)
            change.keep("header_generation", str(self.generation))


def what_only_grows(owner: KeyHolder) -> Rows:
    """Return the rows of the service file, closed, that must be carried over to an older one."""
    connection = open_as_it_is(owner, SERVICE)
    if connection is None:
        return {}
    try:
        return {
            **{table: _all_of(connection, table) for table in ONLY_GROW},
            "about": _all_of(connection, "about", f"WHERE key = '{_FORMER}'"),
        }
    except dbapi2.Error:
        return {}
    finally:
        connection.close()


@contextmanager
def service_alone(owner: KeyHolder) -> Iterator[Vault]:
    """Yield the vault with nothing but the service file open.

    Raises:
        RecordDamaged: The service file cannot be read: it must be put back first.

    """
    try:
        vault = open_service(
            owner.place, owner.header, owner.uid, owner.keys.copied(), owner.sources
        )
    except RecordDamaged:
        raise RecordDamaged("service-file-first") from None
    try:
        yield vault
    finally:
        vault.abandon()


def _all_of(
    connection: dbapi2.Connection, table: str, tail: str = ""
) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    listed = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    names = [name for (name,) in listed]
    if not names:
        return (), ()
    query = " ".join(["SELECT", ", ".join(names), "FROM", table, tail])
    return names, connection.execute(query).fetchall()

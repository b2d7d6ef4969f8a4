"""Where what stands in a service folder.

::

    header.json           who is in the service, and the sealed keys
    service.db            settings, recipients, releases; no client data
    caseloads/<uid>.db    the clients of one therapist
    *.anchor              beside each database
    attempts              wrong passphrases since the last right one
    open-by               who has it open, and since when; gone when it is closed
    backups/              a copy of the header, and the backups (*.tvb)
    restoring/            what is made ready to be put back; gone when it is there
    *.before-restore      what a backup was put in the place of, for two weeks
    *.before-salvage      a damaged file whose saved rows are in use, until it is thrown away
    *.set-aside           a log or a journal that lay beside a database that was closed
    packs/                content packs, as they were signed; no client data
"""

from dataclasses import dataclass
from pathlib import Path

BEFORE_RESTORE, BEFORE_SALVAGE = ".before-restore", ".before-salvage"
SET_ASIDE = ".set-aside"


@dataclass(frozen=True, slots=True)
class ServiceFolder:
    """The places in one service folder."""

    path: Path

    @property
    def header(self) -> Path:
        """The header."""
        return self.path / "header.json"

    @property
    def header_copy(self) -> Path:
        """The copy of the header."""
        return self.backups / "header.json"

    @property
    def service(self) -> Path:
        """The service file."""
        return self.path / "service.db"

    @property
    def attempts(self) -> Path:
        """The tally of wrong passphrases."""
        return self.path / "attempts"

    @property
    def open_by(self) -> Path:
        """Who has it open."""
        return self.path / "open-by"

    @property
    def caseloads(self) -> Path:
        """The folder of the caseloads."""
        return self.path / "caseloads"

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.path / "backups"

    @property
    def packs(self) -> Path:
        """The folder of the content packs."""
        return self.path / "packs"

    def caseload(self, uid: str) -> Path:
        """Return where a person's caseload stands."""
        return self.caseloads / f"{uid}.db"


def database_path(place: ServiceFolder, database: str) -> Path:
    """Return where a database stands: "service", or the id of a caseload."""
    return place.service if database == "service" else place.caseload(database)


def anchor_beside(database: Path) -> Path:
    """Return where the anchor of a database stands."""
    return database.with_suffix(".anchor")


def database_beside(anchor: Path) -> Path:
    """Return where the database of an anchor stands."""
    return anchor.with_suffix(".db")


def log_beside(database: Path) -> Path:
    """Return where SQLite keeps the write-ahead log of a database."""
    return database.with_name(database.name + "-wal")


def journal_beside(database: Path) -> Path:
    """Return where SQLite would look for a rollback journal, which no database here has."""
    return database.with_name(database.name + "-journal")


def set_aside(path: Path) -> Path:
    """Return where a log or a journal goes that a closed database does not need."""
    return path.with_name(path.name + SET_ASIDE)


def replaced_beside(path: Path) -> Path:
    """Return where a file is kept that a backup was put in the place of."""
    return path.with_name(path.name + BEFORE_RESTORE)

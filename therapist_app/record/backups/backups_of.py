"""Which backups hold a caseload as it was at some time."""

from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.database import ServiceFile


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """One backup of a caseload that has not been thrown away.

    Attributes:
        place: Where it was put; empty for the service folder's own.

    """

    file: str
    place: str
    made_at: datetime


def backups_of(service: ServiceFile, caseload_uid: str) -> tuple[KeptBackup, ...]:
    """Return the backups of a caseload that are still there, oldest first."""
    found = service.rows(
        "SELECT file, place, made_at FROM backups WHERE database = ? AND removed_at IS NULL"
        " ORDER BY made_at, place",
        (caseload_uid,),
    )
    return tuple(KeptBackup(file, place, moment_from(made_at)) for file, place, made_at in found)

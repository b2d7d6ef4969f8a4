"""The ledger of what left, for whom, and who approved it."""

from therapist_app.record.columns import MOMENT
from therapist_app.record.database import ServiceFile
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Release
from therapist_app.record.tables import Table

_TABLE = Table("releases", Release, columns={"made_at": MOMENT})


def add(service: ServiceFile, release: Release) -> None:
    """Enter a release."""
    with service.change("released", f"release:{release.id}", (release.profile,)) as change:
        _TABLE.insert(change, release)


def all_releases(service: ServiceFile) -> tuple[Release, ...]:
    """Return every release, oldest first."""
    return _TABLE.select(service, "ORDER BY made_at, id")


def newest(service: ServiceFile, limit: int) -> tuple[Release, ...]:
    """Return so many releases, the newest first."""
    return _TABLE.select(service, "ORDER BY made_at DESC, id LIMIT ?", (limit,))


def count(service: ServiceFile) -> int:
    """Return how many releases there are."""
    [found] = service.rows("SELECT count(*) FROM releases")
    return int(found[0])


def load(service: ServiceFile, release_id: str) -> Release:
    """Return a release.

    Raises:
        RecordBug: There is no such release.

    """
    found = _TABLE.first(service, "WHERE id = ?", (release_id,))
    if found is None:
        raise RecordBug("no-such-release")
    return found

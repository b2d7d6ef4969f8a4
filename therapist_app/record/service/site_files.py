"""Forms and words that a clinic added, kept in the service file so that its backups carry them."""

from collections.abc import Mapping

from therapist_app.record.database.database import ServiceFile


def kept(service: ServiceFile) -> dict[str, bytes]:
    """Return what is kept, by the names of the files."""
    found = service.rows("SELECT name, data FROM site_files ORDER BY name")
    return {name: bytes(data) for name, data in found}


def keep(service: ServiceFile, files: Mapping[str, bytes]) -> None:
    """Keep these files in the place of those before."""
    with service.change("site_files_kept", "site_files") as change:
        change.execute("DELETE FROM site_files")
        change.executemany(
            "INSERT INTO site_files (name, data) VALUES (?, ?)", sorted(files.items())
        )

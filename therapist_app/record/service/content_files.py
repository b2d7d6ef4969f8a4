"""Content packs as they were signed, and forms and words that a clinic added.

They are kept in the service file so that its backups carry them.
"""

from collections.abc import Mapping

from therapist_app.record.database.database import Change, ServiceFile


def keep_pack(change: Change, sha256: str, data: bytes) -> None:
    """Keep the file of a pack under its hash."""
    change.execute("INSERT OR IGNORE INTO pack_files (sha256, data) VALUES (?, ?)", (sha256, data))


def kept_packs(service: ServiceFile) -> frozenset[str]:
    """Return the hashes of the packs that are kept."""
    return frozenset(found for (found,) in service.rows("SELECT sha256 FROM pack_files"))


def load_pack(service: ServiceFile, sha256: str) -> bytes | None:
    """Return the file of a pack, or None where it is not kept."""
    found = service.row("SELECT data FROM pack_files WHERE sha256 = ?", (sha256,))
    return bytes(found[0]) if found else None


def site_files(service: ServiceFile) -> dict[str, bytes]:
    """Return what a clinic added, by the names of the files."""
    found = service.rows("SELECT name, data FROM site_files ORDER BY name")
    return {name: bytes(data) for name, data in found}


def keep_site_files(service: ServiceFile, files: Mapping[str, bytes]) -> None:
    """Keep these files in the place of those before."""
    with service.change("site_files_kept", "site_files") as change:
        change.execute("DELETE FROM site_files")
        change.executemany(
            "INSERT INTO site_files (name, data) VALUES (?, ?)", sorted(files.items())
        )

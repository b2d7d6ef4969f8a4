"""Content packs as they were signed, kept in the service file so that its backups carry them."""

from therapist_app.record.database.database import Change, ServiceFile


def keep(change: Change, sha256: str, data: bytes) -> None:
    """Keep the file of a pack under its hash."""
    change.execute("INSERT OR IGNORE INTO pack_files (sha256, data) VALUES (?, ?)", (sha256, data))


def kept(service: ServiceFile) -> frozenset[str]:
    """Return the hashes of the files that are kept."""
    return frozenset(found for (found,) in service.rows("SELECT sha256 FROM pack_files"))


def load(service: ServiceFile, sha256: str) -> bytes | None:
    """Return the file of a pack, or None where it is not kept."""
    found = service.row("SELECT data FROM pack_files WHERE sha256 = ?", (sha256,))
    return bytes(found[0]) if found else None

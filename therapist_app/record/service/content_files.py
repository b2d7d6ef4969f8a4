"""Content packs as they were signed, and forms and words that a clinic added.

They are kept in the service file so that its backups carry them.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath

from therapist_app.record.database.audit import mark_of, newest_telling
from therapist_app.record.database.database import Change, ServiceFile

CHANGED = "site_files_changed"
ENDING = ".toml"
_ABOUT = "site_files"
_NAME = re.compile(r"[a-z0-9-]{1,60}\.v\d{1,4}(\.[a-z]{2,12}){0,2}\.toml")
"""What a file is called that holds a form, words or texts: an entry says no other name."""


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
    """Return what a clinic added, by the names of the files.

    Files are made by these names: one that leads out of a folder is none.
    """
    found = service.rows("SELECT name, data FROM site_files ORDER BY name")
    return {name: bytes(data) for name, data in found if _is_name(name)}


def _is_name(name: str) -> bool:
    return PurePath(name).name == name and name.endswith(ENDING) and "\0" not in name


def keep_site_files(service: ServiceFile, found: Mapping[str, bytes | None]) -> None:
    """Keep the files that were found in the place of those before, where they are not the same.

    They are what somebody last signed that they found, or whoever has the record open signs it
    now, and everybody is told: the folder is open to whoever reaches it, without any key. What
    an earlier version kept has no hash in an entry, and counts until it is another.

    Args:
        service: Open.
        found: What each file holds; None of one that cannot be kept. Then nothing of it is.

    """
    kept = site_files(service)
    mark, known = _mark(found), newest_telling(service, CHANGED).get(_ABOUT)
    is_known = found == kept if known is None else known.fields[0] == mark
    [(rows,)] = service.rows("SELECT count(*) FROM site_files")
    is_known = is_known and rows == len(kept)
    files = {name: data for name, data in found.items() if data is not None}
    is_whole = len(files) == len(found)
    if is_known and (not is_whole or files == kept):
        return
    names = {*found, *kept}
    changed = sorted(
        each for each in names if found.get(each) is None or found[each] != kept.get(each)
    )
    with service.change(CHANGED, _ABOUT, (mark, *filter(_NAME.fullmatch, changed))) as change:
        if is_whole:
            change.execute("DELETE FROM site_files")
            change.executemany(
                "INSERT INTO site_files (name, data) VALUES (?, ?)", sorted(files.items())
            )


def _mark(found: Mapping[str, bytes | None]) -> str:
    hashes = {
        name: None if data is None else sha256(data).hexdigest() for name, data in found.items()
    }
    return mark_of(json.dumps(hashes, sort_keys=True))

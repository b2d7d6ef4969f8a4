"""Whether another copy of the record writes into the second place, or has gone on there.

A record's header counts up with each change of people or keys. So a backup that lies there under a
later count was made where the service goes on, and this record is an older copy; and a backup of
an earlier count that was made after one of a later count was made by an older copy. So was one
whose chain of statements parts from the record's, or that has the record's count and says
something else, however far a copy's own changes raised its count.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from therapist_app.record.backup_format.backup_file import ENDING, label_of
from therapist_app.record.backups.looking_through import header_in
from therapist_app.record.errors import BackupRefused, KnownRecordError
from therapist_app.record.header.header import Header
from therapist_app.record.header.statements import hash_of

AHEAD, BY_AN_OLDER_COPY = "place-is-ahead", "by-an-older-copy"
_NEWEST = 8
"""How many backups of the service file are looked at, the newest by their names."""


@dataclass(frozen=True, slots=True)
class _Seen:
    file: str
    made_at: datetime
    header: Header


def what_is_wrong(header: Header, folder: Path, listed: Collection[str]) -> BackupRefused | None:
    """Return why nothing may be put into a folder, or what must be told of it; else None.

    Args:
        header: Of the record that is open.
        folder: The second place, which is there.
        listed: The names of the backups there that this record made.

    """
    looked_at = (_looked_at(each) for each in _newest(header, folder))
    seen = [each for each in looked_at if each and each.header.service_id == header.service_id]
    if any(_goes_on_from(header, each.header) for each in seen):
        return BackupRefused(AHEAD)
    known = [each for each in seen if each.file in listed]
    for other in (each for each in seen if each.file not in listed):
        is_other = any(_is_older_and_later(other, each) for each in known)
        if is_other or _goes_another_way(header, other.header):
            return BackupRefused(BY_AN_OLDER_COPY)
    return None


def _newest(header: Header, folder: Path) -> list[Path]:
    return sorted(folder.glob(f"service-{header.service_id[:8]}-*{ENDING}"), reverse=True)[:_NEWEST]


def _looked_at(path: Path) -> _Seen | None:
    try:
        label = label_of(path)
        header, _spelt = header_in(path)
    except KnownRecordError:
        return None
    return _Seen(path.name, label.made_at, header)


def _goes_on_from(ours: Header, theirs: Header) -> bool:
    """Whether a header comes after the one of the record that is open."""
    n = len(ours.trail)
    is_longer = len(theirs.trail) >= n and hash_of(theirs, n) == hash_of(ours, n)
    return is_longer and theirs.generation > ours.generation


def _goes_another_way(ours: Header, theirs: Header) -> bool:
    """Whether neither of two headers comes before the other."""
    n = min(len(ours.trail), len(theirs.trail))
    is_forked = hash_of(ours, n) != hash_of(theirs, n)
    is_beside = theirs.generation == ours.generation and replace(theirs, mac=ours.mac) != ours
    return is_forked or is_beside


def _is_older_and_later(other: _Seen, known: _Seen) -> bool:
    is_older = other.header.generation < known.header.generation
    return is_older and other.made_at > known.made_at

"""Secret keys in rows of the service file count as somebody signed that they made them.

Everybody in the service can write there with a program of their own: with another key a recipient
follows nobody from one export to the next, and with that of another recipient two of them can
compare whom they know. Each entry of such a key tells a mark of it, keyed with the key itself.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import AuditEntry, believed, mark_of, note
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE
from therapist_app.record.errors import KeyNotAsMade, RecordDamaged
from therapist_app.record.service.keys_in_rows import FIGURES, key_of, pseudonym_name

PSEUDONYMS, OF_FIGURES = "pseudonym_keys", "record_keys"
MADE, REPLACED, TAKEN_OVER = (
    "pseudonym_key_made",
    "pseudonym_key_replaced",
    "pseudonym_key_taken_over",
)
FIGURES_MADE = "record_key_made"
KNOWN = "keys_known"
_FOUND_ANEW = ("restored", "service_moved")
"""What brings other rows than the audit beside them tells; everybody is told who did either."""
_IS = "="
_ROW_LENGTH = 16
_MARK_LENGTH = 16
_MARKED = b"mark of a key in a row of the service file"


@dataclass(slots=True)
class _Said:
    """What was signed of such keys.

    Attributes:
        marks: The mark of each key, by its row.
        may_be_known: Whether whoever signs in next signs those that are there: an earlier version
            signed nothing of them, and a backup that was put back has other entries.

    """

    marks: dict[str, str] = field(default_factory=dict)
    may_be_known: bool = True


def told(table: str, row: Sequence[str], key: bytearray) -> str:
    """Return what an entry tells of a key."""
    return f"{_named(table, row)}{_IS}{_mark(key)}"


def told_gone(table: str, row: Sequence[str]) -> str:
    """Return what an entry tells of a row in whose place another one comes."""
    return f"{_named(table, row)}{_IS}{GONE}"


def check_as_made(service: ServiceFile, table: str, row: Sequence[str], key: bytearray) -> None:
    """Refuse a key that is another than somebody signed that they made.

    Raises:
        KeyNotAsMade: It is; of pseudonyms also where nobody signed any.

    """
    said = _said(service)
    mark = said.marks.get(_named(table, row))
    is_planted = mark is None and table == PSEUDONYMS and not said.may_be_known
    if is_planted or mark not in {None, _mark(key)}:
        wipe(key)
        raise KeyNotAsMade(table)


def check_never_made(service: ServiceFile, table: str, row: Sequence[str]) -> None:
    """Refuse to make a key where somebody signed that they made one.

    Raises:
        KeyNotAsMade: It is gone.

    """
    if _named(table, row) in _said(service).marks:
        raise KeyNotAsMade(table)


def note_known(service: ServiceFile) -> None:
    """Sign the keys that are there, where an earlier version made them or a backup was put back."""
    if not _said(service).may_be_known:
        return
    found = (f"{row}{_IS}{mark}" for row, mark in _standing(service) if mark)
    note(service, KNOWN, "keys", ("keys", *found))


def not_as_made(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each row whose key is another than somebody signed that they made, or that is gone."""
    said, standing = _said(service), dict(_standing(service))
    if said.may_be_known:
        return
    for row, mark in standing.items():
        is_planted = row not in said.marks and row.startswith(PSEUDONYMS)
        if is_planted or said.marks.get(row, mark) != mark:
            yield row, mark_of(f"{row}{_IS}{mark}")
    for row in said.marks.keys() - standing.keys():
        yield row, GONE


def _said(service: ServiceFile) -> _Said:
    people = tuple(sorted(service.verify_keys.items()))
    return service.until_changed("keys as made", people, lambda: _read(service))


def _read(service: ServiceFile) -> _Said:
    said = _Said()
    acts = (KNOWN, MADE, REPLACED, TAKEN_OVER, FIGURES_MADE, *_FOUND_ANEW)
    for entry in believed(service, acts):
        if entry.action in _FOUND_ANEW:
            said.may_be_known = True
        elif entry.action == KNOWN:
            if said.may_be_known:
                said.marks.update(_told_in(entry))
                said.may_be_known = False
        elif entry.action == TAKEN_OVER:
            _take_over(said, _told_in(entry))
        else:
            _make(said, entry.action, _told_in(entry))
    return said


def _make(said: _Said, action: str, told_of: Sequence[tuple[str, str]]) -> None:
    """Count a key that was made: the first of a row, a later one, and no other recipient's."""
    for row, mark in told_of:
        is_first = row not in said.marks
        if mark and (is_first or action == REPLACED) and mark not in said.marks.values():
            said.marks[row] = mark


def _take_over(said: _Said, told_of: Sequence[tuple[str, str]]) -> None:
    gone = {row for row, mark in told_of if not mark}
    for row, mark in told_of:
        former = {each for each in gone if mark and said.marks.get(each) == mark}
        if former and row not in said.marks:
            del said.marks[former.pop()]
            said.marks[row] = mark


def _told_in(entry: AuditEntry) -> list[tuple[str, str]]:
    parted = (each.partition(_IS) for each in entry.fields)
    return [(row, mark) for row, is_told, mark in parted if is_told]


def _standing(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each row and the mark of its key; an empty one where it cannot be unwrapped."""
    for recipient, purpose, key in service.rows(
        "SELECT recipient, purpose, key FROM pseudonym_keys"
    ):
        yield (
            _named(PSEUDONYMS, (recipient, purpose)),
            _mark_in(service, pseudonym_name(recipient), key),
        )
    for purpose, key in service.rows("SELECT purpose, key FROM record_keys"):
        yield _named(OF_FIGURES, (purpose,)), _mark_in(service, FIGURES, key)


def _mark_in(service: ServiceFile, name: str, stands: bytes) -> str:
    try:
        key = key_of(service, name, stands)
    except RecordDamaged:
        return GONE
    mark = _mark(key)
    wipe(key)
    return mark


def _mark(key: bytearray) -> str:
    return hmac.digest(key, _MARKED, "sha256")[:_MARK_LENGTH].hex()


def _named(table: str, row: Sequence[str]) -> str:
    return f"{table}:{mark_of(json.dumps([*row]))[:_ROW_LENGTH]}"

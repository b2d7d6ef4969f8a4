"""The service's own texts on the limits of confidentiality, from first draft to approval."""

import json
from collections.abc import Iterator
from typing import Any

from therapist_app.record.database.audit import mark_of, newest_telling, signers_of
from therapist_app.record.database.columns import (
    DAY,
    MOMENT,
    OPTIONAL_DAY,
    OPTIONAL_MOMENT,
)
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import LocalText

APPROVED = "local_text_approved"
_AS_KEPT = (
    "SELECT id, version, text, written_by, written_on, changed_at, read_by, read_on, approved_by,"
    " approved_at FROM local_texts"
)
_TABLE = Table(
    "local_texts",
    LocalText,
    key=("id", "version"),
    columns={
        "written_on": DAY,
        "changed_at": MOMENT,
        "read_on": OPTIONAL_DAY,
        "approved_at": OPTIONAL_MOMENT,
        "objected_on": OPTIONAL_DAY,
    },
)


def save(service: ServiceFile, text: LocalText, *, is_objection: bool = False) -> None:
    """Keep a text as it stands now, whether written, read again, objected to or approved.

    Raises:
        RecordBug: That version is approved, and stays as it is.

    """
    action, about = "local_text_written", f"local_text:{text.id}@{text.version}"
    if text.approved_at is not None:
        action = APPROVED
    elif text.read_on is not None:
        action = "local_text_read"
    elif is_objection:
        action = "local_text_objected"
    with service.together() as change:
        key = text.id, text.version
        before = _TABLE.select(service, "WHERE id = ? AND version = ?", key)
        if any(each.approved_at is not None for each in before):
            raise RecordBug("local-text-approved")
        _TABLE.replace(change, text)
        kept = service.rows(f"{_AS_KEPT} WHERE id = ? AND version = ?", key)
        change.audit(action, about, tuple(map(_mark, kept)) if action == APPROVED else ())


def all_texts(service: ServiceFile) -> tuple[LocalText, ...]:
    """Return every text in every version, by name and version."""
    return _TABLE.select(service, "ORDER BY id, version")


def not_as_approved(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each text that is in use, or was, otherwise than somebody approved it, with a mark.

    Entries of an earlier version have no hash, and vouch for the text as it stands.
    """
    stand = {
        f"local_text:{row[0]}@{row[1]}": _mark(row)
        for row in service.rows(f"{_AS_KEPT} WHERE approved_at IS NOT NULL")
    }
    signed = {about: each.fields for about, each in newest_telling(service, APPROVED).items()}
    for about in sorted({*stand, *signed}):
        mark = stand.get(about, "")
        is_signed = signed[about] == (mark,) if about in signed else _is_signed(service, about)
        if not is_signed:
            yield about, mark


def _is_signed(service: ServiceFile, about: str) -> bool:
    return bool(signers_of(service, APPROVED, about))


def _mark(row: tuple[Any, ...]) -> str:
    return mark_of(json.dumps([str(each) for each in row]))

"""The service's own texts on the limits of confidentiality, from first draft to approval."""

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
    action = "local_text_written"
    if text.approved_at is not None:
        action = "local_text_approved"
    elif text.read_on is not None:
        action = "local_text_read"
    elif is_objection:
        action = "local_text_objected"
    with service.change(action, f"local_text:{text.id}@{text.version}") as change:
        before = _TABLE.select(service, "WHERE id = ? AND version = ?", (text.id, text.version))
        if any(each.approved_at is not None for each in before):
            raise RecordBug("local-text-approved")
        _TABLE.replace(change, text)


def all_texts(service: ServiceFile) -> tuple[LocalText, ...]:
    """Return every text in every version, by name and version."""
    return _TABLE.select(service, "ORDER BY id, version")

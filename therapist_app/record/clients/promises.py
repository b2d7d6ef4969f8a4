"""What was promised to clients, or about them, and each try to keep it."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Literal

from therapist_app.record.database.columns import DAY, MOMENT, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import Contact, Promise

_PROMISES = Table(
    "promises",
    Promise,
    columns={"due_on": DAY, "promised_at": MOMENT, "closed_at": OPTIONAL_MOMENT},
)
_WORDS = """
    SELECT client_id, words FROM promises
        WHERE client_id IN (SELECT value FROM json_each(:clients)) AND words <> ''
    UNION ALL SELECT client_id, reason FROM promises
        WHERE client_id IN (SELECT value FROM json_each(:clients)) AND reason <> ''
    UNION ALL SELECT client_id, words FROM contacts
        WHERE client_id IN (SELECT value FROM json_each(:clients)) AND words <> ''
"""
_CONTACTS = Table("contacts", Contact, columns={"made_at": MOMENT})


def add(caseload: Caseload, promise: Promise) -> None:
    """Keep a promise; the audit entry names its kind, never its words."""
    subject = f"promise:{promise.id}"
    with caseload.change("promise_made", subject, (promise.kind,)) as change:
        _PROMISES.insert(change, promise)


def close(
    caseload: Caseload,
    promise_id: str,
    how: Literal["contact", "session", "told", "let_go"],
    by: str,
    reason: str = "",
) -> None:
    """Close a promise; what closed it first stays.

    Raises:
        RecordBug: There is no such promise.

    """
    with caseload.change("promise_closed", f"promise:{promise_id}", (how,)) as change:
        load(caseload, promise_id)
        change.execute(
            "UPDATE promises SET closed_at = ?, closed_how = ?, closed_by = ?, reason = ?"
            " WHERE id = ? AND closed_at IS NULL",
            (moment_text(caseload.now()), how, by, reason, promise_id),
        )


def open_again(caseload: Caseload, promise_id: str) -> None:
    """Have a promise stand open again, as if nothing had kept it."""
    with caseload.change("promise_opened_again", f"promise:{promise_id}") as change:
        nothing = {"closed_at": None, "closed_how": "", "closed_by": "", "reason": ""}
        _PROMISES.assign(change, (promise_id,), nothing)


def load(caseload: Caseload, promise_id: str) -> Promise:
    """Return a promise.

    Raises:
        RecordBug: There is no such promise.

    """
    return _PROMISES.load(caseload, promise_id)


def still_open(caseload: Caseload, client_id: str | None = None) -> tuple[Promise, ...]:
    """Return the promises still to be kept, the first due first; of one client when named."""
    return _PROMISES.select(
        caseload,
        "WHERE closed_at IS NULL AND"
        " CASE WHEN :client IS NULL THEN client_id NOT IN restricted ELSE client_id = :client END"
        " ORDER BY due_on, promised_at, id",
        {"client": client_id},
    )


def due_between(caseload: Caseload, first: date, last: date) -> tuple[Promise, ...]:
    """Return the promises still to be kept whose last day is one of these, the first due first."""
    return _PROMISES.select(
        caseload,
        "WHERE closed_at IS NULL AND due_on BETWEEN ? AND ? AND client_id NOT IN restricted"
        " ORDER BY due_on, promised_at, id",
        (first.isoformat(), last.isoformat()),
    )


def for_client(caseload: Caseload, client_id: str) -> tuple[Promise, ...]:
    """Return all promises to or about a client, oldest first."""
    return _PROMISES.select(caseload, "WHERE client_id = ? ORDER BY promised_at, id", (client_id,))


def words_of_clients(caseload: Caseload, client_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return client and text of all that was written of promises to these clients."""
    return caseload.rows(_WORDS, {"clients": json.dumps(list(client_ids))})


def add_contact(caseload: Caseload, contact: Contact) -> None:
    """Keep a try to reach somebody; the audit entry names how and whether, never the words."""
    of_promise, of_client = f"promise:{contact.promise_id}", f"client:{contact.client_id}"
    subject = of_promise if contact.promise_id else of_client
    with caseload.change("contact_noted", subject, (contact.how, contact.outcome)) as change:
        _CONTACTS.insert(change, contact)


def contacts_for_client(caseload: Caseload, client_id: str) -> tuple[Contact, ...]:
    """Return each try to be in contact with a client, oldest first."""
    return _CONTACTS.select(caseload, "WHERE client_id = ? ORDER BY made_at, id", (client_id,))

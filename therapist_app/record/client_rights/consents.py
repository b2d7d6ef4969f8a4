"""What a client agreed to, refused or took back, and in which version of which text.

Every decision is a row of its own; the newest of a topic counts, and none is ever changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.database.columns import MOMENT, OPTIONAL_MOMENT, moment_from
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
from therapist_app.record.model import Consent

_TABLE = Table("consents", Consent, columns={"decided_at": MOMENT, "imported_at": OPTIONAL_MOMENT})


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of a text that clients decided about.

    Attributes:
        first_decided_at: When the first of them did.
        clients: How many of them there are.

    """

    version: str
    first_decided_at: datetime
    clients: int


def add(caseload: Caseload, consent: Consent) -> None:
    """Keep a decision; the audit entry names topic and decision."""
    subject = f"client:{consent.client_id}"
    fields = (consent.topic, consent.decision)
    with caseload.change("consent_recorded", subject, fields) as change:
        _TABLE.insert(change, consent)


_OF_ONE = """
    SELECT decision FROM consents
    WHERE topic = ? AND client_id = ? AND client_id NOT IN restricted
"""
_VERSIONS = """
    SELECT text_version, min(decided_at), count(DISTINCT client_id) FROM consents
    WHERE topic = ? AND text_id = ? GROUP BY text_version ORDER BY text_version
"""
_DECIDED = """
    SELECT client_id, decision FROM consents WHERE topic = ? AND client_id NOT IN restricted
    ORDER BY client_id, decided_at, id
"""


def for_client(caseload: Caseload, client_id: str) -> tuple[Consent, ...]:
    """Return every decision of a client, oldest first."""
    return _TABLE.select(
        caseload, "WHERE client_id = ? ORDER BY decided_at, topic, id", (client_id,)
    )


def newest(caseload: Caseload, client_ids: Iterable[str], topic: str) -> dict[str, Consent]:
    """Return the decision that counts of each of these clients who was asked, by client."""
    whose, wanted = one_of("client_id", client_ids)
    found = _TABLE.select(caseload, f"WHERE {whose} AND topic = ?", (wanted, topic))
    oldest_first = sorted(found, key=lambda each: (each.decided_at, each.id))
    return {each.client_id: each for each in oldest_first}


def versions(caseload: Caseload, topic: str, text_id: str) -> tuple[TextVersion, ...]:
    """Return in which versions of a text the clients of a caseload decided about a topic."""
    rows = caseload.rows(_VERSIONS, (topic, text_id))
    return tuple(
        TextVersion(version, moment_from(first), clients) for version, first, clients in rows
    )


def is_given(caseload: Caseload, client_id: str, topic: str) -> bool:
    """Return whether the newest decision of a client is to agree, and they are not restricted."""
    found = caseload.rows(f"{_OF_ONE} ORDER BY decided_at, id", (topic, client_id))
    return [decision for (decision,) in found][-1:] == ["given"]


def given_by(caseload: Caseload, topic: str) -> tuple[str, ...]:
    """Return the clients whose newest decision is to agree, without those who are restricted."""
    return caseload.until_changed("given", topic, lambda: _given_by(caseload, topic))


def _given_by(caseload: Caseload, topic: str) -> tuple[str, ...]:
    newest = dict(
        caseload.rows(_DECIDED, (topic,))
    )  # the last of each client's, as an index has it
    return tuple(client_id for client_id, decision in newest.items() if decision == "given")

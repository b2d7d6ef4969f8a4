"""What somebody was writing when it locked, and had not saved."""

import json
from collections.abc import Sequence

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import BegunWords

PLAN = "plan of a session"
"""The place under which a plan is kept that is begun; the name of a page has a capital first."""
_TABLE = Table("begun_words", BegunWords, columns={"kept_at": MOMENT})
_OF_PERSON = """
    WHERE person = ? AND (client_id IS NULL OR client_id NOT IN restricted) ORDER BY kept_at, id
"""
_FORGET_SAME = """
    DELETE FROM begun_words WHERE person = ? AND place = ? AND client_id IS ?
        AND (client_id IS NULL OR client_id NOT IN restricted)
"""
_FORGET = """
    DELETE FROM begun_words
        WHERE id = ? AND (client_id IS NULL OR client_id NOT IN restricted)
"""
_CLIENT_BEHIND = """
    WITH wanted AS (SELECT value FROM json_each(:ids))
    SELECT id FROM clients WHERE id IN wanted
    UNION ALL SELECT client_id FROM appointments WHERE id IN wanted
    UNION ALL SELECT client_id FROM filled_forms WHERE id IN wanted
    UNION ALL SELECT client_id FROM alerts WHERE id IN wanted
    UNION ALL SELECT client_id FROM promises WHERE id IN wanted
    LIMIT 1
"""
_MAY_BE_KEPT = "SELECT 1 FROM clients WHERE id = ? AND id NOT IN restricted"


def of_person(caseload: Caseload, person: str) -> tuple[BegunWords, ...]:
    """Return what a person had begun to write, the oldest first; nothing about the restricted."""
    return _TABLE.select(caseload, _OF_PERSON, (person,))


def of_client(caseload: Caseload, client_id: str) -> tuple[BegunWords, ...]:
    """Return what anybody had begun to write about a client, the oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY kept_at, id", (client_id,))


def begun(
    caseload: Caseload, person: str, place: str, client_id: str | None, words: object
) -> BegunWords:
    """Return what a person has begun in a place until now, as a row to keep."""
    written = json.dumps(words, ensure_ascii=False)
    return BegunWords(caseload.new_id(), client_id, person, place, written, caseload.now())


def keep(caseload: Caseload, found: Sequence[BegunWords]) -> None:
    """Keep words, in the place of what the same person had begun on the same page.

    Of a client who is erased, or whose record is restricted, nothing is kept.
    """
    if not found:
        return
    with caseload.change("begun_words_kept", "caseload") as change:
        for each in found:
            change.execute(_FORGET_SAME, (each.person, each.place, each.client_id))
            if each.client_id is None or change.row(_MAY_BE_KEPT, (each.client_id,)):
                _TABLE.insert(change, each)


def take_up(caseload: Caseload, ids: Sequence[str]) -> None:
    """Let words go: somebody goes on with them."""
    if not ids:
        return
    with caseload.change("begun_words_taken_up", "caseload") as change:
        for each in ids:
            change.execute(_FORGET, (each,))


def client_behind(caseload: Caseload, row_ids: Sequence[str]) -> str | None:
    """Return the client whom rows are about, by their own ids; None where they are of nobody."""
    found = caseload.row(_CLIENT_BEHIND, {"ids": json.dumps(list(row_ids))})
    return str(found[0]) if found else None

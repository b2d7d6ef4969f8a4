"""What somebody was writing when it locked, and had not saved."""

import json
import re
from collections.abc import Collection, Sequence
from datetime import datetime

from therapist_app.record.clients import identities
from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.database import Caseload, Change
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
_OLD = """
    FROM begun_words WHERE kept_at < ? AND place GLOB '[A-Z]*'
        AND (client_id IS NULL OR client_id NOT IN restricted)
"""
_OF_NOBODY = "SELECT id, words FROM begun_words WHERE client_id IS NULL"
_PART, _NUMBER = re.compile(r"[^\W_]{3,}"), re.compile(r"\d[\d ]{4,}\d")
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


def forget_old(caseload: Caseload, before: datetime) -> None:
    """Let go what anybody typed on a page before a moment, and nobody went on with."""
    oldest = (moment_text(before),)
    if caseload.row(f"SELECT 1 {_OLD} LIMIT 1", oldest):
        with caseload.change("begun_words_forgotten", "caseload") as change:
            change.execute(f"DELETE {_OLD}", oldest)


def forget_naming(caseload: Caseload, change: Change, telling: Collection[str]) -> None:
    """Let go what was begun on pages of no client and says who one is, who is being erased.

    A new client is typed in on such a page, before there is a row of theirs.
    """
    for row_id, words in caseload.rows(_OF_NOBODY):
        if is_told(str(words), telling):
            change.execute("DELETE FROM begun_words WHERE id = ?", (row_id,))


def is_told(words: str, telling: Collection[str]) -> bool:
    """Return whether words say who a client is, by what tells it."""
    spelt = words.casefold()
    return any(each in spelt for each in telling)


def telling_of(caseload: Caseload, client_id: str) -> frozenset[str]:
    """Return what tells who a client is: code, each part of the name, contacts and numbers."""
    known = identities.identifiers(identities.load(caseload, client_id))
    codes = caseload.rows("SELECT code FROM clients WHERE id = ?", (client_id,))
    found = {str(code) for (code,) in codes}
    found |= {part for name in known.names for part in _PART.findall(name)}
    for each in (known.birth_date, *known.contacts):
        found |= {each.strip(), *_NUMBER.findall(each)}
    return frozenset(each.casefold() for each in found if each)


def client_behind(caseload: Caseload, row_ids: Sequence[str]) -> str | None:
    """Return the client whom rows are about, by their own ids; None where they are of nobody."""
    found = caseload.row(_CLIENT_BEHIND, {"ids": json.dumps(list(row_ids))})
    return str(found[0]) if found else None

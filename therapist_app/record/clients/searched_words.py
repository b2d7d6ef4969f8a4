"""The words of answers as a search finds them: worked out from the filled forms, and kept beside.

Which forms changed since their words were taken the schema notes by itself, whatever wrote them. A
restricted record is neither looked at nor found.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.database.database import Caseload

MOST_LOOKED_AT = 10_000
"""Where each wanted word stands as often as this, so many of the newest forms are looked at."""
_AFTER_ALL = chr(0x10FFFF)
_PLACES = 1_000  # numbers to a millisecond
# Each form that waits is looked up, never the other way round: few wait among very many.
_WAITING = """
    SELECT filled_form_id FROM forms_to_search
    CROSS JOIN filled_forms ON filled_forms.id = filled_form_id
    WHERE client_id NOT IN restricted AND (form_id, form_version) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:forms)
    ) LIMIT +:limit
"""
# Of very many that wait only so many are put in order: it is for what was written last.
_NEWEST_WAITING = """
    SELECT filled_form_id
    FROM (SELECT filled_form_id FROM forms_to_search LIMIT 2000)
    CROSS JOIN filled_forms ON filled_forms.id = filled_form_id
    WHERE client_id NOT IN restricted AND (form_id, form_version) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:forms)
    ) ORDER BY changed_at DESC LIMIT +:limit
"""
_FREE_NUMBER = """
    SELECT coalesce(max(number) + 1, :base) FROM searched_forms
    WHERE number >= :base AND number < :base + :places
"""
_HOW_OFTEN = """
    SELECT count(*) FROM (
        SELECT 1 FROM searched_words WHERE word >= :word AND word < :end LIMIT +:most
    )
"""
_HOW_MANY = "SELECT count(*) FROM (SELECT 1 FROM searched_forms LIMIT +:most)"
_WITH_RAREST = "SELECT DISTINCT number FROM searched_words WHERE word >= :word0 AND word < :end0"
_NEWEST = "SELECT number FROM searched_forms ORDER BY number DESC LIMIT +:most"
# Forms are reached by their client: the other way round every form there is would be read.
_OF_CLIENTS = """
    SELECT number FROM filled_forms
    JOIN searched_forms ON searched_forms.filled_form_id = filled_forms.id
    WHERE client_id {whose}
"""
_OF_ONE = _OF_CLIENTS.format(whose="= :of")
_RESTRICTED = _OF_CLIENTS.format(whose="IN restricted")
_FOUND = """
    SELECT number FROM ({among}) AS found WHERE number NOT IN ({restricted}) {with_words}
    ORDER BY number DESC
"""
_HAS_WORD = """
    AND EXISTS (SELECT 1 FROM searched_words AS other
        WHERE other.number = found.number AND other.word >= :word{n} AND other.word < :end{n})
"""


@dataclass(frozen=True, slots=True)
class FoundForms:
    """The filled forms with some words.

    Attributes:
        newest: The ids of the newest of them, the newest first.
        count: How many there are.
        is_all: Whether no more were left out of the count.

    """

    newest: tuple[str, ...]
    count: int
    is_all: bool


def waiting(
    caseload: Caseload,
    forms: Iterable[tuple[str, int]],
    *,
    limit: int,
    newest_first: bool = False,
) -> tuple[str, ...]:
    """Return ids of filled forms whose words were not taken since they changed.

    Args:
        caseload: The caseload.
        forms: Id and version of the forms that can be read here; any other waits on.
        limit: How many at most.
        newest_first: Whether those that changed last come first, where up to 2,000 wait.

    """
    asked = {"forms": json.dumps(list(forms)), "limit": limit}
    query = _NEWEST_WAITING if newest_first else _WAITING
    return tuple(each for (each,) in caseload.rows(query, asked))


def keep(
    caseload: Caseload, filled_form_id: str, answered_at: datetime, words: Collection[str]
) -> None:
    """Keep the words of one filled form, as they are compared, in the place of those before."""
    with caseload.together(draft=True) as change:
        change.execute("DELETE FROM searched_forms WHERE filled_form_id = ?", (filled_form_id,))
        if words:
            base = int(answered_at.timestamp() * 1000) * _PLACES
            found = change.row(_FREE_NUMBER, {"base": base, "places": _PLACES})
            assert found is not None
            change.execute("INSERT INTO searched_forms VALUES (?, ?)", (found[0], filled_form_id))
            rows = [(each, found[0]) for each in sorted(set(words))]
            change.executemany("INSERT INTO searched_words VALUES (?, ?)", rows)


def taken(caseload: Caseload, filled_form_ids: Collection[str]) -> None:
    """Note that the words of these forms were taken as they are now."""
    with caseload.together(draft=True) as change:
        ids = [(each,) for each in filled_form_ids]
        change.executemany("DELETE FROM forms_to_search WHERE filled_form_id = ?", ids)


def find(
    caseload: Caseload, wanted: Sequence[str], *, limit: int, of_client: str = ""
) -> FoundForms:
    """Return the forms in which each wanted word begins a word.

    It goes through all forms of the one client; of everybody's by the rarest of the words, or
    where all are common through the newest alone.

    Args:
        caseload: The caseload.
        wanted: One or more words, as they are compared.
        limit: How many of the newest are named.
        of_client: The one client whose forms are looked at; empty for all.

    """
    often = {each: 0 if of_client else _how_often(caseload, each) for each in wanted}
    rarest_first = sorted(often, key=lambda each: often[each])
    is_rare = often[rarest_first[0]] < MOST_LOOKED_AT
    asked: dict[str, object] = {"most": MOST_LOOKED_AT, "of": of_client}
    for at, word in enumerate(rarest_first):
        asked |= {f"word{at}": word, f"end{at}": word + _AFTER_ALL}
    with_words = "".join(_HAS_WORD.format(n=at) for at in range(len(rarest_first)))
    among = _OF_ONE if of_client else _WITH_RAREST if is_rare else _NEWEST
    query = _FOUND.format(among=among, restricted=_RESTRICTED, with_words=with_words)
    rows = caseload.rows(query, asked)
    newest = tuple(_form_of(caseload, number) for (number,) in rows[:limit])
    return FoundForms(newest, len(rows), is_all=is_rare or _are_few(caseload))


def _are_few(caseload: Caseload) -> bool:
    [(count,)] = caseload.rows(_HOW_MANY, {"most": MOST_LOOKED_AT})
    return bool(count < MOST_LOOKED_AT)


def _how_often(caseload: Caseload, word: str) -> int:
    asked = {"word": word, "end": word + _AFTER_ALL, "most": MOST_LOOKED_AT}
    [(count,)] = caseload.rows(_HOW_OFTEN, asked)
    return int(count)


def _form_of(caseload: Caseload, number: int) -> str:
    found = caseload.row("SELECT filled_form_id FROM searched_forms WHERE number = ?", (number,))
    assert found is not None
    return str(found[0])

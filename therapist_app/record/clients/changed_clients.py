"""Whom the entries of a caseload since a moment are about: for what was made of its rows and kept.

Every change leaves an entry with the id of what was changed, so that whose it was can be looked up.
"""

import json

from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import subjects_since
from therapist_app.record.database.database import Caseload

MOST_ENTRIES = 1_000
"""Of so many entries it is looked up at most; of more it is quicker to read everybody again."""
_WHOSE = """
    SELECT value, coalesce(
        (SELECT id FROM clients WHERE id = value),
        (SELECT client_id FROM appointments WHERE id = value),
        (SELECT client_id FROM filled_forms WHERE id = value),
        (SELECT client_id FROM alerts WHERE id = value),
        (SELECT client_id FROM course_events WHERE id = value),
        (SELECT client_id FROM gate_overrides WHERE id = value),
        (SELECT client_id FROM course_moves WHERE id = value),
        (SELECT client_id FROM consents WHERE id = value),
        (SELECT client_id FROM promises WHERE id = value),
        (SELECT client_id FROM contacts WHERE id = value)
    ) FROM json_each(?)
"""


def changed_since(caseload: Caseload, mark: Mark) -> frozenset[str] | None:
    """Return the ids of the clients whom the entries after a mark are about.

    None where nobody can say: of what is gone by now or is of nobody in particular, as a list that
    was imported; where the mark is not of this audit any more, or there are too many entries.
    """
    if mark == caseload.audit.mark:
        return frozenset()
    subjects = subjects_since(caseload, mark, MOST_ENTRIES)
    if subjects is None:
        return None
    ids = sorted({each.rpartition(":")[2] for each in subjects})
    whose = dict(caseload.rows(_WHOSE, (json.dumps(ids),)))
    return None if None in whose.values() else frozenset(whose.values())

"""Which entries of an audit are of which action: read once, and then known from what is written.

An audit is only ever added to. Whoever asks for the few entries of one action would otherwise read
all of it each time, and a service that is in use adds thousands a year.
"""

from collections.abc import Collection
from weakref import WeakKeyDictionary

from therapist_app.record.database.database import Database

_FOUND = """
    SELECT n, substr(entry, :start, instr(entry, CAST('","at":' AS BLOB)) - :start)
    FROM audit WHERE n <= :found ORDER BY n
"""
_START = len('{"action":"') + 1

_found: WeakKeyDictionary[Database, dict[str, list[int]]] = WeakKeyDictionary()


def numbers_of(database: Database, actions: Collection[str]) -> list[int]:
    """Return the numbers of the entries of some actions, in order."""
    chain = database.audit
    if database not in _found:
        found: dict[str, list[int]] = {}
        for n, action in database.rows(_FOUND, {"start": _START, "found": chain.found}):
            words = (action or b"").decode(errors="replace")  # somebody may have spoilt it
            found.setdefault(words, []).append(n)
        _found[database] = found
    before = (n for action in set(actions) for n in _found[database].get(action, ()))
    since = (n for n, each in chain.written.items() if each in actions and n <= chain.mark.n)
    return sorted((*before, *since))

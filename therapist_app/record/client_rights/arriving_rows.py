"""Whether what is in a parcel is one client, and nothing that a table or a page would refuse.

Whoever offers a client could have packed the parcel with a program of their own: with rows of
somebody who is here already, or rows that cannot be kept. Once somebody has signed that they take
a client over, each opening of their caseload takes the rows in. So they are tried out before.
"""

from contextlib import suppress
from typing import NoReturn

from therapist_app.record.client_rights import consents, protection
from therapist_app.record.client_rights.client_moves import Opened, Rows, put_in
from therapist_app.record.client_rights.client_rows import CLIENTS, rows_of, ways_to_clients
from therapist_app.record.clients import (
    alerts,
    appointments,
    begun_words,
    clients,
    course_events,
    course_moves,
    fidelity,
    filled_forms,
    identities,
    promises,
    signatures,
)
from therapist_app.record.database.columns import NO_SENSE
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.figures import WORKED_OUT
from therapist_app.record.database.tables import read_row
from therapist_app.record.errors import RecordError

TABLES_OF = (
    *(alerts, appointments, begun_words, clients, consents, course_events, course_moves),
    *(fidelity, filled_forms, identities, promises, protection, signatures),
)
"""Who reads the tables of a client: with these each is known by its name (`read_row`)."""
_REFERENCES = 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq'


class _TriedOut(Exception):
    """Ends a change of which nothing is to be kept."""


def can_be_taken_in(opened: Opened, rows: Rows) -> bool:
    """Return whether the rows of a parcel are of one client, and could be kept and read here."""
    try:
        return _are_of_one_client(opened.caseload, rows) and _can_be_kept(opened, rows)
    except NO_SENSE:
        return False


def _are_of_one_client(caseload: Caseload, rows: Rows) -> bool:
    """Return whether each row refers to rows of the parcel alone; so it leads to its client."""
    if not {*rows} <= {*ways_to_clients(caseload)} - WORKED_OUT or len(rows[CLIENTS]) != 1:
        return False
    for table, found in rows.items():
        for parent, column, target in caseload.rows(_REFERENCES, (table,)):
            there = {each[target or "id"] for each in rows.get(parent, ())}
            if not {each[column] for each in found} <= {None, *there}:
                return False
    return True


def _can_be_kept(opened: Opened, rows: Rows) -> bool:
    [client] = rows[CLIENTS]
    try:
        with suppress(_TriedOut), opened.caseload.together() as change:
            put_in(opened.caseload, change, rows)
            for table, row in rows_of(opened.caseload, str(client["id"])):
                read_row(table, row)
            _keep_nothing()
    except RecordError:  # a table refused it, or no page could read it
        return False
    return True


def _keep_nothing() -> NoReturn:
    raise _TriedOut

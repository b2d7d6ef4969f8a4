"""What is wrong with a copy of a database whose audit somebody spoilt before it was copied.

An entry that is not as it was written is told by the record itself. It must not be that nothing
can be backed up from then on: a copy is whole where its audit is spoilt as often as that of the
original was, and all else is as it must be.
"""

from typing import Literal

from sqlcipher3 import dbapi2

from therapist_app.record.backup_format.backup_file import Manifest
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit_chain import Actor, AuditChain
from therapist_app.record.database.figures import fault_in

_NOBODY = Actor("", lambda _head: b"")
_AT_A_TIME = 1_000
AUDIT = "audit"
"""The word for an audit that does not follow, once nothing else is wrong with the copy."""


def spoilt_in(connection: dbapi2.Connection, audit_key: Masked) -> int:
    """Return how many entries do not follow from the one before, as that stands."""
    chain = AuditChain(connection, audit_key, _NOBODY)
    before, found = chain.beginning(), 0
    entries = connection.execute("SELECT n, entry, head FROM audit ORDER BY n")
    while rows := entries.fetchmany(_AT_A_TIME):
        heads = chain.heads_where_they_stand(before, rows)
        for (n, _entry, stands), head in zip(rows, heads, strict=True):
            found += (n, stands) != (before.n + 1, head)
            before = Mark(max(n, 0), stands)
    return found


def fault_of_copy(
    connection: dbapi2.Connection,
    manifest: Manifest,
    audit_key: Masked,
    size: int,
    *,
    check: Literal["integrity", "quick"] = "integrity",
) -> str:
    """Return what is wrong with a copy, in one fixed word, or nothing; as `fault_in` does.

    The audit is looked at last, so that nothing else is wrong where that is.
    """
    fault = fault_in(connection, manifest.figures, audit_key, size, check=check)
    if fault == AUDIT and manifest.spoilt and spoilt_in(connection, audit_key) == manifest.spoilt:
        return ""
    return fault

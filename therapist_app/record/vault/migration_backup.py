"""A backup of an older file, made before it is brought up to the newest version.

The copy is taken through the open connection, so that what is still in the log is in it; it is
sealed and read back like any other, and found by the list of backups afterwards. When it cannot
be made, nothing is brought up.
"""

from dataclasses import replace
from functools import partial

from sqlcipher3 import dbapi2

from therapist_app.record.backup_format.backup_making import (
    Original,
    clear_unfinished,
    complete,
    copy_out,
    header_text,
)
from therapist_app.record.database.audit_key import audit_key_of
from therapist_app.record.database.database import Opening
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE, Header


def backed_up_before(opening: Opening, place: ServiceFolder, header: Header) -> Opening:
    """Return what it takes to open a database that is backed up before it is migrated."""
    return replace(opening, before_migrating=partial(_back_up, opening, place, header))


def _back_up(
    opening: Opening, place: ServiceFolder, header: Header, connection: dbapi2.Connection
) -> None:
    database = opening.belongs.get("owner", SERVICE)
    original = Original(
        connection=connection,
        database=database,
        header=header,
        header_text=header_text(place, header) if database == SERVICE else "",
        audit_key=audit_key_of(connection, opening.data_key),
        made_by=opening.actor.uid,
        sources=opening.sources,
    )
    clear_unfinished(place.backups)
    draft = copy_out(original, place.backups, lambda _done, _whole: None)
    complete(draft)
    draft.secret.forget()
    original.audit_key.forget()

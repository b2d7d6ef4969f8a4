"""What it takes to open each file of a service, and the backup of one that is brought up.

The copy of an older file is taken through the open connection, so that what is still in the log is
in it; it is sealed and read back like any other, and found by the list of backups afterwards. When
it cannot be made, nothing is brought up. Of whoever signs in, the service file and their own
caseloads are copied before the first of them is touched: until then the version before opens all.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from sqlcipher3 import dbapi2

from therapist_app.record.backup_format.backup_making import (
    Original,
    clear_unfinished,
    complete,
    copy_out,
    header_text,
)
from therapist_app.record.backup_format.backup_signature import BackupSigner
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit_chain import Actor, audit_key_of
from therapist_app.record.database.database import Opening
from therapist_app.record.database.migrations import CASELOAD, NEWEST, SERVICE
from therapist_app.record.database.opening import borrow_database
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder, database_path
from therapist_app.record.header.caseload_access import with_known_boxes, with_known_sheet
from therapist_app.record.header.header import CONTINUITY, Header
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.header.statements import keepers_ever, signers
from therapist_app.record.vault.seen_statements import sheet_known


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes in a database, and where its time and randomness come from."""

    actor: Actor
    sources: ClockAndRandom


def actor_for(uid: str, keys: PersonKeys) -> Actor:
    """Return a person as the author of audit entries."""
    return Actor(uid, partial(sign, keys.signing))


def signer_of(header: Header, actor: Actor) -> BackupSigner:
    """Return a person of the service as the maker of backups."""
    person = header.person(actor.uid)
    assert person is not None
    return BackupSigner(actor.uid, person.verify, actor.sign)


def opening_of(
    place: ServiceFolder, header: Header, database: str, data_key: Masked, who: Author
) -> Opening:
    """Return what it takes to create or open a database: "service", or the id of a caseload."""
    if database == SERVICE.name:
        kind, own = SERVICE, {"practice": str(header.practice), "keeper": header.keeper.hex()}
    else:
        kind, own = CASELOAD, {"owner": database}
    return Opening(
        path=database_path(place, database),
        kind=kind,
        data_key=data_key,
        actor=who.actor,
        sources=who.sources,
        belongs={"service_id": header.service_id, **own},
        verify_keys=signers(header),
        keepers=keepers_ever(header),
        is_shared=_is_shared(header, database, who.actor.uid),
    )


def _is_shared(header: Header, database: str, uid: str) -> bool:
    """Return whether the list of people names somebody else who holds a key, or held it."""
    grant = header.grant(database)
    if grant is None:
        return database == SERVICE.name
    return grant.is_stale or any(box.to not in {uid, CONTINUITY} for box in grant.boxes)


def backed_up_openings(
    place: ServiceFolder,
    header: Header,
    database: str,
    data_keys: Iterable[Masked],
    who: Author,
    *,
    reading: bool = False,
    first: Callable[[], object] = lambda: None,
) -> list[Opening]:
    """Return the same for each of several keys; the database is backed up before it is migrated.

    `first` is done before that, where it is of an older version.
    """
    found = [opening_of(place, header, database, each, who) for each in data_keys]

    def before_migrating(opening: Opening, connection: dbapi2.Connection) -> None:
        first()
        _back_up(opening, place, header, connection)

    return [
        replace(each, before_migrating=partial(before_migrating, each), reading=reading)
        for each in found
    ]


def back_up_older(openings: Sequence[Opening], place: ServiceFolder, header: Header) -> bool:
    """Back up a file that nobody has open, and say whether an earlier version wrote it.

    The first opening whose key is its own counts. A file that does not open is left to whoever
    opens it, who is told why.

    Raises:
        KnownRecordError: The backup could not be made.

    """
    for opening in openings:
        with ExitStack() as closing:
            try:
                database = closing.enter_context(borrow_database(opening))
            except KnownRecordError:
                continue
            if database.row("PRAGMA user_version") == (NEWEST,):
                return False
            _back_up(opening, place, header, database.live)
            return True
    return False


def _back_up(
    opening: Opening, place: ServiceFolder, header: Header, connection: dbapi2.Connection
) -> None:
    database = opening.belongs.get("owner", SERVICE.name)
    known = with_known_sheet(header, sheet_known(connection))
    original = Original(
        connection=connection,
        database=database,
        header=with_known_boxes(known, database, {opening.actor.uid}),
        header_text=header_text(place, header),
        audit_key=audit_key_of(connection, opening.data_key),
        signer=signer_of(header, opening.actor),
        sources=opening.sources,
    )
    clear_unfinished(place.backups)
    draft = copy_out(original, place.backups, lambda _done, _whole: None)
    complete(draft)
    draft.secret.forget()
    original.audit_key.forget()

"""What it takes to open each file of a service, and the backup of one that is brought up.

The copy of an older file is taken through the open connection, so that what is still in the log is
in it; it is sealed and read back like any other, and found by the list of backups afterwards. When
it cannot be made, nothing is brought up.
"""

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
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit_chain import Actor, audit_key_of
from therapist_app.record.database.database import Opening
from therapist_app.record.database.migrations import CASELOAD, SERVICE
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import Header
from therapist_app.record.header.person_keys import PersonKeys


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes in a database, and where its time and randomness come from."""

    actor: Actor
    sources: ClockAndRandom


def actor_for(uid: str, keys: PersonKeys) -> Actor:
    """Return a person as the author of audit entries."""
    return Actor(uid, partial(sign, keys.signing))


def caseload_opening(
    place: ServiceFolder, header: Header, caseload: str, data_key: Masked, who: Author
) -> Opening:
    """Return what it takes to create or open a caseload."""
    return Opening(
        path=place.caseload(caseload),
        kind=CASELOAD,
        data_key=data_key,
        actor=who.actor,
        sources=who.sources,
        belongs={"service_id": header.service_id, "owner": caseload},
        verify_keys={each.uid: each.verify for each in header.people},
    )


def service_opening(place: ServiceFolder, header: Header, data_key: Masked, who: Author) -> Opening:
    """Return what it takes to create or open the service file."""
    return Opening(
        path=place.service,
        kind=SERVICE,
        data_key=data_key,
        actor=who.actor,
        sources=who.sources,
        belongs={
            "service_id": header.service_id,
            "practice": str(header.practice),
            "keeper": header.keeper.hex(),
        },
        verify_keys={each.uid: each.verify for each in header.people},
    )


def backed_up_before(opening: Opening, place: ServiceFolder, header: Header) -> Opening:
    """Return what it takes to open a database that is backed up before it is migrated."""
    return replace(opening, before_migrating=partial(_back_up, opening, place, header))


def _back_up(
    opening: Opening, place: ServiceFolder, header: Header, connection: dbapi2.Connection
) -> None:
    database = opening.belongs.get("owner", SERVICE.name)
    original = Original(
        connection=connection,
        database=database,
        header=header,
        header_text=header_text(place, header) if opening.kind == SERVICE else "",
        audit_key=audit_key_of(connection, opening.data_key),
        made_by=opening.actor.uid,
        sources=opening.sources,
    )
    clear_unfinished(place.backups)
    draft = copy_out(original, place.backups, lambda _done, _whole: None)
    complete(draft)
    draft.secret.forget()
    original.audit_key.forget()

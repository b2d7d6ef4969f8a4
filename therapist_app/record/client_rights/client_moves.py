"""One client who goes over to a colleague's caseload: offered, packed, taken over, settled.

Two caseloads have two keys, and nobody need hold both. So the client stays where they are and
goes on as ever, until the colleague takes them over. Whenever the caseload is closed, all rows of
the client are sealed to the colleague and laid into the service file; while it is open no such
parcel lies there, since it would grow old.

Taking over is one row of the service file: it decides, and the parcel in it is whole by then. The
colleague's caseload takes the rows in, the caseload of before lets go of them, each in a
transaction of its own when it is next opened. Whatever is killed between is finished then.

A parcel stays as long as a backup from before the move could be put back, so that a caseload of
then takes the client in again. Each move is signed by both: nobody else can have a client deleted.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from therapist_app.record.client_rights.client_rows import CLIENTS, columns_of, rows_of
from therapist_app.record.client_rights.erasing import (
    all_tombstones,
    forget_places,
    hash_of,
    ids_of,
)
from therapist_app.record.client_rights.protection import restriction_of
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.columns import MOMENT, OPTIONAL_MOMENT
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.database.tables import Table
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.caseload_access import made_for, owner_now
from therapist_app.record.header.header import Header
from therapist_app.record.model import ClientMove

_TABLE = Table(
    "client_moves", ClientMove, columns={"offered_at": MOMENT, "ended_at": OPTIONAL_MOMENT}
)
_OLDER_BACKUP = (
    "SELECT 1 FROM backups WHERE database = ? AND removed_at IS NULL AND made_at < ? LIMIT 1"
)
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A caseload that somebody has open.

    Attributes:
        id: Which one.
        uid: Of who has it open.
        opening: Their private key.

    """

    caseload: Caseload
    id: str
    header: Header
    uid: str
    opening: Masked


def all_moves(service: ServiceFile) -> tuple[ClientMove, ...]:
    """Return every move, under way, taken over or taken back; those of a client in their order."""
    return _TABLE.select(service, "ORDER BY client, turn")


def under_way(service: ServiceFile) -> tuple[ClientMove, ...]:
    """Return the moves that nobody has taken over or back, the oldest first."""
    return _TABLE.select(service, "WHERE ended_at IS NULL ORDER BY offered_at, id")


def move_of(service: ServiceFile, client_id: str) -> ClientMove | None:
    """Return the move of a client that is under way, if there is one."""
    tail = "WHERE ended_at IS NULL AND client = ?"
    return _TABLE.first(service, tail, (hash_of(service, client_id),))


def caseloads_before(service: ServiceFile, client_id: str) -> tuple[str, ...]:
    """Return the ids of the caseloads in which a client was before, the oldest first."""
    tail = "WHERE taken_sign IS NOT NULL AND client = ? ORDER BY turn"
    found = _TABLE.select(service, tail, (hash_of(service, client_id),))
    return tuple(dict.fromkeys(each.from_caseload for each in found))


def next_turn(service: ServiceFile, client: bytes) -> int:
    """Return which move of a client the next one is."""
    found = service.row("SELECT max(turn) FROM client_moves WHERE client = ?", (client,))
    return 1 + ((found[0] if found else None) or 0)


def add(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client is to go over to a colleague."""
    with service.change("client_offered", _subject(move), (move.to_person,)) as change:
        _TABLE.insert(change, move)


def withdraw(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client stays after all."""
    with service.change("client_offer_withdrawn", _subject(move)) as change:
        _TABLE.save(change, replace(move, parcel=None, ended_at=service.now()))


def take(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client was taken over: from now on they are the colleague's."""
    with service.change("client_taken_over", _subject(move), (move.from_caseload,)) as change:
        _TABLE.save(change, move)


def offer_statement(service_id: str, move: ClientMove) -> bytes:
    """Return what the owner of the caseload signs."""
    return canonical({"use": "offer a client", **_facts(service_id, move)})


def taking_statement(service_id: str, move: ClientMove) -> bytes:
    """Return what the colleague signs."""
    facts = _facts(service_id, move)
    return canonical({"use": "take a client over", "in": move.to_caseload, **facts})


def unpack(service: ServiceFile, caseload_id: str) -> None:
    """Take away the parcels from a caseload that is open now: they would grow old."""
    for each in under_way(service):
        if each.from_caseload == caseload_id and each.parcel is not None:
            with service.change("client_unpacked", _subject(each)) as change:
                _TABLE.save(change, replace(each, parcel=None))


def pack(service: ServiceFile, opened: Opened) -> None:
    """Seal every client who is to leave a caseload to their colleague, before it is closed."""
    for each in under_way(service):
        parcel = parcel_of(service, opened, each) if each.from_caseload == opened.id else None
        if parcel is not None:
            with service.change("client_packed", _subject(each)) as change:
                _TABLE.save(change, replace(each, parcel=parcel))


def parcel_of(service: ServiceFile, opened: Opened, move: ClientMove) -> bytes | None:
    """Return all rows of a client as they are now, sealed to whom they go to.

    None where the client is not there, is restricted, or goes to somebody who is in the service
    no more.
    """
    client_id = _here(service, opened.caseload).get(move.client)
    to = opened.header.person(move.to_person)
    if client_id is None or to is None:
        return None
    if restriction_of(opened.caseload, client_id) is not None:
        return None
    rows: Rows = {}
    for table, row in rows_of(opened.caseload, client_id):
        rows.setdefault(table, []).append(dict(row))
    plain = json.dumps({"schema": NEWEST, "rows": rows}, ensure_ascii=False).encode()
    secret = bytearray(zlib.compress(plain))
    sealed = seal(secret, to.public, _context(opened.header, move), service.sources)
    wipe(secret)
    return sealed


def rows_in(header: Header, move: ClientMove, opening: Masked) -> Rows | None:
    """Return what is in a parcel; None where there is none, or an older program packed it.

    Raises:
        HeaderAltered: It is not sealed to this person, or not whole.

    """
    if move.parcel is None:
        return None
    secret = unseal(move.parcel, opening, _context(header, move))
    found = json.loads(zlib.decompress(secret))
    wipe(secret)
    rows: Rows = found["rows"]
    return rows if found["schema"] == NEWEST else None


def settle_moves(service: ServiceFile, opened: Opened) -> None:
    """Take in who went over to a caseload, and let go of who left it.

    Raises:
        DiskFull: What is not settled is settled at the next opening.

    """
    unpack(service, opened.id)
    newest = {each.client: each for each in _signed(service, opened)}
    if not any(opened.id in {each.from_caseload, each.to_caseload} for each in newest.values()):
        return
    here = _here(service, opened.caseload)
    gone = [
        (newest[client], client_id)
        for client, client_id in here.items()
        if client in newest and newest[client].to_caseload != opened.id
    ]
    if gone:
        _let_go(service, opened.caseload, gone)
    erased = {each.hash for each in (*all_tombstones(opened.caseload), *all_tombstones(service))}
    for client, move in newest.items():
        if move.to_caseload == opened.id and client not in here and client not in erased:
            _take_in(opened, move)
    _forget_parcels(service, opened, newest)


def _take_in(opened: Opened, move: ClientMove) -> None:
    if move.to_person != opened.uid:
        return
    rows = rows_in(opened.header, move, opened.opening)
    if rows is None:
        return
    [client] = rows[CLIENTS]
    with opened.caseload.together() as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        for table, found in rows.items():
            names = columns_of(opened.caseload, table)
            places = ", ".join("?" * len(names))
            insert = " ".join(["INSERT INTO", table, f"({', '.join(names)}) VALUES ({places})"])
            change.executemany(insert, ([row[name] for name in names] for row in found))
        change.audit("client_arrived", f"client:{client['id']}", (move.from_caseload,))


def _let_go(service: ServiceFile, caseload: Caseload, gone: list[tuple[ClientMove, str]]) -> None:
    ids = frozenset[str]().union(*(ids_of(caseload, client_id) for _move, client_id in gone))
    with service.together() as change:
        forget_places(change, service, ids)
    with caseload.together() as change:
        for move, client_id in gone:
            change.execute("DELETE FROM legal_holds WHERE client_id = ?", (client_id,))
            change.execute("DELETE FROM restrictions WHERE client_id = ?", (client_id,))
            change.execute("DELETE FROM clients WHERE id = ?", (client_id,))
            change.audit("client_moved_away", f"client:{client_id}", (move.to_caseload,))
    caseload.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _forget_parcels(
    service: ServiceFile, opened: Opened, newest: Mapping[bytes, ClientMove]
) -> None:
    """Take away the parcels that nothing could need again."""
    here = _here(service, opened.caseload)
    for each in all_moves(service):
        if each.parcel is None or each.ended_at is None:
            continue
        is_here = each.to_caseload == opened.id and each.client in here
        is_older = newest.get(each.client, each) != each
        if is_older or (is_here and not _is_in_a_backup(service, each)):
            with service.change("client_unpacked", _subject(each)) as change:
                _TABLE.save(change, replace(each, parcel=None))


def _is_in_a_backup(service: ServiceFile, move: ClientMove) -> bool:
    taken_at = MOMENT.write(move.ended_at)
    return service.row(_OLDER_BACKUP, (move.to_caseload, taken_at)) is not None


def _signed(service: ServiceFile, opened: Opened) -> Iterator[ClientMove]:
    """Yield the moves that were taken over, signed by who was the owner and by the colleague."""
    known, header = opened.caseload.verify_keys, opened.header
    for each in all_moves(service):
        owner, to = known.get(each.offered_by), known.get(each.to_person)
        if each.taken_sign is None or owner is None or to is None:
            continue
        offer, taking = (
            said(header.service_id, each) for said in (offer_statement, taking_statement)
        )
        if (
            is_signed(offer, each.offered_sign, owner)
            and is_signed(taking, each.taken_sign, to)
            and _is_owner(header, each.from_caseload, each.offered_by)
        ):
            yield each


def _is_owner(header: Header, caseload_id: str, uid: str) -> bool:
    grant = header.grant(caseload_id)
    was_made_for = caseload_id in islice(made_for(uid), len(header.caseloads) + 1)
    return was_made_for or (grant is not None and owner_now(header, grant) == uid)


def _here(service: ServiceFile, caseload: Caseload) -> dict[bytes, str]:
    found = caseload.rows("SELECT id FROM clients ORDER BY id")
    return {hash_of(service, client_id): client_id for (client_id,) in found}


def _facts(service_id: str, move: ClientMove) -> dict[str, str | int]:
    return {
        "service": service_id,
        "move": move.id,
        "client": move.client.hex(),
        "turn": move.turn,
        "from": move.from_caseload,
        "to": move.to_person,
    }


def _context(header: Header, move: ClientMove) -> bytes:
    return canonical({"use": "parcel of a client", **_facts(header.service_id, move)})


def _subject(move: ClientMove) -> str:
    return f"move:{move.id}"

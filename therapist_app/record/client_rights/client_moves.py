"""One client who goes over to a colleague's caseload: offered, packed, taken over, settled.

Two caseloads have two keys, and nobody need hold both. So the client stays where they are and
goes on as ever, until the colleague takes them over. Whenever the caseload is closed, all rows of
the client are sealed to the colleague and laid into the service file; while it is open no such
parcel lies there, since it would grow old.

Taking over is one row of the service file: it decides, and the parcel in it is whole by then. The
colleague's caseload takes the rows in, the caseload of before lets go of them, each in a
transaction of its own when it is next opened. Whatever is killed between is finished then.

A parcel stays as long as a backup from before the move could be put back, so that a caseload of
then takes the client in again.

Each caseload enters by which move a client came or went, counted from 1, and settles none again
that is not later: with the newest out of the list, the one before would count.

Everybody in the service can write to its file, so nothing in it is believed by itself. The offer
is signed by the owner, the parcel by whoever had the caseload open, the taking by the colleague,
with the parcel that they took. An offer that is not the owner's is withdrawn at the next opening.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from therapist_app.record.client_rights.client_rows import (
    CLIENTS,
    columns_of,
    rows_of,
    ways_to_clients,
)
from therapist_app.record.client_rights.erasing import (
    all_tombstones,
    forget_places,
    hash_of,
    ids_of,
    is_vouched_for,
    signed_here,
)
from therapist_app.record.client_rights.protection import restriction_of
from therapist_app.record.clients import signatures
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.audit import believed, signed_about
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.columns import MOMENT, NO_SENSE, OPTIONAL_MOMENT
from therapist_app.record.database.database import Caseload, Change, ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.database.shared_tables import GONE, SharedTable
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.caseload_access import made_for, owner_now, rightful
from therapist_app.record.header.header import Header
from therapist_app.record.service.owners_in_turn import owners_ever
from therapist_app.record.service_model import ClientMove

_TABLE = SharedTable(
    "client_moves", ClientMove, columns={"offered_at": MOMENT, "ended_at": OPTIONAL_MOMENT}
)
_OLDER_BACKUP = (
    "SELECT 1 FROM backups WHERE database = ? AND removed_at IS NULL AND made_at < ? LIMIT 1"
)
Rows = dict[str, list[dict[str, Any]]]
_SIGNATURE = 64
_MOST_BYTES = 1 << 25
"""So much a parcel holds at most, many times what a client of years has: a few bytes can be packed
that unpack to more than a laptop holds."""
_MOST_TURNS = 10**9
_OFFERED = "client_offered"
_WITHDRAWN = "client_offer_withdrawn"
_MOVED_AWAY = "client_moved_away"
_PACKED = "client_packed"
_UNPACKED = "client_unpacked"
_PARCEL = "parcel="
_TURN = re.compile("turn=([0-9]{1,9})")
_MOVE = "move:"
_CLIENT = "client:"
_TAKEN_BACK = "moves_taken_back"
"""The fact of a caseload that says which offers of its clients ended, by id."""


def _ids_from(text: str) -> frozenset[str]:
    return frozenset(str(each) for each in json.loads(text))


_ENDED = Fact(_TAKEN_BACK, _ids_from)


@dataclass(frozen=True, slots=True)
class Opened:
    """A caseload that somebody has open.

    Attributes:
        id: Which one.
        actor: Who has it open.
        opening: Their private key.

    """

    caseload: Caseload
    id: str
    header: Header
    actor: Actor
    opening: Masked


def all_moves(service: ServiceFile) -> tuple[ClientMove, ...]:
    """Return every move, under way, taken over or taken back; those of a client in their order."""
    return _TABLE.select(service, "ORDER BY client, turn")


def under_way(service: ServiceFile) -> tuple[ClientMove, ...]:
    """Return the moves that nobody has taken over or back, the oldest first."""
    return _TABLE.select(service, "WHERE ended_at IS NULL ORDER BY offered_at, id")


def no_longer_listed(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each move that somebody signed that they offered, and that is gone: none ever goes."""
    there = {f"{_MOVE}{found}" for (found,) in service.rows("SELECT id FROM client_moves")}
    offered = dict.fromkeys(each.subject for each in believed(service, (_OFFERED,)))
    yield from ((f"client_moves:{_id(each)}", GONE) for each in offered if each not in there)


def _id(subject: str) -> str:
    return subject.removeprefix(_MOVE)


def move_of(service: ServiceFile, client_id: str) -> ClientMove | None:
    """Return the move of a client that is under way, if there is one."""
    tail = "WHERE ended_at IS NULL AND client = ?"
    return _TABLE.first(service, tail, (hash_of(service, client_id),))


def caseloads_before(service: ServiceFile, client_id: str) -> tuple[str, ...]:
    """Return the ids of the caseloads in which a client was before, the oldest first."""
    tail = "WHERE taken_sign IS NOT NULL AND client = ? ORDER BY turn"
    found = _TABLE.select(service, tail, (hash_of(service, client_id),))
    return tuple(dict.fromkeys(each.from_caseload for each in found))


def next_turn(service: ServiceFile, opened: Opened, client_id: str) -> int:
    """Return which move of a client the next one is, from the caseload that they are in."""
    owners = owners_ever(service, opened.header, opened.id)
    client = hash_of(service, client_id)
    listing = "SELECT max(turn) FROM client_moves WHERE client = ? AND turn < ?"
    found = service.row(listing, (client, _MOST_TURNS - 1))
    listed = (found[0] if found else None) or 0
    actions = signatures.ARRIVED, _MOVED_AWAY
    settled = (_settled(service, opened.caseload, each, owners) for each in actions)
    return 1 + max(listed, *(each.get(client, 0) for each in settled))


def _settled(
    service: ServiceFile, caseload: Caseload, action: str, owners: Collection[str]
) -> dict[bytes, int]:
    """Return by which move each client came to a caseload, or went from it, the last time.

    As its owners signed it: by what whoever covers enters, nobody is let go of or taken in.
    """
    found: dict[bytes, int] = {}
    for each in (entry for entry in believed(caseload, (action,)) if entry.by in owners):
        turns = [int(told[1]) for told in map(_TURN.fullmatch, each.fields) if told]
        client = hash_of(service, each.subject.removeprefix(_CLIENT))
        found[client] = max([*turns, found.get(client, 0)])
    return found


def add(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client is to go over to a colleague."""
    with service.change(_OFFERED, _subject(move), (move.to_person,)) as change:
        _TABLE.insert(change, move)


def withdraw(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client stays after all."""
    with service.change(_WITHDRAWN, _subject(move)) as change:
        _TABLE.save(change, replace(move, parcel=None, ended_at=service.now()))


def remember_taken_back(caseload: Caseload, move: ClientMove) -> None:
    """Keep in the caseload itself that an offer ended: whoever took it over since signed too late.

    Everybody in the service can put the row back, and who left has their key to sign with still.
    """
    ended = sorted({*_taken_back(caseload), move.id})
    with caseload.change(_WITHDRAWN, _subject(move)) as change:
        change.keep(_TAKEN_BACK, json.dumps(ended))


def _taken_back(caseload: Caseload) -> frozenset[str]:
    """Return the ids of the offers that ended.

    Whoever covers can write in the caseload, and take the note of it away; not what was entered
    as it ended, which the owner's closings are after.
    """
    return _told_as_ended(caseload) | (_ENDED.of(caseload) or frozenset[str]())


def _told_as_ended(caseload: Caseload, by: Collection[str] | None = None) -> frozenset[str]:
    told = (each for each in believed(caseload, (_WITHDRAWN,)) if by is None or each.by in by)
    return frozenset(each.subject.removeprefix(_MOVE) for each in told)


def take(service: ServiceFile, move: ClientMove) -> None:
    """Keep that a client was taken over: from now on they are the colleague's."""
    with service.change("client_taken_over", _subject(move), (move.from_caseload,)) as change:
        _TABLE.save(change, move)


def offer_statement(service_id: str, move: ClientMove) -> bytes:
    """Return what the owner of the caseload signs."""
    return canonical({"use": "offer a client", **_facts(service_id, move)})


def taking_statement(service_id: str, move: ClientMove) -> bytes:
    """Return what the colleague signs."""
    assert move.parcel_hash is not None
    took = {"in": move.to_caseload, "parcel": move.parcel_hash.hex()}
    return canonical({"use": "take a client over", **took, **_facts(service_id, move)})


def _unpack(service: ServiceFile, opened: Opened) -> None:
    """Take away the parcels from a caseload that is open now, and offers that are not its owner's.

    A parcel would grow old. The owner is another one where the caseload was handed over since, or
    the offer was forged. An offer ends as well where the colleague left, and where taking it back
    was cut off.
    """
    ended = _taken_back(opened.caseload)
    for each in under_way(service):
        if each.from_caseload != opened.id:
            continue
        is_here = opened.header.person(each.to_person) is not None
        if each.id in ended or not is_here or not _is_owners_offer(opened, each):
            remember_taken_back(opened.caseload, each)
            withdraw(service, each)
        elif each.parcel is not None or _packed_last(service, each, {opened.actor.uid}):
            with service.change(_UNPACKED, _subject(each), (_PARCEL,)) as change:
                _TABLE.save(change, replace(each, parcel=None))


def _packed_last(service: ServiceFile, move: ClientMove, by: Collection[str]) -> str | None:
    """Return what some people signed last of the parcel of an offer, which is empty for none.

    None where they signed nothing: an earlier version signed no parcel here.
    """
    found = signed_about(service, (_PACKED, _UNPACKED), _subject(move))
    told = (each.fields[0] for each in found if each.by in by and each.fields)
    newest = next(told, None)
    return None if newest is None else newest.removeprefix(_PARCEL)


def is_packed_last(service: ServiceFile, header: Header, move: ClientMove, day: date) -> bool:
    """Return whether the parcel of an offer is the newest of whoever may open that caseload.

    Everybody can put an older one back, which lacks what was written since.
    """
    grant = header.grant(move.from_caseload)
    may = set[str]() if grant is None else {*rightful(header, grant, day)}
    mark = hash_of_parcel(move.parcel)
    return _packed_last(service, move, may) in {None, "" if mark is None else mark.hex()}


def pack(service: ServiceFile, opened: Opened) -> None:
    """Seal every client who is to leave a caseload to their colleague, before it is closed."""
    for each in under_way(service):
        parcel = parcel_of(service, opened, each) if each.from_caseload == opened.id else None
        if parcel is not None:
            told = f"{_PARCEL}{hashlib.sha256(parcel).hexdigest()}"
            with service.change(_PACKED, _subject(each), (told,)) as change:
                _TABLE.save(change, replace(each, parcel=parcel))


def parcel_of(service: ServiceFile, opened: Opened, move: ClientMove) -> bytes | None:
    """Return all rows of a client as they are now, sealed to whom they go to.

    None where the client is not there, is restricted, or goes to somebody who is in the service
    no more; and where the owner offered nothing.
    """
    client_id = _here(service, opened.caseload).get(move.client)
    to = opened.header.person(move.to_person)
    if client_id is None or to is None or not _is_owners_offer(opened, move):
        return None
    if restriction_of(opened.caseload, client_id) is not None:
        return None
    rows: Rows = {}
    for table, row in rows_of(opened.caseload, client_id):
        rows.setdefault(table, []).append(dict(row))
    found = {"schema": NEWEST, "by": opened.actor.uid, "rows": rows}
    secret = bytearray(zlib.compress(json.dumps(found, ensure_ascii=False).encode()))
    context = _context(opened.header, move)
    sealed = seal(secret, to.public, context, service.sources)
    wipe(secret)
    return opened.actor.sign(context + sealed) + sealed


def rows_in(
    service: ServiceFile, header: Header, move: ClientMove, opening: Masked, day: date
) -> Rows | None:
    """Return what is in the parcel of an offer.

    None where there is none, it is not whole, another version of the program packed it, or
    somebody who may not open that caseload on that day; and where it holds somebody else.
    """
    grant = header.grant(move.from_caseload)
    if move.parcel is None or grant is None:
        return None
    signature, sealed = move.parcel[:_SIGNATURE], move.parcel[_SIGNATURE:]
    stated = _context(header, move) + sealed
    may = (header.person(uid) for uid in rightful(header, grant, day))
    signers = {each.uid for each in may if each and is_signed(stated, signature, each.verify)}
    found = _unsealed(header, move, opening) if signers else None  # nobody else has it unpacked
    if found is None or found.get("schema") != NEWEST or str(found.get("by")) not in signers:
        return None
    try:
        rows: Rows = found["rows"]
        [client] = rows[CLIENTS]
        is_theirs = _are_rows(rows) and hash_of(service, client["id"]) == move.client
    except NO_SENSE:
        return None
    return rows if is_theirs else None


def _are_rows(found: Mapping[str, object]) -> bool:
    """Return whether something has the shape of rows: whoever packs can put anything there."""
    several = [each for each in found.values() if isinstance(each, list)]
    rows = [row for each in several for row in each if isinstance(row, dict)]
    values = (value for row in rows for value in row.values())
    plain = (each is None or isinstance(each, str | int | float) for each in values)
    return len(several) == len(found) and len(rows) == sum(map(len, several)) and all(plain)


def _unsealed(header: Header, move: ClientMove, opening: Masked) -> dict[str, Any] | None:
    if move.parcel is None:
        return None
    try:
        secret = unseal(move.parcel[_SIGNATURE:], opening, _context(header, move))
    except HeaderAltered:
        return None
    try:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(secret, _MOST_BYTES)
        if not unpacking.eof:
            return None
        found: object = json.loads(whole)
    except (zlib.error, *NO_SENSE):  # everybody can seal to anybody
        return None
    finally:
        wipe(secret)
    return found if isinstance(found, dict) else None


def settle_moves(service: ServiceFile, opened: Opened) -> None:
    """Take in who went over to a caseload, and let go of who left it.

    Raises:
        DiskFull: What is not settled is settled at the next opening.

    """
    _unpack(service, opened)
    newest = _newest(service, opened)
    if not newest:
        return
    here = _here(service, opened.caseload)
    owners = owners_ever(service, opened.header, opened.id)
    came = _settled(service, opened.caseload, signatures.ARRIVED, owners)
    went = _settled(service, opened.caseload, _MOVED_AWAY, owners)
    gone = [
        (newest[client], client_id)
        for client, client_id in here.items()
        if client in newest
        and newest[client].to_caseload != opened.id
        and newest[client].turn > came.get(client, 0)
    ]
    if gone:
        _let_go(service, opened.caseload, gone)
    awaited = {
        client: move
        for client, move in newest.items()
        if move.to_caseload == opened.id and client not in here and move.turn > went.get(client, 0)
    }
    erased = _were_erased(service, opened, awaited)
    for client, move in awaited.items():
        if client not in erased:
            _take_in(opened, move)
    _forget_parcels(service, opened, newest)


def _were_erased(service: ServiceFile, opened: Opened, clients: Collection[bytes]) -> set[bytes]:
    """Return who of some was erased, as this caseload knows or as whose they were signed."""
    if not clients:
        return set()
    owners = owners_ever(service, opened.header, opened.id)
    shared = {each.hash for each in all_tombstones(service)} & set(clients)
    here = all_tombstones(opened.caseload)
    own = {each.hash for each in signed_here(opened.caseload, service, here, owners)}
    return own | {each for each in shared if is_vouched_for(service, each, owners)}


def _take_in(opened: Opened, move: ClientMove) -> None:
    mine = move.to_person == opened.actor.uid
    found = _unsealed(opened.header, move, opened.opening) if mine else None
    if found is None:
        return
    rows: Rows = found["rows"]
    [client] = rows[CLIENTS]
    with opened.caseload.together() as change:
        put_in(opened.caseload, change, rows)
        notes = (str(each["filled_form_id"]) for each in rows.get("signatures", ()))
        told = told_of_coming(opened.caseload, move, notes)
        change.audit(signatures.ARRIVED, f"{_CLIENT}{client['id']}", told)


def put_in(caseload: Caseload, change: Change, rows: Rows) -> None:
    """Put the rows of a parcel into a caseload, within a change."""
    change.execute("PRAGMA defer_foreign_keys = ON")
    for table in ways_to_clients(caseload):
        for row in rows.get(table, ()):  # a newer program may know more columns
            names = [each for each in columns_of(caseload, table) if each in row]
            places = ", ".join("?" * len(names))
            insert = " ".join(["INSERT INTO", table, f"({', '.join(names)}) VALUES ({places})"])
            change.execute(insert, [row[name] for name in names])


def told_of_coming(caseload: Caseload, move: ClientMove, notes: Iterable[str]) -> tuple[str, ...]:
    """Return what is entered of a client who came: from where, with which notes, by which move."""
    return move.from_caseload, *signatures.as_they_came(caseload, notes), f"turn={move.turn}"


def _let_go(service: ServiceFile, caseload: Caseload, gone: list[tuple[ClientMove, str]]) -> None:
    ids = frozenset[str]().union(*(ids_of(caseload, client_id) for _move, client_id in gone))
    with service.together() as change:
        forget_places(change, service, ids)
    with caseload.together() as change:
        for move, client_id in gone:
            change.execute("DELETE FROM legal_holds WHERE client_id = ?", (client_id,))
            change.execute("DELETE FROM restrictions WHERE client_id = ?", (client_id,))
            change.execute("DELETE FROM clients WHERE id = ?", (client_id,))
            told = (move.to_caseload, f"turn={move.turn}")
            change.audit(_MOVED_AWAY, f"{_CLIENT}{client_id}", told)
    caseload.fold_log()


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
            with service.change(_UNPACKED, _subject(each), (_PARCEL,)) as change:
                _TABLE.save(change, replace(each, parcel=None))


def _is_in_a_backup(service: ServiceFile, move: ClientMove) -> bool:
    taken_at = MOMENT.write(move.ended_at)
    return service.row(_OLDER_BACKUP, (move.to_caseload, taken_at)) is not None


def _newest(service: ServiceFile, opened: Opened) -> dict[bytes, ClientMove]:
    """Return the newest move out of a caseload, or into it, of each client who was taken over.

    Moves between others say nothing of who is here: everybody can sign that a client, whose id they
    know, went from their own caseload to themselves. Of a client whose newest move is not signed by
    both, or whose parcel was exchanged, nothing is believed: they stay where they are.
    """
    ended, owners = _taken_back(opened.caseload), owners_ever(service, opened.header, opened.id)
    by_owners = _told_as_ended(opened.caseload, owners)

    def has_ended(move: ClientMove) -> bool:
        # Whoever covers ends an offer only where it is not its owner's, or nobody can take it.
        is_here = opened.header.person(move.to_person) is not None
        stands = is_here and _is_owners_offer(opened, move)
        is_out = move.from_caseload == opened.id
        return is_out and move.id in (by_owners if stands else ended)

    newest = {
        each.client: each
        for each in all_moves(service)
        if opened.id in (each.from_caseload, each.to_caseload)
        and each.taken_sign is not None
        and not has_ended(each)
    }
    return {client: each for client, each in newest.items() if is_signed_by_both(opened, each)}


def is_signed_by_both(opened: Opened, move: ClientMove) -> bool:
    """Return whether whose a client was offered them, and a colleague took them over."""
    known, header = opened.caseload.verify_keys, opened.header
    owner, to = known.get(move.offered_by), known.get(move.to_person)
    if move.taken_sign is None or move.parcel_hash is None or owner is None or to is None:
        return False
    return (
        hash_of_parcel(move.parcel) in {None, move.parcel_hash}
        and is_signed(offer_statement(header.service_id, move), move.offered_sign, owner)
        and is_signed(taking_statement(header.service_id, move), move.taken_sign, to)
        and _was_owner(header, move.from_caseload, move.offered_by)
    )


def _is_owners_offer(opened: Opened, move: ClientMove) -> bool:
    grant = opened.header.grant(move.from_caseload)
    owner = opened.header.person(move.offered_by)
    if grant is None or owner is None or owner_now(opened.header, grant) != move.offered_by:
        return False
    offer = offer_statement(opened.header.service_id, move)
    return is_signed(offer, move.offered_sign, owner.verify)  # no pair that was given up counts


def _was_owner(header: Header, caseload_id: str, uid: str) -> bool:
    grant = header.grant(caseload_id)
    was_made_for = caseload_id in islice(made_for(uid), len(header.caseloads) + 1)
    return was_made_for or (grant is not None and owner_now(header, grant) == uid)


def _here(service: ServiceFile, caseload: Caseload) -> dict[bytes, str]:
    found = caseload.rows("SELECT id FROM clients ORDER BY id")
    return {hash_of(service, client_id): client_id for (client_id,) in found}


def came_over(service: ServiceFile, opened: Opened, client_id: str) -> bool:
    """Return whether a colleague's client came to a caseload, as both of them signed.

    Whose a caseload is, and whoever covers, can enter there that anybody came.
    """
    tail = "WHERE to_caseload = ? AND client = ?"
    found = _TABLE.select(service, tail, (opened.id, hash_of(service, client_id)))
    return any(is_signed_by_both(opened, each) for each in found)


def hash_of_parcel(parcel: bytes | None) -> bytes | None:
    """Return what a parcel is known by, once it was taken."""
    return None if parcel is None else hashlib.sha256(parcel).digest()


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
    return f"{_MOVE}{move.id}"

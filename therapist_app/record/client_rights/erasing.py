"""Erasing a client (GDPR art. 17): every row, a tombstone in both files, and a search for residue.

The caseload comes first: one transaction deletes the client and puts up the tombstone, and from
then on the client is erased. The service file gets the same tombstone in a transaction of its
own. What a crash leaves between the two, or a restored file brings back, `settle_erasures`
finishes when the record is opened next.

Everybody can write in the service file, and whoever covers in the caseload. So a tombstone in
either erases a client again only where whose clients they are, or were, signed it; what nobody
signed is told to everybody.

The audit keeps its entries: they hold random ids, actions and names of fields. The id names
nobody once the rows are gone, and without its entries the chain would not verify.
"""

import hmac
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from therapist_app.record.client_rights import protection
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.client_rights.residue import ErasureProof, held_of, search_and_overwrite
from therapist_app.record.clients import begun_words
from therapist_app.record.crypto.key_derivation import derive
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import AuditEntry, believed, note, signers_of
from therapist_app.record.database.audit_chain import Deed
from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.errors import ClientProtected, KnownRecordError, RecordBug
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.service_model import ErasureBasis, Tombstone

_TABLE = SharedTable("erasures", Tombstone, key=("hash",), columns={"erased_at": MOMENT})
_NOWHERE = "{}"
_BASES: Mapping[str, ErasureBasis] = {each: each for each in get_args(ErasureBasis)}
_UNKNOWN: ErasureBasis = "legal_duty"
"""The ground of an erasure whose entry tells none."""
_FORGET_MOVES = (
    "UPDATE client_moves SET parcel = NULL, ended_at = coalesce(ended_at, ?) WHERE client = ?"
)
SHOWN_OF_HASH = 8
_OF_CLIENT = re.compile(r"client:([0-9a-f]{32})")
DOUBTED = "erasure_doubted"
"""The action of an entry that a tombstone is by nobody who could erase."""


@dataclass(frozen=True, slots=True)
class Erased:
    """A client who is not in the record any more, and what was made sure of.

    Attributes:
        proof: None where the pages could not be searched, for want of room on the disk.

    """

    tombstone: Tombstone
    proof: ErasureProof | None


def hash_of(service: ServiceFile, client_id: str) -> bytes:
    """Return the 32 bytes that stand for a client in the lists of erasures.

    HMAC-SHA-256 of the client's random id, under a key derived from the one for client codes:
    that one is in every backup of the service file, from its first day.
    """
    secret = service_secret(service, "code_key")
    key = derive(secret, "erasures")
    try:
        said = bytes.fromhex(client_id)
    except ValueError:  # whoever covers can write an id that is none
        said = client_id.encode(errors="replace")
    digest = hmac.digest(key, said, "sha256")
    wipe(secret, key)
    return digest


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is erased.

    Attributes:
        told: What the service's audit tells of it besides: entered with it, so that no crash
            leaves the one without the other.

    """

    basis: ErasureBasis
    told: Deed | None


def erase(
    caseload: Caseload, service: ServiceFile, client_id: str, basis: ErasureBasis, path: Path
) -> Erased:
    """Erase a client as `erase_for` does, with nothing told besides."""
    return erase_for(caseload, service, client_id, Reason(basis, None), path)


def erase_for(
    caseload: Caseload, service: ServiceFile, client_id: str, reason: Reason, path: Path
) -> Erased:
    """Erase a client, and search the caseload at `path` for what is left.

    Raises:
        ClientProtected: A legal hold or a restriction stands; nothing was changed.
        RecordBug: There is no such client.
        KnownRecordError: The disk refused; nothing was changed, or the next opening finishes it.

    """
    if protection.hold_on(caseload, client_id) is not None:
        raise ClientProtected("legal-hold")
    if protection.restriction_of(caseload, client_id) is not None:
        raise ClientProtected("restricted")
    held, ids = held_of(caseload, client_id), ids_of(caseload, client_id)
    telling = begun_words.telling_of(caseload, client_id)
    tombstone = Tombstone(hash_of(service, client_id), caseload.now(), reason.basis)
    with caseload.together() as change:
        _erase_rows(caseload, change, client_id, tombstone)
    with service.together() as change:
        _put_up(service, (tombstone,))
        forget_places(change, service, ids)
        forget_moves(change, tombstone.hash, tombstone.erased_at)
        _forget_begun(change, service, telling)
        if reason.told is not None:
            change.audit(reason.told.action, reason.told.subject, reason.told.fields)
    service.fold_log()
    try:
        return Erased(tombstone, search_and_overwrite(caseload, path, held))
    except KnownRecordError:
        return Erased(tombstone, None)


def settle_erasures(
    caseload: Caseload, service: ServiceFile, owners: Collection[str], about: str
) -> int:
    """Finish what a crash or a restored file left undone; return how many clients were erased.

    Both lists become one, and every client in it who is in the caseload is erased again, a hold
    or restriction of that time notwithstanding.

    Args:
        caseload: Open.
        service: Open.
        owners: The uids of whose it is and was: nobody else can have erased anybody in it.
        about: The id of the caseload.

    """
    here, shared = all_tombstones(caseload), all_tombstones(service)
    mine = signed_here(caseload, service, here, owners)
    _put_up(service, mine)
    _sign_again(service, mine, owners)
    by_hash = {each.hash: each for each in (*shared, *here)}
    signed = _signed_marks(service, owners)
    there = caseload.rows("SELECT id FROM clients ORDER BY id") if by_hash or signed else []
    back = [(each, hash_of(service, each)) for (each,) in there]
    known = [(each, by_hash.get(mark) or _as_signed(mark, signed)) for each, mark in back]
    found = [(client_id, tombstone) for client_id, tombstone in known if tombstone]
    own = {each.hash for each in mine}
    returned = [
        (client_id, each)
        for client_id, each in found
        if each.hash in own or is_vouched_for(service, each.hash, owners)
    ]
    for _client_id, each in (pair for pair in found if pair not in returned):
        _tell_doubted(service, each, about)
    if returned:
        with caseload.together() as change:
            for client_id, tombstone in returned:
                change.execute("DELETE FROM legal_holds WHERE client_id = ?", (client_id,))
                change.execute("DELETE FROM restrictions WHERE client_id = ?", (client_id,))
                _erase_rows(caseload, change, client_id, tombstone)
        caseload.fold_log()
    return len(returned)


def _signed_marks(service: ServiceFile, owners: Collection[str]) -> Mapping[str, AuditEntry]:
    """Return what its owners signed that they erased, by the marks of the tombstones.

    Everybody can take a tombstone out of the service file; then the entry counts.
    """
    found = (each for each in believed(service, ("erased",), telling=True) if each.by in owners)
    return {key: each for each in found for key in _TABLE.keys_told(each)}


def _as_signed(client: bytes, signed: Mapping[str, AuditEntry]) -> Tombstone | None:
    """Return the tombstone of a client that is gone, as its entry tells of it."""
    entry = signed.get(_TABLE.key_mark(client))
    if entry is None:
        return None
    told: list[ErasureBasis] = [_BASES[each] for each in entry.fields if each in _BASES]
    return Tombstone(client, entry.at, told[0] if told else _UNKNOWN)


def not_as_erased(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each tombstone that is gone, or is not as somebody signed it, with a mark."""
    yield from _TABLE.not_as_told(service, ("erased",))


def signed_here(
    caseload: Caseload,
    service: ServiceFile,
    tombstones: Sequence[Tombstone],
    owners: Collection[str],
) -> tuple[Tombstone, ...]:
    """Return those of a caseload's own tombstones whose erasure one of its owners signed in it.

    Whoever covers can write one there as well: the owner's session would erase somebody then, and
    sign for it.
    """
    if not tombstones:
        return ()
    told = (each for each in believed(caseload, ("erased",)) if each.by in owners)
    ids = (_OF_CLIENT.fullmatch(each.subject) for each in told)
    signed = {hash_of(service, each[1]) for each in ids if each is not None}
    return tuple(each for each in tombstones if each.hash in signed)


def is_vouched_for(service: ServiceFile, client: bytes, owners: Collection[str]) -> bool:
    """Return whether one of these people signed that somebody was erased."""
    return bool(signers_of(service, "erased", subject_of(client)) & set(owners))


def _tell_doubted(service: ServiceFile, tombstone: Tombstone, about: str) -> None:
    subject, fields = f"caseload:{about}", (subject_of(tombstone.hash),)
    if not signers_of(service, DOUBTED, subject, {fields}):
        note(service, DOUBTED, subject, fields)


def _sign_again(
    service: ServiceFile, tombstones: Iterable[Tombstone], owners: Collection[str]
) -> None:
    """Sign for the tombstones whose entries are not in a service file that was put back."""
    me = service.audit.author
    if me not in owners:
        return
    signed = {each.subject for each in believed(service, ("erased",)) if each.by in owners}
    for each in tombstones:
        if subject_of(each.hash) not in signed:
            note(service, "erased", subject_of(each.hash), (each.basis, _TABLE.told(each)))


def subject_of(client: bytes) -> str:
    """Return what the entries of an erasure are about."""
    return f"erasure:{client.hex()[:SHOWN_OF_HASH]}"


def all_tombstones(database: Database) -> tuple[Tombstone, ...]:
    """Return every tombstone in a file, oldest first."""
    return _TABLE.select(database, "ORDER BY erased_at, hash")


def _erase_rows(caseload: Caseload, change: Change, client_id: str, tombstone: Tombstone) -> None:
    begun_words.forget_naming(caseload, change, begun_words.telling_of(caseload, client_id))
    if change.execute("DELETE FROM clients WHERE id = ?", (client_id,)) != 1:
        raise RecordBug("no-such-client")
    _TABLE.replace(change, tombstone)
    change.audit("erased", f"client:{client_id}", (tombstone.basis,))


def _put_up(service: ServiceFile, tombstones: tuple[Tombstone, ...]) -> None:
    """Put up in the service file the tombstones that it lacks."""
    there = {each.hash for each in all_tombstones(service)}
    missing = [each for each in tombstones if each.hash not in there]
    if missing:
        with service.together() as change:
            for each in missing:
                _TABLE.insert(change, each)
                change.audit("erased", subject_of(each.hash), (each.basis, _TABLE.told(each)))


def ids_of(caseload: Caseload, client_id: str) -> frozenset[str]:
    """Return the id of every row of a client that has one."""
    return frozenset(str(row["id"]) for _table, row in rows_of(caseload, client_id) if "id" in row)


def forget_places(change: Change, service: ServiceFile, ids: frozenset[str]) -> None:
    """Let nobody come back after a lock to a place of the client, nor on the way to another."""
    noted = "SELECT key, value FROM settings WHERE key LIKE 'came_from:%' ORDER BY key"
    for key, value in service.rows(noted):
        if any(f'"{each}"' in value for each in ids):
            change.execute("UPDATE settings SET value = ? WHERE key = ?", (_NOWHERE, key))
            change.audit("settings_changed", f"setting:{key}")


def _forget_begun(change: Change, service: ServiceFile, telling: Collection[str]) -> None:
    """Let go what somebody without clients had begun to write, where it says who was erased."""
    noted = "SELECT key, value FROM settings WHERE key LIKE 'begun_words:%' ORDER BY key"
    for key, value in service.rows(noted):
        if begun_words.is_told(str(value), telling):
            change.execute("UPDATE settings SET value = ? WHERE key = ?", (_NOWHERE, key))
            change.audit("settings_changed", f"setting:{key}")


def forget_moves(change: Change, client: bytes, at: datetime) -> None:
    """Let nobody take a client over any more: an offer ends, and no parcel of theirs is kept."""
    change.execute(_FORGET_MOVES, (moment_text(at), client))

"""Clients who came into a caseload, are in it no more, and of whom nothing says where they went.

Whose clients they are holds the key of their file, and with another program can take one out of it
and enter nothing. The audit still says who came; so whoever opens it next with this program
compares, and what is not accounted for is noted in the service file, for everybody to be told.
What accounts for somebody is told to others by itself, or signed by somebody else.

Whoever covers could say of somebody invented that they came. So who signed that a client came is
named with it, and only what the owner signed says that a client of theirs is missing.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from therapist_app.record.client_rights.client_imports import TAKEN_BACK, told_of
from therapist_app.record.client_rights.client_moves import Opened, all_moves, is_signed_by_both
from therapist_app.record.client_rights.erasing import hash_of, subject_of
from therapist_app.record.clients.signatures import ARRIVED
from therapist_app.record.database.audit import (
    believed,
    entries_of,
    entry_of,
    is_theirs,
    note,
    signers_of,
)
from therapist_app.record.database.audit_actions import numbers_of
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.service.owners_in_turn import was_begun_by

GONE = "clients_gone"
ADDED = "client_added"
TOLD_OF_ERASING = ("erasure_confirmed", "erased_alone", "first_contact_discarded")
"""Each is told to everybody, or says who confirmed it; its subject is that of the erasure."""
_SUBJECT_OF_BEFORE, _SOON = "erasure", 4
"""An earlier version named no erasure; the entry stood close behind that of the erasure."""
_ERASURE, _OF_WORD = "erasure:", 3
"""How a second person's word begins that says whom it is about, and how many fields it has."""
_MARK_LENGTH = 16
_COUNT = re.compile(r"[0-9]{1,9}")
_IS_ID = re.compile(r"[0-9a-f]{32}")
"""Whoever covers can write an entry about nobody."""
# The subject is the last part of an entry: the id in it stands before two characters.
_GONE = """
    SELECT DISTINCT substr(entry, length(entry) - 33, 32) AS client FROM audit
    WHERE n IN (SELECT value FROM json_each(?))
        AND CAST(client AS TEXT) NOT IN (SELECT id FROM clients)
    ORDER BY client
"""
_COMINGS = """
    SELECT n, entry, head, signature, substr(entry, length(entry) - 33, 32) FROM audit
    WHERE n IN (SELECT value FROM json_each(?))
        AND CAST(substr(entry, length(entry) - 33, 32) AS TEXT) IN (SELECT value FROM json_each(?))
    ORDER BY n
"""
_ADDED = """
    SELECT n, substr(entry, length(entry) - 33, 32) FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n DESC
"""


def note_gone(service: ServiceFile, opened: Opened, owners: Collection[str]) -> None:
    """Note, once, the clients of a caseload that are gone with nothing that says why.

    The entry tells how many, a mark of them, and who signed that they came: the owner, else
    somebody else, else nobody. Each has an entry of its own.

    Args:
        service: Open, and knowing everybody's keys.
        opened: The caseload, after what was erased or moved elsewhere is settled.
        owners: The uids of whose it is and was.

    """
    numbers = numbers_of(opened.caseload, (ADDED, ARRIVED))
    came = (_id_in(each) for (each,) in opened.caseload.rows(_GONE, (f"{numbers}",)))
    gone = {each: hash_of(service, each) for each in came if _IS_ID.fullmatch(each)}
    if not gone:
        return
    known = _erased(service, owners) | _moved(service, opened)
    left = {each for each, mark in gone.items() if known.isdisjoint(_names(mark))}
    told = _taken_back(service, opened, owners)
    found = left - _undone(opened.caseload, told, left, gone)
    for signer, clients in sorted(_by_signer(opened, found).items()):
        mark = hashlib.sha256(b"".join(gone[each] for each in sorted(clients))).hexdigest()
        subject = f"caseload:{opened.id}"
        fields = (f"{len(clients)}", mark[:_MARK_LENGTH], signer)
        if not signers_of(service, GONE, subject, {fields}):
            note(service, GONE, subject, fields)


def _by_signer(opened: Opened, found: Collection[str]) -> Mapping[str, Collection[str]]:
    """Return clients by the uid of who signed that they came; the owner's word goes first.

    Under an empty one those of whom nobody who is here did: the entry is an earlier version's, or
    was written with another program. The keys of who left stand where everybody can write.
    """
    caseload, header = opened.caseload, opened.header
    grant = header.grant(opened.id)
    owner = owner_now(header, grant) if grant is not None else ""
    here = {each.uid for each in header.people}
    signers = defaultdict[str, list[str]](list)
    numbers = f"{numbers_of(caseload, (ADDED, ARRIVED))}"
    for row in caseload.rows(_COMINGS, (numbers, json.dumps(sorted(found)))):
        *whole, client = row
        read = entry_of((*whole[:2], True))
        if read is None or read.action not in (ADDED, ARRIVED) or whole[3] is None:
            continue
        if read.by in here and is_theirs(caseload, (read.action, read.by), (*whole,)):
            signers[_id_in(client)].append(read.by)
    clients = defaultdict[str, set[str]](set)
    for each in found:
        clients[_first_of(signers[each], owner)].add(each)
    return clients


def _first_of(signers: Iterable[str], owner: str) -> str:
    return owner if owner in signers else next(iter(signers), "")


def _id_in(entry: bytes) -> str:
    return entry.decode(errors="replace")


def _names(mark: bytes) -> tuple[str, str]:
    """Return what an entry says of an erasure: whose it is, or enough of that to be told."""
    return f"{_ERASURE}{mark.hex()}", subject_of(mark)


def _erased(service: ServiceFile, owners: Collection[str]) -> set[str]:
    """Return the names of the erasures of which everybody is told, or who confirmed them.

    A second person's word accounts for whom they signed that it is about, and for nobody else.
    One of somebody who was alone in the service needs no more than their own word.
    """
    told = believed(service, TOLD_OF_ERASING)
    others = [each.n for each in believed(service, ("person_added",))]
    erased = [each for each in believed(service, ("erased",)) if each.by in owners]
    found = {each.subject for each in erased if not others or each.n < others[0]}
    for each in told:
        if len(each.fields) == _OF_WORD:
            found.add(each.fields[1])
        elif each.subject != _SUBJECT_OF_BEFORE:
            found.add(each.subject)
        else:
            before = [one for one in erased if each.n - _SOON < one.n < each.n]
            found.update(one.subject for one in before[-1:] if one.by == each.by)
    return found


def _moved(service: ServiceFile, opened: Opened) -> set[str]:
    """Return the same of who went over to somebody else, as that one signed.

    Or to the own list of somebody whom the caseload was handed over to.
    """
    return {
        _names(each.client)[0]
        for each in all_moves(service)
        if each.from_caseload == opened.id
        and not (each.to_person == each.offered_by and was_begun_by(opened.id, each.offered_by))
        and is_signed_by_both(opened, each)
    }


def _taken_back(
    service: ServiceFile, opened: Opened, owners: Collection[str]
) -> set[tuple[str, ...]]:
    """Return what its owner signed, and everybody is told, of lists that were taken back."""
    found = believed(service, (TAKEN_BACK,))
    about = f"caseload:{opened.id}"
    return {each.fields for each in found if each.subject == about and each.by in owners}


def _undone(
    caseload: Caseload,
    told: Collection[tuple[str, ...]],
    left: Collection[str],
    gone: Mapping[str, bytes],
) -> set[str]:
    """Return who was on a list of which nobody is there, and of which that was `told`."""
    lists = entries_of(caseload, "clients_imported") if told else ()
    added = caseload.rows(_ADDED, (f"{numbers_of(caseload, (ADDED,))}",))
    found = set[str]()
    for each in lists:
        if len(each.fields) != 1 or not _COUNT.fullmatch(each.fields[0]):
            continue  # somebody made it up who covers
        before = dict.fromkeys(_id_in(client) for n, client in added if n < each.n)
        of_list = {*list(before)[: int(each.fields[0])]}
        undone = of_list & {*left}
        if of_list <= {*gone} and told_of([gone[each] for each in undone]) in told:
            found |= undone
    return found

"""Clients who came into a caseload, are in it no more, and of whom nothing says where they went.

Whose clients they are holds the key of their file, and with another program can take one out of it
and enter nothing. The audit still says who came; so whoever opens it next with this program
compares, and what is not accounted for is noted in the service file, for everybody to be told.
What accounts for somebody is told to others by itself, or signed by somebody else.
"""

import hashlib
import re
from collections.abc import Collection, Mapping

from therapist_app.record.client_rights.client_imports import TAKEN_BACK, told_of
from therapist_app.record.client_rights.client_moves import Opened, all_moves, is_signed_by_both
from therapist_app.record.client_rights.erasing import hash_of, subject_of
from therapist_app.record.clients.signatures import ARRIVED
from therapist_app.record.database.audit import believed, entries_of, note, signers_of
from therapist_app.record.database.audit_actions import numbers_of
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.service.owners_in_turn import was_begun_by

GONE = "clients_gone"
ADDED = "client_added"
TOLD_OF_ERASING = ("erasure_confirmed", "erased_alone", "first_contact_discarded")
"""Each is told to everybody, or says who confirmed it; its subject is that of the erasure."""
_SUBJECT_OF_BEFORE, _SOON = "erasure", 4
"""An earlier version named no erasure; the entry stood close behind that of the erasure."""
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
_ADDED = """
    SELECT n, substr(entry, length(entry) - 33, 32) FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n DESC
"""


def note_gone(service: ServiceFile, opened: Opened, owners: Collection[str]) -> None:
    """Note, once, the clients of a caseload that are gone with nothing that says why.

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
    left = {each for each, mark in gone.items() if subject_of(mark) not in known}
    told = _taken_back(service, opened, owners)
    found = sorted(left - _undone(opened.caseload, told, left, gone))
    if found:
        mark = hashlib.sha256(b"".join(gone[each] for each in found)).hexdigest()
        subject, fields = f"caseload:{opened.id}", (f"{len(found)}", mark[:_MARK_LENGTH])
        if not signers_of(service, GONE, subject, {fields}):
            note(service, GONE, subject, fields)


def _id_in(entry: bytes) -> str:
    return entry.decode(errors="replace")


def _erased(service: ServiceFile, owners: Collection[str]) -> set[str]:
    """Return the subjects of the erasures of which everybody is told, or who confirmed them.

    One of somebody who was alone in the service needs no more than their own word.
    """
    told = believed(service, TOLD_OF_ERASING)
    of_before = {each.n for each in told if each.subject == _SUBJECT_OF_BEFORE}
    others = [each.n for each in believed(service, ("person_added",))]
    found = {each.subject for each in told}
    for each in believed(service, ("erased",)):
        was_alone = not others or each.n < others[0]
        is_told = not of_before.isdisjoint(range(each.n, each.n + _SOON))
        if each.by in owners and (was_alone or is_told):
            found.add(each.subject)
    return found


def _moved(service: ServiceFile, opened: Opened) -> set[str]:
    """Return the same of who went over to somebody else, as that one signed.

    Or to the own list of somebody whom the caseload was handed over to.
    """
    return {
        subject_of(each.client)
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
        if not _COUNT.fullmatch("".join(each.fields)):
            continue  # somebody made it up who covers
        before = dict.fromkeys(_id_in(client) for n, client in added if n < each.n)
        of_list = {*list(before)[: int(each.fields[0])]}
        undone = of_list & {*left}
        if of_list <= {*gone} and told_of([gone[each] for each in undone]) in told:
            found |= undone
    return found

"""What a keeper changed with a program that notes nothing, told in the audit of the service file.

A keeper can state whose clients they are, and another continuity sheet. Who did it may have used
another program, so each session notes what the header says and the audit does not: that clients
are somebody else's though whose they were agreed to nothing, and that another sheet is in force
than the owner of a caseload has seen.
"""

import itertools

from therapist_app.record.database.audit import entries_of, note, signers_of
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.header.caseload_access import made_for, owner_now, sheet_in_force
from therapist_app.record.header.header import CONTINUITY, HANDED_OVER, Header, caseload_label
from therapist_app.record.vault.seen_statements import Seen

CHANGED_HANDS = "clients_changed_hands"
OTHER_SHEET = "continuity_replaced"
_BY_SHEET = ("continuity_used", "sheet_used_for_another")


def was_agreed_to(service: ServiceFile, caseload: str, to: str) -> bool:
    """Return whether somebody else signed that a caseload becomes somebody's for good.

    An agreement of earlier versions names no day; one that names a day was to a cover alone.
    """
    subject, fields = f"{caseload_label(caseload)} to {to}", {(to,), (to, HANDED_OVER)}
    return bool(signers_of(service, "cover_agreed", subject, fields) - {to})


def note_changed_hands(service: ServiceFile, header: Header) -> None:
    """Note whose clients became somebody else's with neither their word nor a sheet."""
    for grant in header.caseloads:
        to = owner_now(header, grant)
        first = _made_for(header, grant.id) if to != grant.id else to
        if first not in (None, to) and not _is_told(service, grant.id, first or "", to):
            note(service, CHANGED_HANDS, f"caseload:{grant.id}", (to, first or ""))


def note_other_sheet(service: ServiceFile, header: Header, seen: Seen, last_entry: int) -> None:
    """Note that another continuity sheet is in force than the owner of a caseload has seen.

    Args:
        service: The service file.
        header: What it says now.
        seen: What the caseload remembers.
        last_entry: How far the audit of the service file went then.

    """
    known = {each for each in seen.holders if each.startswith(sheet_in_force(b""))}
    now = sheet_in_force(header.continuity or b"")
    if not known or now in known:
        return
    told = any(each.fields == (now,) for each in entries_of(service, OTHER_SHEET))
    made = any(each.n > last_entry for each in entries_of(service, "continuity_renewed"))
    if not told and not made:
        note(service, OTHER_SHEET, CONTINUITY, (now,))


def _made_for(header: Header, caseload: str) -> str | None:
    """Return for whom of the service a caseload was made; None where they are here no more."""
    most = len(header.caseloads)
    own = ((each.uid, itertools.islice(made_for(each.uid), most)) for each in header.people)
    return next((uid for uid, given in own if caseload in given), None)


def _is_told(service: ServiceFile, caseload: str, first: str, to: str) -> bool:
    subject = f"caseload:{caseload}"
    if signers_of(service, CHANGED_HANDS, subject, {(to, first)}):
        return True
    stated = signers_of(service, "caseload_handed_over", subject, {(to, first)})
    is_by_sheet = bool(stated) and any(signers_of(service, each, subject) for each in _BY_SHEET)
    return is_by_sheet or was_agreed_to(service, caseload, to)

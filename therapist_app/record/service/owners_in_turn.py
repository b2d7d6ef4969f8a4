"""Whose a caseload was, one person after the other, as the audit of the service file tells it.

Everybody can write in that file; so each step counts only where whose it was before signed it, or
where a sheet was used in their place, which everybody is told.
"""

from collections.abc import Collection
from functools import cache
from itertools import islice

from therapist_app.record.database.audit import believed, signers_of
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.header.caseload_access import first_owner, made_for, owner_now
from therapist_app.record.header.header import HANDED_OVER, Header, caseload_label

_AGREED, _ARRANGED = "cover_agreed", "caseload_handed_over"
_MOST = 20
"""So many caseloads that somebody began one after the other are known to be theirs."""
_BY_SHEET = ("continuity_used", "sheet_used_for_another")


def was_agreed_to(service: ServiceFile, caseload: str, to: str, by: str) -> bool:
    """Return whether somebody signed that a caseload of theirs becomes somebody's for good.

    An agreement of earlier versions names no day; one that names a day was to a cover alone.
    """
    subject, fields = f"{caseload_label(caseload)} to {to}", {(to,), (to, HANDED_OVER)}
    return by in signers_of(service, _AGREED, subject, fields)


def owners_since(
    service: ServiceFile, caseload: str, first: str, here: Collection[str] | None = None
) -> frozenset[str]:
    """Return whose a caseload was from one of them on.

    With `here` only what those signed counts: the keys of who left stand in the service file.
    """
    found, about = {first}, f"caseload:{caseload}"
    is_by_sheet = any(signers_of(service, each, about) for each in _BY_SHEET)
    for each in believed(service, (_AGREED, _ARRANGED)):
        if here is not None and each.by not in here:
            continue
        to = each.fields[0] if each.fields else ""
        if each.action == _AGREED:
            is_for_good = each.fields in {(to,), (to, HANDED_OVER)}
            is_next = is_for_good and each.by in found
            is_next = is_next and each.subject == f"{caseload_label(caseload)} to {to}"
        else:
            before = each.fields[1] if len(each.fields) > 1 else ""
            is_next = is_by_sheet and each.subject == about and before in found
        if is_next:
            found.add(to)
    return frozenset(found)


def owners_ever(service: ServiceFile, header: Header, caseload: str) -> frozenset[str]:
    """Return whose a caseload is and was, of who is in the service.

    Who left is not among them: their keys stand where everybody can write.
    """
    grant = header.grant(caseload)
    if grant is None:
        return frozenset()
    here = {each.uid for each in header.people}
    first = first_owner(header, grant, here)
    before = owners_since(service, caseload, first, here) if first else frozenset[str]()
    return (before | {grant.owner, owner_now(header, grant)}) & here


def was_ever_of(service: ServiceFile, caseload: str, uid: str) -> bool:
    """Return whether a caseload is or was somebody's, who may have left since."""
    if caseload in _begun_by(uid):
        return True
    began = (each for each in service.verify_keys if caseload in _begun_by(each))
    return any(uid in owners_since(service, caseload, each) for each in began)


def was_begun_by(caseload: str, uid: str) -> bool:
    """Return whether a caseload was somebody's from its first day on."""
    return caseload in _begun_by(uid)


@cache
def _begun_by(uid: str) -> frozenset[str]:
    return frozenset(islice(made_for(uid), _MOST))

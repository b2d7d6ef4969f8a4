"""That a caseload refused the list of people: told to everybody until its owner is let in again."""

from therapist_app.record.database.audit import believed, note
from therapist_app.record.database.database import ServiceFile

_REFUSED = "statement_refused"
_ACCEPTED = "statement_accepted"
_PERSON = "person:"


def has_refused(service: ServiceFile) -> bool:
    """Return whether the list of people was refused, and nobody who is here has settled it.

    Both are what the person signed whom it is about: everybody can write in the service file.
    """
    return bool(_refused(service).difference(service.left_at))


def tell_refused(service: ServiceFile, uid: str) -> None:
    """Keep that somebody could not come in because of it."""
    note(service, _REFUSED, _PERSON + uid)


def settle_refused(service: ServiceFile, uid: str) -> None:
    """Keep that the same person came in again: the list is one that they have seen, or later."""
    if uid in _refused(service):
        note(service, _ACCEPTED, _PERSON + uid)


def _refused(service: ServiceFile) -> set[str]:
    refused = set[str]()
    for each in believed(service, (_REFUSED, _ACCEPTED)):
        if each.subject != _PERSON + each.by:
            continue
        if each.action == _REFUSED:
            refused.add(each.by)
        else:
            refused.discard(each.by)
    return refused

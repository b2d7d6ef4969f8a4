"""That a caseload refused the list of people: told to everybody until its owner is let in again."""

from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile

_REFUSED = "statement_refused:"


def has_refused(service: ServiceFile) -> bool:
    """Return whether the list of people was refused, and nobody has settled it."""
    found = service.row(
        "SELECT 1 FROM about WHERE substr(key, 1, ?) = ?", (len(_REFUSED), _REFUSED)
    )
    return found is not None


def tell_refused(service: ServiceFile, uid: str) -> None:
    """Keep that somebody could not come in because of it."""
    with service.change("statement_refused", f"person:{uid}") as change:
        change.keep(_REFUSED + uid, moment_text(service.now()))


def settle_refused(service: ServiceFile, uid: str) -> None:
    """Keep that the same person came in again: the list is one that they have seen, or later."""
    key = _REFUSED + uid
    if service.row("SELECT 1 FROM about WHERE key = ?", (key,)) is None:
        return
    with service.change("statement_accepted", f"person:{uid}") as change:
        change.execute("DELETE FROM about WHERE key = ?", (key,))

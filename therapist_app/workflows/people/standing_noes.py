"""A no to a cover stands: no sheet goes over it while whoever said it is at work.

It stands until they agree after all. A sheet may do instead once another administrator arranged it
since, or once they did not sign in for fourteen days: nobody's clients wait for somebody gone.
"""

from datetime import datetime, timedelta

from therapist_app.record.database import audit
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import caseload_label
from therapist_app.record.sign_in.unlocking import was_here
from therapist_app.record.vault.vault import Vault

SAID_NO = "cover_declined"
_ARRANGED = ("cover_granted", "caseload_handed_over", "cover_seconded")
IS_AWAY = timedelta(days=14)
"""Who did not sign in for longer cannot be asked again."""


def said_no_at(vault: Vault, caseload: str, to: str) -> datetime | None:
    """Return when whose clients they are said no to somebody opening them; None where none is."""
    found = _no(vault, caseload, to)
    return None if found is None else found.at


def is_no_to(vault: Vault, caseload: str, to: str, mark: str) -> bool:
    """Return whether somebody's no is to leave of this mark, and nobody arranged it since.

    Everybody can write which leave it was to; so its owner signed that, but with earlier versions.
    """
    no = _no(vault, caseload, to)
    return no is not None and no.fields[1:] in {(), (mark,)} and not _arranged_by(vault, no, to)


def is_barred(vault: Vault, caseload: str, to: str) -> bool:
    """Return whether no sheet of the person signed in may give somebody these clients now."""
    no = _no(vault, caseload, to)
    if no is None or _is_agreed_by_another(vault, no, to):
        return False
    return was_here(vault.service, no.by, vault.service.now() - IS_AWAY)


def check_no(vault: Vault, caseload: str) -> None:
    """Refuse a sheet where it would go over a no.

    Raises:
        NotPossibleYet: "said-no".

    """
    if any(is_barred(vault, caseload, each.to) for each in vault.header.covers_of(caseload)):
        raise NotPossibleYet("said-no")


def _no(vault: Vault, caseload: str, to: str) -> audit.AuditEntry | None:
    grant = vault.header.grant(caseload)
    owner = owner_now(vault.header, grant) if grant is not None else ""
    found = [
        each
        for each in audit.believed(vault.service, (SAID_NO,))
        if (each.subject, each.by, each.fields[:1]) == (f"caseload:{caseload}", owner, (to,))
    ]
    agreed = [
        each.n
        for each in audit.believed(vault.service, ("cover_agreed",))
        if each.subject == f"{caseload_label(caseload)} to {to}" and each.by == owner
    ]
    return found[-1] if found and found[-1].n > max(agreed, default=0) else None


def _is_agreed_by_another(vault: Vault, no: audit.AuditEntry, to: str) -> bool:
    """Whether an administrator beside the one signed in arranged it, or agreed to it, since."""
    return not _arranged_by(vault, no, to) <= {vault.person.uid, to}


def _arranged_by(vault: Vault, no: audit.AuditEntry, to: str) -> set[str]:
    """Return who signed that they arranged what somebody said no to, or agreed to it, since."""
    subjects = {no.subject, caseload_label(no.subject.partition(":")[2])}
    return {
        each.by
        for each in audit.believed(vault.service, _ARRANGED, after=no.n)
        if each.subject in subjects and each.fields[:1] == (to,)
    }

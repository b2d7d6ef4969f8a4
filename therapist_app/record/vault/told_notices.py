"""How far somebody was shown what everybody is told: up to which entry of the service's audit.

What counts is that a page was painted on which it stands, and not that somebody signed in. A number
of the audit is no time, so that no clock hides anything.
"""

from therapist_app.record.database.audit import AuditFilter, page
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault

_FAR_ENOUGH = 200


def begin_telling(vault: Vault) -> None:
    """Let the session know what was shown in those before it; the first one begins with now."""
    found: int | None = settings.load(vault.service, _key(vault), None)
    if found is None:
        found = _at_last_session(vault)
        if not vault.is_only_read:
            settings.save(vault.service, _key(vault), found)
    vault.told_up_to = found


def note_told(vault: Vault) -> None:
    """Note that all that is told was shown; in this session it stands on."""
    newest = vault.service.audit.mark.n
    if not vault.is_only_read and settings.load(vault.service, _key(vault), 0) < newest:
        settings.save(vault.service, _key(vault), newest)


def _at_last_session(vault: Vault) -> int:
    """Return the newest entry of before the last session, where an earlier version noted none."""
    since = vault.last_session
    if since is None:
        return vault.service.audit.mark.n
    if since > vault.service.now():
        return 0  # that session's clock was ahead: rather told twice than not at all
    found = page(vault.service, AuditFilter(), before=None, limit=_FAR_ENOUGH)
    return next((each.n for each in found if each.at <= since), 0)


def _key(vault: Vault) -> str:
    return f"told_up_to:{vault.person.uid}"

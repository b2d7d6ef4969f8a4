"""How far somebody was shown what everybody is told: up to which entry of the service's audit.

What counts is that a page was painted on which it stands, and not that somebody signed in. A number
of the audit is no time, so that no clock hides anything. Everybody can write in the service file,
so it counts as far as that person signed that they were shown it. That there is a continuity sheet
is told once as a fact: whoever comes later meets no entry of it.
"""

from therapist_app.record.database.audit import first_of, newest_signed
from therapist_app.record.database.database import Change
from therapist_app.record.database.facts import Fact
from therapist_app.record.vault.vault import Vault

_TOLD_UP_TO = "told_up_to:"
_TOLD = Fact(_TOLD_UP_TO, int)


def begin_telling(vault: Vault) -> None:
    """Let the session know what was shown in those before it; the first one begins with now."""
    found = _kept(vault)
    if found is None:
        vault.told_up_to = _signed(vault) or vault.service.audit.mark.n
    else:
        vault.told_up_to = min(found, _signed(vault))
    has_sheet = vault.header.continuity is not None
    is_noted = _newest_signed(vault) and _fact(vault, _continuity_key(vault)) is not None
    vault.is_continuity_told = not has_sheet or bool(is_noted)


def keep_told(change: Change, vault: Vault) -> None:
    """Keep, as a session begins, where it began to tell: the next one may be told the same."""
    change.keep(_key(vault), str(vault.told_up_to))


def note_told(vault: Vault, read_up_to: int | None = None) -> None:
    """Note, once in a session, that all that is told was shown; in this session it stands on.

    `read_up_to` is the newest entry that there was when the page was made: what a job beside it
    has written since then was not on it. Others write nothing while it is open here.
    """
    if vault.is_only_read or vault.is_told_noted:
        return
    vault.is_told_noted = True
    newest = vault.service.audit.mark.n if read_up_to is None else read_up_to
    with vault.service.change("settings_changed", f"setting:{_key(vault)}") as change:
        change.keep(_key(vault), str(newest))
        if vault.header.continuity is not None:
            change.keep(_continuity_key(vault), "sheet")


def _signed(vault: Vault) -> int:
    """Return up to where somebody signed that they were shown all; else where they began.

    0 for who never signed in.
    """
    uid = vault.person.uid
    return _newest_signed(vault) or first_of(vault.service, uid, "unlocked")


def _newest_signed(vault: Vault) -> int:
    about = f"setting:{_key(vault)}"
    return newest_signed(vault.service, vault.person.uid, "settings_changed", about)


def _kept(vault: Vault) -> int | None:
    return _TOLD.of(vault.service, vault.person.uid)


def _fact(vault: Vault, key: str) -> str | None:
    found = vault.service.row("SELECT value FROM about WHERE key = ?", (key,))
    return str(found[0]) if found else None


def _key(vault: Vault) -> str:
    return f"{_TOLD_UP_TO}{vault.person.uid}"


def _continuity_key(vault: Vault) -> str:
    return f"told_continuity:{vault.person.uid}"

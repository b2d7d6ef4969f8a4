"""What a keeper did with a sheet to reach somebody's clients, told to whose they are.

The audit of the service holds each use, signed by the keeper. A person's own sheet stays known to
whoever typed it until they make a new one, so that is told until then; a use of the continuity
sheet is told to them at the sign-in that follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from session_forms.words.texts import _
from therapist_app.record.database.audit import AuditEntry, believed
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.safekeeping.backup_words import when

USED, CONTINUITY_USED, REPLACED = "sheet_used_for_another", "continuity_used", "sheet_replaced"


@dataclass(frozen=True, slots=True)
class SheetUse:
    """One use of a sheet by somebody else.

    Attributes:
        sheet: Whether it was the person's own or the service's continuity sheet.
        by: The name of who used it.

    """

    sheet: Literal["own", "continuity"]
    by: str
    at: datetime


def uses_of_own_sheet(vault: Vault) -> tuple[SheetUse, ...]:
    """Return who used the recovery sheet that the person signed in has now, the newest first."""
    return _of_own_sheet(vault, _told(vault, (USED, REPLACED)))


def uses_since_last_time(vault: Vault) -> tuple[SheetUse, ...]:
    """Return what the person signed in must be told first: each use they have not answered yet."""
    told = _told(vault, (USED, REPLACED, CONTINUITY_USED))  # one look: the audit may be long
    continuity = [
        _use(vault, "continuity", each)
        for each in told
        if each.action == CONTINUITY_USED
        and each.by != vault.person.uid
        and each.n > vault.told_up_to
        and _is_theirs(vault, each.subject.removeprefix("caseload:"))
    ]
    return (*_of_own_sheet(vault, told), *continuity)


def emergency_words(*, has_sheet: bool, is_open: bool = False) -> tuple[str, str]:
    """Return in a title and sentences who can open somebody's clients in an emergency.

    Args:
        has_sheet: Whether there is a continuity sheet.
        is_open: Whether it was used, and no new one was made since.

    """
    title = _("Who can open your clients in an emergency")
    if has_sheet and is_open:
        return title, _(
            "This service has a continuity sheet, which opens every caseload, yours too. It was "
            "used, and its envelope is open: an administrator should make a new one. Everybody "
            "is told of each use."
        )
    if has_sheet:
        return title, _(
            "This service has a continuity sheet. It lies in a sealed envelope, kept outside this "
            "room, and opens every caseload, yours too. Everybody is told of each use."
        )
    return title, _(
        "This service has no continuity sheet. If you and your recovery sheet are gone, only "
        "somebody who covers for you already can open your clients."
    )


def use_in_words(use: SheetUse) -> tuple[str, str]:
    """Return in a title and a sentence or two what was done, and what to do about it."""
    if use.sheet == "own":
        words = _(
            "{name} used it on {when}, so that somebody else can open your clients. Whoever saw "
            "it can use it again: make a new one."
        )
        title = _("Your recovery sheet was used")
    else:
        words = _(
            "{name} used it on {when}, so that somebody else can open them. The audit trail "
            "shows it."
        )
        title = _("The continuity sheet was used for your clients")
    return title, words.format(name=use.by, when=when(use.at))


def _of_own_sheet(vault: Vault, told: Iterable[AuditEntry]) -> tuple[SheetUse, ...]:
    me = vault.person.uid
    found: list[AuditEntry] = []
    for entry in told:
        if entry.action == REPLACED and entry.subject == f"person:{me}":
            break
        if entry.action == USED and entry.by != me and me in entry.fields:
            found.append(entry)
    return tuple(_use(vault, "own", each) for each in found)


def _told(vault: Vault, actions: tuple[str, ...]) -> tuple[AuditEntry, ...]:
    return tuple(reversed(believed(vault.service, actions)))


def _is_theirs(vault: Vault, caseload: str) -> bool:
    """Whether a caseload is, or was made as, that of the person signed in."""
    grant = vault.header.grant(caseload)
    owner = owner_now(vault.header, grant) if grant else ""
    return vault.person.uid in (owner, caseload)


def _use(vault: Vault, sheet: Literal["own", "continuity"], entry: AuditEntry) -> SheetUse:
    by = names_of(vault).get(entry.by) or _("somebody who is not in the list of people")
    return SheetUse(sheet, by, entry.at)

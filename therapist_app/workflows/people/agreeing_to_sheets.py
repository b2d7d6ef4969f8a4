"""What the owner of clients is asked before another continuity sheet can open them.

An administrator makes one; it opens somebody's clients once whose they are was shown who made it
and when, and has agreed. What is put off is asked again at the next sign-in; what was declined is
not, unless another one is made, but can be agreed to under People at any time. A no is what they
signed in the audit: everybody can write in the service file, and nobody says no for somebody else.
"""

from dataclasses import dataclass
from datetime import date, datetime

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _
from therapist_app.record.database.audit import note
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.caseload_access import sheet_in_force
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.key_care import (
    agree_to_sheet,
    lacks_agreement,
    refuse_sheet,
    successor_opens,
)
from therapist_app.record.service.sheets_before import made_by, noes
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """Another continuity sheet in force than the owner of clients knows.

    Attributes:
        sheet: Which one.
        by: The name of who made it; empty where nobody noted it.
        on: The day of that.
        said_no_on: The day on which they said no to it; None where they did not.
        opens_already: Whether it opens their clients now, since the one before was typed to make
            it.

    """

    sheet: str
    by: str
    on: date | None
    said_no_on: date | None = None
    opens_already: bool = False


def sheets_to_answer(vault: Vault) -> tuple[AskedSheet, ...]:
    """Return the sheet that waits for the person signed in, if one does."""
    found = sheet_not_agreed_to(vault)
    return () if found is None or found.said_no_on is not None else (found,)


def sheet_not_agreed_to(vault: Vault) -> AskedSheet | None:
    """Return the sheet in force where it does not open one's own clients, whatever was answered."""
    if not lacks_agreement(vault):
        return None
    sheet = sheet_in_force(vault.header.continuity or b"")
    no, made = said_no_at(vault), made_by(vault.service, vault.header)
    said_no_on = no.astimezone().date() if no is not None else None
    opens = successor_opens(vault)
    if made is None:
        return AskedSheet(sheet, "", None, said_no_on, opens)
    by = names_of(vault).get(made.by) or _("somebody who is not in the list of people")
    return AskedSheet(sheet, by, made.at.astimezone().date(), said_no_on, opens)


def said_no_at(vault: Vault) -> datetime | None:
    """Return when the person signed in said no to the sheet in force; None where none stands."""
    return noes(vault.service, vault.header).get(vault.person.uid)


def agree_to(vault: Vault, asked: AskedSheet) -> None:
    """Let a continuity sheet open one's own clients.

    Raises:
        NotAllowed: Only whose clients they are may; or it does not wait any more.

    """
    _check(vault, asked)
    agree_to_sheet(vault)


def decline_sheet(vault: Vault, asked: AskedSheet) -> None:
    """Say no to a continuity sheet: it opens nothing from now on, and is not asked about again.

    Raises:
        NotAllowed: As `agree_to` raises.

    """
    _check(vault, asked)
    vault.require_writing()
    refuse_sheet(vault)
    note(vault.service, "continuity_declined", SERVICE, (asked.sheet,))


def sheet_in_words(asked: AskedSheet) -> str:
    """Return in sentences who made it and when, and what it would open."""
    opens = (
        _(
            "The one before was typed to make it, so whoever has it can open your clients now, "
            "when nobody else can."
        )
        if asked.opens_already
        else _("Whoever has it can open your clients when nobody else can, once you agree.")
    )
    if asked.on is None:
        made = _("Somebody made a new continuity sheet, and nothing here says who.")
    else:
        made = _("{by} made a new continuity sheet on {day}.")
        made = made.format(by=asked.by, day=day_in_words(asked.on))
    return f"{made} {opens}"


def _check(vault: Vault, asked: AskedSheet) -> None:
    require(vault, "agree_to_cover")
    is_it = asked.sheet == sheet_in_force(vault.header.continuity or b"")
    if not is_it or not lacks_agreement(vault):
        raise NotAllowed("no-such-sheet")
